"""From a tree of HTML to blocks: every word people saw, in order, and how it stood."""

from __future__ import annotations

from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import Align, Shape
from intake.web.blocks import blocks_around
from tests.growth import grows_linearly
from tests.intake.making import blocks_in, shown, squeezed


def element(name: str, inner: str) -> str:
    """An element."""
    return f"<{name}>{inner}</{name}>"


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A few of them side by side."""
    return st.lists(parts, min_size=1, max_size=3).map("".join)


def table(parts: tuple[str, list[list[str]]]) -> str:
    """A table with or without a caption."""
    caption, rows = parts
    return element("table", caption + "".join(element("tr", "".join(element("td", cell) for cell in row)) for row in rows))


def listed(items: list[str]) -> str:
    """A list."""
    return element("ul", "".join(element("li", item) for item in items))


def parts_with(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Paragraphs, tables and lists around something."""
    inner = joined(inner | PHRASES)
    return st.one_of(
        st.builds(element, st.sampled_from("p div center h1 h2 h3 pre blockquote section font span".split()), inner),
        st.tuples(st.sampled_from(["", "<caption>表</caption>"]), st.lists(st.lists(inner, max_size=3), max_size=3)).map(table),
        st.lists(inner.map(lambda text: element("p", text)), max_size=2).map(listed),
        LISTS,
    )


WORDS = st.text(st.sampled_from(list("一二三甲乙丙文件条款（）、。：*_#[]`|1.-+>ab&<~=")), min_size=1, max_size=8).map(escape)
SPACES = st.sampled_from(["<br>", "&nbsp;", "\n", " ", "\u3000", "", "<!-- 注 -->"])
PHRASES = st.recursive(
    WORDS | SPACES,
    lambda inner: st.builds(element, st.sampled_from("b font span u i em strong a sup sub small del".split()), joined(inner)),
    max_leaves=4,
)
LISTS = st.recursive(
    PHRASES,
    lambda inner: st.lists(st.tuples(PHRASES, inner).map("".join), min_size=1, max_size=3).map(listed),
    max_leaves=5,
)
SOUPS = joined(st.recursive(PHRASES, parts_with, max_leaves=8))


@settings(max_examples=200, deadline=None)
@given(SOUPS)
def test_every_visible_character_of_any_soup_is_kept_in_order(html: str) -> None:
    """In the words of the blocks, and in what the portal's own page shows of their Markdown."""
    visible = squeezed(BeautifulSoup(f"<html><body>{html}</body></html>", "lxml").body.get_text())
    blocks = blocks_in(html)
    assert squeezed("".join(block.text for block in blocks)) == visible
    assert squeezed(shown("\n\n".join(block.markdown for block in blocks))) == visible


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>甲<br><br>乙<br/>&nbsp;<br>丙</p>", ["甲", "乙", "丙"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<font>甲<p>乙</p><br>丙</font>", ["甲", "乙", "丙"]),
        ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "乙", "丙"]),
        ("<pre>甲<font>乙\n丙</font>丁</pre>", ["甲乙", "丙丁"]),
        ("<p>一行文\n  字</p><p>two\nwords</p>", ["一行文字", "two words"]),
        ("<p>\u3000\u3000甲&nbsp;&nbsp;乙\u3000</p>", ["甲 乙"]),
        ("<p>甲<!-- 注 -->乙</p><script>丙</script><style>丁</style>", ["甲乙"]),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", ["甲", "乙"]),
        ("<p> </p><p>&nbsp;</p><br>", []),
    ],
)
def test_a_paragraph_ends_where_people_see_it_end(html: str, texts: list[str]) -> None:
    """At line breaks, at the ends of elements, at the line ends of preformatted text."""
    assert [block.text for block in blocks_in(html)] == texts


@pytest.mark.parametrize(
    ("html", "align"),
    [
        ("<center>甲</center>", Align.CENTRE),
        ("<center><div><p>甲</p></div></center>", Align.CENTRE),
        ("<p align='RIGHT'>甲</p>", Align.RIGHT),
        ("<p style='margin:0;TEXT-ALIGN: center'>甲</p>", Align.CENTRE),
        ("<div align='center'><p align='left'>甲</p></div>", Align.LEFT),
        ("<p><span style='text-align:right'>甲</span></p>", Align.RIGHT),
        ("<p class='gk-right'>甲</p>", Align.RIGHT),
        ("<p align='odd'>甲</p>", Align.LEFT),
    ],
)
def test_how_a_paragraph_stands_is_known(html: str, align: Align) -> None:
    """By attribute, style or element, inherited and overruled."""
    assert [block.align for block in blocks_in(html)] == [align]


def test_headings_keep_their_level() -> None:
    """Whatever is nested in them."""
    blocks = blocks_in("<h2><font><b>甲</b></font></h2><h5>乙</h5><p>丙</p>")
    assert [(block.shape, block.level, block.markdown) for block in blocks] == [
        (Shape.HEADING, 2, "甲"),
        (Shape.HEADING, 5, "乙"),
        (Shape.PARAGRAPH, 0, "丙"),
    ]


def test_bold_that_sets_nothing_off_is_no_bold() -> None:
    """A paragraph that is bold as a whole, and a bold space."""
    texts = [block.markdown for block in blocks_in("<p><b>甲</b></p><p>甲<b> </b>乙</p><p><b>甲</b><strong>乙</strong></p>")]
    assert texts == ["甲", "甲乙", "甲乙"]


def test_a_star_beside_bold_stays_a_star() -> None:
    """Four stars in a row are not always two ends of bold."""
    assert shown(blocks_in("<p><b>甲*</b><i>1</i></p>")[0].markdown).strip() == "甲*1"


def test_a_picture_stands_alone_or_with_its_words() -> None:
    """One that leads nowhere is no block."""
    alone, beside = blocks_in("<p><img src='a.png'></p><p>图一<img src='b.png' alt='二'></p><p><img src=''></p>")
    assert (alone.shape, alone.markdown, alone.text) == (Shape.PICTURE, "![](a.png)", "")
    assert (beside.shape, beside.markdown) == (Shape.PARAGRAPH, "图一![二](b.png)")


def test_a_caption_is_a_paragraph_before_its_table() -> None:
    """Markdown's tables have none."""
    rows = "<tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr>"
    caption, facts = blocks_in(f"<table><caption>表一</caption>{rows}</table>")
    assert caption.text == "表一"
    assert facts.rows == (("甲", "乙"), ("1", "2"))
    assert facts.markdown == "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize(
    "html", ["<table>散{}</table>", "<table><tr>散<td>三</td><td>四</td></tr>{}</table>", "<table>{}<!--注-->散</table>"]
)
def test_words_in_a_table_and_in_no_cell_stand_before_it(html: str) -> None:
    """As browsers show them."""
    stray, facts = blocks_in(html.format("<tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr>"))
    assert (stray.text, stray.markdown) == ("散", "散")
    assert facts.rows[-1] == ("1", "2")
    assert facts.markdown.startswith("| ")


def test_a_table_that_only_places_things_is_walked_into() -> None:
    """The table of facts within it stays a table, the words beside it paragraphs."""
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    blocks = blocks_in(f"<table><tr><td>外{inner}尾</td></tr></table>")
    assert [(block.shape, block.text) for block in blocks] == [
        (Shape.PARAGRAPH, "外"),
        (Shape.TABLE, "甲\n乙\n1\n2"),
        (Shape.PARAGRAPH, "尾"),
    ]


@pytest.mark.parametrize(
    "html",
    ["<ul>散<li>甲</li></ul>", "<ul><li>甲</li>尾</ul>", "<ul><li><p>甲</p></li></ul>", "<ul><li><ul><li>甲</li></ul></li></ul>"],
)
def test_a_list_that_places_things_is_none(html: str) -> None:
    """Its words are paragraphs, or a list of their own."""
    assert "甲" in [block.text for block in blocks_in(html)]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["甲\n乙"]),
        ("<ol><li><p>甲</p></li><li><p>乙</p><p>丙</p></li></ol>", ["1. 甲", "2. 乙", "丙"]),
        ("<ol><li><p></p></li></ol><p>（一）乙</p>", ["（一）乙"]),
    ],
)
def test_a_number_that_the_browser_draws_is_kept(html: str, texts: list[str]) -> None:
    """By Markdown's own list, or written out where there is none; an empty item has none."""
    assert [block.text for block in blocks_in(html)] == texts


def test_what_stands_around_the_text_is_found_on_both_sides() -> None:
    """Without the text itself."""
    page = BeautifulSoup("<body>前<div id='a'>正文</div><p>后</p><p>尾</p></body>", "lxml")
    before, after = blocks_around(page.body, page.find(id="a"))
    assert [block.text for block in before] == ["前"]
    assert [block.text for block in after] == ["后", "尾"]


def test_nothing_after_the_text_is_nothing() -> None:
    """Nor is what stands before it taken for it."""
    page = BeautifulSoup("<body><p>前</p><div id='a'>正文</div></body>", "lxml")
    before, after = blocks_around(page.body, page.find(id="a"))
    assert ([block.text for block in before], after) == (["前"], [])


def test_numbers_that_only_the_browser_draws_are_kept_where_the_list_cannot_be() -> None:
    """A reader sees 2. before the second paragraph; Markdown has no list for paragraphs with tables."""
    texts = [block.text for block in blocks_in("<ol><li><p>甲</p></li><li><p>乙</p><p>丙</p></li></ol>")]
    assert texts == ["1. 甲", "2. 乙", "丙"]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p><a href='fj.doc'>附件1：名单<br></a></p>", ["[附件1：名单](fj.doc)"]),
        ("<a href='fj.doc'><p>附件1：<font>名</font>单</p></a>", ["[附件1：名单](fj.doc)"]),
        ("<p>甲<b>乙<br>丙</b>丁</p>", ["甲**乙**", "**丙**丁"]),
        ("<p>10<sup>2<br></sup></p>", ["10<sup>2</sup>"]),
        ("<del><p>甲<i>乙</i></p></del><p>丙</p>", ["<del>甲<em>乙</em></del>", "丙"]),
    ],
)
def test_a_mark_around_paragraphs_is_around_the_words_of_each(html: str, markdown: list[str]) -> None:
    """A link keeps its target, a power stays one."""
    assert [block.markdown for block in blocks_in(html)] == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ol start='3'><li>甲</li><li>乙</li></ol>", ["3. 甲\n4. 乙"]),
        ("<ol><li value='5'>甲</li><li>乙</li></ol>", ["5. 甲\n6. 乙"]),
        ("<ol><li>甲</li><li value='5'>乙</li></ol>", ["1\\. 甲", "5\\. 乙"]),
        ("<ol start='3'><li><p>甲</p><p>乙</p></li></ol>", ["3\\. 甲", "乙"]),
        ("<ul>前言<li>甲</li><li>乙</li></ul>", ["前言", "- 甲\n- 乙"]),
        ("<ol><li>甲</li>中<b>间</b><li>乙</li></ol>", ["1. 甲", "中**间**", "2. 乙"]),
        ("<ol><li><p>第一项</p></li><li><p>第二项</p></li></ol>", ["1. 第一项\n2. 第二项"]),
    ],
)
def test_a_list_shows_the_numbers_and_words_people_saw(html: str, markdown: list[str]) -> None:
    """As Markdown's own list where that can count so."""
    assert [block.markdown for block in blocks_in(html)] == markdown


def test_a_long_list_is_counted_once() -> None:
    """Not anew for each of its items."""

    def work(items: int) -> None:
        assert blocks_in(f"<ol>{'<li>甲</li>' * items}</ol>")[0].markdown.endswith(f"{items}. 甲")

    assert grows_linearly(work, 750)
