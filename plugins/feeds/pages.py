"""The files of this room: each subject in three formats, its archives, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.engine.page import Page
from plugins.feeds.archives import parts, places
from plugins.feeds.entries import Desk
from plugins.feeds.extension import NAMESPACE
from plugins.feeds.json_feed import json_feed
from plugins.feeds.subjects import Group, Subscription, subscriptions
from plugins.feeds.xml import atom, rss
from plugins.frame.frame import Frame
from plugins.frame.views import FeedFormat, FeedGroup

LIVE = 50
"""Documents a live feed holds. Fewer than 2 * PART - 1, and there would be a gap before the newest archive."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every page this plugin makes."""
    desk = Desk(catalog)
    found = tuple(subscriptions(catalog))
    for one in found:
        yield from _files(one, desk)
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


def _files(one: Subscription, desk: Desk) -> Iterator[Page]:
    """The three formats of one subject, and its archives."""
    feed = one.subject.feed
    inputs = {"subject": one.subject, "entries": desk.entries(live(one.records))}
    yield Page(_path(feed.address(FeedFormat.RSS)), rss, inputs)
    yield Page(_path(feed.address(FeedFormat.JSON)), json_feed, inputs)
    cut = parts(feed, one.records) if one.group.archived else []
    *stations, here = places(feed.address(FeedFormat.ATOM), [address for address, _ in cut])
    yield Page(_path(here.address), atom, {**inputs, "place": here})
    for place, (address, records) in zip(stations, cut, strict=True):
        archive = {"subject": one.subject, "entries": desk.entries(records[::-1]), "place": place}
        yield Page(_path(address), atom, archive)


def _path(address: str) -> str:
    return address.lstrip("/")


def _changed(record: Record) -> tuple[str, str]:
    return (record.updated_at.isoformat() if record.updated_at else "", record.path)
