"""How heavy a page is on the wire: its HTML and every stylesheet and script it names, compressed one by one; pictures apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.inspect.measure import Measure
from tests.inspect.pages import Page, pages_of
from tests.inspect.server import compressed

MOST = 30_000
"""Bytes of a document page; 30 KB by the smaller of its two readings."""
STYLES = "link[rel~=stylesheet][href]"
SCRIPTS = "script[src], link[rel~=modulepreload][href]"
FURTHER = re.compile(rb"""@import\s+(?:url\()?["']?([^"')\s;]+)|\b(?:import|from)\s*["']([^"']+)["']""")
"""What a stylesheet or a module fetches in its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Compressed bytes of one page."""

    page: Page
    html: int
    styles: int
    scripts: int
    missing: tuple[str, ...] = ()
    """Assets that are not in the site and could not be weighed."""

    @property
    def total(self) -> int:
        """What a first visit fetches before pictures."""
        return self.html + self.styles + self.scripts

    def measure(self) -> Measure:
        """As a row; only documents have a goal, and what cannot be weighed misses it."""
        return Measure(
            check="weight",
            label=f"重量 {self.page.sort}",
            page=self.page.address,
            value=self.total,
            unit=" 字节",
            at_most=MOST if self.page.kind else None,
            parts={"html": self.html, "styles": self.styles, "scripts": self.scripts},
            problems=tuple(f"网站里没有 {asset}，没有称到它" for asset in self.missing),
            whole=not self.missing,
        )


def heaviest(site: Path) -> Iterator[Weight]:
    """The heaviest page of each sort. Raises ManifestError."""
    weights = [weigh(site, page) for page in pages_of(site)]
    for sort in dict.fromkeys(weight.page.sort for weight in weights):
        yield max((weight for weight in weights if weight.page.sort == sort), key=lambda weight: weight.total)


def weigh(site: Path, page: Page) -> Weight:
    """One page with all it names; an asset named twice is fetched once."""
    content = (site / page.path).read_bytes()
    soup = BeautifulSoup(content, "html.parser")
    styles, scripts = (
        _closure(site, page.address, [str(tag.get("href") or tag.get("src")) for tag in soup.select(selector)])
        for selector in (STYLES, SCRIPTS)
    )
    return Weight(
        page=page,
        html=len(compressed(content)),
        styles=sum(len(compressed(asset)) for asset in styles.values() if asset is not None),
        scripts=sum(len(compressed(asset)) for asset in scripts.values() if asset is not None),
        missing=tuple(name for name, asset in {**styles, **scripts}.items() if asset is None),
    )


def _closure(site: Path, base: str, named: list[str]) -> dict[str, bytes | None]:
    """Every asset by its address, with those it fetches; None for one that the site does not have."""
    found: dict[str, bytes | None] = {}
    waiting = [urljoin(base, name) for name in named]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        parts = urlsplit(address)
        file = site / parts.path.lstrip("/")
        found[address] = content = file.read_bytes() if not parts.netloc and file.is_file() else None
        waiting += [urljoin(address, (one or other).decode()) for one, other in FURTHER.findall(content or b"")]
    return found
