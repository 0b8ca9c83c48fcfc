"""Memory: what a build makes in one go and keeps to its end is kept out of the search for what can be thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # A list of the verbs, which knows the session, does not wait for what reads a text.
    from plugins.engine.reader import Reading


class Memory:
    """What a process that builds again and again need not find out each time: the readings, which it would take in from the
    store, and whether its last build is still the last one."""

    def __init__(self) -> None:
        self._readings: dict[str, tuple[str, Reading]] = {}
        self.ended = ""
        """The note of when its last build ended (`presence.SEALED`)."""

    def readings(self, keys: Mapping[str, str]) -> dict[str, Reading]:
        """Those that stand under these keys, by path."""
        return {path: kept[1] for path, key in keys.items() if (kept := self._readings.get(path)) and kept[0] == key}

    def keep(self, readings: Iterable[Reading], keys: Mapping[str, str]) -> None:
        """Keep these and no others."""
        self._readings = {reading.path: (keys[reading.path], reading) for reading in readings}


@contextmanager
def keeping() -> Iterator[None]:
    """While hundreds of thousands of records are made that all stay, looking through them again and again is labour lost.

    Afterwards neither this process nor its forks look through them, until `release`.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()


def release() -> None:
    """The build is over, its records may go."""
    gc.unfreeze()


def part() -> None:
    """The process ends: of a large portal it holds millions of things that nobody need look through once more."""
    gc.freeze()
