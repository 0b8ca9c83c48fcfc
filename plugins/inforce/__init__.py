"""In force: which rules and normative documents bind on a day, the list of each year, and the clock of their review.

立法法 and 政府信息公开条例 article 20 (1) ask for them to be public; 国办发〔2017〕47号 asks that whether they are valid is said.
"""

from __future__ import annotations

from plugins.engine.signals import checking, paging
from plugins.inforce.check import check
from plugins.inforce.pages import pages


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
    paging.connect(pages)
