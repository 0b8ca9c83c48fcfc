"""What the tests of feeds share: catalogs without files, and their pages made without a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from lxml import etree

from pelicanconf import SITE
from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.values import moment
from plugins.engine.page import Page, Rooms, pages_of
from plugins.feeds.pages import pages
from tests.conftest import make_record

AS_OF = moment("2026-11-20 09:00")
ATOM = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0", "g": "urn:gongkai:document:1"}
RSS = {
    "atom": ATOM["a"],
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "g": ATOM["g"],
}
SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "rfc4287.rng"))


def make_records(number: int, *, first: str = "2026-01-01 09:00", apart: timedelta = timedelta(hours=1)) -> list[Record]:
    """Policies of one agency, an hour apart."""
    begin = moment(first)
    assert begin
    return [
        make_record(
            path=f"policies/{at.year}/{number:04}.md",
            address=f"/policies/{at.year}/{number:04}/",
            index_number=f"990000017/{at.year}-{number:05}",
            document_number=f"示政发〔{at.year}〕{number + 1}号",
            title=f"示例省人民政府关于第{number}件事的通知",
            published_at=at,
        )
        for number, at in ((number, begin + apart * number) for number in range(number))
    ]


def make_catalog(records: Iterable[Record], assets: Mapping[str, Asset] | None = None) -> Catalog:
    """The catalog of these records; each has a text of its own."""
    return Catalog([Entry(record, digest=record.path) for record in records], AS_OF, assets, region=SITE.region)


def make_pages(catalog: Catalog) -> dict[str, Page]:
    """Every page of the room by its site path."""
    return {f"/{page.path}": page for page in pages_of(pages(catalog))}


def make(page: Page, texts: Mapping[str, str] | None = None, site: Site = SITE) -> bytes:
    """The bytes of a page; a text that is not given is one paragraph."""
    found = texts or {}
    rooms = Rooms(site, lambda *names, **values: b"", lambda path: found.get(path, f"<p>{path}</p>"), lambda path: b"")
    return page.make(rooms)


def feed_of(records: Iterable[Record], address: str = "/feeds/all.atom", text: str = "<p>正文</p>") -> etree._Element:
    """One XML feed of these records, parsed; every document has that text."""
    catalog = make_catalog(records)
    return etree.fromstring(make(make_pages(catalog)[address], {record.path: text for record in catalog.records}))
