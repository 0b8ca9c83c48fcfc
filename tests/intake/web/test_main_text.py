"""Where on a page its text stands, and what stands around it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from intake.reading import Reading
from intake.web.main_text import SELECTORS, clear, main_text, reveal, stray
from tests.intake.making import PROSE, codes


def parsed(body: str) -> BeautifulSoup:
    """A page."""
    return BeautifulSoup(f"<html><body>{body}</body></html>", "lxml")


def told(reading: Reading) -> str:
    """What was said, in one text."""
    return "\n".join(finding.message for finding in reading.findings)


@pytest.mark.parametrize("selector", [one for one in SELECTORS if one[0] in "#."])
def test_the_place_that_a_known_system_uses_is_found(selector: str) -> None:
    """By its name, beside a menu and a footer."""
    attribute = "id" if selector[0] == "#" else "class"
    page = parsed(f"<div>首页，导航</div><div {attribute}='{selector[1:]}'><p>{PROSE}</p></div><div>页脚</div>")
    place, inferred = main_text(page, Reading())
    assert (place.get_text(), inferred) == (PROSE, False)


def test_a_known_name_around_little_text_is_not_believed() -> None:
    """A box of news that is called content."""
    page = parsed(f"<div class='content'>短讯，一条。</div><div id='x'><p>{PROSE}</p><p>{PROSE}</p></div>")
    place, inferred = main_text(page, Reading())
    assert inferred
    assert place.get_text() == PROSE * 2


def test_the_smallest_element_with_most_of_the_prose_is_the_place() -> None:
    """Where no known name is found."""
    page = parsed(f"<table><tr><td>导航</td></tr><tr><td><div><p>{PROSE}</p><p>{PROSE}</p></div></td></tr></table>")
    place, inferred = main_text(page, Reading())
    assert (place.name, inferred) == ("div", True)


def test_a_text_pasted_in_pieces_side_by_side_is_one() -> None:
    """Each piece in a box of the same name."""
    page = parsed(f"<div id='a'><div class='TRS_Editor'>{PROSE}</div><div class='TRS_Editor'>{PROSE}</div></div>")
    place, _ = main_text(page, Reading())
    assert place["id"] == "a"


@pytest.mark.parametrize(
    "twin",
    [f"<p><span class='TRS_Editor'>{PROSE}</span></p>", "<div class='TRS_Editor'>短</div>", f"<div class='x'>{PROSE}</div>"],
)
def test_one_piece_is_the_place_alone(twin: str) -> None:
    """Where the other lies elsewhere, says nothing or is called otherwise."""
    place, _ = main_text(parsed(f"<div id='a'><div class='TRS_Editor'>{PROSE}{PROSE}</div>{twin}</div>"), Reading())
    assert place.get_text() == PROSE * 2


def test_a_page_without_prose_is_its_body() -> None:
    """And nothing stumbles over one without a body."""
    assert main_text(parsed("<p>甲</p>"), Reading())[0].name == "body"
    assert main_text(BeautifulSoup("", "lxml"), Reading())[0].name == "[document]"


@pytest.mark.parametrize(
    "hidden", ["<p style='display: none'>{}</p>", "<p style='VISIBILITY:hidden'>{}</p>", "<div hidden><p>{}</p></div>"]
)
def test_what_a_reader_does_not_see_is_taken_out_and_said(hidden: str) -> None:
    """Hidden in each way."""
    page, reading = parsed(f"<p>甲</p>{hidden.format('暗')}"), Reading()
    reveal(page, reading)
    assert page.get_text() == "甲"
    assert "隐藏" in told(reading)
    assert "暗" in told(reading)


def test_what_is_hidden_and_empty_is_not_worth_a_word() -> None:
    """A box for scripts."""
    page, reading = parsed("<div style='display:none'> <div hidden></div></div><p>甲</p>"), Reading()
    reveal(page, reading)
    assert (page.get_text(), reading.findings) == ("甲", [])


@pytest.mark.parametrize(
    ("bar", "what"),
    [
        ("<div class='bdsharebuttonbox'>分享到</div>", "分享栏"),
        ("<nav>首页</nav>", "导航"),
        ("<div id='Footer'>版权</div>", "页脚"),
        ("<form>表</form>", "表单"),
        ("<div class='a prevnext'>上一篇</div>", "上一篇和下一篇"),
        ("<div class='ewm'>扫一扫</div>", "二维码"),
    ],
)
def test_bars_within_the_text_are_taken_out_and_said(bar: str, what: str) -> None:
    """By their names."""
    page, reading = parsed(f"<p>{PROSE}</p>{bar}<p>{PROSE}</p>"), Reading()
    clear(page.body, reading)
    assert page.get_text() == PROSE * 2
    assert what in told(reading)


def test_a_bar_that_holds_most_of_the_text_is_none() -> None:
    """Some theme calls its text toolbar."""
    page, reading = parsed(f"<div class='toolbar'><p>{PROSE * 3}</p></div>"), Reading()
    clear(page.body, reading)
    assert page.get_text() == PROSE * 3
    assert reading.findings == []


def test_a_script_goes_without_a_word() -> None:
    """It is no text."""
    page, reading = parsed(f"<p>{PROSE}</p><script>x()</script>"), Reading()
    clear(page.body, reading)
    assert page.get_text() == PROSE
    assert reading.findings == []


def test_prose_outside_the_text_is_said() -> None:
    """With a sample; links and short strings are none."""
    page, reading = parsed(f"<div id='a'>{PROSE}</div><p>{PROSE * 3}</p><a>{PROSE * 3}</a><p>短，句。</p>"), Reading()
    stray(page, page.find(id="a"), reading)
    assert codes(reading) == ["ITK051"]
    assert f"{len(PROSE) * 3} 字" in told(reading)


def test_a_page_whose_prose_is_all_in_the_text_says_nothing() -> None:
    """Menus and a line of copyright are no prose."""
    page, reading = parsed(f"<p>首页 新闻 公开</p><div id='a'>{PROSE * 5}</div><p>版权所有</p>"), Reading()
    stray(page, page.find(id="a"), reading)
    assert reading.findings == []
