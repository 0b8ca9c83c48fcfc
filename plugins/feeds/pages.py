"""The files of this room: each subject in three formats, its archives, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter

from plugins.catalog.catalog import Catalog
from plugins.catalog.marks import Marks, digest
from plugins.catalog.record import Record
from plugins.engine.page import Batch, Desk, Page
from plugins.feeds.archives import Place, parts, places
from plugins.feeds.entries import entry
from plugins.feeds.json_feed import json_feed
from plugins.feeds.subjects import Group, Subject, Subscription, subscriptions
from plugins.feeds.xml import NAMESPACE, atom, rss
from plugins.frame.frame import Frame
from plugins.frame.views import FeedFormat, FeedGroup

ENTRIES = 4096
"""Entries kept at hand."""
LIVE = 50
"""Documents a live feed holds. Fewer than 2 * PART - 1, and there would be a gap before the newest archive."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes. Feeds of one time follow each other: they hold the same documents."""
    desk, marks = Desk(partial(entry, catalog=catalog), ENTRIES), catalog.marks
    found = tuple(subscriptions(catalog))
    batches = (dated for one in found for dated in _files(one, desk, marks))
    yield from (batch for _, batch in sorted(batches, key=itemgetter(0)))
    yield overview(Frame(catalog), found)


def live(records: Sequence[Record]) -> list[Record]:
    """What a live feed holds: the newest fifty, and as many older ones at most that were corrected since; last changed first.

    Who has read an archive does not read it again: a correction must come by (RFC 5005, 4.1).
    """
    newest, older = list(records[-LIVE:]), records[:-LIVE]
    since = newest[0].published_at if older else None
    corrected = [record for record in older if record.corrections and not record.withdrawn]
    again = [record for record in corrected if since and record.updated_at and record.updated_at >= since]
    return sorted((*sorted(again, key=_changed)[-LIVE:], *newest), key=_changed, reverse=True)


def overview(frame: Frame, found: tuple[Subscription, ...]) -> Page:
    """The page of subscriptions."""
    feeds = {group: tuple(one.subject.feed for one in found if one.group is group) for group in Group}
    groups = tuple(FeedGroup(name=group.value, title=group.label, feeds=feeds[group]) for group in Group if feeds[group])
    return frame.own("feeds", "/feeds/", "feeds.html", groups=groups, namespace=NAMESPACE)


def _files(one: Subscription, desk: Desk, marks: Marks) -> Iterator[tuple[str, Batch]]:
    """The three formats of one subject, and its archives, each with the time of its oldest document."""
    feed, shown = one.subject.feed, live(one.records)
    cut = parts(feed, one.records) if one.group.archived else []
    *stations, here = places(feed.address(FeedFormat.ATOM), [address for address, _ in cut])
    key = digest(repr(one.subject), marks.wholes(shown), repr(here))
    yield _time(shown[-1:]), Batch(f"feeds {feed.base}", key, partial(_live, one.subject, desk, shown, here))
    for place, (_, records) in zip(stations, cut, strict=True):
        key = digest(repr(one.subject), marks.wholes(records), repr(place))
        yield _time(records[:1]), Batch(f"feeds {place.address}", key, partial(_archive, one.subject, desk, records, place))


def _live(subject: Subject, desk: Desk, records: Sequence[Record], place: Place) -> Iterator[Page]:
    inputs = {"subject": subject, "entries": desk.inputs(records)}
    yield Page(_path(subject.feed.address(FeedFormat.RSS)), rss, inputs)
    yield Page(_path(subject.feed.address(FeedFormat.JSON)), json_feed, inputs)
    yield Page(_path(place.address), atom, {**inputs, "place": place})


def _archive(subject: Subject, desk: Desk, records: Sequence[Record], place: Place) -> Iterator[Page]:
    yield Page(_path(place.address), atom, {"subject": subject, "entries": desk.inputs(records[::-1]), "place": place})


def _time(records: Sequence[Record]) -> str:
    return "".join(str(record.published_at) for record in records)


def _path(address: str) -> str:
    return address.lstrip("/")


def _changed(record: Record) -> tuple[str, str]:
    return (record.updated_at.isoformat() if record.updated_at else "", record.path)
