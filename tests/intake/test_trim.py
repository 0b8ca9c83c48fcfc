"""Lines at either end of a text that belong to the page and not to the document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import Shape
from intake.trim import is_furniture, trimmed
from tests.intake.making import make_block

FURNITURE = (
    "【打印】【关闭】",
    "字号：大 中 小",
    "来源：本站 浏览次数：3",
    "责任编辑：张三",
    "当前位置：首页 > 政务公开 > 文件",
    "首页 | 公开 | 服务",
    "上一篇：关于另一件事的通知",
    "版权所有：示例省人民政府",
    "示ICP备05000000号",
    "主办：示例省人民政府办公厅",
    "首页 > 公开",
)
TEXT = (
    "各市人民政府：",
    "来源于群众的意见，要认真研究。",
    "现通知如下。",
    "一、总体要求",
    "2016年3月5日",
    "示例省人民政府",
    "打印机采购项目要公开招标；采购结果报财政部门。",
    "附件：1.表",
    "登录门户网站首页，按下列步骤办理：",
)


@pytest.mark.parametrize("text", FURNITURE)
def test_a_line_of_the_page_is_furniture(text: str) -> None:
    """Tools, paths, footers."""
    assert is_furniture(make_block(text))


@pytest.mark.parametrize("text", TEXT)
def test_a_line_of_the_document_is_none(text: str) -> None:
    """Though it begins with the same word."""
    assert not is_furniture(make_block(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(FURNITURE)), st.lists(st.sampled_from(TEXT), min_size=1), st.lists(st.sampled_from(FURNITURE)))
def test_furniture_goes_from_both_ends_and_is_told(above: list[str], text: list[str], below: list[str]) -> None:
    """Of the text between nothing goes, and nothing goes unsaid."""
    kept, left_out = trimmed([make_block(one) for one in (*above, *text, *below)])
    assert [block.text for block in kept] == text
    assert sorted(left_out) == sorted([*above, *below])


def test_furniture_in_the_middle_stays() -> None:
    """Nobody can tell there."""
    blocks = [make_block(text) for text in ("一、甲", "来源：本站", "二、乙")]
    assert trimmed(blocks) == (blocks, [])


@pytest.mark.parametrize("heading", ["相关链接", "【相关文章】", "延伸阅读：", "相关新闻 更多>>"])
def test_what_stands_below_related_links_goes_with_them(heading: str) -> None:
    """A list of other titles."""
    kept, left_out = trimmed([make_block(text) for text in ("正文。", heading, "关于甲的通知", "关于乙的通知")])
    assert [block.text for block in kept] == ["正文。"]
    assert set(left_out) == {heading, "关于甲的通知", "关于乙的通知"}


def test_a_heading_like_related_links_above_sentences_stays() -> None:
    """It is the document's own."""
    blocks = [make_block(text) for text in ("正文。", "相关链接", "这是一句话。")]
    assert trimmed(blocks) == (blocks, [])


def test_tables_and_lists_are_furniture_only_where_all_their_words_are_links() -> None:
    """Or each item is a line of tools."""
    assert is_furniture(make_block("甲\n乙", shape=Shape.TABLE, linked=True))
    assert not is_furniture(make_block("打印", shape=Shape.TABLE))
    assert is_furniture(make_block("打印\n关闭", shape=Shape.LIST))
    assert not is_furniture(make_block("打印\n一件事", shape=Shape.LIST))


def test_a_page_of_furniture_leaves_nothing() -> None:
    """Nor does an empty one stumble."""
    assert trimmed([make_block(text) for text in FURNITURE])[0] == []
    assert trimmed([]) == ([], [])
