"""Plain text and Markdown, read: a paragraph a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import Block, Reading, Refused, Shape
from intake.text import read_markdown, read_text
from tests.intake.making import codes, make_source, shown


def text_of(folder: Path, content: bytes | str) -> Reading:
    """The reading of a text file."""
    return read_text(make_source(folder, "a.txt", content))


def markdown_of(folder: Path, content: str) -> list[Block]:
    """The blocks of a Markdown file."""
    return read_markdown(make_source(folder, "a.md", content)).blocks


def test_every_line_is_a_paragraph_with_its_place(tmp_path: Path) -> None:
    """Padding goes, empty lines count."""
    blocks = text_of(tmp_path, "\u3000\u3000甲\xa0乙\r\n\r\n \t丙\u3000\n").blocks
    assert [(block.text, block.line) for block in blocks] == [("甲 乙", 1), ("丙", 3)]


@pytest.mark.parametrize("line", ["1. *重要* [x] <b> ~a~", "---", "- 甲 &amp; A&B", "# 甲 | `乙` \\丙", "|甲|乙|", "    缩进"])
def test_text_that_looks_like_markdown_is_shown_as_it_is(tmp_path: Path, line: str) -> None:
    """Nothing in a text file is a mark."""
    assert shown(text_of(tmp_path, line).blocks[0].markdown).strip() == line.strip()


def test_gb18030_is_recognised_and_said(tmp_path: Path) -> None:
    """Old portals."""
    reading = text_of(tmp_path, "关于一件事的通知，请认真贯彻执行。".encode("gb18030"))
    assert reading.blocks[0].text.startswith("关于一件事")
    assert codes(reading) == ["ITK013"]


@pytest.mark.parametrize(
    ("raw", "words"), [(b"", "没有"), (b" \r\n\t\n", "没有"), (b"\x00\x01", "没有"), (b"\xff" * 9, "认不出来")]
)
def test_bad_input_is_refused_in_a_sentence(tmp_path: Path, raw: bytes, words: str) -> None:
    """Never a traceback."""
    with pytest.raises(Refused, match=words):
        text_of(tmp_path, raw)


def test_headings_lists_and_tables_of_markdown_are_kept(tmp_path: Path) -> None:
    """Each with its place."""
    blocks = markdown_of(tmp_path, "# 标题 #\n\n正文，**重要**。\n- 甲\n- 乙\n\n| 一 | 二 |\n| --- | --- |\n| 1 | 2 |\n尾")
    assert [(block.shape, block.line) for block in blocks] == [
        (Shape.HEADING, 1),
        (Shape.PARAGRAPH, 3),
        (Shape.LIST, 4),
        (Shape.TABLE, 7),
        (Shape.PARAGRAPH, 10),
    ]
    assert (blocks[0].text, blocks[0].level) == ("标题", 1)
    assert blocks[1].markdown == "正文，**重要**。"
    assert blocks[3].rows[2] == ("1", "2")


def test_comments_are_no_text_and_keep_the_lines(tmp_path: Path) -> None:
    """Even over several lines."""
    blocks = markdown_of(tmp_path, "甲<!-- 注\n注 -->乙\n丙")
    assert [(block.text, block.line) for block in blocks] == [("甲", 1), ("乙", 2), ("丙", 3)]


def test_a_list_at_the_end_is_kept_with_its_place(tmp_path: Path) -> None:
    """No line follows it."""
    (block,) = markdown_of(tmp_path, "\n\n- 甲\n  - 乙")
    assert (block.shape, block.markdown, block.line) == (Shape.LIST, "- 甲\n  - 乙", 3)


def test_a_document_of_a_portal_is_refused(tmp_path: Path) -> None:
    """It belongs into its folder as it is."""
    with pytest.raises(Refused, match="没有可以收的文字") as refused:
        markdown_of(tmp_path, "---\n名称: 甲\n---\n正文")
    assert "直接放进栏目文件夹" in refused.value.finding.hint


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("甲乙#|-*+ \n\t<!->1.\u3000")), max_size=80))
def test_no_line_of_any_markdown_is_lost(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """But comments and the marks of headings."""
    try:
        blocks = markdown_of(tmp_path_factory.getbasetemp(), text)
    except Refused:
        return
    kept = "".join("".join(block.markdown.split()) for block in blocks)
    wanted = "".join(text.split())
    assert "<!-" in text or kept.replace("#", "") == wanted.replace("#", "")
