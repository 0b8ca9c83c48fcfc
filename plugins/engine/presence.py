"""Presence: whether output/ holds what was made into it, no less and no more.

Each build looks at every file it remembers. What nobody remembers is sought only in folders that changed since the last
build ended: to list all folders of a large site would take longer than all the rest of a build.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from plugins.engine.store import Store
from plugins.engine.workers import Aside

SEALED = "sealed"
"""The note of when the last build ended: the modification time in ns of the folder it touched last."""
PARTS = 2
"""Processes that look at the files of one site."""


@dataclass(slots=True)
class Presence:
    """How output/ differs from what the store remembers, as paths."""

    amiss: set[str] = field(default_factory=set)
    """Files that are not as they were made, or not there."""
    strays: set[str] = field(default_factory=set)
    """Files that no build remembers."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many files of each batch it remembers."""

    @property
    def differs(self) -> bool:
        """Whether anything is not as it was made."""
        return bool(self.amiss or self.strays)


class Watch:
    """Looks at an output folder aside, while the build goes about its work."""

    def __init__(self, output: str, store: Store, count: int | None = None) -> None:
        """With `count=0` it looks when it is asked."""
        self._parts = [Aside(partial(look, output, store, part), count) for part in range(PARTS)]
        self._found: Presence | None = None

    def presence(self) -> Presence:
        """What it saw when the build began."""
        if self._found is None:
            self._found = Presence()
            for part in self._parts:
                seen = part.result()
                self._found.amiss |= seen.amiss
                self._found.strays |= seen.strays
                self._found.counts += seen.counts
        return self._found


def look(output: str, store: Store, part: int = 0, parts: int = PARTS) -> Presence:
    """One part of the files in an output folder, and the folders they lie in."""
    found = Presence()
    folders = {""}
    folder = ""
    for path, size, modified, batch in store.outputs(part, parts):
        found.counts[batch] += 1
        try:
            status = os.stat(f"{output}/{path}", follow_symlinks=False)
        except OSError:
            found.amiss.add(path)
        else:
            if status.st_mtime_ns != modified or status.st_size != size:
                found.amiss.add(path)
        # Files come by their paths: those of one folder follow each other.
        if path.rpartition("/")[0] != folder:
            folder = path.rpartition("/")[0]
            folders.update(_with_parents(folder, folders))
    for folder in _changed(output, folders, int(store.note(SEALED) or 0)):
        found.strays |= set(_unknown(output, folder, store))
    return found


def _with_parents(folder: str, known: set[str]) -> Iterator[str]:
    while folder and folder not in known:
        yield folder
        folder = folder.rpartition("/")[0]


def _changed(output: str, folders: Iterable[str], since: int) -> Iterator[str]:
    """The folders where something came or went since a moment in ns."""
    for folder in folders:
        try:
            if os.stat(f"{output}/{folder}").st_mtime_ns >= since:
                yield folder
        except OSError:
            continue


def _unknown(output: str, folder: str, store: Store) -> Iterator[str]:
    """The files of a folder that no build remembers, with all that lies in folders no build remembers."""
    with os.scandir(f"{output}/{folder}") as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir(follow_symlinks=False):
                if not store.remembers(path):
                    yield path
            elif not store.remembers_in(path):
                yield from _unknown(output, path, store)
