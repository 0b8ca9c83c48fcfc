"""Year archives (RFC 5005)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from pelicanconf import SITE
from plugins.catalog.record import Record
from plugins.catalog.values import moment
from plugins.engine.page import Page
from plugins.feeds.archives import PART, parts, places
from plugins.feeds.pages import LIVE
from plugins.frame.views import Feed
from tests.plugins.feeds.feed_rules.check import check
from tests.plugins.feeds.making import AS_OF, ATOM, SCHEMA, make, make_catalog, make_pages, make_records

FEED = Feed("政策", "/feeds/policies")


def ids(feed: etree._Element) -> list[str]:
    """The ids of the entries of a feed document."""
    return [one.text or "" for one in feed.iterfind("a:entry/a:id", ATOM)]


def link(feed: etree._Element, relation: str) -> str:
    """Where a link of a feed document leads, as a site path."""
    found = feed.find(f"a:link[@rel='{relation}']", ATOM)
    return "" if found is None else found.get("href", "").removeprefix(SITE.url)


def walk(pages: dict[str, Page], address: str) -> list[tuple[str, etree._Element]]:
    """The live feed, then every archive before it."""
    found = []
    while address:
        found.append((address, etree.fromstring(make(pages[address]))))
        address = link(found[-1][1], "prev-archive")
    return found


@pytest.mark.parametrize("subject", ["all", "policies"])
@pytest.mark.parametrize("number", [0, 1, 25, 49, 50, 51, 74, 75, 600])
def test_every_document_is_met_on_the_walk(subject: str, number: int) -> None:
    """From the live feed backwards, over two years, without a gap."""
    records = make_records(number, first="2025-12-20 09:00")
    walked = walk(make_pages(make_catalog(records)), f"/feeds/{subject}.atom")
    met = {one for _, feed in walked for one in ids(feed)}
    assert met == {f"tag:www.shili.example,2026:{record.index_number}" for record in records}
    archived = [one for _, feed in walked[1:] for one in ids(feed)]
    assert len(archived) == len(set(archived))
    assert len(ids(walked[0][1])) == min(number, LIVE)


def test_the_chain_leads_both_ways() -> None:
    """Each archive is marked as one, and names the live feed, its neighbours and itself."""
    walked = walk(make_pages(make_catalog(make_records(600, first="2025-12-20 09:00"))), "/feeds/all.atom")
    assert [address for address, _ in walked[:2]] == ["/feeds/all.atom", "/feeds/all/2026-11.atom"]
    assert walked[-1][0] == "/feeds/all/2025-1.atom"
    assert walked[0][1].find("fh:archive", ATOM) is None
    assert link(walked[0][1], "current") == link(walked[0][1], "next-archive") == ""
    for number, (address, feed) in enumerate(walked[1:], 1):
        assert feed.find("fh:archive", ATOM) is not None
        assert link(feed, "self") == address
        assert link(feed, "current") == "/feeds/all.atom"
        assert link(feed, "next-archive") == (walked[number - 1][0] if number > 1 else "")
        assert feed.findtext("a:id", namespaces=ATOM) == walked[0][1].findtext("a:id", namespaces=ATOM)
        assert feed.findtext("a:updated", namespaces=ATOM) == feed.findtext("a:entry/a:updated", namespaces=ATOM)
        assert SCHEMA.validate(feed), SCHEMA.error_log
        faults = check(etree.tostring(feed), SITE.absolute(address), AS_OF)
        assert [fault for fault in faults if fault.name != "UnknownNamespace"] == []


def test_only_everything_and_columns_have_archives() -> None:
    """Agencies and themes are slices of both."""
    pages = make_pages(make_catalog([replace(record, themes=("02",)) for record in make_records(60)]))
    archives = {address for address in pages if address.count("/") == 3 and "-" in address}
    assert archives == {"/feeds/all/2026-1.atom", "/feeds/policies/2026-1.atom"}


def test_a_part_never_changes_when_a_document_is_added() -> None:
    """From nothing to a hundred and thirty: once for the link to its successor, and then never again."""
    records = make_records(130)
    versions: dict[str, list[str]] = {}
    for number in range(1, len(records) + 1):
        for address, page in make_pages(make_catalog(records[:number])).items():
            if address.startswith("/feeds/all/"):
                seen = versions.setdefault(address, [])
                if page.fingerprint("") not in seen[-1:]:
                    seen.append(page.fingerprint(""))
    assert {address: len(seen) for address, seen in versions.items()} == {
        "/feeds/all/2026-1.atom": 2,
        "/feeds/all/2026-2.atom": 2,
        "/feeds/all/2026-3.atom": 2,
        "/feeds/all/2026-4.atom": 1,
    }


def test_a_part_holds_the_same_documents_for_ever() -> None:
    """Whoever has read it need not read it again, even if a document of the day is entered late."""
    records = make_records(100)
    late = replace(records[-20], path="policies/2026/late.md", index_number="990000017/2026-99999")
    before, after = (parts(FEED, make_catalog(some).released) for some in (records, [*records, late]))
    assert after == before


def test_a_late_entry_shifts_only_its_own_year() -> None:
    """The years before and after keep their parts."""
    records = make_records(400, first="2025-12-20 09:00", apart=timedelta(hours=2))
    late = replace(
        records[0], path="policies/2025/late.md", index_number="990000017/2025-99999", published_at=moment("2025-01-01")
    )
    before, after = (dict(parts(FEED, make_catalog(some).released)) for some in (records, [late, *records]))
    assert set(before) == set(after)
    assert {address for address in before if before[address] != after[address]} == {
        address for address in before if "/2025-" in address
    }


def test_a_year_that_is_over_is_archived_to_its_last_document() -> None:
    """As soon as the next year has one."""
    records = make_records(60, first="2025-01-01 09:00")
    first: Record = make_records(1)[0]
    assert [(address, len(part)) for address, part in parts(FEED, records)] == [("/feeds/policies/2025-1.atom", 25)]
    assert [(address, len(part)) for address, part in parts(FEED, [*records, first])] == [
        ("/feeds/policies/2025-1.atom", 25),
        ("/feeds/policies/2025-2.atom", 35),
    ]


def test_the_live_feed_holds_what_no_archive_does() -> None:
    """At most one document less than two parts."""
    assert LIVE >= 2 * PART - 1


def test_a_feed_without_archives_stands_alone() -> None:
    """No link into the void."""
    (place,) = places("/feeds/all.atom", [])
    assert (place.current, place.older, place.newer) == ("", "", "")
