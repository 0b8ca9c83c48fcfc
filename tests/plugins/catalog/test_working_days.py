"""Working days: what the State Council announced, what a portal adds, what nobody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plugins.catalog.working_days import FILE, BadHolidays, UnknownYear, WorkingDays, open_working_days


def own(tmp_path: Path, text: str | bytes) -> WorkingDays:
    """The calendar of a portal with this file."""
    file = tmp_path / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_working_days(tmp_path)


@pytest.mark.parametrize(
    ("day", "deadline"),
    [
        ("2026-02-02", "2026-03-06"),  # the Spring Festival, and two worked Saturdays
        ("2026-09-21", "2026-10-26"),  # Mid-Autumn and National Day
        ("2026-04-07", "2026-05-08"),  # May Day; what is issued on a Tuesday is counted from Wednesday on
        ("2025-12-20", "2026-01-19"),  # a Saturday, over the end of a year
    ],
)
def test_the_twentieth_working_day(day: str, deadline: str) -> None:
    """国办发明电〔2025〕, counted by hand."""
    assert WorkingDays().after(date.fromisoformat(day), 20) == date.fromisoformat(deadline)


def test_a_year_nobody_knows_is_said_and_never_guessed() -> None:
    """The next year too, until it is announced."""
    with pytest.raises(UnknownYear) as caught:
        WorkingDays().after(date(2035, 12, 1), 20)
    assert caught.value.year == 2035


def test_a_portal_adds_a_year(tmp_path: Path) -> None:
    """Weekends are free but for what it says."""
    text = "source: x\nyears:\n  2035:\n    holidays: [2035-10-01/2035-10-07]\n    workdays: [2035-09-29]\n"
    calendar = own(tmp_path, text)
    assert [calendar.is_worked(date(2035, 9, day)) for day in (28, 29, 30)] == [True, True, False]
    assert calendar.after(date(2035, 9, 28), 2) == date(2035, 10, 8)
    with pytest.raises(UnknownYear):
        calendar.after(date(2035, 12, 20), 20)


def test_a_portal_adds_days_to_a_year_that_is_known(tmp_path: Path) -> None:
    """A holiday of its region; the national ones stay."""
    calendar = own(tmp_path, "years: {2026: {holidays: [2026-03-03]}}")
    assert [calendar.is_worked(date(2026, 3, day)) for day in (2, 3, 4)] == [True, False, True]
    assert not calendar.is_worked(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("years:\n  2027:\n    holidays: [2027-13-01]\n", 3, "“2027-13-01”不是日期"),
        ("years:\n  2027:\n    holidays: [2027年1月1日]\n", 3, "不是日期"),
        ("years:\n  2027:\n    holidays: [2026-01-01]\n", 3, "不在 2027 年"),
        ("years:\n  2027:\n    holidays: [2027-02-11/2027-02-05]\n", 3, "首尾颠倒"),
        ("years:\n  2035:\n    workdays: [2035-02-11]\n", 2, "没有写放假的日子"),
        ("years: [2027]\n", 1, "逐年"),
        ("years: {2027: {holiday: []}}\n", 1, "逐年"),
        ("- 2027\n", 1, "逐年"),
        ("a: [\n\n", 3, "不是 YAML"),
        (b"\xc4\xea", 1, "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str | bytes, line: int, said: str) -> None:
    """An editor mends it."""
    with pytest.raises(BadHolidays, match=said) as caught:
        own(tmp_path, text)
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["", "source: x\n", "years:\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    """As if there were none."""
    assert own(tmp_path, text).after(date(2026, 2, 2), 20) == date(2026, 3, 6)
