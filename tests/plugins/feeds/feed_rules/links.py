"""The link element of Atom, in Atom feeds and in RSS."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.names import XML
from tests.plugins.feeds.feed_rules.values import BAD_CHARACTER, LANGUAGE, MIME, contains_html, uri_fault

IANA = "http://www.iana.org/assignments/relation/"
HISTORY = frozenset("current first last next next-archive prev-archive previous".split())
RELATIONS = HISTORY | frozenset(
    "alternate describedby edit edit-media enclosure hub license payment related replies search self service up via".split()
)
FEED_TYPES = frozenset({"application/atom+xml", "application/rss+xml", "application/rdf+xml"})


def link_faults(link: etree._Element, parent: str, element: str, location: str) -> Iterator[Fault]:
    """The faults of one link; `location` is where the feed is."""
    relation = link.get("rel", "alternate").removeprefix(IANA)
    there = {"parent": parent, "element": element}
    if relation not in RELATIONS and (":" not in relation or uri_fault(relation, full=True)):
        yield Fault(name="UnregisteredAtomLinkRel" if relation else "AttrNotBlank", attr="rel", value=relation, **there)
    if relation in HISTORY and parent == "entry":
        yield Fault(name="FeedHistoryRelInEntry", attr="rel", value=relation, **there)
    yield from _attribute_faults(link, relation, there)
    if (link.text or "").strip():
        yield Fault(name="AtomLinkNotEmpty", **there)
    href = link.get("href")
    if href is None:
        yield Fault(name="MissingHref", attr="href", **there)
        return
    if fault := uri_fault(href, full=False):
        yield Fault(name=fault, parent=parent, element="href", value=href)
    if relation == "self" and parent in ("feed", "channel"):
        yield from _self_faults(link, href, there, location)


def duplicate_links(links: list[etree._Element], parent: str) -> Iterator[Fault]:
    """Two alternates of one type in one language (RFC 4287, 4.1.1)."""
    seen = set()
    for link in links:
        sort = (link.get("rel", "alternate"), link.get("type", ""), link.get("hreflang", ""))
        if sort[0] == "alternate" and sort in seen:
            yield Fault(name="DuplicateAtomLink", parent=parent, element="link", value=link.get("href", ""))
        seen.add(sort)


def _attribute_faults(link: etree._Element, relation: str, there: dict[str, str]) -> Iterator[Fault]:
    type_, title, length, language = (link.get(name) for name in ("type", "title", "length", "hreflang"))
    if type_ is not None and not MIME.fullmatch(type_):
        yield Fault(name="InvalidMIMEType", attr="type", value=type_, **there)
    elif type_ and relation == "self" and type_.split(";")[0] not in FEED_TYPES:
        yield Fault(name="SelfNotAtom", attr="type", value=type_, **there)
    if title is not None and not title.strip():
        yield Fault(name="AttrNotBlank", attr="title", **there)
    if title and contains_html(title):
        yield Fault(name="ContainsHTML", attr="title", value=title, **there)
    if title and BAD_CHARACTER.search(title):
        yield Fault(name="BadCharacters", parent="link", element="title", value=title)
    if length is not None and not length.isdecimal():
        yield Fault(name="InvalidInteger", attr="length", value=length, **there)
    if language is not None and not LANGUAGE.fullmatch(language):
        yield Fault(name="InvalidLanguage", attr="hreflang", value=language, **there)


def _self_faults(link: etree._Element, href: str, there: dict[str, str], location: str) -> Iterator[Fault]:
    base = link.base or ""
    bases = [one.get(f"{{{XML}}}base", "") for one in (link, *link.iterancestors())]
    if not urlsplit(href).netloc and not any(urlsplit(one).netloc for one in bases):
        yield Fault(name="RelativeSelf", value=href, **there)
    if urljoin(base if any(bases) else location, href).split("#")[0] != location.split("#")[0]:
        yield Fault(name="SelfDoesntMatchLocation", value=href, **there)
