"""One run of intake at a time for each content folder: two would not see what the other writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.catalog.locks import alone

FILE = ".cache/intake.lock"
"""Beside the content folder."""


@contextmanager
def one_at_a_time(content: Path, dry_run: bool, progress: Callable[[str, int, int], None]) -> Iterator[bool]:
    """Hold the lock of a content folder; tells whether another run had to end first. It ends with the process.

    A dry run writes nothing, so it waits for nobody.
    """
    if dry_run:
        yield False
        return
    with alone(content.parent / FILE, lambda: progress("等另一次收取结束", 0, 1)) as waited:
        if waited:
            progress("等另一次收取结束", 1, 1)
        yield waited
