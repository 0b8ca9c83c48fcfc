"""Which reader takes which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import readers
from intake.readers import ASIDE, READERS, reader_of
from intake.reading import Reading, Refused
from intake.sources import Source
from intake.text import read_markdown, read_text
from intake.web.page import read_page
from tests.intake.making import make_source


def source(name: str) -> Source:
    """A source of this name."""
    return Source(Path(), name)


@pytest.mark.parametrize(
    ("name", "read"),
    [("a.txt", read_text), ("A.TXT", read_text), ("a.md", read_markdown), ("a.b.html", read_page), ("a.SHTML", read_page)],
)
def test_text_and_pages_have_their_reader(name: str, read: object) -> None:
    """By the ending, whatever its case; they were public before."""
    assert (reader_of(source(name)).read, reader_of(source(name)).old) == (read, True)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.doc", "a.wps", "a.rtf"])
def test_office_files_come_after_the_pages_that_bring_them(name: str) -> None:
    """They are new documents unless a page links them."""
    reader = reader_of(source(name))
    assert reader.turn > reader_of(source("a.html")).turn
    assert not reader.old


@pytest.mark.parametrize(("name", "type_"), [("a.xyz", r"\.xyz"), ("README", "没有扩展名"), (".hidden", "没有扩展名")])
def test_another_type_is_refused_and_the_known_ones_are_named(name: str, type_: str) -> None:
    """In one sentence."""
    with pytest.raises(Refused, match=type_) as refused:
        reader_of(source(name)).read(source(name))
    assert refused.value.finding.code == "ITK001"
    assert all(ending in refused.value.finding.hint for ending in READERS)


def test_no_ending_is_read_and_passed_over() -> None:
    """One or the other."""
    assert not ASIDE & READERS.keys()
    assert all(ending.startswith(".") and ending == ending.lower() for ending in (*ASIDE, *READERS))


def test_a_library_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do, and no traceback."""

    def missing(name: str) -> object:
        raise ModuleNotFoundError(name="mammoth")

    monkeypatch.setattr(readers, "import_module", missing)
    word = make_source(tmp_path, "a.docx", b"")
    with pytest.raises(Refused, match=r"收 \.docx 文件要用 mammoth") as refused:
        reader_of(word).read(word)
    assert refused.value.finding.code == "ITK007"


def test_the_library_of_a_format_is_loaded_only_when_one_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the reader's answer is passed on."""
    loaded = list[str]()

    class Module:
        @staticmethod
        def read_word(source: Source) -> Reading:
            return Reading(address=source.name)

    def load(name: str) -> type[Module]:
        loaded.append(name)
        return Module

    monkeypatch.setattr(readers, "import_module", load)
    reader = reader_of(source("a.docx"))
    assert loaded == []
    assert reader.read(source("a.docx")).address == "a.docx"
    assert loaded == ["intake.office.word"]
