"""The component gallery: every component of the theme with sample values, for those who work on it. In previews only."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.engine.page import Page
from plugins.engine.signals import paging
from plugins.frame.frame import HOME, Frame
from plugins.frame.views import Head
from plugins.gallery.samples import samples

ADDRESS = "/gallery/"


def pages(catalog: Catalog) -> Iterator[Page]:
    """The one page of the gallery."""
    frame = Frame(catalog)
    head = Head(title="组件一览", address=ADDRESS, breadcrumbs=(HOME,), indexed=False)
    yield frame.page("gallery.html", head, samples=samples(head))


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
