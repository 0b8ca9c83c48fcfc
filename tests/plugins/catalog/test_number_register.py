"""The register: what its lines come to, what was passed over, and that branches merge without a hand."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.index_numbers import DEFAULT, form_of
from plugins.catalog.number_register import FILE, Act, Line, NumberRegister, missing, number_register_of, read_number_register
from tests.conftest import ROOT

DAY = date(2026, 11, 20)
FORM = form_of(DEFAULT)


def number(serial: int) -> str:
    """A number of one organ and year."""
    return f"990000017/2026-{serial:05}"


def line(serial: int, act: Act = Act.ALLOCATED, path: str = "policies/2026/a.md", title: str = "关于一件事的通知") -> Line:
    """One act."""
    return Line(number=number(serial), act=act, path=path, title=title, on=DAY)


def make_register(*lines: Line) -> NumberRegister:
    """The register of these lines."""
    return number_register_of("".join(one.written() for one in lines).encode())


def gaps(register: NumberRegister, *used: int) -> list[tuple[int, int]]:
    """The rows of serials that were passed over in the one run there is."""
    (run,) = register.runs(FORM).values()
    return [(first, last) for first, last, _ in missing(run, used)]


def test_a_line_is_read_as_it_was_written() -> None:
    """One line, keys in a fixed order, Chinese as it is, nothing empty."""
    written = line(12).written()
    assert written == (
        '{"number":"990000017/2026-00012","act":"allocated","path":"policies/2026/a.md","title":"关于一件事的通知","on":"2026-11-20"}\n'
    )
    assert make_register(line(12)).lines[0].line == line(12)


def test_what_cannot_be_read_is_named_by_its_line() -> None:
    """Marks of a merge, half a line, another thing, a stranger's key, other encodings; empty lines and CRLF do no harm."""
    sound = line(1).written().strip()
    bad = [
        "<<<<<<< HEAD",
        sound[:40],
        "[]",
        '{"number": 3}',
        sound.replace('"on"', '"when"'),
        sound.replace("allocated", "given"),
    ]
    text = "\ufeff" + "\r\n".join([sound, "", *bad]) + "\r\n"
    register = number_register_of(text.encode() + "关于".encode("gb18030") + b"\n")
    assert register.damaged == (3, 4, 5, 6, 7, 8, 9)
    assert register.held == {"policies/2026/a.md": number(1)}


def test_a_document_holds_the_last_number_it_was_given() -> None:
    """The earlier one is nobody's, but is known for ever."""
    register = make_register(line(1), line(2))
    assert register.held == {"policies/2026/a.md": number(2)}
    assert set(register.claims) == {number(2)}
    assert register.numbers == {number(1), number(2)}


def test_a_moved_number_has_one_holder_and_a_voided_one_none() -> None:
    """Void is for ever, whatever lines come after it: branches merge in any order."""
    moved = make_register(line(1), line(1, Act.MOVED, "policies/2026/b.md"))
    assert list(moved.claims[number(1)]) == ["policies/2026/b.md"]
    for lines in ((line(1), line(1, Act.VOIDED)), (line(1, Act.VOIDED), line(1))):
        assert set(make_register(*lines).voided) == {number(1)}
    assert make_register(line(1), line(1, Act.VOIDED)).claims == {}


def test_a_number_allocated_twice_has_two_holders_until_one_is_given_another() -> None:
    """What two clerks did at once, and what mends it."""
    twice = (line(1), line(1, path="policies/2026/b.md"))
    assert len(make_register(*twice).claims[number(1)]) == 2
    assert list(make_register(*twice, line(2, path="policies/2026/b.md")).claims[number(1)]) == ["policies/2026/a.md"]


def test_serials_passed_over_are_counted_from_the_first_that_was_allocated() -> None:
    """What is older than the register has its gaps; what a document has or a line voids is none."""
    entered = [line(serial, Act.ENTERED, f"policies/2026/{serial}.md") for serial in (3, 9)]
    assert gaps(make_register(*entered)) == []
    lines = [*entered, line(10, path="b.md"), line(14, path="c.md"), line(16, path="d.md")]
    assert gaps(make_register(*lines)) == [(11, 13), (15, 15)]
    assert gaps(make_register(*lines), 12, 20, 5) == [(11, 11), (13, 13), (15, 15)]
    assert gaps(make_register(*lines, line(12, Act.VOIDED))) == [(11, 11), (13, 13), (15, 15)]


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Act), st.sampled_from("abc")), max_size=30))
def test_holders_and_claims_tell_the_same(acts: list[tuple[int, Act, str]]) -> None:
    """Both are kept while lines are read: they never part."""
    register = make_register(*(line(serial, act, path) for serial, act, path in acts))
    claimed = {(path, held) for held, claims in register.claims.items() for path in claims}
    assert claimed == set(register.held.items())


def test_a_portal_without_a_register_has_none(tmp_path: Path) -> None:
    """It works as it did."""
    assert read_number_register(tmp_path / "content") is None


def test_branches_that_both_allocate_merge_by_themselves(tmp_path: Path) -> None:
    """Real git with the attributes of the repository: every line of both is there, and the same number is seen twice."""
    variables = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    who = {f"GIT_{role}_{what}": "x@y.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*words: str) -> None:
        subprocess.run(("git", *words), cwd=tmp_path, env=variables | who, check=True, capture_output=True)

    def add(*lines: Line) -> None:
        with (tmp_path / FILE).open("a", encoding="utf-8") as file:
            file.writelines(one.written() for one in lines)
        git("add", ".")
        git("commit", "-m", "x")

    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (tmp_path / FILE).parent.mkdir()
    add(line(1))
    git("switch", "-c", "other")
    add(line(2, path="b.md"), line(3, path="c.md"))
    git("switch", "main")
    add(line(2, path="d.md"))
    git("merge", "other", "-m", "x")
    register = read_number_register(tmp_path / "content")
    assert register is not None
    assert register.damaged == ()
    assert set(register.claims[number(2)]) == {"b.md", "d.md"}
    assert set(register.held) == {"policies/2026/a.md", "b.md", "c.md", "d.md"}
