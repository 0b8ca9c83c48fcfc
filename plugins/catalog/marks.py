"""Marks: what pages may show of each document, as short digests. Where no mark has changed, no page can have.

A mark may say more than a page shows, never less: it rests on the bytes of the source and on all that follows from other
documents and from the day. What depends on vocabularies, code or the site is in the recipe of every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from plugins.catalog.record import Record

if TYPE_CHECKING:
    # The catalog holds its marks.
    from plugins.catalog.catalog import Catalog

LENGTH = 12
"""Bytes of a mark."""


class Marks:
    """The marks of one catalog, each taken once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._faces: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        self._wholes: dict[str, str] = {}

    def face(self, record: Record | None) -> str:
        """What other pages may show of a document: its source, whether it is public, whether it is in force."""
        if record is None:
            return "-"
        if record.path not in self._faces:
            self._faces[record.path] = self._face(record)
        return self._faces[record.path]

    def line(self, record: Record) -> str:
        """What a list may show of it: its face and those of its interpretations."""
        if record.path not in self._lines:
            texts = (self.face(record), *map(self.face, self._catalog.interpretations(record)))
            self._lines[record.path] = digest(*texts) if len(texts) > 1 else texts[0]
        return self._lines[record.path]

    def whole(self, record: Record) -> str:
        """What its own page and its entry in a feed may show: its text with all it links to, and all it is tied to."""
        if record.path not in self._wholes:
            self._wholes[record.path] = self._whole(record)
        return self._wholes[record.path]

    def lines(self, records: Iterable[Record]) -> str:
        """The lines of a list, in their order."""
        known = self._lines
        return digest(*[known.get(record.path) or self.line(record) for record in records])

    def wholes(self, records: Iterable[Record]) -> str:
        """Documents with their texts, in their order."""
        return digest(*map(self.whole, records))

    def _face(self, record: Record) -> str:
        catalog = self._catalog
        standing = catalog.standing(record)
        told = (standing.validity.value, standing.since, *map(_path, (standing.by, *standing.amended_by))) if standing else ()
        # A draft without a date stands under the day of the build, which its source does not know.
        public = "" if catalog.is_public(record) else str(record.published_at)
        first = str(catalog.register.first_released_on(record) or "")
        return digest(record.path, catalog.source_digest(record), public, first, *map(str, told))

    def _whole(self, record: Record) -> str:
        catalog, entry = self._catalog, self._catalog.entry(record)
        tied = (f"{relation.value}{self.face(other)}" for relation, other in catalog.ties(record))
        targets = (*record.attachments, *entry.links, *entry.pictures)
        led = (f"{catalog.address_of(target)}{_bytes_of(target, catalog)}" for target in targets)
        whole = (self.face(record), *tied, "|", *led)
        return digest(*whole) if len(whole) > 2 else whole[0]


def digest(*texts: str) -> str:
    """One short digest of several texts."""
    return blake2b("\0".join(texts).encode(), digest_size=LENGTH).hexdigest()


def _path(record: Record | None) -> str:
    return record.path if record else ""


def _bytes_of(target: str, catalog: Catalog) -> str:
    asset = catalog.assets.get(target)
    return asset.digest if asset else ""
