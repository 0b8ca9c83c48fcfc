"""The pages of a built portal by sort: documents as the manifest names them, the home page, every other page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.catalog.manifest import open_manifest
from plugins.catalog.terms import Kind

HOME = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One HTML file; `kind` is None where it is not a document."""

    path: str
    """Under the site's folder."""
    kind: Kind | None = None

    @property
    def address(self) -> str:
        """As a reader asks for it: `/policies/2026/x/`."""
        return "/" + self.path.removesuffix("index.html")

    @property
    def sort(self) -> str:
        """What the table calls it."""
        if self.kind:
            return self.kind.label
        return "首页" if self.path == HOME else "其他页"


def pages_of(site: Path) -> tuple[Page, ...]:
    """Every HTML page, in the order of paths. Raises ManifestError."""
    kinds = {release.page: release.record.kind for release in open_manifest(site).releases}
    found = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return tuple(Page(path=path, kind=kinds.get(path)) for path in found)
