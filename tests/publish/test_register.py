"""`record_releases`: whole lines only, one writer at a time, never onto a register that is not sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from plugins.catalog import locks
from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.register import FILE, read_register
from plugins.catalog.site import Site
from plugins.catalog.values import moment
from publish.register import RegisterError, record_releases
from tests.conftest import make_record


def released(names: Iterable[int], at: str = "2026-03-02 10:00") -> Manifest:
    """A build that released these policies."""
    as_of = moment(at)
    assert as_of
    records = (make_record(path=f"policies/2026/{name}.md", index_number=f"990000017/2026-{name:05}") for name in names)
    releases = (Release(record=record, url="", page="", page_digest="", revision="", relations={}) for record in records)
    return Manifest(site=Site(name="x", url="https://x.example"), as_of=as_of, releases=tuple(releases))


def test_a_register_that_git_replaces_meanwhile_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull puts a new file in the place of the one that a process waits for: its lines must not go to the old one."""
    record_releases(released(range(1)), tmp_path)
    register = tmp_path / FILE
    flock, pulled = locks.fcntl.flock, list[int]()

    def pull(file: object, operation: int) -> None:
        flock(file, operation)
        if not pulled:
            pulled.append(1)
            beside = register.with_suffix(".new")
            beside.write_bytes(register.read_bytes())
            beside.replace(register)

    monkeypatch.setattr(locks.fcntl, "flock", pull)
    assert record_releases(released(range(2), "2026-03-03 10:00"), tmp_path).lines == 2
    assert len(read_register(register.read_bytes()).entries) == 2


def test_only_what_is_new_is_added(tmp_path: Path) -> None:
    """What stands there stays as it is, byte for byte."""
    assert record_releases(released(range(3)), tmp_path).added == 3
    before = (tmp_path / FILE).read_bytes()
    done = record_releases(released(range(5), "2026-03-03 10:00"), tmp_path)
    after = (tmp_path / FILE).read_bytes()
    assert (done.added, done.lines, done.head) == (2, 5, read_register(after).head)
    assert after.startswith(before)
    assert record_releases(released(range(5), "2026-03-04 10:00"), tmp_path).head == done.head
    assert (tmp_path / FILE).read_bytes() == after


def test_a_line_left_half_written_is_taken_back(tmp_path: Path) -> None:
    """And written whole."""
    record_releases(released(range(2)), tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        (tmp_path / FILE).write_bytes(whole[:cut])
        record_releases(released(range(2)), tmp_path)
        assert (tmp_path / FILE).read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        (lambda content: content.replace(b"2026/0", b"2026/9", 1), "2026-03-04", "第 1 行与上一行接不上"),
        (lambda content: content, "2026-03-01", "早于最后一次登记"),
    ],
)
def test_nothing_is_added_where_it_could_not_be_trusted(tmp_path: Path, change, at: str, said: str) -> None:  # type: ignore[no-untyped-def]
    """A changed line, a clock that was put back."""
    record_releases(released(range(2)), tmp_path)
    file = tmp_path / FILE
    file.write_bytes(change(file.read_bytes()))
    before = file.read_bytes()
    with pytest.raises(RegisterError, match=said):
        record_releases(released(range(3), at), tmp_path)
    assert file.read_bytes() == before


def _record(home: Path, number: int) -> None:
    manifest = released(range(20))
    record_releases(replace(manifest, releases=manifest.releases[number : number + 10]), home)


def test_several_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Every document has one line, and the chain holds."""
    context = get_context("spawn")
    processes = [context.Process(target=_record, args=(tmp_path, number)) for number in (0, 5, 10)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    register = read_register((tmp_path / FILE).read_bytes())
    assert register.faults == ()
    assert sorted(entry.path for entry in register.entries) == sorted(f"policies/2026/{number}.md" for number in range(20))
