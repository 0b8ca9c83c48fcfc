"""Atom 1.0 (RFC 4287), as far as our feeds use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.links import duplicate_links, link_faults
from tests.plugins.feeds.feed_rules.markup import html_faults
from tests.plugins.feeds.feed_rules.names import ATOM, XHTML, children, name_of, text_of
from tests.plugins.feeds.feed_rules.values import BAD_CHARACTER, MIME, canonical, contains_html, rfc3339_fault, uri_fault

ONCE = {
    "feed": frozenset("id title updated subtitle generator icon logo rights".split()),
    "entry": frozenset("id title updated published content summary rights source".split()),
    "person": frozenset("name uri email".split()),
}
OFTEN = {
    "feed": frozenset("author contributor category link entry".split()),
    "entry": frozenset("author contributor category link".split()),
    "person": frozenset(),
}
NEEDED = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated"), "person": ("name",)}
PERSONS = frozenset({"author", "contributor"})
TEXTS = frozenset({"title", "subtitle", "summary", "rights"})
SHORT_TYPES = frozenset({"text", "html", "xhtml"})
ARCHIVE = "fh:archive"


def atom_faults(feed: etree._Element, location: str, now: datetime) -> Iterator[Fault]:
    """The faults of a feed document."""
    yield from _members(feed, "feed", "feed", location, now)
    entries = [child for child in children(feed) if name_of(child, ATOM) == "entry"]
    authored = "author" in {name_of(child, ATOM) for child in children(feed)}
    for entry in entries:
        yield from _members(entry, "entry", "entry", location, now)
        yield from _entry_faults(entry, authored)
    yield from _twice(entries, "id", "DuplicateEntries")
    yield from _twice(entries, "updated", "DuplicateUpdated")
    yield from _feed_links(feed)


def _members(element: etree._Element, name: str, sort: str, location: str, now: datetime) -> Iterator[Fault]:
    """What is in a feed, an entry or a person: known, once where once is meant, there where it must be."""
    seen: list[str] = []
    for child in children(element):
        member = name_of(child, ATOM)
        space = etree.QName(child).namespace
        if space is None:
            yield Fault(name="UndeterminableVocabulary", parent=name, element=etree.QName(child).localname)
        elif space == ATOM and member not in ONCE[sort] | OFTEN[sort]:
            yield Fault(name="UndefinedElement", parent=name, element=member)
        elif space == ATOM:
            if member in ONCE[sort] and member in seen:
                yield Fault(name="DuplicateElement", parent=name, element=member)
            yield from _member_faults(child, name, member, location, now)
        seen.append(member)
    for needed in NEEDED[sort]:
        if needed not in seen:
            yield Fault(name="MissingElement", parent=name, element=needed)
    links = [child for child in children(element) if name_of(child, ATOM) == "link"]
    yield from duplicate_links(links, name)


def _member_faults(child: etree._Element, parent: str, name: str, location: str, now: datetime) -> Iterator[Fault]:
    """The faults of one element of Atom's own."""
    there = {"parent": parent, "element": name}
    text = text_of(child)
    if name in PERSONS:
        yield from _members(child, name, "person", location, now)
    elif name == "link":
        yield from link_faults(child, parent, name, location)
    elif name == "category":
        yield from _category_faults(child, there)
    elif name == "content":
        yield from _content_faults(child, there)
    elif name in TEXTS:
        yield from _text_faults(child, there)
    elif name in ("name", "generator"):
        yield from _plain_faults(text, there)
        if (uri := child.get("uri")) is not None and (fault := uri_fault(uri, full=False)):
            yield Fault(name="InvalidLink" if fault == "InvalidFullLink" else fault, attr="uri", value=uri, **there)
    elif name in ("id", "uri", "updated", "published"):
        yield from _strict_faults(text, there, now)


def _strict_faults(text: str, there: dict[str, str], now: datetime) -> Iterator[Fault]:
    """Ids, URIs and dates: no white space around them, and of their form."""
    name = there["element"]
    if text != text.strip():
        yield Fault(name="UnexpectedWhitespace", **there)
    text = text.strip()
    fault = rfc3339_fault(text, now) if name in ("updated", "published") else uri_fault(text, full=name == "id")
    if fault:
        yield Fault(name=fault, value=text, **there)
    elif name == "id" and canonical(text) != text:
        yield Fault(name="NonCanonicalURI", value=text, **there)


def _plain_faults(text: str, there: dict[str, str], html: str = "ContainsHTML") -> Iterator[Fault]:
    if not text.strip():
        yield Fault(name="NotBlank", **there)
    if contains_html(text):
        yield Fault(name=html, value=text, **there)
    if BAD_CHARACTER.search(text):
        yield Fault(name="BadCharacters", value=text, **there)


def _text_faults(child: etree._Element, there: dict[str, str]) -> Iterator[Fault]:
    """A text construct: plain text or HTML; a media type is no type of it."""
    type_ = child.get("type", "text")
    if not type_:
        yield Fault(name="AttrNotBlank", attr="type", **there)
    elif type_ not in SHORT_TYPES:
        yield Fault(name="InvalidTextType" if MIME.fullmatch(type_) else "InvalidMIMEType", attr="type", value=type_, **there)
    elif type_ == "xhtml":
        yield from _xhtml_faults(child, there)
        return
    yield from _inline_faults(child, type_, there)


def _content_faults(child: etree._Element, there: dict[str, str]) -> Iterator[Fault]:
    """Content in the entry itself: plain text or HTML. Other sorts are named, and looked at no closer."""
    type_ = child.get("type", "text")
    if not type_:
        yield Fault(name="AttrNotBlank", attr="type", **there)
    elif type_ not in SHORT_TYPES and (not MIME.fullmatch(type_) or type_.startswith("multipart/")):
        yield Fault(name="InvalidMIMEType", attr="type", value=type_, **there)
    elif type_ == "xhtml":
        yield from _xhtml_faults(child, there)
    elif type_ in ("text", "html") or type_.startswith("text/"):
        yield from _inline_faults(child, type_, there)


def _inline_faults(child: etree._Element, type_: str, there: dict[str, str]) -> Iterator[Fault]:
    for inner in children(child):
        yield Fault(name="UndefinedElement", parent=there["element"], element=name_of(inner, ATOM))
    text = text_of(child)
    if not text.strip() and not len(child):
        yield Fault(name="NotBlank", **there)
    if type_ in ("html", "text/html"):
        yield from html_faults(text, **there)
    elif contains_html(text):
        yield Fault(name="ContainsUndeclaredHTML", value=text, **there)
    if BAD_CHARACTER.search(text):
        yield Fault(name="BadCharacters", value=text, **there)


def _xhtml_faults(child: etree._Element, there: dict[str, str]) -> Iterator[Fault]:
    inside = children(child)
    if not inside or any(inner.tag != f"{{{XHTML}}}div" for inner in inside):
        yield Fault(name="MissingXhtmlDiv", **there)


def _category_faults(child: etree._Element, there: dict[str, str]) -> Iterator[Fault]:
    if child.get("term") is None:
        yield Fault(name="MissingAttribute", attr="term", **there)
    if (scheme := child.get("scheme")) is not None and (fault := uri_fault(scheme, full=True)):
        yield Fault(name=fault, parent="category", element="scheme", value=scheme)


def _entry_faults(entry: etree._Element, authored: bool) -> Iterator[Fault]:
    """What holds for an entry as a whole."""
    names = [name_of(child, ATOM) for child in children(entry)]
    source = next((child for child in children(entry) if name_of(child, ATOM) == "source"), None)
    sourced = source is not None and "author" in {name_of(child, ATOM) for child in children(source)}
    if "author" not in names and not authored and not sourced:
        yield Fault(name="MissingElement", parent="entry", element="author")
    alternates = [child for child in entry.findall(f"{{{ATOM}}}link") if child.get("rel", "alternate") == "alternate"]
    if "content" not in names and not alternates:
        yield Fault(name="MissingContentOrAlternate", parent="entry")


def _feed_links(feed: etree._Element) -> Iterator[Fault]:
    """A feed says where it is; an archive says what it is an archive of (RFC 5005)."""
    relations = {link.get("rel", "alternate") for link in feed.findall(f"{{{ATOM}}}link")}
    relations |= {relation.rpartition("/")[2] for relation in relations}
    if "self" not in relations:
        yield Fault(name="MissingSelf", parent="feed")
    if any(name_of(child, ATOM) == ARCHIVE for child in children(feed)) and "current" not in relations:
        yield Fault(name="MissingCurrentInArchive", parent="feed")


def _twice(entries: list[etree._Element], name: str, fault: str) -> Iterator[Fault]:
    values = [element.text for entry in entries for element in entry.findall(f"{{{ATOM}}}{name}")]
    for value in dict.fromkeys(value for value in values if value and values.count(value) > 1):
        yield Fault(name=fault, parent="entry", element=name, value=value)
