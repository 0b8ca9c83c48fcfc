"""RSS 2.0 (https://www.rssboard.org/rss-specification) and Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from plugins.catalog.dates import BEIJING
from plugins.catalog.site import Site
from plugins.engine.page import TEXTS
from plugins.feeds.archives import Place
from plugins.feeds.entries import Enclosure, Entry, FeedItem, content
from plugins.feeds.identity import permanent_id
from plugins.feeds.subjects import Subject
from plugins.frame.views import FeedFormat

NAMESPACE = "urn:gongkai:document:1"
"""The facts of a document. docs/feeds.md describes it for those who read it."""
NAMESPACES = {
    "gongkai": NAMESPACE,
    "fh": "http://purl.org/syndication/history/1.0",  # RFC 5005
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "at": "http://purl.org/atompub/tombstones/1.0",  # RFC 6721
}
GONGKAI, FH, DC, ATOM, CONTENT, AT = (f"{{{uri}}}" for uri in NAMESPACES.values())
IN_RSS = ("gongkai", "dc", "atom", "content")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SPECIFICATION = "http://www.rssboard.org/rss-specification"
GENERATOR = "Gongkai"
NEVER = datetime(2000, 1, 1, tzinfo=BEIJING)
"""When a feed without an entry changed last: a date there must be, and the clock is not asked."""

Element = Any
"""An element of lxml, which ships no types."""


def rss(site: Site, subject: Subject, entries: tuple[Entry, ...]) -> bytes:
    """The maker of RSS."""
    feed = etree.Element("rss", {"version": "2.0"}, nsmap=_prefixes(*IN_RSS))
    channel = _put(feed, "channel")
    _put(channel, "title", subject.title(site))
    _put(channel, "link", site.absolute(subject.home))
    _put(channel, "description", _description(site, subject))
    here = site.absolute(subject.feed.address(FeedFormat.RSS))
    _put(channel, f"{ATOM}link", href=here, rel="self", type=FeedFormat.RSS.media_type)
    if site.hub:
        _put(channel, f"{ATOM}link", href=site.hub, rel="hub")
    _put(channel, "docs", SPECIFICATION)
    _put(channel, "generator", GENERATOR)
    _put(channel, "language", site.language)
    _put(channel, "lastBuildDate", format_datetime(_updated(entries)))
    for item, text in entries:
        channel.append(deepcopy(_rss_item(site, item, text)))
    return _written(feed)


def atom(site: Site, subject: Subject, entries: tuple[Entry, ...], place: Place) -> bytes:
    """The maker of Atom: a live feed or, where `place.current` names one, an archive of it (RFC 5005, 4)."""
    gone = [item for item, _ in entries if item.withdrawn_on]
    prefixes = _prefixes("gongkai", *(("fh",) if place.current else ()), *(("at",) if gone else ()))
    feed = etree.Element(f"{ATOM}feed", {LANGUAGE: site.language}, nsmap=prefixes | {None: NAMESPACES["atom"]})
    _put(feed, f"{ATOM}id", permanent_id(site, subject.feed.base))
    _put(feed, f"{ATOM}title", subject.title(site))
    _put(feed, f"{ATOM}updated", _updated(entries).isoformat())
    _put(_put(feed, f"{ATOM}author"), f"{ATOM}name", site.organizer or site.name)
    chain = {"self": place.address, "current": place.current, "prev-archive": place.older, "next-archive": place.newer}
    for relation, address in chain.items():
        if address:
            _put(feed, f"{ATOM}link", href=site.absolute(address), rel=relation, type=FeedFormat.ATOM.media_type)
    if site.hub and not place.current:
        _put(feed, f"{ATOM}link", href=site.hub, rel="hub")
    _put(feed, f"{ATOM}link", href=site.absolute(subject.home), rel="alternate", type="text/html")
    _put(feed, f"{ATOM}generator", GENERATOR)
    _put(feed, f"{ATOM}subtitle", _description(site, subject))
    if place.current:
        _put(feed, f"{FH}archive")
    for item in gone:
        _tombstone(feed, site, item)
    for item, text in entries:
        feed.append(deepcopy(_atom_entry(site, item, text)))
    return _written(feed)


@lru_cache(maxsize=TEXTS)
def _rss_item(site: Site, item: FeedItem, text: str) -> Element:
    """An entry, made once for the many feeds it stands in: neighbours show the same documents. Whoever takes it copies it."""
    into, html = etree.Element("item", nsmap=_prefixes(*IN_RSS)), content(site, item, text)
    _put(into, "title", item.title)
    _put(into, "link", site.absolute(item.address))
    # A description is HTML to every reader of RSS: a plain summary is escaped into it.
    _put(into, "description", escape(item.summary or item.title, quote=False))
    _put(into, f"{CONTENT}encoded", html + _files(site, item.enclosures))
    _put(into, "guid", item.key, isPermaLink="false")
    for category in item.categories:
        _put(into, "category", category)
    _put(into, "pubDate", format_datetime(item.published_at))
    _put_facts(into, item)
    for agency in item.agencies:
        _put(into, f"{DC}creator", agency)
    return into


@lru_cache(maxsize=TEXTS)
def _atom_entry(site: Site, item: FeedItem, text: str) -> Element:
    """The same for Atom."""
    into, html = etree.Element(f"{ATOM}entry", nsmap=_prefixes("gongkai") | {None: NAMESPACES["atom"]}), content(site, item, text)
    _put(into, f"{ATOM}id", permanent_id(site, item.key))
    _put(into, f"{ATOM}title", item.title)
    _put(into, f"{ATOM}updated", item.updated_at.isoformat())
    for agency in item.agencies:
        _put(_put(into, f"{ATOM}author"), f"{ATOM}name", agency)
    _put(into, f"{ATOM}content", html, type="html")
    _put(into, f"{ATOM}link", href=site.absolute(item.address), rel="alternate", type="text/html")
    for file in item.enclosures:
        about = {"type": file.media_type, "title": file.name, "length": str(file.size)}
        _put(into, f"{ATOM}link", href=site.absolute(file.address), rel="enclosure", **about)
    if item.summary:
        _put(into, f"{ATOM}summary", item.summary)
    for category in item.categories:
        _put(into, f"{ATOM}category", term=category)
    _put(into, f"{ATOM}published", item.published_at.isoformat())
    _put_facts(into, item)
    return into


def _tombstone(into: Element, site: Site, item: FeedItem) -> None:
    """That an entry is gone (RFC 6721). The entry stays beside it, with the note alone: most readers know no tombstones."""
    grave = _put(into, f"{AT}deleted-entry", ref=permanent_id(site, item.key), when=item.updated_at.isoformat())
    for agency in item.agencies[:1]:
        _put(_put(grave, f"{AT}by"), f"{ATOM}name", agency)
    if item.summary:
        _put(grave, f"{AT}comment", item.summary)


def _put_facts(into: Element, item: FeedItem) -> None:
    """文号, 索引号, 发布机构, 有效性 and 撤回日期; what a document does not have has no element."""
    if item.document_number:
        _put(into, f"{GONGKAI}documentNumber", item.document_number)
    if item.index_number:
        _put(into, f"{GONGKAI}indexNumber", item.index_number)
    for agency in item.agencies:
        _put(into, f"{GONGKAI}issuingAgency", agency)
    if item.validity:
        _put(into, f"{GONGKAI}validity", item.validity.value, label=item.validity.label)
    if item.withdrawn_on:
        _put(into, f"{GONGKAI}withdrawnOn", item.withdrawn_on.isoformat())


def _files(site: Site, enclosures: tuple[Enclosure, ...]) -> str:
    """The attachments as a list in the text: an RSS item has room for one enclosure only."""
    links = (f'<li><a href="{escape(site.absolute(file.address))}">{escape(file.name)}</a></li>' for file in enclosures)
    return f"\n<p>附件：</p>\n<ul>{''.join(links)}</ul>" if enclosures else ""


def _description(site: Site, subject: Subject) -> str:
    return subject.description or site.description or site.name


def _updated(entries: tuple[Entry, ...]) -> datetime:
    return max((item.updated_at for item, _ in entries), default=NEVER)


def _prefixes(*names: str) -> dict[str | None, str]:
    return {name: NAMESPACES[name] for name in names}


def _put(into: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """One more element, after those that are there."""
    element = etree.SubElement(into, tag, attributes)
    element.text = text or None
    return element


def _written(feed: Element) -> bytes:
    return bytes(etree.tostring(feed, pretty_print=True, encoding="UTF-8", xml_declaration=True))
