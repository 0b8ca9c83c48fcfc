"""Markdown of one paragraph or list: official text is shown as it is, links lead where they did."""

from __future__ import annotations

from html import escape as html_escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.markdown import Converter, bracketed, escape, safe_url
from plugins.engine.body import make_body
from tests.growth import grows_linearly
from tests.intake.making import blocks_in, shown, squeezed

MARKS = st.sampled_from(list("<>[]()*_`#|&;\"'/=-+.!~^:1a\\ \u3000一文{}@$%"))
LINES = st.text(MARKS | st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1, max_size=60)


def converted(html: str) -> str:
    """The Markdown of one element, its addresses kept."""
    element = BeautifulSoup(html, "html.parser").find(True)
    return Converter(lambda url: url).block(element)


@pytest.mark.parametrize(
    "text",
    [
        "1. *重要* [x] <b> ~a~",
        "---",
        "- 甲 &amp; &#65; A&B",
        "# 甲 | `乙` \\丙",
        "+ 丁 > 戊",
        "&#65 没有分号",
        "> 引",
        "[甲]: http://a.example",
        "![甲](乙)",
        "2016) 年",
        "***",
        "===",
        "a_b_c",
    ],
)
def test_text_that_looks_like_markdown_is_shown_as_it_is(text: str) -> None:
    """Through the engine's own converter: no list, no rule, no entity, no stray backslash."""
    html = make_body(escape(text), "policies/2026/a.md").html
    assert BeautifulSoup(html, "html.parser").get_text().strip() == text
    assert html.startswith("<p>")


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_any_line_is_shown_as_it_is(text: str) -> None:
    """Whatever signs an official text holds."""
    assert " ".join(shown(escape(text.strip())).split()) == " ".join(text.split())


@settings(max_examples=150, deadline=None)
@given(LINES)
@example("]:甲")
def test_any_words_can_stand_in_a_link(text: str) -> None:
    """Its own brackets close nothing."""
    html = make_body(f"[{bracketed(text.strip() or '甲')}](http://a.example/)", "policies/2026/a.md").html
    link = BeautifulSoup(html, "html.parser").find("a")
    assert link is not None and link["href"] == "http://a.example/"
    assert " ".join(link.get_text().split()) == (" ".join(text.split()) or "甲")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>甲<b>乙</b>丙</p>", "甲**乙**丙"),
        ("<p><b>甲<strong>乙</strong></b></p>", "**甲乙**"),
        ("<p><b>甲</b><b>乙</b></p>", "**甲乙**"),
        ("<p>10<sup>2</sup>H<sub>2</sub>O</p>", "10<sup>2</sup>H<sub>2</sub>O"),
        ("<p><em>甲</em><i>乙</i><del>丙</del><s>丁</s></p>", "<em>甲</em><em>乙</em><del>丙</del><del>丁</del>"),
        ("<p><a href='http://a.example/'>甲]乙</a></p>", "[甲\\]乙](http://a.example/)"),
        ("<p><a href='http://a.example/'></a><a href=''>甲</a></p>", "甲"),
        ("<p><img src='a.png' alt='图[1]'></p>", "![图\\[1\\]](a.png)"),
        ("<p><sup> </sup>甲<b> </b></p>", "甲"),
    ],
)
def test_marks_of_a_page_become_marks_of_markdown(html: str, markdown: str) -> None:
    """Bold is bold once; what Markdown has no mark for stays HTML."""
    assert converted(html).strip() == markdown


@pytest.mark.parametrize("item", ["1. 甲", "# 甲", "- 甲", "+ 甲", "> 甲", "1) 甲"])
def test_the_beginning_of_an_item_is_no_mark(item: str) -> None:
    """A list of headings numbered by hand."""
    html = make_body(converted(f"<ul><li>{item.replace('>', '&gt;')}</li></ul>"), "policies/2026/a.md").html
    assert [one.get_text() for one in BeautifulSoup(html, "html.parser").find_all("li")] == [item]


def test_a_list_within_an_item_stays_within_it() -> None:
    """Python-Markdown looks for it four spaces in."""
    markdown = converted("<ol start=3><li>甲<ul><li>乙</li><li></li></ul></li><li>丙</li></ol>")
    assert markdown == "3. 甲\n    - 乙\n4. 丙"
    soup = BeautifulSoup(make_body(markdown, "policies/2026/a.md").html, "html.parser")
    assert soup.select_one("ol > li > ul > li").get_text() == "乙"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (" http://a.example/甲 乙(1).doc ", "http://a.example/%E7%94%B2%20%E4%B9%99%281%29.doc"),
        ("https://a.example/%E7%94%B2?x=1&y=2#z", "https://a.example/%E7%94%B2?x=1&y=2#z"),
        ("http://a.example/x[1].doc", "http://a.example/x%5B1%5D.doc"),
        ("mailto:a@a.example", "mailto:a@a.example"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("a.doc", ""),
        ("http://[::1", ""),
    ],
)
def test_an_address_is_written_so_that_markdown_can_hold_it(url: str, safe: str) -> None:
    """One that a portal must not link is left out."""
    assert safe_url(url) == safe


WORDS = st.text(st.sampled_from(list("甲]![](:)&#;*_`\\<a1")), min_size=1, max_size=4).map(html_escape)
PIECES = st.tuples(st.sampled_from(["", "span", "b", "a href='http://a.example/'", "del"]), WORDS).map(
    lambda piece: f"<{piece[0]}>{piece[1]}</{piece[0].split()[0]}>" if piece[0] else piece[1]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
@example("国发<span>[2016]</span><span>(修订)</span>文件")
@example("请点击!<a href='http://a.example/'>甲</a>")
@example("<a href='http://a.example/'>附件]</a>(一)")
@example("<b>[甲]</b><b>(乙)</b>")
@example("<b>甲\\</b><b>乙</b>")
@example("&amp;<span>amp;</span>")
@example("<a href='http://a.example/'>]<span>:甲</span></a>")
def test_no_mark_forms_where_elements_meet(html: str) -> None:
    """What a reader sees are the words of the source; only links of the source are links."""
    source = BeautifulSoup(f"<p>{html}</p>", "html.parser")
    (block,) = blocks_in(f"<p>{html}</p>") or [None]
    page = BeautifulSoup(make_body(block.markdown, "policies/2026/a.md").html, "html.parser") if block else source
    assert squeezed(page.get_text()) == squeezed(source.get_text())
    assert squeezed("".join(one.get_text() for one in page.find_all("a"))) == squeezed(
        "".join(one.get_text() for one in source.find_all("a"))
    )
    assert page.find("img") is None


@pytest.mark.parametrize("text", ["闽政[2011]39号", "[甲] 乙", "好! 是 A&B", "甲[乙"])
def test_signs_that_are_no_marks_stay_as_they_are(text: str) -> None:
    """An editor reads the file."""
    assert blocks_in(f"<p>{text.replace('&', '&amp;')}</p>")[0].markdown.replace("\\[", "[") == text


@pytest.mark.parametrize("html", ["<p><code>a*b</code></p>", "<p><kbd>a*b</kbd></p>", "<p><q>a*b</q></p>", "<pre>a*b</pre>"])
def test_words_of_code_are_words(html: str) -> None:
    """They keep their characters and bring no marks."""
    assert converted(html).strip() == "a\\*b"


@pytest.mark.parametrize("sign", [" ", "\n", " \n", "*", "[", "\\", "&", "!", "甲\n"])
def test_many_signs_in_a_row_take_no_time(sign: str) -> None:
    """In a paragraph, an item, a cell."""

    def work(length: int) -> None:
        text = f"甲{sign * (length // len(sign))}乙"
        blocks_in(f"<p>{text}</p><ul><li>{text}</li></ul><table><tr><td>1<td>2<tr><td>{text}<td>3</table>")

    assert grows_linearly(work, 100_000 // 8)
