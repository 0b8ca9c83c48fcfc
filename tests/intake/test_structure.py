"""The body: official levels become headings, clauses stay clauses, no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.markdown import escape
from intake.reading import Align, Block, Shape
from intake.structure import body_of
from tests.intake.making import blocks_in, make_block, shown, squeezed

STARTS = (
    "一、 （一） （三） 1. 2． 第一章 第二节 第三条 （责任单位：省财政厅（牵头），各市） 附件： 附件1 2016年3月5日 各市： 1.1 "
    "（此件公开发布） # - > * + 1) [甲]: ".split(" ")
)
LINES = st.tuples(
    st.sampled_from(STARTS), st.text(st.sampled_from(list("甲乙丙，。；：、（）责任单位#*_-1. \u3000[]|<&")), max_size=70)
).map("".join)
BLOCKS = st.builds(
    lambda text, align, shape: make_block(
        text, markdown=escape(text), align=align, shape=shape, level=2 if shape is Shape.HEADING else 0
    ),
    LINES.map(lambda line: " ".join(line.split())).filter(bool),
    st.sampled_from(Align),
    st.sampled_from([Shape.PARAGRAPH, Shape.HEADING]),
)


def body(*texts: str) -> list[str]:
    """The paragraphs of a text."""
    return list(body_of([make_block(text) for text in texts]))


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_no_character_of_the_blocks_is_lost(blocks: list[Block]) -> None:
    """In their order, and so they are shown."""
    text = "\n\n".join(body_of(blocks))
    assert squeezed(shown(text)) == squeezed("".join(block.text for block in blocks))


@st.composite
def marked(draw: st.DrawFn) -> str:
    """A paragraph with an element around any part of it."""
    texts = ("（一）甲#乙。丙*丁。（责任单位：戊）", "一、甲乙1#", "（二）甲。乙丙", "甲：乙（责任单位：丙）")
    text = draw(st.sampled_from(texts))
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    name = draw(st.sampled_from(["b", "i", "sup", "del", "a href='http://a.example/'", "span"]))
    return f"<p>{text[:start]}<{name}>{text[start:end]}</{name.split()[0]}>{text[end:]}</p>"


@settings(max_examples=200, deadline=None)
@given(st.lists(marked(), min_size=1, max_size=3).map("".join))
def test_marks_that_cross_the_end_of_a_heading_show_no_stars(html: str) -> None:
    """Bold first sentences are how such documents are set."""
    blocks = blocks_in(html)
    assert squeezed(shown("\n\n".join(body_of(blocks)))) == squeezed("".join(block.text for block in blocks))


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<b>（一）抓好落实。</b>按要求办。", ["### （一）抓好落实。", "按要求办。"]),
        ("<b>（一）抓好落实。按</b>要求办。", ["### （一）抓好落实。", "**按**要求办。"]),
        ("按要求办。<b>（责任单位：</b>省财政厅）", ["按要求办。", "**（责任单位：**省财政厅）"]),
        ("（一）见<a href='http://a.example/'>甲。乙</a>。", ["（一）见[甲。乙](http://a.example/)。"]),
        ("一、1#楼2#", ["## 一、1#楼2\\#"]),
        ("（一）<a href='http://a.example/'><img src='a.png'>甲。乙</a>。", ["（一）[![](a.png)甲。乙](http://a.example/)。"]),
        ("（一）<a href='http://b.example/'>甲</a><del>乙。丙</del>。", ["（一）[甲](http://b.example/)<del>乙。丙</del>。"]),
        ("<b>（一）甲\\</b>。<b>乙</b>丙", ["### （一）甲\\\\。", "**乙**丙"]),
    ],
)
def test_a_paragraph_is_parted_with_its_marks(html: str, paragraphs: list[str]) -> None:
    """What begins in one part and ends in the other."""
    assert list(body_of(blocks_in(f"<p>{html}</p>"))) == paragraphs


def test_official_levels_become_headings() -> None:
    """And the duty note a paragraph of its own."""
    assert body(
        "各市人民政府：",
        "现通知如下。",
        "2016年3月5日",
        "工作要点",
        "一、总体要求",
        "（一）抓好落实。按要求办。（责任单位：省财政厅（牵头），各市）",
        "（二）加强领导。定期研究。",
    ) == [
        "各市人民政府：",
        "现通知如下。",
        "2016年3月5日",
        "# 工作要点",
        "## 一、总体要求",
        "### （一）抓好落实。",
        "按要求办。",
        "（责任单位：省财政厅（牵头），各市）",
        "### （二）加强领导。",
        "定期研究。",
    ]


def test_items_of_a_regulation_stay_clauses() -> None:
    """Among articles, 章 and 节 are the headings."""
    assert body(
        "第一章 总则", "第一条 为了一件事。", "第二节 范围", "第二条 包括：", "（一）甲。乙。", "（二）丙。", "第三条 施行。"
    ) == [
        "## 第一章 总则",
        "第一条 为了一件事。",
        "### 第二节 范围",
        "第二条 包括：",
        "（一）甲。乙。",
        "（二）丙。",
        "第三条 施行。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、各市要按时完成任务。",
        "一、下列事项：",
        f"一、{'长' * 50}",
        "第一章规定的事项，照办。",
        "1. 甲",
        "附件：",
        "附件1",
        "（责任单位：省财政厅）",
    ],
)
def test_a_clause_is_no_heading(text: str) -> None:
    """A whole sentence, an unfinished one, a long one."""
    assert not any(paragraph.startswith("#") for paragraph in body("正文。", text, "正文。"))


def test_items_that_end_like_clauses_are_clauses_all() -> None:
    """One list is one or the other."""
    assert body("一、要求", "（一）甲；", "（二）乙。丙。") == ["## 一、要求", "（一）甲；", "（二）乙。丙。"]


@pytest.mark.parametrize("top", [1, 2, 3])
def test_headings_of_the_source_keep_their_order_below_the_title(top: int) -> None:
    """The highest it has is the second level, the fourth the lowest."""
    blocks = [make_block("概述", shape=Shape.HEADING, level=top + deeper) for deeper in (0, 1, 2, 3)]
    marks = [paragraph.partition(" ")[0] for paragraph in body_of([*blocks, make_block("正文。")])]
    assert marks[:4] == ["##", "###", "####", "####"]


def test_plans_count_by_decimals() -> None:
    """1, 1.1, 1.1.1; an amount is none."""
    assert body("1 总则", "1.1 编制目的", "为了一件事。", "1.1.1 依据", "3.5 亿元，用于一件事。") == [
        "## 1 总则",
        "### 1.1 编制目的",
        "为了一件事。",
        "#### 1.1.1 依据",
        "3.5 亿元，用于一件事。",
    ]


def test_the_title_of_an_annex_on_two_lines_is_one_heading() -> None:
    """After the date that closes the notice."""
    lines = [make_block(text, align=Align.CENTRE) for text in ("示例省政务公开", "工作意见")]
    assert list(body_of([make_block("2016年3月5日"), *lines, make_block("正文。")])) == [
        "2016年3月5日",
        "# 示例省政务公开工作意见",
        "正文。",
    ]


def test_tables_lists_and_pictures_stay_what_they_are() -> None:
    """Even where they begin like a level."""
    blocks = [
        make_block("一、甲\n二、乙", markdown="- 一、甲\n- 二、乙", shape=Shape.LIST),
        make_block("（一）", markdown="| （一） |", shape=Shape.TABLE),
        make_block("", markdown="![](a.png)", shape=Shape.PICTURE),
    ]
    assert list(body_of(blocks)) == [block.markdown for block in blocks]


def test_no_blocks_are_no_body() -> None:
    """Nothing stumbles."""
    assert body() == []
