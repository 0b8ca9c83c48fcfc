"""Where a ledger lives: its machine, its file, and when that file last changed, noted beside it.

A copy on another machine, a backup put back, a file overwritten with an older one: each has another machine, inode or time of
change (`ctime`, which no tool can set), so it does not pass for the ledger. Whoever works with the ledger first marks the note
as open and writes it anew at the end; a note that a killed run has left open says nothing, and is believed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

NOTE = "ledger.home"
_MACHINE = Path("/etc/machine-id")
_SECOND = 1_000_000_000


class Home:
    """The note beside one ledger."""

    def __init__(self, path: Path) -> None:
        """`path` is the ledger's file."""
        self._path = path
        self._note = path.with_name(NOTE)

    def is_here(self) -> bool:
        """Whether the note allows that this file is the one that was left. False, too, where there is no note."""
        try:
            noted, here = json.loads(self._note.read_text("utf-8")), self._here()
        except (OSError, ValueError):
            return False
        if not isinstance(noted, dict):
            return False
        if noted.get("changed") is None:
            return noted.get("machine") == here["machine"]
        changed = int(str(here["changed"]))
        # Some file systems forget what is finer than a second once the file is out of memory.
        same_time = noted["changed"] == changed or (
            changed % _SECOND == 0 and int(noted["changed"]) // _SECOND == changed // _SECOND
        )
        return same_time and all(noted.get(name) == here[name] for name in ("machine", "file"))

    def open(self) -> None:
        """Somebody begins to write."""
        self._write({**self._here(), "changed": None})

    def leave(self) -> None:
        """The last change is made."""
        self._write(self._here())

    def _here(self) -> Mapping[str, object]:
        try:
            # The machine's id is not for others to know (machine-id(5)); a digest of it will do.
            machine = sha256(b"gongkai ledger" + _MACHINE.read_bytes()).hexdigest()[:16]
        except OSError:
            machine = ""
        stat = self._path.stat()
        return {"machine": machine, "file": stat.st_ino, "changed": stat.st_ctime_ns}

    def _write(self, note: Mapping[str, object]) -> None:
        fresh = self._note.with_name(f"{NOTE}.new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(note, file, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._note)
