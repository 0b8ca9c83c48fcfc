"""Namespaces, and names as the validator writes them: `content:encoded`, `link`."""

from __future__ import annotations

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {
    ATOM: "atom",
    CONTENT: "content",
    DC: "dc",
    XHTML: "xhtml",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://web.resource.org/cc/": "cc",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
}
"""Well-known namespaces with the prefix everyone expects."""


def name_of(element: etree._Element, home: str = "") -> str:
    """The name of an element; the namespace the feed itself is in has no prefix."""
    qualified = etree.QName(element)
    space = qualified.namespace or ""
    if space == home:
        return qualified.localname
    return f"{PREFIXES.get(space, element.prefix or '')}:{qualified.localname}"


def children(element: etree._Element) -> list[etree._Element]:
    """The elements in an element, without comments and instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def text_of(element: etree._Element) -> str:
    """The text of an element itself and of what is in it."""
    return "".join(element.itertext("*"))
