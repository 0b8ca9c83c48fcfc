"""An issue of the gazette: one PDF, one EPUB, one page to read."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from tests.plugins.editions.measuring import Sheet, sheets

ISSUE = "gazettes/2026/01"
ENTRY = re.compile(r"(.*?)\.{2,}(\d+)")
CHECKER = Path("/usr/share/java/epubcheck.jar")


@pytest.fixture(scope="module")
def pdf(printed: Path) -> bytes:
    """The first issue."""
    return (printed / ISSUE / "01.pdf").read_bytes()


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[Sheet]:
    """Its pages."""
    return sheets(pdf)


def text(sheet: Sheet) -> str:
    """All its words."""
    return "".join(line.text for line in sheet.lines)


def test_the_cover_says_which_issue_it_is(pages: list[Sheet]) -> None:
    """Name, issue, running number, day, publisher."""
    said = text(pages[0])
    for words in ("示例省人民政府公报", "2026年第1期", "总第205期", "2026年4月1日", "示例省人民政府办公厅"):
        assert words in said


def test_the_contents_lead_to_the_pages(pages: list[Sheet]) -> None:
    """Sections in order, leaders, and the number of the page that each document begins on; numbers end in one line."""
    entries = [(line, ENTRY.fullmatch(line.text)) for line in pages[1].lines]
    assert [line.text for line, entry in entries if not entry and "〔" not in line.text] == [
        "目录",
        "示例省人民政府令",
        "示例省人民政府文件",
        "示例省人民政府办公厅文件",
        "示例省民政厅文件",
    ]
    found = {entry[1]: int(entry[2]) for _, entry in entries if entry}
    assert len(found) == 6
    assert {round(line.right) for line, entry in entries if entry} == {184}
    assert list(found.values()) == sorted(found.values())
    for words, number in found.items():
        assert words[:9] in text(pages[number - 1])


def test_running_heads_and_numbers_stand_outside(pages: list[Sheet]) -> None:
    """The name of the gazette on the left, the section on the right; none on cover and contents."""
    for number, sheet in enumerate(pages, 1):
        head = "".join(line.text for line in sheet.lines if line.foot < 34)
        foot = "".join(line.text for line in sheet.lines if 265 < line.foot < 275)
        if number <= 2:
            assert (head, foot) == ("", "")
        else:
            assert foot == f"—{number}—"
            assert (head == "示例省人民政府公报") == (number % 2 == 0)


def test_bookmarks_lead_to_sections_documents_and_headings(pdf: bytes) -> None:
    """Three levels."""
    outline = PdfReader(io.BytesIO(pdf)).outline
    names = [one.title for one in outline if not isinstance(one, list)]
    assert names[:3] == ["封面", "卷首", "示例省人民政府令"]
    below = outline[outline.index(next(one for one in outline if getattr(one, "title", "") == "示例省人民政府令")) + 1]
    assert isinstance(below, list)
    assert below[0].title == "示例省政务服务办法"


def test_the_last_page_has_digests_and_publisher(pages: list[Sheet], printed: Path) -> None:
    """The digest of each document is that of its page."""
    said = text(pages[-1])
    page = BeautifulSoup((printed / "policies/2026/order/index.html").read_text("utf-8"), "html.parser")
    assert page.select_one(".gk-text-digest__digits").text in said
    assert "主办：示例省人民政府办公厅" in said
    assert "CN99-0000/D" in said


def test_the_epub_is_a_book(printed: Path) -> None:
    """Chapters in order under their sections, each document with its digest, language and publisher told."""
    with zipfile.ZipFile(printed / ISSUE / "01.epub") as book:
        names = book.namelist()
        nav = BeautifulSoup(book.read("EPUB/nav.xhtml"), "html.parser")
        package = book.read("EPUB/content.opf").decode()
        chapter = book.read("EPUB/d1.xhtml").decode()
        assert (names[0], book.infolist()[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert [link.text for link in nav.select("nav a")][:4] == ["封面", "目录", "卷首", "示例省人民政府令"]
    assert "<dc:language>zh-CN</dc:language>" in package
    assert "schema:accessibilityFeature" in package
    assert "文本校验码" in chapter
    assert "<h2" in chapter


@pytest.mark.skipif(not CHECKER.exists() or not shutil.which("java"), reason="no epubcheck: apt-get install epubcheck")
def test_epubcheck_has_nothing_to_say(printed: Path) -> None:
    """Neither errors nor warnings."""
    done = subprocess.run(["java", "-jar", CHECKER, printed / ISSUE / "01.epub"], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def test_the_reading_page_has_every_text_and_leads_on(printed: Path) -> None:
    """Contents with anchors, each text below its title, downloads, the next issue; its anchors are its own."""
    page = BeautifulSoup((printed / ISSUE / "reading/index.html").read_text("utf-8"), "html.parser")
    texts = page.select(".gk-reading article")
    assert len(texts) == 4
    for link in page.select(".gk-gazette-contents a"):
        assert page.select_one(link["href"])
    identities = [element["id"] for element in page.select("[id]")]
    assert len(identities) == len(set(identities))
    assert {link["href"] for link in page.select(".gk-issue-downloads a")} == {f"/{ISSUE}/01.pdf", f"/{ISSUE}/01.epub"}
    assert page.select_one(".gk-neighbours a")["href"] == "/gazettes/2026/02/"
    assert "国内统一刊号" in page.select_one(".gk-publication").text


def test_the_page_of_an_issue_leads_to_its_editions(printed: Path) -> None:
    """And to the issues before and after."""
    page = BeautifulSoup((printed / ISSUE / "index.html").read_text("utf-8"), "html.parser")
    links = [link["href"] for link in page.select(".gk-document-tools a.gk-document-tools__tool")][:3]
    assert links == [f"/{ISSUE}/reading/", f"/{ISSUE}/01.pdf", f"/{ISSUE}/01.epub"]
