"""The feed of everything."""

from __future__ import annotations

import feedparser

from tests.conftest import write_document


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
