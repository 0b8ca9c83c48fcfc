"""What search engines ask for first: robots.txt, and sitemaps by year under one index (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from xml.etree.ElementTree import Element, SubElement, tostring

from plugins.catalog.catalog import Catalog, years
from plugins.catalog.dates import iso
from plugins.catalog.lists import OWN_PAGES, column_lists, task_lists, version_pages
from plugins.catalog.marks import digest
from plugins.catalog.site import Site
from plugins.engine.page import Batch, Page

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""Addresses in one sitemap, by the protocol."""
INDEX = "/sitemap.xml"


@dataclass(frozen=True, slots=True)
class Place:
    """An address with the moment it last changed, where that is known."""

    address: str
    changed_at: datetime | None = None


def robots_page() -> Page:
    """robots.txt."""
    return Page("robots.txt", robots, {"index": INDEX})


def sitemaps(catalog: Catalog) -> Iterator[Page | Batch]:
    """The lists, then the documents of each year, then the index of all."""
    maps: list[Place] = []
    for name, places in _maps(catalog):
        parts = [places[at : at + LIMIT] for at in range(0, len(places), LIMIT)]
        for number, part in enumerate(parts, 1):
            # At the root: a sitemap may only list what lies below its own folder.
            address = f"/sitemap-{name}.xml" if len(parts) == 1 else f"/sitemap-{name}-{number}.xml"
            key = digest(*(f"{address} {changed_at}" for address, changed_at in part))
            yield Batch(f"sitemap {address}", key, partial(_sitemap, address, part))
            maps.append(Place(address, max((changed_at for _, changed_at in part if changed_at), default=None)))
    yield Page(INDEX.lstrip("/"), sitemap_index, {"places": tuple(maps)})


def _sitemap(address: str, part: Sequence[tuple[str, datetime | None]]) -> Iterator[Page]:
    yield Page(address.lstrip("/"), sitemap, {"places": tuple(Place(*one) for one in part)})


def robots(site: Site, index: str) -> bytes:
    """The maker: everything may be read, and here is the list of it."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute(index)}\n".encode()


def sitemap(site: Site, places: tuple[Place, ...]) -> bytes:
    """The maker of one sitemap."""
    return _xml("urlset", "url", site, places)


def sitemap_index(site: Site, places: tuple[Place, ...]) -> bytes:
    """The maker of the index."""
    return _xml("sitemapindex", "sitemap", site, places)


def _maps(catalog: Catalog) -> Iterator[tuple[str, Sequence[tuple[str, datetime | None]]]]:
    """Name of each sitemap, with its addresses and when what is there last changed. Withdrawn documents are in none."""
    lists = (*OWN_PAGES, *column_lists(catalog), *task_lists(catalog), *version_pages(catalog))
    yield "lists", [(address, None) for address in lists]
    shown = [record for record in catalog.released if not record.withdrawn]
    for year, records in years(shown):
        yield str(year), [(record.address, record.updated_at) for record in records]


def _xml(root: str, each: str, site: Site, places: tuple[Place, ...]) -> bytes:
    tree = Element(root, xmlns=NAMESPACE)
    for place in places:
        node = SubElement(tree, each)
        SubElement(node, "loc").text = site.absolute(place.address)
        if place.changed_at:
            SubElement(node, "lastmod").text = iso(place.changed_at)
    return bytes(tostring(tree, encoding="utf-8", xml_declaration=True)) + b"\n"
