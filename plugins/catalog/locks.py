"""Locks: one process at a time. Each is advisory and ends with its process, however that ends (flock(2))."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def alone(lock: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold a lock file; `waiting` is called where another process has it. Tells whether one had to end first."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waited = False
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
            waited = True
        yield waited


@contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """A file to read and to add to, for this process alone; made where it is not there.

    git puts new files in the place of old ones: what was locked must be what lies there now, or lines would be lost.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield file
                return
