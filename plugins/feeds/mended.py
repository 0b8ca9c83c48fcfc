"""feedgen 1.0.0 with its recorded faults met, here and nowhere else.

- An entry's links lose rel, type, title and length in Atom (their loop variable is shadowed): `MendedEntry` sets them again.
- Entries are prepended: `MendedFeed.add` appends.
- Feeds and entries are stamped with now(): both must be given their dates here.
- The link of an RSS channel is the last one added: `MendedFeed.links` adds the alternate one last.
- RSS keeps no link of a feed but self: archives are made in Atom alone.
- A control character or a naive time raises: `FeedItem` has neither (`characters.legal`; a record's times are Beijing's).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

Element = object
"""An element of lxml, which ships no types."""


class MendedEntry(FeedEntry):  # type: ignore[misc]  # feedgen ships no types
    """An entry with its dates, and with whole links."""

    def __init__(self, published: datetime, updated: datetime) -> None:
        super().__init__()
        self.published(published)
        self.updated(updated)

    def atom_entry(self, extensions: bool = True) -> Element:
        """The entry as Atom."""
        entry = super().atom_entry(extensions)
        for element, link in zip(entry.findall("link"), self.link() or (), strict=True):
            element.attrib.update(link)
        return entry


class MendedFeed(FeedGenerator):  # type: ignore[misc]
    """A feed with its date, whose entries stay in their order."""

    def __init__(self, updated: datetime) -> None:
        super().__init__()
        self.updated(updated)

    def links(self, alternate: str, feeds: Mapping[str, str], media_type: str) -> None:
        """The page that shows the same; and feed documents by their relation to this one."""
        for relation, url in feeds.items():
            self.link(rel=relation, href=url, type=media_type)
        self.link(rel="alternate", href=alternate, type="text/html")

    def add(self, entry: MendedEntry) -> None:
        """One more entry, after those that are there."""
        self.add_entry(entry, order="append")
