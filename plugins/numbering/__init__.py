"""Numbering: the register of index numbers, what is wrong with it, and the new documents that get theirs from it."""

from __future__ import annotations

from plugins.engine.signals import checking
from plugins.numbering.check import check


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
