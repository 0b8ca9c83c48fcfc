"""Feeds: RSS 2.0, Atom and JSON Feed of everything, each column, agency and theme; year archives; the page of subscriptions."""

from __future__ import annotations

from plugins.engine.signals import paging
from plugins.feeds.pages import pages


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
