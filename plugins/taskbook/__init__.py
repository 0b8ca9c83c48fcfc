"""The task book: what work plans ask of whom and by when, and how far it has come.

国办发〔2016〕19号 asks that tasks be assigned to units with deadlines, and that their results be public (执行公开、结果公开).
"""

from __future__ import annotations

from plugins.engine.signals import checking, paging, reading
from plugins.taskbook.check import check
from plugins.taskbook.pages import pages
from plugins.taskbook.read import read


def register() -> None:
    """Connect to the engine's signals."""
    reading.connect(read)
    checking.connect(check)
    paging.connect(pages)
