"""Calendars (RFC 5545): days of a portal as events that any calendar takes in.

Only what these need: events of whole days. A calendar must have some component (3.6): one without events says in what time it
counts its days. Lines end with CR LF and are folded at 75 octets (3.1), texts are escaped (3.3.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Gongkai//Gongkai//ZH"
OCTETS = 75
"""Of a line at most, without its end."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
DAY = timedelta(days=1)
BEIJING = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The component of a calendar that has no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that falls on a day."""

    uid: str
    """What it is known by and never changes."""
    on: date
    summary: str
    description: str = ""
    url: str = ""
    category: str = ""
    stamp: datetime
    """When it was last said: the release or the correction of its document."""
    sequence: int = 0
    """How often it was corrected."""


def calendar(name: str, description: str, events: Iterable[Event]) -> bytes:
    """A calendar as a file. Calendars that follow it ask again once a day (RFC 7986, 5.7)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # Of the two names the older one is the one most calendars show.
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"DESCRIPTION:{_escaped(description)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    said = [line for event in events for line in _event(event)]
    return "".join(_folded(line) for line in (*lines, *(said or BEIJING), "END:VCALENDAR")).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + DAY:%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    texts = {"DESCRIPTION": event.description, "CATEGORIES": event.category}
    yield from (f"{name}:{_escaped(text)}" for name, text in texts.items() if text)
    if event.url:
        yield f"URL:{event.url}"
    yield f"SEQUENCE:{event.sequence}"
    # Nobody is busy on the day a policy takes effect.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(ESCAPES)


def _folded(line: str) -> str:
    """A line with its end, cut between characters where it has too many octets; what goes on begins with a space."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts) + "\r\n"
