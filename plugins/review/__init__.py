"""Review: nothing is published but what was reviewed, byte for byte; and nothing that says itself that it is secret.

保守国家秘密法 article 35 and 政府信息公开条例 article 17: what is to be published is reviewed before.
"""

from __future__ import annotations

from plugins.engine.signals import checking, reading
from plugins.review.check import check
from plugins.review.read import read


def register() -> None:
    """Connect to the engine's signals."""
    reading.connect(read)
    checking.connect(check)
