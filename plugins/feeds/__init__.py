"""Feeds: RSS 2.0 of everything, through feedgen.

feedgen's recorded faults are met here: every date is given (it stamps now otherwise), entries are appended (it prepends),
the self link is added before the alternate one (the channel link is the last added).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from feedgen.feed import FeedGenerator

from plugins.catalog.addresses import FEED
from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Kind
from plugins.engine.page import Page, StoredText, text_of
from plugins.engine.signals import paging

SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A record as a feed shows it. `id` never changes: the index number, or the address where there is none."""

    id: str
    title: str
    address: str
    agency: str
    categories: tuple[str, ...]
    published_at: datetime
    summary: str


def pages(catalog: Catalog) -> Iterator[Page]:
    """The feed of everything, newest first."""
    records = [record for record in catalog.released if record.kind is not Kind.PAGE][::-1][:SIZE]
    items = tuple(_item(record) for record in records)
    texts = tuple(_text(record, catalog) for record in records)
    yield Page(FEED.lstrip("/"), rss, {"items": items, "texts": texts})


def rss(site: Site, items: tuple[FeedItem, ...], texts: tuple[str, ...]) -> bytes:
    """The maker: bytes that change only when an item does."""
    feed = FeedGenerator()
    feed.title(site.name)
    feed.description(site.description or site.name)
    feed.language(site.language)
    feed.generator("Gongkai")
    feed.link(href=site.absolute(FEED), rel="self", type="application/rss+xml")
    feed.link(href=site.absolute("/"), rel="alternate")
    if items:
        feed.lastBuildDate(max(item.published_at for item in items))
    else:
        feed.lastBuildDate("Thu, 01 Jan 1970 00:00:00 +0000")
    for item, text in zip(items, texts, strict=True):
        entry = feed.add_entry(order="append")
        entry.title(item.title)
        entry.guid(item.id, permalink=item.id.startswith(site.url))
        entry.link(href=site.absolute(item.address))
        entry.pubDate(item.published_at)
        entry.description(item.summary or item.title, isSummary=True)
        entry.content(_absolute(str(text), site), type="CDATA")
        for category in (item.agency, *item.categories):
            if category:
                entry.category(term=category)
    return bytes(feed.rss_str(pretty=True))


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)


def _item(record: Record) -> FeedItem:
    assert record.published_at is not None
    return FeedItem(
        id=record.index_number or record.address,
        title=f"【已撤回】{record.title}" if record.withdrawn else record.title,
        address=record.address,
        agency=record.issuing_agency,
        categories=(record.kind.label, *record.themes),
        published_at=record.published_at,
        summary=record.withdrawal_note if record.withdrawn else record.summary,
    )


def _text(record: Record, catalog: Catalog) -> StoredText | str:
    if record.withdrawn:
        return record.withdrawal_note
    return text_of(record, catalog)


def _absolute(html: str, site: Site) -> str:
    """Links of a text as a reader far from the site needs them."""
    return html.replace('href="/', f'href="{site.url}/').replace('src="/', f'src="{site.url}/')
