"""Allowance: what memory a process may take, so that one task cannot take it from all others."""

from __future__ import annotations

import resource
from pathlib import Path

MEMORY = 512 * 1024 * 1024
"""Bytes a worker may take beyond what it was forked with: four times what a text of a megabyte needs."""
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


def _held() -> int:
    """Bytes; 0 where the system does not tell."""
    return int(HELD.read_text().split()[0]) * resource.getpagesize() if HELD.exists() else 0
