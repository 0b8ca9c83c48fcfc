"""Timely: documents are published in time, and the day they say they were is the day they were.

政府信息公开条例 article 26: within twenty working days. Forged dates of publication are a veto in every inspection
(国办秘函〔2019〕19号).
"""

from __future__ import annotations

from plugins.engine.signals import checking
from plugins.timely.check import check


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
