"""The gazette: issues that list and link the documents they carry, in order. The text it prints is the standard text.

立法法 articles 78 and 97, 规章制定程序条例 article 31; 国办发〔2018〕22号 asks for a column on the home page and a
database of all issues.
"""

from __future__ import annotations

from plugins.engine.signals import checking, paging
from plugins.gazette.check import check
from plugins.gazette.pages import pages


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
    paging.connect(pages)
