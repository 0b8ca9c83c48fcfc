"""feedgen's faults, each met: were one mended upstream, these still hold."""

from __future__ import annotations

from plugins.catalog.values import moment
from plugins.feeds.mended import MendedEntry, MendedFeed

DAY = moment("2026-03-02 09:00")


def test_the_links_of_an_entry_keep_what_they_say() -> None:
    """feedgen 1.0.0 keeps only where they lead."""
    entry = MendedEntry(published=DAY, updated=DAY)
    entry.id("a")
    entry.title("甲")
    entry.link(href="https://a.example/", rel="alternate", type="text/html")
    entry.link(href="https://a.example/b.pdf", rel="enclosure", type="application/pdf", title="乙.pdf", length="9")
    assert [dict(link.attrib) for link in entry.atom_entry().findall("link")] == [
        {"href": "https://a.example/", "rel": "alternate", "type": "text/html"},
        {"href": "https://a.example/b.pdf", "rel": "enclosure", "type": "application/pdf", "title": "乙.pdf", "length": "9"},
    ]


def test_entries_stay_in_order_and_nothing_is_dated_now() -> None:
    """feedgen prepends, and stamps the clock."""
    feed = MendedFeed(updated=DAY)
    feed.title("甲")
    feed.description("乙")
    feed.links("https://a.example/", {"self": "https://a.example/f.xml"}, "application/rss+xml")
    for name in ("一", "二", "三"):
        entry = MendedEntry(published=DAY, updated=DAY)
        entry.title(name)
        feed.add(entry)
    written = feed.rss_str().decode()
    assert written.index("一") < written.index("二") < written.index("三")
    assert written.count("Mon, 02 Mar 2026 09:00:00 +0800") == 4
    assert "<link>https://a.example/</link>" in written
