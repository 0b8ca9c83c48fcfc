"""RSS 2.0 and Atom 1.0 (RFC 4287), through feedgen."""

from __future__ import annotations

from datetime import datetime
from html import escape

from plugins.catalog.site import Site
from plugins.catalog.values import BEIJING
from plugins.feeds.archives import Place
from plugins.feeds.entries import Enclosure, Entries, FeedItem, content
from plugins.feeds.extension import ArchiveExtension, DocumentEntryExtension, DocumentExtension
from plugins.feeds.identity import permanent_id
from plugins.feeds.mended import MendedEntry, MendedFeed
from plugins.feeds.subjects import Subject
from plugins.frame.views import FeedFormat

GENERATOR = "Gongkai"
NEVER = datetime(2000, 1, 1, tzinfo=BEIJING)
"""When a feed without an entry changed last: a date there must be, and the clock is not asked."""


def rss(site: Site, subject: Subject, entries: Entries) -> bytes:
    """The maker of RSS."""
    feed = _feed(site, subject, entries)
    feed.load_extension("dc", atom=False, rss=True)
    here = site.absolute(subject.feed.address(FeedFormat.RSS))
    feed.links(site.absolute(subject.home), {"self": here}, FeedFormat.RSS.media_type)
    for item, text in entries:
        entry = _entry(item)
        feed.add(entry)
        entry.gongkai.item = item
        entry.guid(item.key, permalink=False)
        entry.link(href=site.absolute(item.address))
        # A description is HTML to every reader of RSS: a plain summary is escaped into it.
        entry.description(escape(item.summary or item.title, quote=False), isSummary=True)
        entry.content(content(site, item, text) + _files(site, item.enclosures))
        entry.dc.dc_creator(list(item.agencies))
    return bytes(feed.rss_str(pretty=True))


def atom(site: Site, subject: Subject, entries: Entries, place: Place) -> bytes:
    """The maker of Atom: a live feed or, where `place.current` names one, an archive of it."""
    feed = _feed(site, subject, entries)
    feed.id(permanent_id(site, subject.feed.base))
    feed.author(name=site.organizer or site.name)
    chain = {"self": place.address, "current": place.current, "prev-archive": place.older, "next-archive": place.newer}
    urls = {relation: site.absolute(address) for relation, address in chain.items() if address}
    feed.links(site.absolute(subject.home), urls, FeedFormat.ATOM.media_type)
    if place.current:
        feed.register_extension("archive", ArchiveExtension)
    for item, text in entries:
        entry = _entry(item)
        feed.add(entry)
        entry.gongkai.item = item
        entry.id(permanent_id(site, item.key))
        entry.author([{"name": agency} for agency in item.agencies])
        entry.link(href=site.absolute(item.address), rel="alternate", type="text/html")
        for file in item.enclosures:
            url = site.absolute(file.address)
            entry.link(href=url, rel="enclosure", type=file.media_type, title=file.name, length=str(file.size))
        if item.summary:
            entry.summary(item.summary)
        entry.content(content(site, item, text), type="html")
    return bytes(feed.atom_str(pretty=True))


def _feed(site: Site, subject: Subject, entries: Entries) -> MendedFeed:
    """What both formats say of the feed."""
    feed = MendedFeed(updated=max((item.updated_at for item, _ in entries), default=NEVER))
    feed.title(subject.title(site))
    feed.description(subject.description or site.description or site.name)
    feed.language(site.language)
    feed.generator(GENERATOR)
    feed.register_extension("gongkai", DocumentExtension, DocumentEntryExtension)
    return feed


def _entry(item: FeedItem) -> MendedEntry:
    """What both formats say of a document."""
    entry = MendedEntry(published=item.published_at, updated=item.updated_at)
    entry.title(item.title)
    for category in item.categories:
        entry.category(term=category)
    return entry


def _files(site: Site, enclosures: tuple[Enclosure, ...]) -> str:
    """The attachments as a list in the text: an RSS item has room for one enclosure only."""
    links = (f'<li><a href="{escape(site.absolute(file.address))}">{escape(file.name)}</a></li>' for file in enclosures)
    return f"\n<p>附件：</p>\n<ul>{''.join(links)}</ul>" if enclosures else ""
