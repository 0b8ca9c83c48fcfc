"""Working days: the State Council's calendar of holidays, year by year, and a portal's own beside it.

The national holidays come with the library chinesecalendar, which is renewed once the General Office has announced a
year. `vocabularies/holidays.yaml` beside content/ adds a year before that, or days of the portal's own:

    source: 国办发明电〔2026〕…号
    years:
      2027:
        holidays: [2027-01-01, 2027-02-05/2027-02-11]
        workdays: [2027-02-14]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as typed

FILE = "vocabularies/holidays.yaml"
"""Beside content/."""
DAY = timedelta(days=1)


class UnknownYear(Exception):
    """Nobody knows the holidays of `year`."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the holidays of {year} are not known")
        self.year = year


class BadHolidays(ValueError):
    """The portal's own file cannot be read; the message is a 中文 clause, `line` counts from 1."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.line = line


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class OwnYear:
    """What a portal says of a year: days, or first and last day of several with a stroke between them."""

    holidays: tuple[str, ...] = ()
    workdays: tuple[str, ...] = ()


class WorkingDays:
    """Which days are worked; each deadline is worked out once."""

    def __init__(self, own: Mapping[date, bool] | None = None) -> None:
        """`own` says of days whether they are worked; a year that has one of them is known."""
        self._own = own or {}
        self._years = {day.year for day in self._own}
        self._worked: dict[date, bool] = {}
        self._deadlines: dict[tuple[date, int], date] = {}

    def after(self, day: date, count: int) -> date:
        """The last of so many working days after a day, which itself does not count (民法典 article 201). Raises UnknownYear."""
        found = self._deadlines.get((day, count))
        if found is None:
            found = day
            for _ in range(count):
                found += DAY
                while not self.is_worked(found):
                    found += DAY
            self._deadlines[day, count] = found
        return found

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked. Raises UnknownYear."""
        found = self._worked.get(day)
        if found is None:
            found = self._worked[day] = self._look_up(day)
        return found

    def _look_up(self, day: date) -> bool:
        if day in self._own:
            return self._own[day]
        if _is_announced(day.year):
            return bool(chinese_calendar.is_workday(day))
        if day.year in self._years:
            return day.weekday() < 5
        raise UnknownYear(day.year)


def open_working_days(home: Path | None) -> WorkingDays:
    """The calendar of the portal whose content/ lies in `home`. Raises BadHolidays, OSError."""
    file = home / FILE if home else None
    return WorkingDays(dict(_read(file.read_bytes()))) if file and file.is_file() else WorkingDays()


def _read(content: bytes) -> Iterator[tuple[date, bool]]:
    try:
        text = content.decode("utf-8-sig")
        # The base loader leaves every value the text it is: what is a date is said here alone.
        tree = yaml.load(text, yaml.BaseLoader)
        years = _YEARS.validate_python((tree or {}).get("years") or {})
    except UnicodeDecodeError:
        raise BadHolidays("不是 UTF-8 编码") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadHolidays("不是 YAML", mark.line + 1 if mark else 1) from None
    except (ValidationError, AttributeError):
        raise BadHolidays("years 之下要逐年写 holidays 和 workdays 两张单子") from None
    for year, own in years.items():
        if not own.holidays and not _is_announced(year):
            raise BadHolidays(f"{year} 年没有写放假的日子", _line(text, str(year)))
        for worked, written in ((False, own.holidays), (True, own.workdays)):
            yield from ((day, worked) for day in _days(written, year, text))


def _days(written: Iterable[str], year: int, text: str) -> Iterator[date]:
    for item in written:
        first, _, last = item.partition("/")
        try:
            day, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise BadHolidays(f"“{item}”不是日期", _line(text, item)) from None
        if not (day.year == end.year == year and day <= end):
            raise BadHolidays(f"“{item}”不在 {year} 年，或者首尾颠倒", _line(text, item))
        while day <= end:
            yield day
            day += DAY


def _line(text: str, written: str) -> int:
    return text[: max(text.find(written), 0)].count("\n") + 1


@cache
def _is_announced(year: int) -> bool:
    """Whether the library knows the year; it raises NotImplementedError for any other."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


_YEARS: TypeAdapter[dict[int, OwnYear]] = TypeAdapter(dict[int, OwnYear])
