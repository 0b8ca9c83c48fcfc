"""RSS 2.0 with content:encoded, dc:creator and atom:link, as far as our feeds use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.links import link_faults
from tests.plugins.feeds.feed_rules.markup import html_faults
from tests.plugins.feeds.feed_rules.names import PREFIXES, XML, children, name_of, text_of
from tests.plugins.feeds.feed_rules.values import BAD_CHARACTER, LANGUAGE, contains_html, rfc2822_fault, uri_fault

ONCE = {
    "channel": frozenset(
        "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image "
        "rating textInput skipHours skipDays".split()
    ),
    "item": frozenset("title link description author comments enclosure guid pubDate source content:encoded".split()),
}
OFTEN = {"channel": frozenset({"item", "category"}), "item": frozenset({"category"})}
NEEDED = {"title": "MissingTitle", "link": "MissingLink", "description": "MissingDescription"}
ATTRIBUTES = {
    "rss": {"version"},
    "guid": {"isPermaLink"},
    "category": {"domain"},
    "source": {"url"},
    "enclosure": {"url", "length", "type"},
    "cloud": {"domain", "path", "registerProcedure", "protocol", "port"},
}
SAME = {
    "channel": (
        ("title", "dc:title"),
        ("language", "dc:language"),
        ("copyright", "dc:rights"),
        ("webMaster", "dc:publisher"),
        ("managingEditor", "dc:creator"),
        ("pubDate", "dc:date"),
        ("lastBuildDate", "dcterms:modified"),
        ("category", "dc:subject"),
    ),
    "item": (
        ("guid", "atom:id"),
        ("author", "dc:creator"),
        ("category", "dc:subject"),
        ("pubDate", "dc:date"),
        ("pubDate", "atom:published"),
        ("source", "dc:source"),
    ),
}
"""Elements that say the same: one of them is enough."""
DATES = frozenset({"pubDate", "lastBuildDate"})


def rss_faults(rss: etree._Element, location: str, now: datetime) -> Iterator[Fault]:
    """The faults of a feed."""
    channel = rss.find("channel")
    if channel is None:
        yield Fault(name="MissingElement", parent="rss", element="channel")
        return
    for element in rss.iter("*"):
        yield from _attribute_faults(element)
    yield from _members(channel, "channel", location, now)
    names = [name_of(child) for child in children(channel)]
    for needed, fault in NEEDED.items():
        if needed not in names:
            yield Fault(name=fault, parent="channel", element=needed)
    if not any(link.get("rel") == "self" for link in children(channel) if name_of(link) == "atom:link"):
        yield Fault(name="MissingSelf", parent="channel")
    items = channel.findall("item")
    for item in items:
        yield from _members(item, "item", location, now)
        yield from _item_faults(item)
    guids = [text_of(guid).strip() for item in items for guid in item.findall("guid")]
    for guid in dict.fromkeys(guid for guid in guids if guids.count(guid) > 1):
        yield Fault(name="DuplicateValue", parent="item", element="guid", value=guid)


def _members(element: etree._Element, parent: str, location: str, now: datetime) -> Iterator[Fault]:
    """What is in a channel or an item: known, once where once is meant, of its form."""
    seen: list[str] = []
    for child in children(element):
        name = name_of(child)
        if ":" not in name and name not in ONCE[parent] | OFTEN[parent]:
            yield Fault(name="UndefinedElement", parent=parent, element=name.replace("_", ":", 1))
        if name in ONCE[parent] and name in seen:
            yield Fault(name="DuplicateElement", parent=parent, element=name)
        yield from _member_faults(child, parent, name, location, now)
        seen.append(name)
    if parent == "item" and any(child.get("src") is None for child in children(element) if name_of(child) == "atom:content"):
        yield Fault(name="DuplicateDescriptionSemantics", parent=parent, element="atom:content")
    for core, other in SAME[parent]:
        if core in seen and other in seen:
            fault = "DuplicateItemSemantics" if parent == "item" else "DuplicateSemantics"
            yield Fault(name=fault, parent=parent, element=core, value=other)


def _member_faults(child: etree._Element, parent: str, name: str, location: str, now: datetime) -> Iterator[Fault]:
    """The faults of one element."""
    there = {"parent": parent, "element": name}
    text = text_of(child).strip()
    if name in ("title", "category") or (name, parent) == ("description", "channel"):
        yield from _plain_faults(text, there)
    elif name in ("description", "content:encoded"):
        yield from html_faults(text, **there)
    elif name in ("link", "docs", "comments") or name in DATES:
        if fault := rfc2822_fault(text, now) if name in DATES else uri_fault(text, full=True):
            yield Fault(name=fault, value=text, **there)
    elif name == "language" and not LANGUAGE.fullmatch(text):
        yield Fault(name="InvalidLanguage", value=text, **there)
    elif name == "guid":
        yield from _guid_faults(child, text, there)
    elif name == "atom:link":
        yield from link_faults(child, parent, name, location)
    if BAD_CHARACTER.search(text):
        yield Fault(name="BadCharacters", value=text, **there)


def _plain_faults(text: str, there: dict[str, str]) -> Iterator[Fault]:
    if not text and there["element"] != "description":
        yield Fault(name="NotBlank", **there)
    if contains_html(text):
        yield Fault(name="ContainsHTML", value=text, **there)


def _guid_faults(child: etree._Element, text: str, there: dict[str, str]) -> Iterator[Fault]:
    """A guid is a URL, unless it says that it is none; it is long enough to be of one document only."""
    permanent = child.get("isPermaLink", "true")
    if permanent not in ("true", "false"):
        yield Fault(name="InvalidBooleanAttribute", parent=there["parent"], element="guid", attr="isPermaLink", value=permanent)
    elif permanent == "true" and (not text or uri_fault(text, full=True)):
        yield Fault(name="InvalidHttpGUID", value=text, **there)
    elif permanent == "true" and text.lower().startswith(("tag:", "urn:uuid:")):
        yield Fault(name="InvalidPermalink", value=text, **there)
    elif permanent == "false" and text.isdecimal() and len(text) < 9:
        yield Fault(name="NotSufficientlyUnique", value=text, **there)


def _item_faults(item: etree._Element) -> Iterator[Fault]:
    """What holds for an item as a whole."""
    names = {name_of(child) for child in children(item)}
    if not names & {"title", "description"}:
        yield Fault(name="ItemMustContainTitleOrDescription", parent="channel", element="item")
    if "guid" not in names:
        yield Fault(name="MissingGuid", parent="item", element="guid")


def _attribute_faults(element: etree._Element) -> Iterator[Fault]:
    name = name_of(element)
    if ":" in name:
        return
    for attribute in element.attrib:
        space = etree.QName(attribute).namespace
        foreign = space is not None and space != XML and space not in PREFIXES
        if not foreign and space != XML and attribute not in ATTRIBUTES.get(name, ()):
            yield Fault(name="UnexpectedAttribute", parent=name, element=name, attr=str(attribute))
