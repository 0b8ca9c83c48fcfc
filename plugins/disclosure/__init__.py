"""Disclosure: the metadata rules, the pages of documents, the columns, the citizens' catalog and the look-up of numbers."""

from __future__ import annotations

from plugins.disclosure import words
from plugins.disclosure.check import check, link
from plugins.disclosure.pages import pages
from plugins.engine.signals import checking, linking, paging


def register() -> None:
    """Connect to the engine's signals."""
    linking.connect(link)
    checking.connect(check)
    checking.connect(words.check)
    paging.connect(pages)
