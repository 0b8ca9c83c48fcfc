"""Marks of secrecy: borne ones are found in every disguise of spaces and markup, words that are spoken of are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.catalog.heads import split
from plugins.review.marks import HEAD, Sort, marks_in
from tests.growth import grows_linearly

TEXT = "各市、州、县人民政府：\n\n为做好有关工作，现通知如下。\n"
LINES = "正文一段。\n\n" * HEAD


def html_text(file: Path) -> str:
    """The words of a page, a block a line."""
    return BeautifulSoup(file.read_bytes(), "html.parser").get_text("\n", strip=True)


@pytest.mark.parametrize("level", ["绝密", "机密", "秘密"])
@pytest.mark.parametrize(
    "mark",
    [
        "{level}★1年",
        "{level}★",
        "{level}★长期",
        "{level}★ 10 年",
        "{level}★１０年",
        "{level}★三十年",
        "{level}级★20年",
        "{level}＊6个月",
        "{level}☆1年",
        "{level}&#9733;1年",
        "{level}&nbsp;&starf;&nbsp;1年",
        "**{level}**★1年",
        "**{level}★1年**",
        "`{level}`★1年",
        "<b>{level}</b><i>★</i>1年",
        "| {level} | ★ 1年 |",
        "{level}\n★1年",
        "{first} {last} ★ 1 年",
        "{first}　{last}★１年",
        "{first}*{last}*★1年",
    ],
)
@pytest.mark.parametrize("where", ["{mark}\n\n{text}", "{text}{lines}{mark}\n", "{text}{lines}本件{mark}，请按规定处理。\n"])
def test_a_classification_mark_is_found_wherever_it_stands(level: str, mark: str, where: str) -> None:
    """Full width, spaced, marked up, split by cells and lines; the finding tells its words without all that."""
    written = mark.format(level=level, first=level[0], last=level[1])
    text = where.format(mark=written, text=TEXT, lines=LINES)
    found = [one for one in marks_in(text) if "★" in one.words or "*" in one.words or "☆" in one.words]
    assert [(one.sort, one.words[:2]) for one in found] == [(Sort.CLASSIFIED, level)]
    assert text[found[0].at] == level[0]


@pytest.mark.parametrize(
    "words",
    [
        "机密文件管理办法",
        "保守国家秘密，保护商业秘密和个人隐私。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "秘密级事项的保密期限不超过10年。",
        "标志写作“机密★1年”，字号为3号黑体。",
        "如「秘密★」一类的标志。",
        "四星级★★★★酒店名单",
        "保密★审查",
        "依法不予公开的政府信息，答复时说明理由。",
        "## 三、不予公开的情形",
        "- 不予公开",
        "单位内部资料的管理，由办公室负责。",
        "申请人应当注意保存回执。",
    ],
)
def test_ordinary_words_are_no_mark(words: str) -> None:
    """Neither at the head nor below."""
    assert list(marks_in(f"{words}\n\n{TEXT}{LINES}{words}\n")) == []


@pytest.mark.parametrize("line", ["机密", "密级：机密", "秘密 5年", "密级和保密期限：绝密　三十年", "**机　密**", "# 秘密"])
def test_a_class_alone_on_a_line_of_the_head_is_a_mark(line: str) -> None:
    """As papers bear it that have no star; below it is a word of a table or a list."""
    assert [one.sort for one in marks_in(f"{line}\n\n{TEXT}")] == [Sort.CLASSIFIED]
    assert list(marks_in(f"{TEXT}{LINES}{line}\n")) == []


@pytest.mark.parametrize(
    "line",
    [
        "不予公开",
        "内部资料",
        "内部资料　注意保存",
        "（内部资料，注意保存）",
        "**内部文件 严禁外传**",
        "【注意保密】",
        "公开方式：不予公开",
        "信息公开选项：不公开",
        "仅供内部参考",
        "# 内部使用",
    ],
)
def test_a_note_at_the_head_is_found(line: str) -> None:
    """Whatever its brackets and spaces; below the head it is a line like any other."""
    assert [one.sort for one in marks_in(f"{line}\n\n{TEXT}")] == [Sort.INTERNAL]
    assert [one.sort for one in marks_in(f"{TEXT}{LINES}{line.strip('（）【】')}\n")] == []


@pytest.mark.parametrize("line", ["（此件不公开）", "(此件不予公开)", "（此件不公开发布）", "（此件依申请公开）"])
def test_a_note_below_the_date_is_found(line: str) -> None:
    """附注 of official papers. That it is public is what one expects."""
    assert [one.words.strip("()") for one in marks_in(f"{TEXT}{LINES}{line}\n")] == [line.strip("（()）")]
    assert list(marks_in(f"{TEXT}{LINES}（此件公开发布）\n")) == []


@pytest.mark.parametrize("part", ["秘", "秘*_ ", "机<b>", "密★", "绝 ", "（", "&nbsp;密", "<", "\n", "* ", "（此件"])
def test_the_time_grows_with_the_text(part: str) -> None:
    """Not faster."""
    assert grows_linearly(lambda size: list(marks_in(f"{part * size}密\n此件")), 20_000)


def test_no_mark_in_real_documents(corpus: Path) -> None:
    """Laws, among them those on secrecy, and the pages that a portal published."""
    laws = {file.name: split(file)[1] for file in corpus.glob("laws-md/**/*.md")}
    pages = {file.name: html_text(file) for file in corpus.glob("govcn-html/pages/**/*.html")}
    found = {name: marks for name, text in (laws | pages).items() if (marks := list(marks_in(text)))}
    assert (len(laws) > 400, len(pages) > 30, found) == (True, True, {})
