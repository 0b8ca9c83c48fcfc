"""The register of releases: when each document was first public, as `inv register` saw it in a finished build.

`registers/releases.ndjson` beside content/: one line a document, only ever added to, each bound by its hash to the line
before it, so that nobody rewrites by an edit of a document when it was first released.

`{"seen", "path", "index_number", "published_at", "hash"}`: `seen` is the moment of the build that first released it,
`published_at` what its own file said then; both in Beijing time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from plugins.catalog.chained import START, Fault, follows, hash_of, sealed
from plugins.catalog.manifest import Manifest
from plugins.catalog.record import Record

FILE = "registers/releases.ndjson"
"""Beside content/."""


class Registered(NamedTuple):
    """What the register says of one document. Moments are ISO 8601 in Beijing time, to the minute."""

    seen: str
    path: str
    index_number: str
    published_at: str
    line: int

    @property
    def seen_on(self) -> date:
        """The day it was first public."""
        return date.fromisoformat(self.seen[:10])

    @property
    def published_on(self) -> date:
        """The 发布日期 it had then."""
        return date.fromisoformat(self.published_at[:10])


@dataclass(frozen=True)
class Register:
    """The lines that can be read, and what is wrong with the others."""

    entries: tuple[Registered, ...] = ()
    faults: tuple[Fault, ...] = ()
    head: str = START
    """The hash of the last line."""

    @property
    def began(self) -> str:
        """The moment of the first line; what was public by then may have been so for long."""
        return self.entries[0].seen if self.entries else ""

    @property
    def last(self) -> str:
        """The moment of the last line: whatever was public then is registered."""
        return self.entries[-1].seen if self.entries else ""

    def find(self, record: Record) -> Registered | None:
        """The entry of a document: by its path, or by its index number where its file was moved."""
        return self._by_path.get(record.path) or (self._by_index.get(record.index_number) if record.index_number else None)

    def first_released_on(self, record: Record) -> date | None:
        """The day a document was first public; None where the register does not know it."""
        entry = self.find(record)
        return entry.seen_on if entry and not self.is_older(entry) else None

    def is_older(self, entry: Registered) -> bool:
        """Whether a document was there when the register was begun: since when, nobody knows."""
        return entry.seen == self.began

    def following(self, manifest: Manifest) -> list[str]:
        """The lines for what a build released and the register lacks, each with its end of line."""
        seen, head, lines = manifest.as_of.isoformat(timespec="minutes"), self.head, []
        for release in manifest.releases:
            record = release.record
            if self.find(record) is None and record.published_at:
                published_at = record.published_at.isoformat(timespec="minutes")
                row = {"seen": seen, "path": record.path, "index_number": record.index_number, "published_at": published_at}
                lines.append(sealed(row, head))
                head = hash_of(lines[-1])
        return lines

    @cached_property
    def _by_path(self) -> dict[str, Registered]:
        return {entry.path: entry for entry in reversed(self.entries)}

    @cached_property
    def _by_index(self) -> dict[str, Registered]:
        return {entry.index_number: entry for entry in reversed(self.entries) if entry.index_number}


def open_register(home: Path | None) -> Register:
    """The register of the portal whose content/ lies in `home`; an empty one where it has none. Raises OSError."""
    file = home / FILE if home else None
    return read_register(file.read_bytes()) if file and file.is_file() else Register()


def read_register(content: bytes) -> Register:
    """The register in these bytes; whatever is wrong with it is a fault."""
    *lines, rest = content.split(b"\n")
    faults = [Fault(len(lines) + 1, "没有写完")] if rest else []
    head, sound = START, list[tuple[int, bytes]]()
    for number, line in enumerate(lines, 1):
        if follows(line, head):
            sound.append((number, line))
        else:
            faults.append(Fault(number, "与上一行接不上：它或它上面的行被改动、删去或挪动过"))
        head = hash_of(line)
    entries = tuple(_entries(sound, faults))
    faults += [Fault(entry.line, "时刻早于上一行") for before, entry in pairwise(entries) if entry.seen < before.seen]
    return Register(entries, tuple(faults), head)


def _entries(lines: Iterable[tuple[int, bytes]], faults: list[Fault]) -> Iterator[Registered]:
    for number, line in lines:
        try:
            row = json.loads(line)
            del row["hash"]
            entry = Registered(**row, line=number)
            # Whoever can work out a hash can also write nonsense.
            _ = entry.seen_on, entry.published_on
        except (ValueError, TypeError, KeyError):
            faults.append(Fault(number, "读不出来"))
        else:
            yield entry
