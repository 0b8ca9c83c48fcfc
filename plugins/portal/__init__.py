"""The portal's own pages: home, site map, error page; robots.txt and the sitemaps for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.engine.page import Batch, Page
from plugins.engine.signals import paging
from plugins.frame.frame import Frame
from plugins.portal.crawlers import robots_page, sitemaps
from plugins.portal.pages import doors, home, not_found, site_map


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    ways = doors(catalog)
    yield home(frame, ways)
    yield site_map(frame, ways)
    yield not_found(frame)
    yield robots_page()
    yield from sitemaps(catalog)


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
