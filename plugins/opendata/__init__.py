"""Open data: the disclosure catalog as CSV, XLSX and JSON-LD, a file a year; the schemas; the page that lists them."""

from __future__ import annotations

from plugins.engine.signals import paging
from plugins.opendata.pages import pages


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
