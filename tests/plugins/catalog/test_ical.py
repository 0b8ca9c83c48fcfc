"""Calendars as RFC 5545 has them, read by a library that knows nothing of ours."""

from __future__ import annotations

from datetime import date

import icalendar

from plugins.catalog.ical import OCTETS, Event, calendar
from plugins.catalog.values import moment

HOSTILE = "一，二；三\\n四,五;六\\七\n八" + "很长的标题" * 30 + "😀"


def event(**changes: object) -> Event:
    """An event on a day."""
    stamp = moment("2026-03-02 09:00")
    values: dict[str, object] = {"uid": "effective-990000017/2026-00100@www.shili.example", "on": date(2026, 4, 1)}
    return Event(**{**values, "summary": "施行：关于一件事的通知", "stamp": stamp, **changes})  # type: ignore[arg-type]


def test_what_was_said_is_what_is_read() -> None:
    """Every text comes back whole, whatever stands in it."""
    made = calendar(
        "日历", "说明", [event(summary=HOSTILE, description=HOSTILE, url="https://www.shili.example/a/", category="施行")]
    )
    found = icalendar.Calendar.from_ical(made)
    (one,) = found.walk("VEVENT")
    assert found["NAME"] == found["X-WR-CALNAME"] == "日历"
    assert str(one["SUMMARY"]) == str(one["DESCRIPTION"]) == HOSTILE
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 4, 1), date(2026, 4, 2))
    assert (one["DTSTAMP"].dt, one["SEQUENCE"], one["TRANSP"]) == (moment("2026-03-02 09:00"), 0, "TRANSPARENT")
    assert (str(one["URL"]), one["CATEGORIES"].cats) == ("https://www.shili.example/a/", ["施行"])


def test_no_line_is_too_long_and_no_character_is_cut() -> None:
    """75 octets, CR LF, each part text by itself."""
    made = calendar("日历", "说明", [event(summary=HOSTILE)])
    lines = made.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= OCTETS and b"\n" not in b"".join(lines)
    assert all(line.decode() for line in lines)


def test_an_empty_calendar_is_one() -> None:
    """A year without days has none, the wall of an office that owes nothing has."""
    made = icalendar.Calendar.from_ical(calendar("日历", "说明", []))
    assert made.walk("VEVENT") == []
    assert [str(one["TZID"]) for one in made.subcomponents] == ["Asia/Shanghai"], "RFC 5545 3.6 wants a component"
