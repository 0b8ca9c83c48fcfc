"""Dates in every form official texts write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.catalog.date_forms import dates_in, plain, read_date, read_moment

DIGITS = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))


def han(number: int) -> str:
    """A number below 100 as dates write it."""
    tens, units = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[units] if units else "")


def year(number: int, nought: str = "〇") -> str:
    """A year, digit by digit."""
    return "".join(DIGITS[int(digit)] for digit in str(number)).replace("〇", nought)


FORMS = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "digits": lambda day: f"{day:%Y%m%d}",
    "official": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "official, padded": lambda day: f"{day:%Y年%m月%d日}",
    "official, spaced": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    "han": lambda day: f"{year(day.year)}年{han(day.month)}月{han(day.day)}日",
    "han, ring": lambda day: f"{year(day.year, '○')}年{han(day.month)}月{han(day.day)}日",
    "han, letter": lambda day: f"{year(day.year, 'Ｏ')}年{han(day.month)}月{han(day.day)}日",
    "wide": lambda day: f"{day.year}年{day.month}月{day.day}日".translate(WIDE),
    "wide, marked": lambda day: f"{day:%Y-%m-%d}".translate(WIDE),
    "bracketed": lambda day: f"（{day.year}年{day.month}月{day.day}日）",
    "with its hour": lambda day: f"{day:%Y-%m-%d} 08:30",
}


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(day=DAYS)
def test_every_date_reads_back_in_every_form(form: str, day: date) -> None:
    """Narrow, wide and Chinese digits."""
    assert read_date(FORMS[form](day)) == day


@pytest.mark.parametrize("form", sorted({*FORMS} - {"with its hour", "bracketed"}))
@settings(deadline=None)
@given(day=DAYS)
def test_a_date_is_found_where_it_stands(form: str, day: date) -> None:
    """Its place is one in the plain text."""
    text = f"自{FORMS[form](day)}起施行"
    ((found, match),) = dates_in(text)
    assert found == day
    assert plain(text)[match.start() : match.end()] == plain(FORMS[form](day))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二○一六年廿一月三日", None),
        ("二〇一六年二月廿九日", date(2016, 2, 29)),
        ("二零一六年十二月卅一日", date(2016, 12, 31)),
        ("一九九九年十月十日", date(1999, 10, 10)),
        ("2016年2月30日", None),
        ("2016-13-01", None),
        ("2016-02/27", None),
        ("20161301", None),
        ("12016-02-27", None),
        ("2016年2月", None),
        ("2016年2月27日印发", None),
        ("1816-02-27", None),
        ("", None),
    ],
)
def test_what_is_no_date_is_none(written: str, day: date | None) -> None:
    """The days of the calendar only, and nothing beside them."""
    assert read_date(written) == day


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """Nothing stumbles."""
    assert read_date(text) is None or list(dates_in(text))
    assert read_moment(text) == "" or list(dates_in(text))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2016-03-01 09:00", "2016-03-01 09:00"),
        ("2016-03-01T9:05:33", "2016-03-01 09:05"),
        ("2016年3月1日 17时30分", "2016-03-01 17:30"),
        ("2016-03-01　９：３０", "2016-03-01 09:30"),
        ("2016-03-01 00:00", "2016-03-01"),
        ("2016-03-01 25:00", "2016-03-01"),
        ("2016-03-01 09:61", "2016-03-01"),
        ("2016-03-01 来源：本站", "2016-03-01"),
        ("昨天", ""),
    ],
)
def test_a_moment_has_its_minute_where_one_is_written(written: str, moment: str) -> None:
    """Midnight is what systems write where nobody knew."""
    assert read_moment(written) == moment


@settings(deadline=None)
@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_every_minute_reads_back(day: date, hour: int, minute: int) -> None:
    """But the first of a day."""
    expected = f"{day} {hour:02}:{minute:02}" if hour or minute else f"{day}"
    assert read_moment(f"{day} {hour:02}:{minute:02}") == expected
