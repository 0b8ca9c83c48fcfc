"""From the text of a page to its tree: what nobody sees is gone, what only a browser draws is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.web.page import read_page
from intake.web.parsing import parsed
from tests.intake.making import PROSE, codes, make_source, page_of

UNSEEN = (
    "&#8238; &#x202E; &#8203; &#x200b; &#11; &#0; &#x0; &#00; &#65279; &#xFEFF; &shy; &#173; &zwj; &#x2066; &rlm; &#x61c; "
    "&#xFDD0;".split()
)


@pytest.mark.parametrize("entity", UNSEEN)
def test_no_unseen_character_comes_in_however_it_is_written(tmp_path: Path, entity: str) -> None:
    """Neither into the title nor into a field or the text."""
    html = (
        f'<title>关于一件{entity}事的通知</title><meta name="FileNum" content="示政发〔2016〕{entity}42号">'
        f'<div class="TRS_Editor"><p>甲{entity}乙{PROSE}</p><img src="a.png" alt="图{entity}一"></div>'
    )
    make_source(tmp_path, "a.png", "图")
    reading = read_page(make_source(tmp_path, "a.html", html, "http://www.gov.example/"))
    assert {claim.value for claim in reading.claims} == {"关于一件事的通知", "示政发〔2016〕42号"}
    assert reading.blocks[0].text == f"甲乙{PROSE}"
    assert reading.blocks[1].markdown.startswith("![图一]")


def test_what_is_seen_stays() -> None:
    """Wide spaces, spaces that do not break; what a page of Windows-1252 wrote."""
    assert parsed("<p>甲\u3000乙&nbsp;丙&#150;&#x2028;丁&#12288;</p>").get_text() == "甲\u3000乙\xa0丙–\n丁\u3000"


def test_quotation_marks_that_a_browser_draws_are_kept(tmp_path: Path) -> None:
    """Of the element q."""
    assert page_of(tmp_path, f"<p>{PROSE}<q>甲</q></p>").blocks[0].text == f"{PROSE}“甲”"


@pytest.mark.parametrize(
    "words", ["<s>甲</s>", "<strike>甲</strike>", "<del>甲</del>", "<span style='text-decoration: line-through'>甲</span>"]
)
def test_struck_words_stay_struck_and_are_said(tmp_path: Path, words: str) -> None:
    """What was deleted must not read as if it stood."""
    reading = page_of(tmp_path, f"<p>{PROSE}{words}</p>")
    assert reading.blocks[0].markdown == f"{PROSE}<del>甲</del>"
    assert [finding.message for finding in reading.findings] == ["“甲”加了删除线，连线一起收入"]


def test_many_struck_words_are_one_finding(tmp_path: Path) -> None:
    """The first are named."""
    reading = page_of(tmp_path, f"<p>{PROSE}<s>甲</s><s>乙</s><s>丙</s><s>丁</s><s> </s></p>")
    assert codes(reading) == ["ITK056"]
    assert reading.findings[0].message.startswith("“甲”“乙”“丙”等 4 处")
