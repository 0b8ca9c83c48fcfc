"""The faults of a feed document, whatever it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tests.plugins.feeds.feed_rules.atom import atom_faults
from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.names import ATOM, PREFIXES, XML, name_of
from tests.plugins.feeds.feed_rules.rss import rss_faults
from tests.plugins.feeds.feed_rules.values import LANGUAGE, uri_fault

DECLARATION = re.compile(rb"<\?xml\s+version=['\"]([^'\"]*)['\"](?:\s+encoding=['\"]([^'\"]*)['\"])?")
NAMESPACE = re.compile(r"xmlns:([\w.-]+)\s*=\s*[\"']([^\"']*)[\"']")
OUTSIDE = re.compile(rb"<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)")
OBSOLETE = "http://purl.org/atom/ns#"
KNOWN = frozenset({f"{{{ATOM}}}feed", "rss"})


def check(document: bytes, location: str, now: datetime) -> list[Fault]:
    """The faults of the feed that stands at `location`."""
    return list(_faults(document, location, now))


def _faults(document: bytes, location: str, now: datetime) -> Iterator[Fault]:
    declared = DECLARATION.match(document.removeprefix(b"\xef\xbb\xbf"))
    if declared:
        yield from _declaration_faults(document, *(part and part.decode() for part in declared.groups()))
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield Fault(name="SAXError", value=str(error))
        yield from _broken_faults(document)
        return
    if OUTSIDE.search(document):
        yield Fault(name="ContainsSystemEntity")
    yield from _namespace_faults(root)
    yield from _root_faults(root, location, now)


def _declaration_faults(document: bytes, version: str, encoding: str | None) -> Iterator[Fault]:
    if version != "1.0":
        yield Fault(name="BadXmlVersion", value=version)
    if encoding and encoding.lower() not in ("utf-8", "utf-16"):
        marked = document.startswith(b"\xef\xbb\xbf")
        yield Fault(name="UnicodeError" if marked else "NonstdEncoding", value=encoding)


def _broken_faults(document: bytes) -> Iterator[Fault]:
    """What can still be said of a document that is not well-formed."""
    begun = etree.fromstring(document, etree.XMLParser(recover=True, no_network=True))
    if begun is not None and begun.tag not in KNOWN:
        yield Fault(name="UndefinedElement", parent="root", element=name_of(begun))
    for prefix, uri in NAMESPACE.findall(document.decode("utf-8", "replace")):
        if fault := uri_fault(uri, full=False):
            yield Fault(name=fault, element=f"xmlns:{prefix}", value=uri)


def _namespace_faults(root: etree._Element) -> Iterator[Fault]:
    """Namespaces are URIs, well-known ones have their usual prefix, unknown ones are the reader's to skip."""
    spaces = {(prefix, uri) for element in root.iter("*") for prefix, uri in element.nsmap.items()}
    own = root.nsmap.get(root.prefix)
    for prefix, uri in sorted(spaces, key=str):
        if re.search(r"\s", uri):
            yield Fault(name="SAXError", value=uri)
        elif prefix == "atom" and uri == ATOM == own:
            yield Fault(name="AvoidNamespacePrefix", value=prefix)
        elif prefix in PREFIXES.values() and PREFIXES.get(uri) != prefix:
            yield Fault(name="ReservedPrefix", value=uri)
        elif uri not in (*PREFIXES, XML) and (fault := uri_fault(uri, full=False)):
            yield Fault(name=fault, element=f"xmlns:{prefix}", value=uri)
        elif uri not in (*PREFIXES, XML, own):
            yield Fault(name="UnknownNamespace", value=uri)
    for element in root.iter("*"):
        language = element.get(f"{{{XML}}}lang")
        if language and not LANGUAGE.fullmatch(language):
            yield Fault(name="InvalidLanguage", element="xml:lang", value=language)


def _root_faults(root: etree._Element, location: str, now: datetime) -> Iterator[Fault]:
    space, name = etree.QName(root).namespace, etree.QName(root).localname
    if root.tag == f"{{{ATOM}}}feed":
        yield from atom_faults(root, location, now)
    elif root.tag == "rss":
        yield from rss_faults(root, location, now)
    elif name == "feed" and space is None:
        yield Fault(name="MissingNamespace", parent="root", element="feed")
    elif name == "feed" and space == OBSOLETE:
        yield Fault(name="ObsoleteNamespace", parent="root", element="feed")
    elif name == "feed":
        yield Fault(name="InvalidNamespace", parent="root", element="feed", value=space or "")
    else:
        yield Fault(name="UndefinedElement", parent="root", element=name_of(root))
