"""What our feeds say beside the standards: the facts of a document, and that a file is an archive.

Extensions as feedgen wants them. docs/feeds.md describes the namespace for those who read it.
"""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from plugins.feeds.entries import FeedItem

NAMESPACE = "urn:gongkai:document:1"
HISTORY = "http://purl.org/syndication/history/1.0"
"""RFC 5005."""

Element = object
"""An element of lxml, which ships no types."""


class DocumentExtension(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """Declares the namespace of the facts."""

    def extend_ns(self) -> dict[str, str]:
        """Prefix to namespace."""
        return {"gongkai": NAMESPACE}


class DocumentEntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """文号, 索引号, 发布机构 and 有效性 of an entry; what a document does not have has no element."""

    item: FeedItem | None = None

    def extend_atom(self, entry: Element) -> Element:
        """The facts in an Atom entry."""
        return self._extend(entry)

    def extend_rss(self, entry: Element) -> Element:
        """The facts in an RSS item."""
        return self._extend(entry)

    def _extend(self, entry: Element) -> Element:
        if self.item is None:
            return entry
        numbers = (("documentNumber", self.item.document_number), ("indexNumber", self.item.index_number))
        agencies = (("issuingAgency", agency) for agency in self.item.agencies)
        for name, value in (*numbers, *agencies):
            if value:
                xml_elem(f"{{{NAMESPACE}}}{name}", entry).text = value
        if self.item.validity:
            element = xml_elem(f"{{{NAMESPACE}}}validity", entry, label=self.item.validity.label)
            element.text = self.item.validity.value
        return entry


class ArchiveExtension(BaseExtension):  # type: ignore[misc]
    """Marks a feed document as an archive (RFC 5005, 4)."""

    def extend_ns(self) -> dict[str, str]:
        """Prefix to namespace."""
        return {"fh": HISTORY}

    def extend_atom(self, feed: Element) -> Element:
        """`<fh:archive/>`."""
        xml_elem(f"{{{HISTORY}}}archive", feed)
        return feed
