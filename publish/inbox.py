"""The inbox: what platforms tell by themselves, one JSON line each, until a look takes it up.

Whoever listens to a platform adds to it and knows no ledger; whoever looks takes it for one more way to see. A word that
comes early, twice or never changes how often the platform is asked, and nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from plugins.catalog.locks import locked

FILE, OLDER = "callbacks.jsonl", "callbacks.old.jsonl"
MOST = 1024 * 1024
"""Bytes after which a new file is begun; the one before it is kept, those before that are not."""

Stamp = tuple[tuple[int, int] | None, ...]


class End(StrEnum):
    """How a task ended."""

    PUBLISHED = "published"
    REFUSED = "refused"
    TAKEN_DOWN = "taken_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiding:
    """A platform's word that one of its tasks has ended."""

    channel: str
    account: str
    task: str
    """The id that the platform gave when it accepted, as the ledger keeps it."""
    end: End
    at: datetime
    """When it was heard; aware."""
    remote_id: str = ""
    """Of what the public sees."""
    url: str = ""
    says: str = ""
    """Why it ended so, in words."""

    @property
    def evidence(self) -> str:
        """As one line of JSON, to keep with what follows from it."""
        return json.dumps({"told": self.end, "task": self.task, "remote_id": self.remote_id, "at": self.at.isoformat()})


class Inbox:
    """The tidings in one folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the ledger's; nothing is made before the first tiding."""
        self._file, self._older = folder / FILE, folder / OLDER
        self._stamp: Stamp | None = None
        self._tidings: dict[tuple[str, str, str], Tiding] = {}

    def keep(self, tiding: Tiding) -> None:
        """Put one in; it is on the disk afterwards. Raises OSError."""
        with locked(self._file) as file:
            size = file.seek(0, os.SEEK_END)
            full = size >= MOST
            if not full:
                # A line that a power cut left half-written must not swallow this one.
                file.seek(max(0, size - 1))
                start = b"" if file.read(1) in (b"", b"\n") else b"\n"
                file.write(start + _line(tiding) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            else:
                os.replace(self._file, self._older)
        if full:
            self.keep(tiding)

    def told(self, channel: str, account: str, task: str) -> Tiding | None:
        """The last word about a task of an account."""
        self._read()
        return self._tidings.get((channel, account, task))

    def last(self) -> Tiding | None:
        """The one that came last."""
        self._read()
        return max(self._tidings.values(), key=lambda tiding: tiding.at, default=None)

    def _read(self) -> None:
        stamp = tuple(map(_stamp, (self._file, self._older)))
        if stamp == self._stamp:
            return
        # The newer file first: between the two it may become the older one, and is then read twice, not missed.
        newer, older = (tuple(_tidings(path)) for path in (self._file, self._older))
        self._tidings = {(one.channel, one.account, one.task): one for one in (*older, *newer)}
        self._stamp = stamp


def _line(tiding: Tiding) -> bytes:
    return json.dumps(asdict(tiding) | {"at": tiding.at.isoformat()}, ensure_ascii=False, sort_keys=True).encode()


def _tidings(path: Path) -> Iterator[Tiding]:
    """The whole lines of a file; one that is no tiding says nothing, and the platform is asked as without it."""
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
            yield Tiding(**(row | {"end": End(row["end"]), "at": datetime.fromisoformat(row["at"])}))
        except (ValueError, KeyError, TypeError):
            continue


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size
