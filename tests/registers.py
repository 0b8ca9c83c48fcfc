"""Registers for tests: of releases, grown as a server grows them; of reviews, signed by another than the author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.catalog.chained import START
from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.record import Record
from plugins.catalog.register import read_register
from plugins.catalog.reviews import FILE as REVIEWS
from plugins.catalog.site import Site
from plugins.catalog.values import moment
from plugins.engine.build import run
from plugins.engine.session import Goal
from plugins.review.act import Opinion, drafted
from tests import conftest

OPINION = {"reviewer": "张三", "unit": "示例省人民政府办公厅", "conclusion": "可以公开", "basis": "保密法第三十五条"}


def manifest(at: str, records: Iterable[Record]) -> Manifest:
    """What a build released."""
    releases = (Release(record=record, url="", page="", page_digest="", revision="", relations={}) for record in records)
    as_of = moment(at)
    assert as_of
    return Manifest(site=Site(name="x", url="https://x.example"), as_of=as_of, releases=tuple(releases))


def grown(*builds: tuple[str, Iterable[Record]]) -> bytes:
    """The register after these builds."""
    content = b""
    for at, records in builds:
        content += "".join(read_register(content).following(manifest(at, records))).encode()
    return content


def reviewed(site: conftest.Site, said: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """The register of reviews of a portal, every document signed as it stands; `said` differs for some, by path."""
    site.write({f"../{REVIEWS}": ""})
    catalog = run(site.portal(), Goal.READ).catalog
    assert catalog
    lines = []
    for record in catalog.records:
        opinion = Opinion(**(OPINION | dict((said or {}).get(record.path, {}))))
        lines += [review.written(START) for review in drafted([record], opinion, catalog, catalog.as_of.date())]
    return "".join(lines)
