"""Marks where a text cites: nothing of it changes but the tags, and what binds them is settled when the page is made."""

from __future__ import annotations

import re

import pytest

from plugins.catalog.citations import Citation
from plugins.engine.body import make_body, settle

TEXT = """按照《甲办法》（国发【2015】1号）、[《乙办法》](b.md)（国发〔2016〕2号）和《中华人民共和国行政许可法》办理。

## 一、贯彻《**丙**办法》 &amp; 《丁&lt;办法》

`国发〔2011〕1号`，《甲办法》（国发〔2015〕1号）

| 依据 |
|---|
| 《戊办法》（示例省人民政府令第379号） |
"""


def words(html: str) -> str:
    """What a reader can copy."""
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize("addresses", [{}, {number: f"/policies/{number}/" for number in range(9)}])
def test_a_bound_text_says_what_it_said(addresses: dict[int, str]) -> None:
    """Byte for byte, whatever is bound."""
    body = make_body(TEXT, "policies/2026/a.md")
    settled = settle(body.html, {"policies/2026/b.md": "/b/"}, {}, addresses)
    assert words(settled) == words(body.html)
    assert "gk:" not in settled
    assert settled.count("<a ") == settled.count("</a>")


def test_a_number_becomes_a_link_or_data_and_a_title_a_link_or_text() -> None:
    """The same document has one place, so both its mentions are bound at once."""
    body = make_body(TEXT, "policies/2026/a.md")
    assert body.citations[:3] == (
        Citation("甲办法", "国发〔2015〕1号"),
        Citation("乙办法", "国发〔2016〕2号"),
        Citation("中华人民共和国行政许可法"),
    )
    bound = settle(body.html, {}, {}, {0: "/a/", 2: "/law/"})
    assert bound.count('<a href="/a/">') == 2
    assert '<a href="/a/">《甲办法》（国发【2015】1号）</a>' in bound
    assert '<a href="/law/">《中华人民共和国行政许可法》</a>' in bound
    free = settle(body.html, {}, {})
    assert '<data value="国发〔2015〕1号">《甲办法》（国发【2015】1号）</data>' in free
    assert "和《中华人民共和国行政许可法》办理" in free


def test_links_of_the_editor_and_what_is_quoted_stay() -> None:
    """A link within a link is none; a title that tags cut is told and not bound."""
    body = make_body(TEXT, "policies/2026/a.md")
    bound = settle(body.html, {"policies/2026/b.md": "/b/"}, {}, {number: "/x/" for number in range(9)})
    assert re.search(r'<a href="/b/"[^>]*>《乙办法》</a>', bound)
    assert "<code><span" in bound
    assert "《<strong>丙</strong>办法》" in bound
    assert Citation("丙办法") in body.citations
    assert Citation("丁<办法") in body.citations
    assert '<td><a href="/x/">《戊办法》（' in bound


def test_a_short_name_leads_on_once() -> None:
    """The whole title and the number each time; a title that a tag cuts leaves the link to its number."""
    text = "《甲办法》（国发〔2015〕1号，以下简称《办法》）。《办法》第三条、《办法》第四条，《甲办法》第五条。\n\n"
    text += "《乙**办法**》（国发〔2016〕2号）"
    body = make_body(text, "policies/2026/a.md")
    bound = settle(body.html, {}, {}, {number: f"/{number}/" for number in range(9)})
    linked = re.findall(r'<a href="/0/">(.*?)</a>', bound)
    assert [words(link) for link in linked] == ["国发〔2015〕1号", "《办法》", "《甲办法》"]
    assert '》（<a href="/1/">' in bound and "{" not in bound


def test_an_editor_cannot_write_a_mark() -> None:
    """The element is no part of what the sanitiser lets through."""
    body = make_body('<data value="gk:0:x">甲</data>《乙办法》', "policies/2026/a.md")
    assert body.html.count("<data") == 1
    assert settle(body.html, {}, {}, {0: "/a/"}).count("<a ") == 1


def test_the_digest_of_a_text_knows_nothing_of_its_marks() -> None:
    """How it is presented is not what it says."""
    one, other = (make_body("《甲办法》", "policies/2026/a.md", own) for own in ((), {"甲办法"}))
    assert one.html != other.html
    assert one.digest == other.digest
