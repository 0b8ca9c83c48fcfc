"""What a page brings along: what lies beside it or within it; what does not come is said."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from intake.web import bringing
from tests.intake.making import PROSE, codes, make_source, page_of

PNG = b"\x89PNG\r\n\x1a\n"
SITE = "http://www.gov.example/"


def data(content: bytes, kind: str = "image/png") -> str:
    """A picture written into a page."""
    return f"data:{kind};base64,{b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("link", "code", "name"),
    [
        ("<a href='../b/t2.html'>甲</a>", "ITK085", "../b/t2.html"),
        ("<a href='file:///c:/a.html'>甲</a>", "ITK085", "file:///c:/a.html"),
        ("<a href='intake:0'>甲</a>", "ITK085", "intake:0"),
        ("<a href='http://[::1'>甲</a>", "ITK085", "http://[::1"),
        ("<img src='/servlet/pic?id=3'>", "ITK080", "/servlet/pic?id=3"),
        ("<img src='intake:0'>", "ITK080", "intake:0"),
        ("<img src='http://elsewhere.example/pic'>", "ITK080", "http://elsewhere.example/pic"),
        ("<img src='data:image/svg+xml;base64,AAAA'>", "ITK080", "data:image/svg+xml"),
        ("<a href='down.jsp?filename=a.doc&amp;id=1'>甲</a>", "ITK080", "a.doc"),
    ],
)
def test_what_leads_nowhere_is_named(tmp_path: Path, link: str, code: str, name: str) -> None:
    """Pictures and attachments apart from links to pages."""
    reading = page_of(tmp_path, f"<p>{PROSE}{link}</p>")
    assert code in codes(reading)
    assert name in next(finding.message for finding in reading.findings if finding.code == code)
    assert "intake:" not in reading.blocks[0].markdown


@pytest.mark.parametrize("href", ["#top", "javascript:void(0)", "JavaScript:x", "", " "])
def test_what_was_meant_to_lead_nowhere_is_not_named(tmp_path: Path, href: str) -> None:
    """A link to the top of the page."""
    assert codes(page_of(tmp_path, f"<p>{PROSE}<a href='{href}'>甲</a></p>")) == []


def test_a_picture_written_into_the_page_comes_along(tmp_path: Path) -> None:
    """Small ones; one that is broken or too large is named."""
    reading = page_of(tmp_path, f"<p>{PROSE}<img src='{data(PNG)}'><img src='{data(PNG, 'image/jpeg')}'></p>")
    assert [one.content for one in reading.files] == [PNG]
    assert reading.blocks[0].markdown == f"{PROSE}![](intake:0)![](intake:0)"
    large = data(b"1" * (bringing.DATA_LIMIT + 1))
    broken = page_of(tmp_path, f"<p>{PROSE}<img src='data:image/png;base64,A'><img src='{large}'></p>")
    assert (broken.files, codes(broken)) == ([], ["ITK080"])
    assert len(broken.findings[0].message) < 200


@pytest.mark.parametrize(
    "url", ["/module/download/downfile.jsp?classid=0&amp;filename=a.doc", "down?name=附%20件.doc", "d?f=..%5Ca.doc"]
)
def test_a_download_is_looked_for_under_the_name_it_has(tmp_path: Path, url: str) -> None:
    """Beside the page, as browsers save it."""
    make_source(tmp_path, "a.doc", "甲")
    make_source(tmp_path, "附 件.doc", "乙")
    reading = page_of(tmp_path, f"<p>{PROSE}<a href='{url}'>附件</a></p>", site=SITE)
    assert reading.blocks[0].markdown == f"{PROSE}[附件](intake:0)"


def test_addresses_start_from_where_the_page_says(tmp_path: Path) -> None:
    """What lies there comes along; what does not is linked there."""
    make_source(tmp_path, "files/a.doc", "甲")
    text = f"<p>{PROSE}<a href='a.doc'>甲</a><a href='b.html'>乙</a></p>"
    reading = page_of(tmp_path, text, "<base href='/files/'>", name="zw/t.html", site=SITE)
    assert reading.blocks[0].markdown == f"{PROSE}[甲](intake:0)[乙](http://www.gov.example/files/b.html)"
    whole = page_of(tmp_path, text, "<base href='http://www.gov.example/files/'>", name="t.html")
    assert whole.blocks[0].markdown == reading.blocks[0].markdown
    alone = page_of(tmp_path, text, "<base href='files/'>", name="t.html")
    assert alone.blocks[0].markdown == f"{PROSE}[甲](intake:0)乙"


def test_a_file_that_is_refused_is_not_called_missing(tmp_path: Path) -> None:
    """It lies there."""
    make_source(tmp_path, "a.docx", "no package")
    assert "ITK080" not in codes(page_of(tmp_path, f"<p>{PROSE}<a href='a.docx'>甲</a></p>"))
