"""Amended texts: what a later text of an instrument changed, article by article, and which text was in force when.

立法法 asks that a law that is amended be published whole again, and so do the rules of provinces. A reader must see
the change too.
"""

from __future__ import annotations

from plugins.amended.pages import pages
from plugins.amended.read import read
from plugins.engine.signals import paging, reading


def register() -> None:
    """Connect to the engine's signals."""
    reading.connect(read)
    paging.connect(pages)
