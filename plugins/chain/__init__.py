"""The chain: release, interpretation and response belong together; what is owed, and what is overdue, is said."""

from __future__ import annotations

from plugins.chain.check import check
from plugins.chain.likeness import read
from plugins.engine.signals import checking, reading


def register() -> None:
    """Connect to the engine's signals."""
    reading.connect(read)
    checking.connect(check)
