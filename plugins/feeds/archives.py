"""Year archives (RFC 5005, 4): everything a subject ever published, walked from the live feed backwards.

A year is cut into parts from its oldest document on, as its list is cut into pages. A harvester that has read a part never
asks for it again, so a part is published only when it no longer grows: the newest documents of the running year stand in the
live feed alone, and those are always fewer than the live feed holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.catalog.catalog import years
from plugins.catalog.record import Record
from plugins.frame.views import Feed

PART = 25
"""Documents in a part. Twice as many, less one, are at most in no archive, so the live feed must hold that many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document of a feed stands in the chain, in site paths. `current` is the live feed, empty where it is this one."""

    address: str
    current: str = ""
    older: str = ""
    newer: str = ""


def parts(feed: Feed, records: Sequence[Record]) -> list[tuple[str, tuple[Record, ...]]]:
    """Every archive of a subject, oldest first: its site path, `/feeds/policies/2026-1.atom`, and its records."""
    by_year = sorted(years(records))
    return [
        (f"{feed.base}/{year}-{number}.atom", part)
        for year, of_year in by_year
        for number, part in enumerate(_cut(of_year, over=year != by_year[-1][0]), 1)
    ]


def places(live: str, addresses: Sequence[str]) -> Iterator[Place]:
    """The place of each archive in the chain, then that of the live feed."""
    for older, address, newer in zip(("", *addresses), addresses, (*addresses[1:], ""), strict=False):
        yield Place(address=address, current=live, older=older, newer=newer)
    yield Place(address=live, older=addresses[-1] if addresses else "")


def _cut(records: tuple[Record, ...], *, over: bool) -> Iterator[tuple[Record, ...]]:
    """The parts of a year that stay as they are; when the year is over, the rest is one more."""
    frozen = max(0, len(records) // PART - 1) * PART
    yield from (records[at : at + PART] for at in range(0, frozen, PART))
    if over:
        yield records[frozen:]
