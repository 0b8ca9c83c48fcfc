"""Whatever happens to the cache, one build gives what a clean one gives: never a crash, never a wrong page."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.engine.session import BuildError, Outcome
from plugins.engine.store import LOST, Store
from tests.conftest import Site, write_document
from tests.plugins.engine.test_press import interpretation, policies

CHANGED = "policies/2026/p003.md"
UNTOUCHED = "policies/2024/old.md"
COUNTS = {"flips": 60, "cuts": 25}
SQLITE_PAGE = 4096


@dataclass
class Worn:
    """A portal after a build and before the next: a title was changed and a document removed since."""

    site: Site
    store: bytes
    wanted: Mapping[str, bytes]
    """What a clean build gives."""

    def build_over(self, store: bytes) -> Outcome:
        """One build over the output of the build before, with this for a store; then one more, that has nothing to do."""
        cache = self.site.folder / "cache"
        for folder in (self.site.output, cache):
            shutil.rmtree(folder)
        shutil.copytree(self.site.folder / "before", self.site.output)
        cache.mkdir()
        (cache / "store.sqlite").write_bytes(store)
        outcome = self.site.build(workers=0)
        assert not outcome.report.failed
        assert self.site.tree() == self.wanted
        again = self.site.build(workers=0)
        assert (again.made, again.removed, again.notices, self.site.tree()) == ({}, (), [], self.wanted)
        return outcome

    def edited(self, statement: str, *values: object) -> bytes:
        """The store after an SQL statement that changes one row."""
        other = self.site.folder / "other.sqlite"
        other.write_bytes(self.store)
        with sqlite3.connect(other) as connection:
            assert connection.execute(statement, values).rowcount == 1
        connection.close()
        return other.read_bytes()


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Worn:
    """A small portal of every kind of row."""
    site = Site(tmp_path_factory.mktemp("worn"))
    files = policies(6) | {"interpretations/2026/i.md": interpretation("示政发〔2026〕3号")}
    dates = {"发文日期": "2024-03-01", "发布日期": "2024-03-02 09:00"}
    review = "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2024-03-01}"
    old = write_document(索引号="990000017/2024-00001", 文号="示政发〔2024〕1号", 保密审查=review, **dates)
    assert not site.write(files | {UNTOUCHED: old}).build(workers=0).report.failed
    shutil.copytree(site.output, site.folder / "before")
    store = (site.folder / "cache/store.sqlite").read_bytes()
    site.write({CHANGED: files[CHANGED].replace("一件事", "另一件事", 1)})
    (site.content / "policies/2026/p006.md").unlink()
    clean = site.folder / "clean"
    site.build(output=clean, cache=site.folder / "other", workers=0)
    return Worn(site, store, site.tree(clean))


def test_a_sound_store_is_not_thrown_away(worn: Worn) -> None:
    """Or the tests below would prove nothing."""
    outcome = worn.build_over(worn.store)
    assert outcome.notices == []
    assert outcome.kept > 0


def flips(store: bytes) -> Iterator[bytes]:
    """A few bytes changed: half of them where SQLite keeps its own books, at the head of a page."""
    chance = random.Random(11)
    for _ in range(COUNTS["flips"]):
        damaged = bytearray(store)
        for _ in range(chance.choice((1, 1, 1, 5, 40))):
            at = chance.randrange(len(damaged))
            if chance.random() < 0.5:
                at = at // SQLITE_PAGE * SQLITE_PAGE + chance.randrange(120)
            damaged[at] = chance.choice((damaged[at] ^ 1 << chance.randrange(8), chance.randrange(256)))
        yield bytes(damaged)


def cuts(store: bytes) -> Iterator[bytes]:
    """The first bytes only, some of them whole pages."""
    chance = random.Random(12)
    for number in range(COUNTS["cuts"]):
        length = chance.randrange(len(store))
        yield store[: length // SQLITE_PAGE * SQLITE_PAGE if number % 3 == 0 else length]


@pytest.mark.parametrize("damage", [flips, cuts])
def test_a_store_damaged_anywhere_gives_what_a_clean_build_gives(worn: Worn, damage: Callable[[bytes], Iterator[bytes]]) -> None:
    """Every time, whether it was noticed, put right in passing or did not matter."""
    said = [worn.build_over(store).notices for store in damage(worn.store)]
    assert [LOST] in said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("path", "policies/2026/p009/index.html"),
        ("path", "policies/2026/\0/index.html"),
        ("path", b"x"),
        ("fingerprint", "0" * 49),
        ("digest", "0" * 64),
        ("size", 1),
        ("modified", "x"),
        ("batch", "home"),
        ("batch", b"\xff"),
        ("source", CHANGED.replace("3", "4")),
        ("checksum", 0),
    ],
)
def test_a_damaged_row_of_a_page_is_noticed(worn: Worn, column: str, value: object) -> None:
    """Those of a page that is made anyway; a row that says of a page what is not so keeps no page and removes none."""
    store = worn.edited(f"UPDATE pages SET {column} = ? WHERE source = ?", value, CHANGED)
    assert worn.build_over(store).notices == [LOST]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pages SET batch = 'x' WHERE source = ?",
        "UPDATE pages SET batch = 'home' WHERE source = ?",
        "DELETE FROM pages WHERE source = ?",
        "UPDATE batches SET pages = pages + 1 WHERE name = (SELECT batch FROM pages WHERE source = ?)",
    ],
)
def test_a_page_that_its_batch_has_lost_is_not_removed(worn: Worn, statement: str) -> None:
    """Its batch stays as it is, so nobody would make it again."""
    assert worn.build_over(worn.edited(statement, UNTOUCHED)).notices == [LOST]


def test_a_store_of_an_older_version_is_made_anew_and_said(worn: Worn) -> None:
    """Its rows may mean something else."""
    outcome = worn.build_over(worn.edited("UPDATE facts SET value = '1' WHERE name = 'version'"))
    assert outcome.notices == ["缓存不是这个版本或这个输出目录的，已重新建立。"]


@pytest.mark.parametrize("journal", [b"", b"{", b"\xff", b"[]", b'{"made": [{"path": "x"}], "manifest": [], "removed": []}'])
def test_a_journal_that_cannot_be_read_is_no_traceback(worn: Worn, journal: bytes) -> None:
    """What it had moved is not known: all is made anew."""
    (worn.site.folder / "cache/journal.json").write_bytes(journal)
    outcome = worn.site.build(workers=0)
    assert outcome.notices == [LOST]
    assert worn.site.tree() == worn.wanted


def test_a_store_that_cannot_be_written_is_a_sentence(worn: Worn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is not mended by a new store."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "keep_files", full)
    with pytest.raises(BuildError, match=r"缓存用不了（database or disk is full），请核对 cache/ 的权限和磁盘空间。"):
        worn.site.build(workers=0, cache=tmp_path / "cache")
