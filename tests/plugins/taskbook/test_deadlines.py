"""By when: the words of a plan, and the day they surely mean."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.taskbook.deadlines import deadline_of, deadlines_in, is_deadline

YEAR = 2026


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("9月30日前完成", "9月30日前", date(2026, 9, 30)),
        ("2027年1月15日以前报告", "2027年1月15日以前", date(2027, 1, 15)),
        ("今年6月底前上网", "今年6月底前", date(2026, 6, 30)),
        ("2月底前", "2月底前", date(2026, 2, 28)),
        ("明年6月底前", "明年6月底前", date(2027, 6, 30)),
        ("年底前达到100%", "年底前", date(2026, 12, 31)),
        ("今年年底前", "今年年底前", date(2026, 12, 31)),
        ("2026年底前在全省推开", "2026年底前", date(2026, 12, 31)),
        ("到2028年底，处置率达到90%", "到2028年底", date(2028, 12, 31)),
        ("年内实现三级联网", "年内", date(2026, 12, 31)),
        ("2027年内", "2027年内", date(2027, 12, 31)),
        ("明年内", "明年内", date(2027, 12, 31)),
        ("上半年完成", "上半年完成", date(2026, 6, 30)),
        ("第三季度内公布", "第三季度内", date(2026, 9, 30)),
        ("2026年第1季度末前", "2026年第1季度末前", date(2026, 3, 31)),
        ("第四季度底前", "第四季度底前", date(2026, 12, 31)),
        ("四季度完成", "四季度完成", date(2026, 12, 31)),
    ],
)
def test_words_that_surely_mean_a_day(text: str, words: str, day: date) -> None:
    """以前 includes the day it stands with; a year that is not named is that of the plan."""
    (found,) = deadlines_in(text, YEAR)
    assert (found.words, found.day) == (words, day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6月前完成", "6月前"),
        ("第四季度前完成", "第四季度前"),
        ("四季度以前", "四季度以前"),
        ("上半年前", "上半年前"),
        ("每年3月底前公开", "每年3月底前"),
        ("次年6月底前", "次年6月底前"),
        ("当年年底前", "当年年底前"),
        ("长期坚持", "长期坚持"),
        ("13月底前", "13月底前"),
        ("2月30日前", "2月30日前"),
    ],
)
def test_words_in_doubt_are_kept_and_mean_no_day(text: str, words: str) -> None:
    """Nothing is guessed."""
    (found,) = deadlines_in(text, YEAR)
    assert (found.words, found.day) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "截至2025年底",
        "截止到2025年底，已有",
        "三年内实现",
        "5年内",
        "从3月起",
        "2026年第三季度公布",
        "到2024年底，全省",
        "月底前",
    ],
)
def test_what_is_past_or_no_deadline_is_none(text: str) -> None:
    """A plan of 2026 sets no deadline in 2024."""
    assert deadlines_in(text, YEAR) == ()


def test_several_come_in_their_order_each_once() -> None:
    """The longer reading of one place wins."""
    found = deadlines_in("年底前公布目录，6月底前试点，年底前公布，年内并网", YEAR)
    assert [one.words for one in found] == ["年底前", "6月底前", "年内"]


def test_without_a_year_only_named_years_give_a_day() -> None:
    """A plan without a date."""
    assert [one.day for one in deadlines_in("年底前；2026年6月底前", None)] == [None, date(2026, 6, 30)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026年6月30日", date(2026, 6, 30)),
        ("2026年6月", date(2026, 6, 30)),
        ("6月底", date(2026, 6, 30)),
        ("2016年", date(2016, 12, 31)),
        ("2026年底", date(2026, 12, 31)),
        ("上半年", date(2026, 6, 30)),
        ("第四季度", date(2026, 12, 31)),
        ("第四季度前", None),
        ("2026年6月底前完成方案，年底前全面推开", date(2026, 12, 31)),
        ("长期坚持", None),
        ("持续推进", None),
        ("方案印发之后", None),
    ],
)
def test_behind_its_label_more_is_a_deadline(words: str, day: date | None) -> None:
    """完成时限：2016年 says a year and means its last day."""
    assert deadline_of(words, YEAR).day == day
    assert deadline_of(f"{words}。", YEAR).words == words


def test_a_clause_that_is_a_deadline() -> None:
    """And one that only has one."""
    assert is_deadline("2026年6月底前完成")
    assert is_deadline("长期坚持")
    assert not is_deadline("省数据局6月底前")
