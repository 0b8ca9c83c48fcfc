"""Automatic numbering: the labels Word shows are written before the words."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from intake.office.word import word_html
from intake.reading import Reading
from intake.rules import UNKNOWN_NUMBERING
from tests.intake.office.making import docx, p, said, style


def level(depth: int, text: str, way: str = "decimal", more: str = "") -> str:
    """One level of an abstract list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(identity: int, *levels: str) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{identity}">{"".join(levels)}</w:abstractNum>'


def num(identity: int, of: int, more: str = "") -> str:
    """A list."""
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, depth: int | None = 0, of: int = 1) -> str:
    """A numbered paragraph."""
    inner = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return p(text, f'<w:numPr>{inner}<w:numId w:val="{of}"/></w:numPr>')


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    """The paragraphs as text."""
    html = word_html(docx(body, numbering=numbering, **({"styles": styles} if styles else {})), Reading())
    return [block.get_text() for block in BeautifulSoup(html, "html.parser").find_all(["p", "h1", "h2", "h3"])]


OFFICIAL = abstract(
    0,
    level(0, "%1、", "chineseCountingThousand"),
    level(1, "（%2）", "japaneseCounting"),
    level(2, "%3."),
    level(3, "（%4）", "decimalFullWidth"),
    level(4, "%5", "decimalEnclosedCircleChinese"),
)


def test_the_levels_of_an_official_document() -> None:
    """一、（一）1. （1）①; a deeper level begins anew under each higher one."""
    body = "".join(item(f"第{n}段", depth) for n, depth in enumerate([0, 1, 1, 2, 3, 3, 4, 1, 2, 0, 1]))
    assert lines(body, OFFICIAL + num(1, 0)) == [
        "一、第0段",
        "（一）第1段",
        "（二）第2段",
        "1. 第3段",
        "（１）第4段",
        "（２）第5段",
        "① 第6段",
        "（三）第7段",
        "1. 第8段",
        "二、第9段",
        "（一）第10段",
    ]


def test_articles_of_a_regulation() -> None:
    """第一条 is followed by a full-width space; articles go on through the chapters."""
    keep = abstract(0, level(0, "第%1章", "chineseCounting"), level(1, "第%2条", "chineseCounting", '<w:lvlRestart w:val="0"/>'))
    body = item("总则", 0) + item("甲", 1) + item("乙", 1) + item("附则", 0) + item("丙", 1)
    assert lines(body, keep + num(1, 0)) == [
        "第一章\u3000总则",
        "第一条\u3000甲",
        "第二条\u3000乙",
        "第二章\u3000附则",
        "第三条\u3000丙",
    ]


def test_a_hundred_articles() -> None:
    """一百零一, not 一〇一 and not 101."""
    articles = abstract(0, level(0, "第%1条", "chineseCountingThousand")) + num(1, 0)
    assert lines("".join(item("文") for _ in range(112)), articles)[100:] == [
        f"第一百{n}条\u3000文" for n in "零一 零二 零三 零四 零五 零六 零七 零八 零九 一十 一十一 一十二".split()
    ]


def test_numbers_of_several_levels() -> None:
    """1.1; with w:isLgl figures whatever the level above uses; a level above that was not used counts as begun."""
    legal = level(1, "%1.%2", "decimal", "<w:isLgl/>")
    several = abstract(0, level(0, "%1、", "chineseCounting"), legal, level(2, "%1.%2.%3")) + num(1, 0)
    body = item("甲", 1) + item("乙", 0) + item("丙", 1) + item("丁", 1) + item("戊", 2)
    assert lines(body, several) == ["1.1 甲", "二、乙", "2.1 丙", "2.2 丁", "二.2.1 戊"]


def test_two_lists_over_one_abstract_list_go_on_counting_unless_one_begins_anew() -> None:
    """w:startOverride, once; a list over another abstract list counts by itself."""
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        abstract(0, level(0, "%1、")) + abstract(1, level(0, "%1、")) + num(1, 0) + num(2, 0) + num(3, 0, anew) + num(4, 1)
    )
    body = "".join(item("文", 0, of) for of in (1, 1, 2, 3, 3, 1, 4))
    assert lines(body, numbering) == [f"{n}、文" for n in (1, 2, 3, 5, 6, 7, 1)]


def test_a_list_can_replace_a_level() -> None:
    """w:lvlOverride with a level of its own."""
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "附件%1：")}</w:lvlOverride>'
    assert lines(item("文"), abstract(0, level(0, "%1、")) + num(1, 0, own)) == ["附件1：文"]


def test_the_start_is_kept() -> None:
    """A list may begin at 3."""
    third = level(0, "%1、").replace('w:start w:val="1"', 'w:start w:val="3"')
    assert lines(item("文") + item("文"), abstract(0, third) + num(1, 0)) == ["3、文", "4、文"]


def test_numbering_by_style() -> None:
    """Each style is tied to a level; a paragraph can take itself out with list 0; styles inherit it."""
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("1", "heading 1", numbered)
        + style("2", "heading 2", numbered)
        + style("zi", "我的二级", based="2")
        + style("3", "heading 3", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>')
    )
    tied = abstract(
        0,
        level(0, "第%1章", "chineseCounting", '<w:pStyle w:val="1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="2"/><w:isLgl/>'),
        level(2, "（%3）"),
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    every = [*((identity, "") for identity in ("1", "2", "zi", "1", "2", "3")), ("2", off)]
    body = "".join(p("文", f'<w:pStyle w:val="{identity}"/>{more}') for identity, more in every)
    assert lines(body, tied + num(1, 0), styles) == [
        "第一章\u3000文",
        "1.1 文",
        "1.2 文",
        "第二章\u3000文",
        "2.1 文",
        "（1）文",
        "文",
    ]


def test_a_list_style_leads_to_its_list() -> None:
    """w:numStyleLink."""
    linked = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="lie"/></w:abstractNum>'
    own = abstract(1, level(0, "%1、", "chineseCounting"))
    styles = style("lie", "列表", '<w:numPr><w:numId w:val="2"/></w:numPr>', kind="numbering")
    assert lines(item("文") + item("文"), linked + own + num(1, 0) + num(2, 1), styles) == ["一、文", "二、文"]


def test_removed_and_hidden_paragraphs_do_not_count() -> None:
    """Inserted ones do; an empty numbered paragraph shows its number."""
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = f"<w:p><w:pPr>{number}{mark}</w:pPr><w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    hidden = p("藏", number, "<w:vanish/>")
    new = f"<w:p><w:pPr>{number}</w:pPr><w:ins w:id='3'><w:r><w:t>增</w:t></w:r></w:ins></w:p>"
    body = item("甲") + gone + hidden + new + p("", number) + item("乙")
    assert lines(body, abstract(0, level(0, "%1、")) + num(1, 0)) == ["1、甲", "2、增", "3、", "4、乙"]


def test_bullets_are_a_list() -> None:
    """One sign is a bullet; words that are the same every time are a label."""
    bullets = abstract(0, level(0, "\uf06c", "bullet"), level(1, "–", "bullet"), level(2, "注：", "bullet")) + num(1, 0)
    html = word_html(docx(item("甲") + item("乙", 1) + item("丙") + item("丁", 2), numbering=bullets), Reading())
    assert html == "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul><p>注：丁</p>"


@pytest.mark.parametrize(("suffix", "expected"), [("tab", "1 文"), ("space", "1 文"), ("nothing", "1文")])
def test_what_stands_between_label_and_words(suffix: str, expected: str) -> None:
    """Nothing where the list says so."""
    own = level(0, "%1", more=f'<w:suff w:val="{suffix}"/>')
    assert lines(item("文"), abstract(0, own) + num(1, 0)) == [expected]


def test_an_unknown_format_counts_in_figures_and_is_told() -> None:
    """Of a format written for new and old programs the old one is taken."""
    reading = Reading()
    html = word_html(docx(item("文"), numbering=abstract(0, level(0, "%1、", "hebrew1")) + num(1, 0)), reading)
    assert html == "<p>1、文</p>"
    assert said(reading, UNKNOWN_NUMBERING) == ["自动编号的格式“hebrew1”不认识，按 1、2、3 写出"]
    both = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice>'
    both += '<mc:Fallback><w:numFmt w:val="chineseCounting"/></mc:Fallback></mc:AlternateContent>'
    own = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{both}<w:lvlText w:val="%1、"/></w:lvl>'
    assert lines(item("文"), abstract(0, own) + num(1, 0)) == ["一、文"]


def test_a_list_that_is_not_there_labels_nothing() -> None:
    """Nor does a level that is not there, nor an endless chain of list styles."""
    endless = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="lie"/></w:abstractNum>'
    styles = style("lie", "列表", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering")
    assert lines(item("文", of=9), abstract(0, level(0, "%1、")) + num(1, 0)) == ["文"]
    assert lines(item("文", 3), abstract(0, level(0, "%1、")) + num(1, 0)) == ["文"]
    assert lines(item("文"), endless + num(1, 0), styles) == ["文"]


def test_a_label_takes_the_weight_of_the_words_it_begins() -> None:
    """（一）in bold where the first sentence is bold and the rest is not."""
    body = '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body += "<w:r><w:rPr><w:b/></w:rPr><w:t>抓好落实。</w:t></w:r><w:r><w:t>按要求办。</w:t></w:r></w:p>"
    html = word_html(docx(body, numbering=OFFICIAL + num(1, 0)), Reading())
    assert html == "<p><strong>（一）抓好落实。</strong>按要求办。</p>"


def test_a_list_without_a_start_begins_at_nought() -> None:
    """As the standard says (17.9.25)."""
    own = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    assert lines(item("文") + item("文"), abstract(0, own) + num(1, 0)) == ["0、文", "1、文"]


def test_a_bullet_above_is_no_unknown_format() -> None:
    """%1 of a level of bullets."""
    reading = Reading()
    numbering = abstract(0, level(0, "●", "bullet"), level(1, "%1.%2")) + num(1, 0)
    word_html(docx(item("甲") + item("乙", 1), numbering=numbering), reading)
    assert reading.findings == []
