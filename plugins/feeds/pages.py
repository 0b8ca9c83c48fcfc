"""The files of this room: each subject in three formats, its archives, the chains of policies, calendars, the page of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from plugins.catalog.catalog import Catalog
from plugins.catalog.lists import CALENDAR
from plugins.catalog.marks import Marks, digest
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.engine.page import Batch, Desk, Page
from plugins.feeds import calendars
from plugins.feeds.archives import Place, parts, places
from plugins.feeds.entries import entry
from plugins.feeds.json_feed import json_feed
from plugins.feeds.subjects import Group, Subject, Subscription, chain_subject, subscriptions
from plugins.feeds.xml import NAMESPACE, atom, rss
from plugins.frame.frame import Frame
from plugins.frame.timeline import calendar_of, chain
from plugins.frame.views import FeedFormat, FeedGroup, Way

ENTRIES = 4096
"""Entries kept at hand."""
ROLLING = Way("政策日历", CALENDAR, "今年和以后的日子都在里面，订阅一次就可以，到了下一年不用再订")
LIVE = 50
"""Documents a live feed holds. Fewer than 2 * PART - 1, and there would be a gap before the newest archive."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes. Feeds of one time follow each other: they hold the same documents."""
    desk, marks = Desk(partial(entry, catalog=catalog), ENTRIES), catalog.marks
    found = tuple(subscriptions(catalog))
    batches = (*(dated for one in found for dated in _files(one, desk, marks)), *_chains(catalog, desk))
    yield from (batch for _, batch in sorted(batches, key=itemgetter(0)))
    days = calendars.by_year(catalog)
    yield from calendars.rolling(days, catalog.as_of.date())
    yield from calendars.pages(days, marks)
    yield overview(Frame(catalog), found, days)


def live(records: Sequence[Record]) -> list[Record]:
    """What a live feed holds: the newest fifty, and as many older ones at most that were changed since; last changed first.

    Who has read an archive does not read it again: a correction and a withdrawal must come by (RFC 5005, 4.1).
    """
    newest, older = list(records[-LIVE:]), records[:-LIVE]
    since = newest[0].published_at if older else None
    changed = [record for record in older if (record.withdrawn_on if record.withdrawn else record.corrections)]
    again = [record for record in changed if since and record.updated_at and record.updated_at >= since]
    return sorted((*sorted(again, key=_changed)[-LIVE:], *newest), key=_changed, reverse=True)


def overview(frame: Frame, found: tuple[Subscription, ...], years: Iterable[int]) -> Page:
    """The page of subscriptions."""
    feeds = {group: tuple(one.subject.feed for one in found if one.group is group) for group in Group}
    groups = tuple(FeedGroup(name=group.value, title=group.label, feeds=feeds[group]) for group in Group if feeds[group])
    shown = tuple(map(calendar_of, sorted(years, reverse=True)))
    return frame.own("feeds", "/feeds/", "feeds.html", groups=groups, namespace=NAMESPACE, calendar=ROLLING, calendars=shown)


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


def _chains(catalog: Catalog, desk: Desk) -> Iterator[tuple[str, Batch]]:
    """The chains of policies that have one, some of a year together, each with the time of its oldest document."""
    for name, policies in Frame(catalog).chunks({Kind.POLICY}):
        chains = [(policy, found) for policy in policies if len(found := chain(policy, catalog)) > 1]
        if chains:
            key = digest(*(catalog.marks.wholes(found) for _, found in chains))
            yield _time(policies[:1]), Batch(f"feeds chains {name}", key, partial(_chains_of, chains, desk))


def _chains_of(chains: Sequence[tuple[Record, Sequence[Record]]], desk: Desk) -> Iterator[Page]:
    """That of a withdrawn policy stays: its followers read in it that it is gone."""
    for policy, records in chains:
        subject = chain_subject(policy)
        yield from _live(subject, desk, live(records), Place(address=subject.feed.address(FeedFormat.ATOM)))


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
