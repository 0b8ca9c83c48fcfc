"""Where a ledger lives: its machine, its file, and when that file last changed, noted beside it.

A copy on another machine, a backup put back, a file overwritten with an older one: each has another machine, inode or time of
change (`ctime`, which no tool can set), so it does not pass for the ledger. A mere chmod changes that time, too. Then the note
answers: it is a new file each time and holds its own time of birth (statx(2), which no tool can set either), so a note that was
put back, even into the file of the last one, does not know itself. Where a file system tells no births, only `ctime` counts.

Whoever works with the ledger first marks the note as open and writes it anew at the end; a note that a killed run has left open
says nothing, and is believed.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

NOTE = "ledger.home"
_MACHINE = Path("/etc/machine-id")
_SECOND = 1_000_000_000
_AT_EMPTY_PATH, _STATX_BTIME, _STATX_SIZE, _STATX_BORN_AT = 0x1000, 0x800, 256, 80
"""From linux/fcntl.h and linux/stat.h."""


class Home:
    """The note beside one ledger."""

    def __init__(self, path: Path) -> None:
        """`path` is the ledger's file."""
        self._path = path
        self._note = path.with_name(NOTE)

    def is_here(self) -> bool:
        """Whether the note allows that this file is the one that was left. False, too, where there is no note."""
        try:
            with self._note.open(encoding="utf-8") as file:
                noted, born = json.load(file), _born(file.fileno())
            here = self._here()
        except (OSError, ValueError):
            return False
        if not isinstance(noted, dict):
            return False
        if noted.get("changed") is None:
            return noted.get("machine") == here["machine"]
        if any(noted.get(name) != here[name] for name in ("machine", "file")):
            return False
        knows_itself = born is not None and noted.get("born") == born
        return _same_time(noted["changed"], here["changed"]) or (
            knows_itself and _same_time(noted.get("written"), here["written"])
        )

    def open(self) -> None:
        """Somebody begins to write."""
        self._write({**self._here(), "changed": None})

    def leave(self) -> None:
        """The last change is made."""
        self._write(self._here())

    def _here(self) -> Mapping[str, str | int]:
        try:
            # The machine's id is not for others to know (machine-id(5)); a digest of it will do.
            machine = sha256(b"gongkai ledger" + _MACHINE.read_bytes()).hexdigest()[:16]
        except OSError:
            machine = ""
        stat = self._path.stat()
        return {"machine": machine, "file": stat.st_ino, "changed": stat.st_ctime_ns, "written": stat.st_mtime_ns}

    def _write(self, note: Mapping[str, object]) -> None:
        fresh = self._note.with_name(f"{NOTE}.new")
        with open(fresh, "w", encoding="utf-8", opener=privately) as file:
            json.dump({**note, "born": _born(file.fileno())}, file, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._note)


def privately(path: str, flags: int) -> int:
    """Open a file that, where it is made, nobody else may read."""
    return os.open(path, flags, 0o600)


def _same_time(noted: object, here: object) -> bool:
    if not isinstance(noted, int) or not isinstance(here, int):
        return False
    # Some file systems forget what is finer than a second once the file is out of memory.
    return noted == here or (here % _SECOND == 0 and noted // _SECOND == here // _SECOND)


def _born(handle: int) -> int | None:
    """When the open file was made, in ns; None where the file system or the C library does not tell."""
    statx = getattr(ctypes.CDLL(None), "statx", None)
    found = ctypes.create_string_buffer(_STATX_SIZE)
    if statx is None or statx(handle, b"", _AT_EMPTY_PATH, _STATX_BTIME, found):
        return None
    if not struct.unpack_from("I", found)[0] & _STATX_BTIME:
        return None
    seconds, nanoseconds = struct.unpack_from("qI", found, _STATX_BORN_AT)
    return int(seconds) * _SECOND + int(nanoseconds)
