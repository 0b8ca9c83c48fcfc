"""Where a bench makes what is large: in memory, where there is room for it."""

from __future__ import annotations

import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 8 << 30
"""Bytes that must be free there."""


def in_memory() -> str | None:
    """The folder for `TemporaryDirectory`; None, and so the disk, where memory is short."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None
