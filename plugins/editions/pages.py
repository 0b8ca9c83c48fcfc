"""The editions of a portal, as pages of the engine."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.editions.issues import issue_pages
from plugins.editions.policies import policy_pages
from plugins.engine.page import Batch, Page


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes; what takes longest comes first."""
    yield from issue_pages(catalog)
    yield from policy_pages(catalog)
