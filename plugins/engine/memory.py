"""Memory: what a worker may take, and what a build keeps to its end, out of the search for what can be thrown away."""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HELD = Path("/proc/self/statm")
"""Pages of memory that this process holds, the first figure: proc_pid_statm(5)."""


class Allowance:
    """What this process may take beyond what it holds now. Past it Python raises MemoryError.

    The system keeps the bound (setrlimit(2), RLIMIT_AS); where it does not tell what a process holds, there is none.
    """

    def __init__(self, size: int) -> None:
        """`size` is in bytes. A stricter bound that is there already stays."""
        self.size, self.start = size, _held()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        bounds = [bound for bound in (self.start + size, soft, hard) if bound != resource.RLIM_INFINITY]
        if self.start:
            resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))

    @property
    def nearly_spent(self) -> bool:
        """Whether the process has grown by more than half of it."""
        return _held() - self.start > self.size / 2


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


def _held() -> int:
    """Bytes; 0 where the system does not tell."""
    return int(HELD.read_text().split()[0]) * resource.getpagesize() if HELD.exists() else 0
