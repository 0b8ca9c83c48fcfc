"""Links between files: what every text links to, shows or attaches must be there, and may be public."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath

from plugins.catalog import rules as catalog_rules
from plugins.catalog.addresses import folded
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.engine import rules

SITE_PATHS = ("feeds/", "theme/")
PUBLISHABLE = frozenset(
    "png jpg jpeg gif webp pdf ofd doc docx xls xlsx ppt pptx wps et dps csv txt zip rar 7z mp3 mp4".split()
)
"""Endings of files that may be public; a page, a script or an SVG of a stranger may not."""


def check_links(catalog: Catalog) -> Iterator[Finding]:
    """Findings about local links, attachments, addresses and files nobody uses."""
    for record in catalog.records:
        yield from _links_of(record, catalog)
    yield from _collisions(catalog)
    used = set(chain.from_iterable(_assets_of(record, catalog) for record in catalog.records))
    for path in sorted(catalog.assets):
        if PurePosixPath(path).suffix.lstrip(".").lower() not in PUBLISHABLE:
            yield rules.NOT_PUBLISHABLE.at(path, suffix=PurePosixPath(path).suffix or "（无扩展名）")
        elif path not in used:
            yield rules.UNUSED.at(path)


def public_assets(catalog: Catalog) -> dict[str, None]:
    """Content paths of every asset that a released document shows, links to or attaches."""
    shown = (record for record in catalog.released if not record.withdrawn)
    return dict.fromkeys(chain.from_iterable(_assets_of(record, catalog) for record in shown))


def settled(record: Record, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Every local target of a text that has an address, with that address."""
    entry = catalog.entry(record)
    pairs = ((target, catalog.address_of(target)) for target in sorted({*entry.links, *entry.pictures}))
    return tuple((target, address) for target, address in pairs if address)


def _links_of(record: Record, catalog: Catalog) -> Iterator[Finding]:
    entry = catalog.entry(record)
    known = {found.path for found in catalog.records}
    addresses = {found.address for found in catalog.records}
    for target in (*entry.links, *entry.pictures):
        if target in known or target in addresses:
            if catalog.is_released(record) and catalog.address_of(target) is None:
                yield rules.TO_UNRELEASED.at(record.path, *_place(entry.places, target), target=target)
        elif target not in catalog.assets and not _is_list(target):
            near = _nearest(target, chain(known, catalog.assets))
            yield rules.MISSING.at(record.path, *_place(entry.places, target), target=target, nearest=near)
    for path in record.attachments:
        if path not in catalog.assets:
            near = _nearest(path, catalog.assets)
            yield catalog.finding(rules.NO_ATTACHMENT, record, "attachments", target=path, nearest=near)
