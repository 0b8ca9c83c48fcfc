"""The feed of everything."""

from __future__ import annotations

import json
from dataclasses import replace

import feedparser
import pytest
from lxml import etree

from pelicanconf import SITE
from tests.conftest import write_document
from tests.plugins.feeds.feed_rules.check import check
from tests.plugins.feeds.making import AS_OF, ATOM, SCHEMA, make, make_catalog, make_pages, make_records

HUB = "https://hub.example/"


def test_the_feed_is_well_formed_and_keeps_its_ids(build_site) -> None:  # type: ignore[no-untyped-def]
    """feedparser finds no fault; a changed title is not a new entry."""
    site = build_site({"policies/2026/a.md": write_document()})
    path = site.output / "feeds/all.xml"
    first = feedparser.parse(path.read_bytes())
    assert not first.bozo
    assert first.feed.link == "https://www.shili.example/"
    assert first.entries[0].link == "https://www.shili.example/policies/2026/a/"
    site.write({"policies/2026/a.md": write_document(名称="示例省人民政府关于另一件事的通知")}).build()
    assert feedparser.parse(path.read_bytes()).entries[0].id == first.entries[0].id == "990000017/2026-00100"


def test_the_newest_entry_comes_first(build_site) -> None:  # type: ignore[no-untyped-def]
    """Last published, first read."""
    site = build_site(
        {
            "policies/2026/a.md": write_document(),
            "policies/2026/b.md": write_document(
                索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 发布日期="2026-05-01"
            ),
        }
    )
    entries = feedparser.parse((site.output / "feeds/all.xml").read_bytes()).entries
    assert [entry.id for entry in entries] == ["990000017/2026-00101", "990000017/2026-00100"]


def test_links_in_a_feed_are_absolute(build_site) -> None:  # type: ignore[no-untyped-def]
    """A reader knows no base address."""
    site = build_site({"policies/2026/a.md": write_document("见[自己](a.md)。\n")})
    assert 'href="https://www.shili.example/policies/2026/a/"' in (site.output / "feeds/all.xml").read_text("utf-8")


@pytest.mark.parametrize("address", ["/feeds/all.xml", "/feeds/all.atom"])
def test_a_live_feed_names_its_hub_and_itself(address: str) -> None:
    """Exactly one of each (W3C WebSub, 4); an archive names no hub, and without one nothing is said."""
    pages = make_pages(make_catalog(make_records(80, first="2025-01-01 09:00")))
    made = make(pages[address], site=replace(SITE, hub=HUB))
    links = {link.get("rel"): link.get("href") for link in etree.fromstring(made).findall(".//a:link", ATOM) if link.get("href")}
    assert (links["hub"], links["self"]) == (HUB, SITE.absolute(address))
    assert [fault.name for fault in check(made, SITE.absolute(address), AS_OF) if fault.name != "UnknownNamespace"] == []
    assert address.endswith(".xml") or SCHEMA.validate(etree.fromstring(made)), SCHEMA.error_log
    archive = make(pages["/feeds/all/2025-1.atom"], site=replace(SITE, hub=HUB))
    assert HUB.encode() not in archive and b'"hub"' not in make(pages[address])


def test_a_json_feed_names_its_hub() -> None:
    page = make_pages(make_catalog(make_records(1)))["/feeds/all.json"]
    assert json.loads(make(page, site=replace(SITE, hub=HUB)))["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert "hubs" not in json.loads(make(page))
