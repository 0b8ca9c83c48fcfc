"""Allowance: what memory a process may take, so that one task cannot take it from all others."""

from __future__ import annotations

import resource
from pathlib import Path

MIB = 1024 * 1024
SECONDS = 10.0
"""What reading one text may take: many times what one of a megabyte needs."""
MEMORY = 500 * MIB
"""Bytes a worker may take beyond what it was forked with: four times what a text of a megabyte needs."""
OWN = 80 * MIB
"""Bytes that a worker may have to itself alone. To look at a record writes to its page of memory, which is the parent's no
longer: a worker that has looked at all of them would hold as much as the parent."""
HELD = Path("/proc/self/statm")
"""Pages of memory that this process holds, the first figure: proc_pid_statm(5)."""
SHARES = Path("/proc/self/smaps_rollup")
"""What of it no other process has: proc_pid_smaps(5)."""


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
        """Whether the process has grown by more than half of it, or has too much that it shares with nobody."""
        return _held() - self.start > self.size / 2 or _alone() > OWN


def _alone() -> int:
    """Bytes that this process has written to itself; 0 where the system does not tell."""
    lines = SHARES.read_text().splitlines() if SHARES.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_Dirty:")), 0)


def _held() -> int:
    """Bytes; 0 where the system does not tell."""
    return int(HELD.read_text().split()[0]) * resource.getpagesize() if HELD.exists() else 0
