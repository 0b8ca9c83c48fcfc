"""Entry: a record with what reading its text found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plugins.catalog.citations import Citation
from plugins.catalog.record import Record

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Examined:
    """What plugins found in a picture or attachment."""

    facts: Facts = field(default_factory=dict)
    problem: str = ""
    """Why it could not be examined, in 中文."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: level 2 to 6, its words, and the anchor to jump to."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with what reading its text found: where its values stand, plugins' facts, its links."""

    record: Record
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column by attribute; that of a document in the store is fetched only when a finding asks for it."""
    unreadable: frozenset[str] = frozenset()
    """Attributes that were written but could not be read; they have a finding of their own."""
    facts: Facts = field(default_factory=dict)
    digest: str = ""
    """SHA-256 of its text."""
    links: tuple[str, ...] = ()
    """Content paths and site paths its text links to."""
    pictures: tuple[str, ...] = ()
    """Content paths of the pictures its text shows."""
    headings: str = ""
    """Its outline as `written` writes it."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What its text calls the files it links to, by content path."""
    citations: tuple[Citation, ...] = ()
    """What its text cites, each once, in the order in which it is named first."""

    @property
    def outline(self) -> tuple[Heading, ...]:
        """The headings of its text, read anew at each asking: a hundred thousand outlines are too much to hold."""
        return tuple(Heading(*heading) for heading in json.loads(self.headings)) if self.headings else ()


def written(outline: Iterable[Heading]) -> str:
    """An outline as `Entry` holds it."""
    headings = [(heading.level, heading.text, heading.anchor) for heading in outline]
    return json.dumps(headings, ensure_ascii=False, separators=(",", ":")) if headings else ""
