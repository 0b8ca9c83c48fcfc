"""The files of the room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup

from plugins.catalog.blocks import Correction
from plugins.catalog.terms import Status
from plugins.feeds.pages import LIVE, live
from tests.conftest import Site, write_document
from tests.plugins.feeds.making import feed_of, make_catalog, make_pages, make_records

THEMES = ("综合政务\\政务公开", "综合政务\\电子政务", "市场监管、安全生产监管\\工商")
AGENCIES = ("示例省人民政府", "示例省人民政府办公厅", "示例省市场监督管理局")


def test_a_live_feed_holds_the_newest_fifty_newest_first() -> None:
    """In every format."""
    records = make_records(70)
    newest = [record.index_number for record in records[::-1][:LIVE]]
    feed = feed_of(records, "/feeds/all.xml")
    assert [guid.text for guid in feed.iterfind("channel/item/guid")] == newest
    assert [record.index_number for record in live(records)] == newest


def test_a_correction_of_an_older_document_comes_by_again() -> None:
    """On top, once; a correction older than what the feed holds does not."""
    records = make_records(200)
    again = replace(records[3], corrections=(Correction(on=date(2026, 1, 10), note="更正"),))
    before = replace(records[4], corrections=(Correction(on=date(2026, 1, 2), note="更正"),))
    gone = replace(again, path=records[5].path, status=Status.WITHDRAWN, withdrawal_note="有误")
    records[3:6] = [again, before, gone]
    held = live(records)
    assert held[0] is again
    assert held[1:] == records[::-1][:LIVE]


def test_many_corrections_at_once_do_not_flood_a_feed() -> None:
    """As many at most as it holds anyway."""
    corrected = (Correction(on=date(2026, 1, 10), note="更正"),)
    assert len(live([replace(record, corrections=corrected) for record in make_records(200)])) == 2 * LIVE


def test_a_new_document_makes_five_subjects_anew() -> None:
    """Everything, its column, its agency, its theme and the class above it; a part of an archive each fiftieth time."""
    records = [
        replace(record, themes=(THEMES[at % 3],), issuing_agency=AGENCIES[at % 3]) for at, record in enumerate(make_records(601))
    ]
    before, after = (
        {address: page.fingerprint("") for address, page in make_pages(make_catalog(some)).items()}
        for some in (records[:-1], records)
    )
    changed = {address for address, fingerprint in after.items() if before.get(address) != fingerprint}
    subjects = ("all", "policies", "agencies/990000017", "themes/02", "themes/0201")
    assert changed == {f"/feeds/{subject}.{form}" for subject in subjects for form in ("xml", "atom", "json")}


def test_the_page_of_subscriptions_lists_every_feed(site: Site) -> None:
    """Group by group, three formats each, with a name that makes sense read aloud."""
    assert not site.write({"policies/2026/a.md": write_document()}).build().report.failed
    soup = BeautifulSoup(site.page("/feeds/"), "html.parser")
    groups = [heading.text for heading in soup.select(".gk-feed-list h2")]
    assert groups == ["全部", "按栏目", "按发布机构", "按主题分类", "按文种"]
    shown = {str(link["href"]): link.text for link in soup.select(".gk-feed-list__link")}
    there = {f"/{path}" for path in site.tree() if path.startswith("feeds/") and not path.endswith("html")}
    assert set(shown) == there
    assert shown["/feeds/agencies/990000017.json"] == "JSON Feed：示例省人民政府"
    assert soup.select_one("#harvest")


def test_cold_and_incremental_builds_give_the_same_feeds(site: Site) -> None:
    """And a second build makes none of them."""
    site.write({"policies/2026/a.md": write_document()}).build()
    assert not site.build().made
    site.write({"policies/2026/a.md": write_document(更正="{日期: 2026-03-05, 说明: 一处}")}).build()
    warm = {path: made for path, made in site.tree().items() if path.startswith("feeds/")}
    site.build(cache=site.folder / "cold")
    assert {path: made for path, made in site.tree().items() if path.startswith("feeds/")} == warm
