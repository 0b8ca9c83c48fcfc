"""Editions: each policy's PDF; each issue of the gazette as one PDF, one EPUB and one page to read. One text in all of them."""

from __future__ import annotations

from plugins.editions.check import check
from plugins.editions.equipment import look
from plugins.editions.pages import pages
from plugins.editions.read import read
from plugins.engine.signals import checking, equipping, paging, reading


def register() -> None:
    """Connect to the engine's signals."""
    equipping.connect(look)
    reading.connect(read)
    checking.connect(check)
    paging.connect(pages)
