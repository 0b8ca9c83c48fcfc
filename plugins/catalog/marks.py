"""Marks: what pages may show of each document, as short digests. Where no mark has changed, no page can have.

A mark may say more than a page shows, never less: it rests on the bytes of the source and on all that follows from other
documents and from the day. What depends on vocabularies, code or the site is in the recipe of every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

from plugins.catalog.citation_graph import SHOWN
from plugins.catalog.consultations import Asking, asking
from plugins.catalog.record import Record
from plugins.catalog.terms import CHANGING, Kind, Relation
from plugins.catalog.ties import relations

if TYPE_CHECKING:
    # The catalog holds its marks.
    from plugins.catalog.catalog import Catalog

LENGTH = 12
"""Bytes of a digest."""
DIGITS = 24
"""Characters of a source's digest in a mark."""
BEYOND = {Relation.CONSULTED_IN: Relation.RESPONDS_TO, Relation.RESPONDS_TO: Relation.CONSULTED_IN}
"""Where a document leads on: a policy over its consultation to the answer, an answer over the consultation to the policy."""


class Marks:
    """The marks of one catalog, each made once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._faces: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        self._wholes: dict[str, str] = {}

    def face(self, record: Record | None) -> str:
        """What other pages may show of a document: its source, whether it is public, is in force, takes opinions."""
        if record is None:
            return "-"
        found = self._faces.get(record.path)
        if found is None:
            found = self._faces[record.path] = self._face(record)
        return found

    def line(self, record: Record) -> str:
        """What a list may show of it: its face and those of its interpretations."""
        found = self._lines.get(record.path)
        if found is None:
            texts = (self.face(record), *map(self.face, self._catalog.interpretations(record)))
            found = self._lines[record.path] = digest(*texts) if len(texts) > 1 else texts[0]
        return found

    def whole(self, record: Record) -> str:
        """What its own page and its entry in a feed may show: its text with all it links to, and all it is tied to."""
        found = self._wholes.get(record.path)
        if found is None:
            found = self._wholes[record.path] = self._whole(record)
        return found

    def row(self, record: Record) -> str:
        """What a table may show of it: its face, and where that lies which it refers to and shows."""
        catalog = self._catalog
        led = [other.address for relation in relations(record) for other in catalog.ties.targets(record, relation)]
        shown = [_bytes_of(target, catalog) for target in catalog.entry(record).pictures]
        return digest(self.face(record), *led, "|", *shown) if led or shown else self.face(record)

    def faces(self, records: Iterable[Record]) -> str:
        """The faces of several, in their order."""
        return _together(records, self._faces, self.face)

    def rows(self, records: Iterable[Record]) -> str:
        """The rows of a table, in their order."""
        return digest(*map(self.row, records))

    def lines(self, records: Iterable[Record]) -> str:
        """The lines of a list, in their order."""
        return _together(records, self._lines, self.line)

    def wholes(self, records: Iterable[Record]) -> str:
        """Documents with their texts, in their order."""
        return _together(records, self._wholes, self.whole)

    def _face(self, record: Record) -> str:
        catalog = self._catalog
        source = f"{record.path} {catalog.source_digest(record)[:DIGITS]}"
        standing = catalog.standing(record)
        if standing:
            by = " ".join(other.path for other in (standing.by, *standing.amended_by) if other)
            source = f"{source} {standing.validity.value} {standing.since} {by}"
        if asking(record, catalog.as_of.date()) is Asking.OPEN:
            source = f"{source} {Asking.OPEN.value}"
        first = catalog.register.first_released_on(record)
        if first:
            source = f"{source} {first}"
        # A draft without a date stands under the day of the build, which its source does not know.
        return source if catalog.is_public(record) else f"{source} {record.published_at}"

    def _whole(self, record: Record) -> str:
        catalog, entry = self._catalog, self._catalog.entry(record)
        face, ties = self.face(record), catalog.ties.of(record)
        cited, citing = catalog.citations.of(record), catalog.citations.sources(record)
        targets = (*record.attachments, *entry.links, *entry.pictures)
        gone = catalog.withdrawn_from(record)
        if not ties and not targets and not cited and not citing and not gone:
            return face
        tied = [f"{relation.value}{self.face(other)}{self._beyond(relation, other)}" for relation, other in ties]
        led = [f"{catalog.address_of(target)}{_bytes_of(target, catalog)}" for target in targets]
        # Of the thousands that cite a law its page names the first, and says that there are more.
        faces = (self.face(target) for _, target in cited), map(self.face, citing[:SHOWN])
        return digest(
            face, *tied, "|", *led, "|", *faces[0], "|", *faces[1], str(len(citing) > SHOWN), *(self.face(one) for _, one in gone)
        )

    def _beyond(self, relation: Relation, other: Record) -> str:
        """What its page may show of documents behind a tie: texts between two of an instrument, the outcome of a consultation."""
        if relation in CHANGING and other.kind is Kind.POLICY:
            return "".join(f" {since}{self.face(one)}" for since, one in self._catalog.period(other).amendments)
        behind = BEYOND.get(relation)
        return "".join(f" {self.face(one)}" for one in self._catalog.ties.sources(other, behind)) if behind else ""


def digest(*texts: str) -> str:
    """One short digest of several texts."""
    return blake2b("\0".join(texts).encode(), digest_size=LENGTH).hexdigest()


def _together(records: Iterable[Record], known: Mapping[str, str], mark: Callable[[Record], str]) -> str:
    return digest(*[known.get(record.path) or mark(record) for record in records])


def _bytes_of(target: str, catalog: Catalog) -> str:
    asset = catalog.assets.get(target)
    return asset.digest if asset else ""
