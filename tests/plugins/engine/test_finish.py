"""The last touch to a text."""

from __future__ import annotations

import re

import pytest

from plugins.engine.body import make_body
from plugins.engine.finish import finish

PATH = "policies/2026/a.md"


def test_headings_get_anchors_and_their_official_level() -> None:
    """By how they begin, at whatever depth they stand."""
    body = make_body("# 要点\n\n## 一、总则\n\n### （一）对象\n\n#### 1. 范围\n\n## 第二章　附则\n", PATH)
    assert [(heading.level, heading.text, heading.anchor) for heading in body.outline] == [
        (2, "要点", "s1"),
        (3, "一、总则", "s2"),
        (4, "（一）对象", "s3"),
        (5, "1. 范围", "s4"),
        (3, "第二章　附则", "s5"),
    ]
    for anchor, level in (("s1", "none"), ("s2", "one"), ("s3", "two"), ("s4", "three"), ("s5", "chapter")):
        assert f'id="{anchor}" class="gk-level-{level}"' in body.html


def test_a_heading_written_in_html_counts_and_cannot_choose_its_anchor() -> None:
    """No id of an editor reaches the page."""
    body = make_body('<h2 id="main">甲 <em>乙</em> &amp; 丙</h2>\n\n## 丁\n', PATH)
    assert [(heading.text, heading.anchor) for heading in body.outline] == [("甲 乙 & 丙", "s1"), ("丁", "s2")]
    assert 'id="main"' not in body.html


@pytest.mark.parametrize("hidden", ["<h2>x</h2>", "<table>", "〔2026〕1号", '" onmouseover="x'])
def test_what_an_attribute_holds_is_never_taken_for_markup(hidden: str) -> None:
    """The invariant the module rests on: the sanitiser escapes brackets in attribute values."""
    written = hidden.replace("&", "&amp;").replace('"', "&quot;")
    body = make_body(f'<a href="b.md" title="{written}">链接</a>\n', PATH)
    assert body.outline == ()
    assert "<h2" not in body.html
    assert "gk-table" not in body.html
    assert body.html.count("<a ") == 1
    assert "gk-number" not in body.html.partition(">")[0]


def test_every_table_scrolls_in_a_frame_with_a_name_of_its_own() -> None:
    """Also one written as HTML."""
    html = make_body("|甲|\n|-|\n|1|\n\n<table><tr><td>2</td></tr></table>\n", PATH).html
    assert html.count('<div class="gk-table" role="region"') == html.count("</table></div>") == 2
    assert 'aria-label="表格1"' in html
    assert 'aria-label="表格2"' in html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("根据示政办发〔2026〕12号文件", ["示政办发〔2026〕12号"]),
        ("（示政办发〔2019〕6号）", ["示政办发〔2019〕6号"]),
        ("省人民政府令第412号公布", ["令第412号"]),
        ("按照示政发〔2026〕1号和示人社规〔2026〕4号办理", ["示政发〔2026〕1号", "示人社规〔2026〕4号"]),
        ("《办法》和示市监规〔2026〕3号、〔2026〕5号", ["示市监规〔2026〕3号", "〔2026〕5号"]),
        ("和田政发〔2026〕1号", ["和田政发〔2026〕1号"]),
        ("某税务总局公告〔2020〕3号", ["〔2020〕3号"]),
        ("上上下下左左右右前前后后政办发〔2026〕12号", ["〔2026〕12号"]),
        ("<strong>示政办发</strong>〔2026〕12号", ["〔2026〕12号"]),
    ],
)
def test_a_number_is_kept_whole(text: str, kept: list[str]) -> None:
    """With the organ's word as far as a small phone can hold it, without the words before it; no 号 begins a line."""
    html, _ = finish(f"<p>{text}</p>")
    assert re.findall('<span class="gk-number">(.*?)</span>', html) == kept
    assert re.sub("</?span[^>]*>", "", html) == f"<p>{text}</p>"


def test_an_addressee_ends_in_a_colon() -> None:
    """An order has none: its first paragraph is text."""
    assert make_body("各市、县人民政府：\n\n正文。\n", PATH).html.startswith('<p class="gk-addressee">')
    assert "gk-addressee" not in make_body("现予公布。\n\n如下：\n", PATH).html


def test_the_signature_is_the_names_and_the_date_at_the_end() -> None:
    """Several organs sign below one another; a sentence is no signature."""
    html = make_body("现予公布。\n\n示例省教育厅\n\n示例省财政厅\n\n2026年2月27日\n", PATH).html
    assert html.count('class="gk-signature"') == 3
    assert "<p>现予公布。</p>" in html
    assert "gk-signature" not in make_body("会议定于\n\n2026年2月27日上午召开。\n", PATH).html
