"""Citations: what is wrong where one document names another in its text. The links and lists of them are on every page.

Who finds citations: `catalog/citations`; who knows both ends: `catalog/citation_graph`.
"""

from __future__ import annotations

from plugins.citations.check import check
from plugins.engine.signals import checking


def register() -> None:
    """Connect to the engine's signal."""
    checking.connect(check)
