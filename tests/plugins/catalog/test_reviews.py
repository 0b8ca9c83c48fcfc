"""The register of reviews: the last line of a document counts, no line can be changed or lost unseen, branches merge."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from plugins.catalog.chained import ENDING, SEAL, START, hash_of, sealed
from plugins.catalog.reviews import FILE, Review, Reviews, is_same_person, open_reviews, permits, read_reviews
from tests.conftest import ROOT

ONE = Review(
    path="policies/2026/a.md",
    title="示例省人民政府关于一件事的通知",
    document_number="示政发〔2026〕100号",
    on=date(2026, 3, 1),
    author="李四",
    reviewer="张三",
    unit="示例省人民政府办公厅",
    conclusion="可以公开",
    basis="保密法第三十五条",
    digest="a" * 64,
    text="b" * 16,
    fields={"title": "c" * 16},
    files={"media/2026/form.docx": "d" * 64},
)
TWO = replace(ONE, path="policies/2026/b.md", title="另一份")


def grown(*reviews: Review, before: bytes = b"") -> bytes:
    """The register after these reviews."""
    for review in reviews:
        before += review.written(read_reviews(before).head(review.path)).encode()
    return before


def reviewer(register: Reviews, review: Review) -> str:
    """Who reviewed this document last."""
    found = register.of(review.path)
    return found.reviewer if found else ""


def test_what_was_written_is_read_back_and_the_last_line_of_a_document_counts() -> None:
    """With who reviewed, who wrote, what came of it, and what was signed."""
    later = replace(ONE, reviewer="王五", digest="e" * 64)
    register = read_reviews(grown(ONE, TWO, later))
    assert register.faults == ()
    assert [replace(review, hash="") for path in register.spans if (review := register.of(path))] == [later, TWO]
    assert register.of("policies/2026/none.md") is None


def test_every_change_of_a_line_is_a_fault() -> None:
    """One byte anywhere, 2,000 of them; a line lost before another of its document; one cut off."""
    content = grown(ONE, TWO, replace(ONE, reviewer="王五"), replace(ONE, conclusion="不予公开"))
    chance = random.Random(9)
    for _ in range(2_000):
        at = chance.randrange(len(content))
        byte = bytes([chance.choice([one for one in range(256) if one != content[at]])])
        assert read_reviews(content[:at] + byte + content[at + 1 :]).faults, at
    lines = content.splitlines(keepends=True)
    for lost in (0, 2):
        assert read_reviews(b"".join(lines[:lost] + lines[lost + 1 :])).faults
    assert read_reviews(content[:-1]).faults[-1].problem == "没有写完"
    assert [fault.line for fault in read_reviews(content + b"<<<<<<< HEAD\n").faults] == [5]


def test_lines_of_different_documents_may_stand_in_any_order() -> None:
    """As branches merge them."""
    one, two = grown(ONE), grown(TWO)
    for register in (read_reviews(one + two), read_reviews(two + one)):
        assert [replace(review, hash="") for path in (ONE.path, TWO.path) if (review := register.of(path))] == [ONE, TWO]


def test_one_document_reviewed_on_two_branches_keeps_both_lines() -> None:
    """Both follow the same line; the one below counts, and what it did not sign it does not cover."""
    first = grown(ONE)
    left, right = (replace(ONE, reviewer=name, digest=name * 8) for name in ("王五", "赵六"))
    register = read_reviews(first + left.written(hash_of(first)).encode() + right.written(hash_of(first)).encode())
    assert (register.faults, reviewer(register, ONE)) == ((), "赵六")
    assert read_reviews(grown(ONE, before=first + left.written(hash_of(first)).encode())).faults == ()


def test_git_merges_two_branches_that_reviewed(tmp_path: Path) -> None:
    """With the line of .gitattributes that the demo portal has: nobody is asked."""

    def git(*words: str) -> None:
        person = ["-c", "user.name=t", "-c", "user.email=t@shili.example", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *person, *words], cwd=tmp_path, check=True, capture_output=True)

    def commit(content: bytes) -> None:
        (tmp_path / FILE).write_bytes(content)
        git("add", ".")
        git("commit", "-qm", "review")

    git("init", "-q")
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (tmp_path / FILE).parent.mkdir()
    first = grown(ONE)
    commit(first)
    git("checkout", "-qb", "other")
    commit(grown(TWO, before=first))
    git("checkout", "-q", "main")
    commit(grown(replace(ONE, reviewer="王五"), before=first))
    git("merge", "-q", "-m", "both", "other")
    register = open_reviews(tmp_path)
    assert register
    assert (register.faults, reviewer(register, ONE), reviewer(register, TWO)) == ((), "王五", "张三")


@pytest.mark.parametrize("row", [{}, {"reviewer": "王五"}, {"title": "甲", "path": ONE.path}])
def test_a_line_of_no_document_is_a_fault(row: dict[str, str]) -> None:
    """Also with a right hash: whoever can work one out can write that."""
    assert [fault.problem for fault in read_reviews(sealed(row, START).encode()).faults] == ["读不出来"]


@pytest.mark.parametrize(
    "row", [{"path": ONE.path}, {**json.loads(grown(ONE)), "more": 1}, {**json.loads(grown(ONE)), "on": "x"}]
)
def test_nonsense_with_a_right_hash_is_no_review(row: dict[str, object]) -> None:
    """Its document stays in."""
    row.pop("hash", None)
    register = read_reviews(sealed(row, START).encode())
    assert (list(register.spans), register.of(ONE.path)) == ([ONE.path], None)


def test_a_line_that_names_two_documents_is_a_review_of_neither() -> None:
    """Parsers differ in which of two they take."""
    body = grown(ONE).decode().replace('"title"', '"path":"policies/2026/b.md","title"').partition(',"hash"')[0].encode()
    line = body + SEAL + sha256(START.encode() + body).hexdigest().encode() + ENDING + b"\n"
    register = read_reviews(line)
    assert (list(register.spans), register.of(ONE.path), register.of(TWO.path)) == ([ONE.path], None, None)


def test_a_portal_without_the_file_keeps_none_and_an_empty_file_is_one(tmp_path: Path) -> None:
    """A register that lost its lines lets nothing through."""
    assert open_reviews(tmp_path) is None
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(b"")
    assert open_reviews(tmp_path) == Reviews()


def test_only_one_conclusion_lets_a_document_go_out() -> None:
    """Whatever else is said of it."""
    assert [permits(said) for said in ("可以公开", "审查后可以公开", "不可以公开", "不予公开", "", "修改后再审")] == [
        *(True, True),
        *(False,) * 4,
    ]


def test_a_person_is_the_same_however_the_name_is_typed() -> None:
    """Nobody at all is not the same as nobody."""
    assert all(is_same_person("王五", name) for name in ("王 五", "王　五 ", "王五"))
    assert is_same_person("Wang Wu", "wangwu")
    assert not is_same_person("", "")
    assert not is_same_person("王五", "王六")
