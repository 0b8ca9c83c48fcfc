"""The export: every event of the ledger as one JSON line, appended after its commit, for people and for recovery."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from publish.home import privately

_STEP = 65536


class Export:
    """An append-only file of JSON lines; the last line says how far it has come."""

    def __init__(self, path: Path) -> None:
        """The file is made by the first line."""
        self._path = path

    def last(self) -> tuple[int, str] | None:
        """Number and hash of the last whole event, None where there is none. ValueError for a line that is no event."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return _last(file)[0]

    def extend(self, events_after: Callable[[int], Iterable[Mapping[str, object]]]) -> None:
        """Append what is missing. A line cut short by a crash is replaced."""
        with open(self._path, "a+b", opener=privately) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last, end = _last(file)
            file.truncate(end)
            for event in events_after(last[0] if last else 0):
                file.write(json.dumps(event, ensure_ascii=False, sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _last(file: BinaryIO) -> tuple[tuple[int, str] | None, int]:
    """The last whole line's number and hash, and where it ends."""
    position = file.seek(0, os.SEEK_END)
    tail = b""
    while position and tail.count(b"\n") < 2:
        position = max(0, position - _STEP)
        file.seek(position)
        tail = file.read()
    end = tail.rfind(b"\n")
    if end < 0:
        return None, 0
    line = tail[tail.rfind(b"\n", 0, end) + 1 : end]
    event = json.loads(line)
    return (int(event["seq"]), str(event["row_hash"])), position + end + 1
