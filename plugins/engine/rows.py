"""Rows: readings as the store keeps them. A row is one JSON array with a checksum; what a build seldom asks for lies beside it.

A build that changes little still takes in every row, so a row is short, in a fixed order, and read without validation:
its checksum says that it is what this program wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from types import MappingProxyType
from typing import cast
from zlib import crc32

from pydantic_core import from_json

from plugins.catalog.citations import Citation
from plugins.catalog.compact import pack, record_reader
from plugins.catalog.entry import Entry
from plugins.catalog.findings import Finding, Level
from plugins.engine.reader import Reading

Place = tuple[int, int]
Fetch = Callable[[str], str]
"""The places of a document, as `Row.places` has them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reading: `entry` and `findings` in `body`, the safe HTML and the places beside it."""

    path: str
    body: bytes
    html: str
    places: str
    """JSON: attribute to line and column."""


NO_FACTS: Mapping[str, object] = MappingProxyType({})
NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Damaged(Exception):
    """A row is not what was written."""


def row_of(reading: Reading) -> Row:
    """The row of a reading; made in the worker that read it."""
    entry = reading.entry
    if entry is None:
        return Row(reading.path, _bytes([None, packed(reading.findings)]), "", "{}")
    body: list[object] = [
        *pack(entry.record),
        entry.digest,
        entry.links,
        entry.pictures,
        entry.headings,
        [_cited(citation) for citation in entry.citations],
        dict(entry.titles),
        sorted(entry.unreadable),
        dict(entry.facts),
        packed(reading.findings),
    ]
    while not body[-1]:
        body.pop()
    return Row(reading.path, _bytes(body), reading.html, json.dumps(dict(entry.places)))


def checksum(body: bytes) -> int:
    """What tells a damaged row from a sound one."""
    return crc32(body)


class Rows:
    """Gives readings back from their rows. Values that many readings share are kept once."""

    def __init__(self, fetch: Fetch) -> None:
        """`fetch` is asked for places when a finding needs one."""
        self._fetch = fetch
        self._record = record_reader()
        self._shared: dict[str, str] = {}
        self._citation: dict[str, Citation] = {}

    def reading(self, path: str, body: bytes) -> Reading:
        """The reading of a row; the HTML stays in the store. Raises Damaged."""
        try:
            return self._reading(path, from_json(body))
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise Damaged(path) from error

    def _reading(self, path: str, row: list[object]) -> Reading:
        if row[0] is None:
            return Reading(path, unpacked(row[1]))
        shape, values, digest, links, pictures, headings, citations, titles, unreadable, facts, findings = (
            row + _EMPTY[len(row) :]
        )
        record = self._record(shape, values)  # type: ignore[arg-type]
        entry = Entry(
            record,
            Places(self._fetch, record.path),
            frozenset(unreadable),  # type: ignore[call-overload]
            facts or NO_FACTS,  # type: ignore[arg-type]
            digest,  # type: ignore[arg-type]
            self._paths(links),
            self._paths(pictures),
            headings,  # type: ignore[arg-type]
            titles or NO_TITLES,  # type: ignore[arg-type]
            self._citations(citations),
        )
        return Reading(record.path, unpacked(findings) if findings else (), entry)

    def _paths(self, paths: object) -> tuple[str, ...]:
        return tuple(self._shared.setdefault(path, path) for path in paths) if paths else ()  # type: ignore[attr-defined]

    def _citations(self, written: object) -> tuple[Citation, ...]:
        """The same laws are cited by thousands: each is kept once."""
        found = []
        for values in cast(list[list[str]], written):
            key = "\0".join(values)
            citation = self._citation.get(key) or Citation(values[0], values[1], len(values) > 2)
            found.append(self._citation.setdefault(key, citation))
        return tuple(found)


class Places(Mapping[str, Place]):
    """The places of a document in the store: fetched when asked for, and not kept."""

    __slots__ = ("_fetch", "_path")

    def __init__(self, fetch: Fetch, path: str) -> None:
        """`path` is that of the document."""
        self._fetch, self._path = fetch, path

    def __getitem__(self, attribute: str) -> Place:
        """Line and column."""
        line, column = self._all()[attribute]
        return line, column

    def __iter__(self) -> Iterator[str]:
        """The attributes that have a place."""
        return iter(self._all())

    def __len__(self) -> int:
        """How many have one."""
        return len(self._all())

    def _all(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = json.loads(self._fetch(self._path))
        return found


_EMPTY: list[object] = [None, (), "", (), (), "", (), None, (), None, None]
"""What the end of a row means that is not written."""


def _bytes(row: list[object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _cited(citation: Citation) -> list[str]:
    """Title and number, and a third value where it is enclosed."""
    return [citation.title, citation.number, *(["enclosed"] if citation.enclosed else ())]


def packed(findings: Iterable[Finding]) -> list[object]:
    """Findings as JSON takes them."""
    return [astuple(finding) for finding in findings]


def unpacked(rows: object) -> tuple[Finding, ...]:
    """The findings again."""
    rows = cast(list[tuple[str, int, int, str, str, str, str]], rows)
    return tuple(Finding(path, line, column, code, Level(level), *words) for path, line, column, code, level, *words in rows)
