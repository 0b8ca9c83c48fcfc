"""Editions: what is made of a document beside its page, and where it stands. One text, so they carry one digest of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation, Term

if TYPE_CHECKING:
    # The catalog holds what is made.
    from plugins.catalog.catalog import Catalog

RARE = "rare"
"""The name of the fact: the characters of a text that not every Chinese face has."""


class Edition(Term):
    """A form of a document beside its page; the machine word ends its address."""

    PDF = "pdf", "PDF"
    EPUB = "epub", "EPUB"
    READING = "reading", "通读本"


OF_KIND: Mapping[Kind, tuple[Edition, ...]] = {
    Kind.POLICY: (Edition.PDF,),
    Kind.GAZETTE: (Edition.READING, Edition.PDF, Edition.EPUB),
}


def _nothing(text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions one build makes; `missing` gives the characters of a text that no face of this machine has."""

    made: frozenset[Edition] = frozenset()
    digest: str = ""
    """Of the programs and fonts they are made with."""
    missing: Callable[[str], str] = _nothing


def editions_of(record: Record, catalog: Catalog) -> tuple[Edition, ...]:
    """The editions a document has. Nothing is printed with a box in place of a character."""
    if record.withdrawn:
        return ()
    made = catalog.editions.made
    found = tuple(edition for edition in OF_KIND.get(record.kind, ()) if edition in made)
    return tuple(edition for edition in found if edition is not Edition.PDF or not unprintable(record, catalog))


def unprintable(record: Record, catalog: Catalog) -> str:
    """The characters of a document, or of those that an issue carries, that cannot be printed here."""
    carried = catalog.ties.targets(record, Relation.CONTENTS) if record.kind is Kind.GAZETTE else ()
    rare = "".join(str(catalog.entry(one).facts.get(RARE, "")) for one in (record, *carried))
    return catalog.editions.missing(rare) if rare else ""


def edition_address(record: Record, edition: Edition) -> str:
    """The site path of an edition: `/gazettes/2026/01/01.pdf`, `/gazettes/2026/01/reading/`."""
    if edition is Edition.READING:
        return f"{record.address}{edition.value}/"
    return f"{record.address}{record.address.rstrip('/').rpartition('/')[2]}.{edition.value}"
