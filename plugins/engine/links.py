"""Links between files: what every text links to, shows or attaches must be there, and may be public."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from plugins.catalog import rules as catalog_rules
from plugins.catalog.addresses import folded
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.lists import list_addresses
from plugins.catalog.meant import meant_name, mending
from plugins.catalog.nearest import Nearest
from plugins.catalog.record import Record
from plugins.engine import rules

PUBLISHABLE = frozenset("png jpg jpeg gif webp pdf ofd doc docx xls xlsx ppt pptx wps et dps csv txt zip rar 7z mp3 mp4".split())
"""Endings of files that may be public; a page, a script or an SVG of a stranger may not."""


def check_links(catalog: Catalog) -> Iterator[Finding]:
    """Findings about local links, attachments, addresses and files nobody uses."""
    known = frozenset(chain.from_iterable((record.path, record.address) for record in catalog.records))
    links = chain.from_iterable(catalog.entry(record).links for record in catalog.records)
    to_lists = any(target.startswith("/") and target not in known for target in links)
    lists = frozenset(list_addresses(catalog) if to_lists else ())
    near = Nearest(lambda: chain(known, catalog.assets), 0.7)
    near_asset = Nearest(lambda: catalog.assets, 0.7)
    same_asset = partial(meant_name, known=catalog.assets)
    for record in catalog.records:
        yield from _links_of(record, known, lists, catalog, near)
        for path in record.attachments:
            if path not in catalog.assets:
                words = {"target": path, "nearest": _meant(near_asset(path))} | mending(path, same_asset(path))
                yield catalog.finding(rules.NO_ATTACHMENT, record, "attachments", **words)
    yield from _collisions(catalog)
    used = set(chain.from_iterable(map(catalog.assets_of, catalog.records)))
    for path in sorted(catalog.assets):
        if PurePosixPath(path).suffix.lstrip(".").lower() not in PUBLISHABLE:
            yield rules.NOT_PUBLISHABLE.at(path, suffix=PurePosixPath(path).suffix or "（无扩展名）")
        elif path not in used:
            yield rules.UNUSED.at(path)


def public_assets(catalog: Catalog) -> dict[str, None]:
    """Content paths of every asset that a released document shows, links to or attaches."""
    shown = (record for record in catalog.released if not record.withdrawn)
    return dict.fromkeys(chain.from_iterable(map(catalog.assets_of, shown)))


def _links_of(record: Record, known: frozenset[str], lists: frozenset[str], catalog: Catalog, near: Nearest) -> Iterator[Finding]:
    """`known` holds the path and the address of every record, `lists` those of the portal's lists."""
    entry = catalog.entry(record)
    for target in (*entry.links, *entry.pictures):
        if target in known:
            if catalog.is_released(record) and catalog.address_of(target) is None:
                yield catalog.finding(rules.TO_UNRELEASED, record, f"link {target}", target=target)
        elif target not in catalog.assets and target not in lists:
            written = _seen_from(record, target)
            meant = written if written in known or written in catalog.assets else near(target)
            words = {"target": written, "nearest": _meant(_seen_from(record, meant))}
            yield catalog.finding(rules.MISSING, record, f"link {target}", **words)


def _seen_from(record: Record, target: str) -> str:
    """A content path as its link is written, from the folder of the text; addresses stay as they are."""
    inside = target and not target.startswith("/")
    return posixpath.relpath(target, PurePosixPath(record.path).parent) if inside else target


def _collisions(catalog: Catalog) -> Iterator[Finding]:
    """Two files that would share an address on some disk or server; both are named."""
    holders: dict[str, list[str]] = defaultdict(list)
    for record in catalog.records:
        if record.address:
            holders[folded(record.address)].append(record.path)
    # Two names of the same bytes may share an address that comes from the bytes.
    for path, asset in {asset.path: (path, asset) for path, asset in catalog.assets.items()}.values():
        holders[folded(f"/{asset.path}")].append(path)
    for address, paths in holders.items():
        for path, other in zip(paths, (*paths[1:], paths[0]), strict=True):
            if len(paths) > 1 and path != other:
                yield catalog_rules.ADDRESS_TWICE.at(path, address=address, other=other)


def _meant(name: str) -> str:
    return f"；是不是 {name}？" if name else ""
