"""Tables of a page: which hold facts; what people see of their cells on a page of the portal."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import Shape
from intake.web import tables
from plugins.engine.body import make_body
from tests.growth import grows_linearly
from tests.intake.making import blocks_in

PICTURE = "<img src='../../media/图.png' alt='甲&quot;乙'>"
LINK = "<a href='http://a.example/?a=1&amp;b=2'>附[件]|1</a>"


def parsed(html: str) -> Tag:
    """The first table of a piece of HTML."""
    return BeautifulSoup(html, "lxml").find("table")


def seen(html: str) -> BeautifulSoup:
    """The page of the portal that shows this HTML."""
    markdown = "\n\n".join(block.markdown for block in blocks_in(html))
    return BeautifulSoup(make_body(markdown, "policies/2026/a.md").html, "html.parser")


def cells_of(table: Tag) -> list[list[str]]:
    """The words of its cells."""
    return [[" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]


CELLS = st.text(st.sampled_from(list("甲乙|*_<>&`[]()#1. -\\丙\u3000")), max_size=8).map(str.strip)
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=4))


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_any_cells_are_shown_as_they_are(rows: list[list[str]]) -> None:
    """Pipes, stars and marks of every kind, in a plain table of Markdown."""
    escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
    html = "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in escaped) + "</table>"
    assert cells_of(seen(html).find("table")) == [[" ".join(cell.split()) for cell in row] for row in rows]


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_any_cells_of_a_merged_table_are_shown_as_they_are(rows: list[list[str]]) -> None:
    """In the HTML that stands for it."""
    escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in escaped)
    table = seen(f"<table><tr><td colspan='{len(rows[0])}'>甲</td></tr>{lines}</table>").find("table")
    assert cells_of(table)[1:] == [[" ".join(cell.split()) for cell in row] for row in rows]


def test_spans_links_and_pictures_of_a_merged_table_are_kept() -> None:
    """As people saw them."""
    page = seen(
        f"<table><tr><td rowspan='2'>甲</td><td colspan='2'>{LINK}</td></tr>"
        f"<tr><td>{PICTURE}</td><td><p>一</p><p>二<br>三</p><br></td></tr></table>"
    )
    spans = [(cell.get("rowspan"), cell.get("colspan")) for cell in page.find_all(["td", "th"])]
    assert spans == [("2", None), (None, "2"), (None, None), (None, None)]
    assert (page.a["href"], page.a.get_text()) == ("http://a.example/?a=1&b=2", "附[件]|1")
    assert (page.img["src"], page.img["alt"]) == ("gk:media/图.png", '甲"乙')
    assert [str(one) for one in page.find_all("td")[-1].children] == ["一", "<br/>", "二", "<br/>", "三"]


def test_links_and_pictures_of_a_plain_table_are_kept() -> None:
    """In Markdown's own table."""
    page = seen(f"<table><tr><td>甲</td><td>{LINK}</td></tr><tr><td>{PICTURE}</td><td>乙</td></tr></table>")
    assert page.a["href"] == "http://a.example/?a=1&b=2"
    assert (page.img["src"], page.img["alt"]) == ("gk:media/图.png", '甲"乙')
    assert cells_of(page.find("table")) == [["甲", "附[件]|1"], ["", "乙"]]


@pytest.mark.parametrize(
    "cell", ["<script>alert(1)</script>", "&lt;script&gt;", "<b onclick='x'>甲</b>", "<a href='javascript:x'>甲</a>"]
)
def test_no_cell_brings_a_script(cell: str) -> None:
    """Neither its own nor one that was escaped."""
    html = str(seen(f"<table><tr><td colspan='2'>{cell}</td></tr><tr><td>乙</td><td>丙</td></tr></table>")).lower()
    assert "<script" not in html
    assert "onclick" not in html
    assert "javascript:" not in html


@pytest.mark.parametrize(
    ("html", "layout"),
    [
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", True),
        ("<table><tr><td><table><tr><td>甲</td></tr></table></td><td>乙</td></tr></table>", True),
        (f"<table><tr><td>{'长' * 201}</td><td>乙</td></tr></table>", True),
        ("<table><tr><td>示例省财政厅</td><td>示例省教育厅</td></tr><tr><td></td><td>2016年3月5日</td></tr></table>", True),
        ("<table></table>", True),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", False),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", False),
    ],
)
def test_a_table_that_only_places_things_is_told_from_one_of_facts(html: str, layout: bool) -> None:
    """By what it holds, not by what it is called."""
    assert tables.is_layout(parsed(html)) is layout


@pytest.mark.parametrize(
    ("row", "plain"),
    [
        ("<td>丙</td><td>丁</td>", True),
        ("<td>丙</td><td><p>丁</p></td>", True),
        ("<td>丙</td><td>丁<br></td>", True),
        ("<td>丙</td><td>丁<br>戊</td>", False),
        ("<td colspan='2'>丙</td>", False),
        ("<td colspan='1'>丙</td><td rowspan='x'>丁</td>", True),
        ("<td>丙</td>", False),
        ("<td>丙</td><td><ul><li>丁</li></ul></td>", False),
        ("<td>丙</td><td><pre>丁</pre></td>", False),
    ],
)
def test_markdown_holds_only_plain_tables(row: str, plain: bool) -> None:
    """No merged cells, one paragraph a cell, rows of one length."""
    assert tables.is_plain(parsed(f"<table><tr><td>甲</td><td>乙</td></tr><tr>{row}</tr></table>")) is plain


def test_the_rows_of_a_table_are_its_own() -> None:
    """Not those of a table within, whatever tbody stands around them; empty rows are none."""
    inner = "<table><tr><td>内</td></tr></table>"
    table = parsed(f"<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td>乙{inner}</td></tr><tr></tr></tbody></table>")
    assert [[tables.words(cell) for cell in row] for row in tables.rows_of(table)] == [["甲"], ["乙 内"]]


@pytest.mark.parametrize("span", ["0", "-1", "", "9" * 30, "2.5", "两"])
def test_a_span_that_is_a_slip_breaks_nothing(span: str) -> None:
    """Nor does one of a billion columns."""
    page = seen(f"<table><tr><td colspan='{span}'>甲</td><td>乙</td></tr><tr><td rowspan='2'>丙</td><td>丁</td></tr></table>")
    assert page.find("table").get_text(" ", strip=True) == "甲 乙 丙 丁"
    assert all(int(cell.get("colspan", 1)) <= tables.SPAN_LIMIT for cell in page.find_all(["td", "th"]))


def test_rows_marked_as_heads_are_heads() -> None:
    """Else the first row is; with those its cells reach down to where it is one head above several, or reaches down whole."""
    marked = seen("<table><tr><th colspan=2>甲</th></tr><tr><th>乙</th><th>丙</th></tr><tr><td>1</td><td>2</td></tr></table>")
    reached = seen("<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>1</td><td>2</td></tr></table>")
    assert [cell.get_text() for cell in marked.find_all("th")] == ["甲", "乙", "丙"]
    assert [cell.get_text() for cell in reached.find_all("th")] == ["甲", "乙"]
    parted = seen(
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
        "<tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert [cell.get_text() for cell in parted.find_all("th")] == ["甲", "乙", "丙", "丁"]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    """And nothing of either is lost."""
    inner = "<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>"
    blocks = blocks_in(f"<table><tr><td>甲</td><td>{inner}</td></tr><tr><td>乙</td><td>丙</td></tr></table>")
    assert [block.text for block in blocks] == ["甲", "一\n二\n三\n四", "乙", "丙"]
    assert [block.shape for block in blocks].count(Shape.TABLE) == 1


@pytest.mark.parametrize("row", ["<td>1</td><td>2</td>", "<td colspan=2>1</td>"])
def test_words_outside_the_cells_stand_before_the_table(row: str) -> None:
    """Its caption, and what slipped between its rows; the head keeps its line."""
    html = f"<table>散<caption>表一</caption><tr><td>甲</td><td>乙</td></tr>文<tr>{row}<p>尾</p></tr></table><p>后</p>"
    blocks = blocks_in(html)
    assert [block.text for block in blocks if block.shape is Shape.PARAGRAPH] == ["散", "表一", "文", "尾", "后"]
    assert blocks[-2].shape is Shape.TABLE
    assert len(seen(html).find("table").find_all("th")) == 2


def test_an_empty_row_that_cells_reach_down_to_stays() -> None:
    """Without it what stands below would move; others are left out."""
    table = seen(
        "<table><tr><td rowspan=2>甲</td><td rowspan=2>乙</td></tr><tr></tr><tr><td>1</td><td>2</td></tr><tr></tr></table>"
    )
    assert cells_of(table.find("table")) == [["甲", "乙"], [], ["1", "2"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("甲<style>p{}</style><select><option>乙</select><button>丙</button>", "甲"),
        ("<h4>甲</h4><h4>乙</h4>", "甲|乙"),
        ("字<p>段</p>尾", "字|段|尾"),
        ("<ol start=3><li>甲</li><li>乙</li></ol>", "3. 甲|4. 乙"),
        ("<b>甲<p>乙</p></b><s>丙</s>", "甲|乙|丙"),
        ("](intake:0)<span>]</span>(intake:1)", "](intake:0)](intake:1)"),
    ],
)
def test_a_cell_shows_what_people_saw(cell: str, shown: str) -> None:
    """Line by line, numbers and all."""
    html = f"<table><tr><td>{cell}</td><td>1</td></tr><tr><td colspan=2>2</td></tr></table>"
    table = seen(html).find("table")
    assert table.find("th").get_text("|", strip=True) == shown
    assert "](" not in blocks_in(html)[-1].markdown


@pytest.mark.parametrize("unread", ["<!-- 注 -->", "<style>p{}</style>", "<button>注</button>", "<select><option>注</select>"])
def test_a_plain_table_shows_nothing_that_nobody_reads(unread: str) -> None:
    """Comments, styles, controls."""
    table = blocks_in(f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>{unread}1</td><td>{unread}</td></tr></table>")[0]
    assert table.markdown == "| 甲 | 乙 |\n| --- | --- |\n| 1 |  |"


def test_struck_words_of_a_cell_stay_struck() -> None:
    """However the page wrote it."""
    table = seen("<table><tr><td colspan=2><strike>甲</strike><s>乙</s><del>丙</del></td></tr><tr><td>1<td>2</table>")
    assert [one.get_text() for one in table.find_all("del")] == ["甲", "乙", "丙"]


def test_a_large_table_takes_no_longer_a_row_than_a_small_one() -> None:
    """Thousands are rare and real."""

    def work(rows: int) -> None:
        blocks = blocks_in(f"<table>{'<tr><td>甲</td><td>乙</td></tr>' * rows}</table>")
        assert len(blocks[0].rows) == rows

    assert grows_linearly(work, 600)
