"""RSS and Atom."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from pelicanconf import SITE
from plugins.catalog.blocks import Correction
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from tests.conftest import Site, make_record, write_document
from tests.plugins.feeds.feed_rules.check import check
from tests.plugins.feeds.making import AS_OF, ATOM, RSS, SCHEMA, feed_of, make, make_catalog, make_pages, make_records

DATE = re.compile(r">(?:\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*)<")
AT = "{http://purl.org/atompub/tombstones/1.0}"
HOSTILE = "关于]]><b>一件事</b>&amp;<script>alert(1)</script>😀\x07\x00的通知"
READABLE = "关于]]><b>一件事</b>&amp;<script>alert(1)</script>😀的通知"


def test_feedparser_finds_no_fault_in_any_feed_of_the_demo(demo_portal: Path) -> None:
    """Well-formed, every entry with an id of its own."""
    files = [file for file in sorted((demo_portal / "feeds").rglob("*")) if file.suffix in (".xml", ".atom")]
    for file in files:
        parsed = feedparser.parse(file.read_bytes())
        assert not parsed.bozo, file
        ids = [entry.id for entry in parsed.entries]
        assert ids and len(set(ids)) == len(ids), file
        assert [entry.link for entry in parsed.entries if not entry.link.startswith(SITE.url)] == []


def test_every_atom_feed_of_the_demo_is_valid(demo_portal: Path) -> None:
    """By the schema of RFC 4287."""
    for file in sorted((demo_portal / "feeds").rglob("*.atom")):
        assert SCHEMA.validate(etree.parse(str(file))), (file, SCHEMA.error_log)


@pytest.mark.parametrize("address", ["/feeds/all.xml", "/feeds/all.atom"])
def test_a_feed_without_an_entry_is_valid(address: str) -> None:
    """It has a date too, and not the clock's."""
    made = make(make_pages(make_catalog([]))[address])
    assert [fault for fault in check(made, SITE.absolute(address), AS_OF) if fault.name != "UnknownNamespace"] == []
    assert address.endswith(".xml") or SCHEMA.validate(etree.fromstring(made)), SCHEMA.error_log
    assert set(DATE.findall(made.decode())) in ({">Sat, 01 Jan 2000 00:00:00 +0800<"}, {">2000-01-01T00:00:00+08:00<"})


@pytest.mark.parametrize("address", ["/feeds/all.xml", "/feeds/all.atom"])
def test_no_date_is_the_clock_s(address: str) -> None:
    """Every date is one of a document; the feed has that of its newest change."""
    records = [
        make_record(),
        make_record(
            path="policies/2026/b.md",
            address="/policies/2026/b/",
            index_number="990000017/2026-00101",
            published_at=moment("2026-02-01 08:00"),
            corrections=(Correction(on=date(2026, 6, 1), note="更正"),),
        ),
    ]
    page = make_pages(make_catalog(records))[address]
    assert make(page) == make(page)
    dates = DATE.findall(make(page).decode())
    wanted = {
        "/feeds/all.xml": (
            ">Mon, 01 Jun 2026 00:00:00 +0800<",
            ">Sun, 01 Feb 2026 08:00:00 +0800<",
            ">Mon, 02 Mar 2026 09:00:00 +0800<",
        ),
        "/feeds/all.atom": (">2026-06-01T00:00:00+08:00<", ">2026-02-01T08:00:00+08:00<", ">2026-03-02T09:00:00+08:00<"),
    }
    assert dates[0] == wanted[address][0]
    assert set(dates) == set(wanted[address])


def test_an_id_survives_every_change_but_that_of_its_number() -> None:
    """Title, dates, text, corrections, withdrawal: the same document to a reader."""
    record = make_record()
    changed = replace(
        record,
        title="另一个名称",
        published_at=moment("2026-05-01"),
        corrections=(Correction(on=date(2026, 6, 1), note="更正"),),
        summary="概述",
    )

    def ids(one: Record) -> tuple[str | None, str | None]:
        return (
            feed_of([one]).findtext("a:entry/a:id", namespaces=ATOM),
            feed_of([one], "/feeds/all.xml").findtext("channel/item/guid"),
        )

    assert ids(record) == ids(changed) == ("tag:www.shili.example,2026:990000017/2026-00100", "990000017/2026-00100")


def test_a_guid_that_is_no_url_says_so() -> None:
    """The index number, else the address."""
    for record, key in ((make_record(), "990000017/2026-00100"), (make_record(index_number=""), "/policies/2026/a/")):
        guid = feed_of([record], "/feeds/all.xml").find("channel/item/guid")
        assert guid is not None
        assert (guid.text, guid.get("isPermaLink")) == (key, "false")


def test_atom_dates_an_entry_by_its_last_correction() -> None:
    """`updated` moves, `published` stays."""
    entry = feed_of([make_record(corrections=(Correction(on=date(2026, 6, 1), note="更正"),))]).find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-06-01T00:00:00+08:00"
    assert entry.findtext("a:published", namespaces=ATOM) == "2026-03-02T09:00:00+08:00"
    assert "更正（2026年6月1日）" in (entry.findtext("a:content", namespaces=ATOM) or "")


def test_the_facts_of_a_document_are_elements_of_their_own() -> None:
    """One for each agency; what is not there has no element."""
    record = make_record(joint_agencies=("示例省人民政府办公厅",), issued_on=date(2026, 3, 1))
    for address, path in (("/feeds/all.atom", "a:entry"), ("/feeds/all.xml", "channel/item")):
        entry = feed_of([record], address).find(path, ATOM)
        assert entry is not None
        facts = [
            (etree.QName(one).localname, one.text, dict(one.attrib)) for one in entry if one.tag.startswith(f"{{{ATOM['g']}}}")
        ]
        assert facts == [
            ("documentNumber", "示政发〔2026〕100号", {}),
            ("indexNumber", "990000017/2026-00100", {}),
            ("issuingAgency", "示例省人民政府", {}),
            ("issuingAgency", "示例省人民政府办公厅", {}),
            ("validity", "in_force", {"label": "现行有效"}),
        ]
        bare = feed_of([make_record(index_number="", document_number="")], address).find(path, ATOM)
        assert bare is not None
        assert bare.find("g:indexNumber", ATOM) is None
        assert bare.find("g:documentNumber", ATOM) is None


def test_agencies_are_authors_and_creators() -> None:
    """RSS has an author only for e-mail addresses."""
    record = make_record(joint_agencies=("示例省人民政府办公厅",))
    both = ["示例省人民政府", "示例省人民政府办公厅"]
    assert [one.text for one in feed_of([record]).iterfind("a:entry/a:author/a:name", ATOM)] == both
    item = feed_of([record], "/feeds/all.xml").find("channel/item")
    assert item is not None
    assert [one.text for one in item.iterfind("dc:creator", RSS)] == both
    assert item.find("author") is None


def test_a_feed_says_where_it_is_and_what_shows_the_same() -> None:
    """The link of an RSS channel is a page, not the feed."""
    channel = feed_of([make_record()], "/feeds/policies.xml").find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://www.shili.example/policies/"
    assert channel.findtext("title") == "政策文件 - 示例省人民政府门户网站"
    (own,) = channel.iterfind("atom:link", RSS)
    assert dict(own.attrib) == {
        "href": "https://www.shili.example/feeds/policies.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    assert links(feed_of([make_record()], "/feeds/policies.atom")) == {
        "self": "https://www.shili.example/feeds/policies.atom",
        "alternate": "https://www.shili.example/policies/",
    }


def test_a_feed_speaks_for_its_organizer_in_its_language() -> None:
    """So that an entry whose agency nobody wrote has an author too (RFC 4287, 4.1.2)."""
    catalog = make_catalog([make_record(issuing_agency="")])
    made = make(make_pages(catalog)["/feeds/all.atom"])
    atom = etree.fromstring(made)
    assert atom.findtext("a:author/a:name", namespaces=ATOM) == SITE.organizer
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    assert not [fault for fault in check(made, SITE.absolute("/feeds/all.atom"), AS_OF) if fault.is_a("Error")]
    assert feed_of([], "/feeds/all.xml").findtext("channel/language") == "zh-CN"


def test_attachments_are_enclosures_of_atom_and_a_list_in_rss() -> None:
    """An RSS item has room for one enclosure."""
    assets = {
        f"media/{name}": Asset(path=f"media/{name}", digest="0", size=size, name=name)
        for name, size in (("a.pdf", 9), ("b.xls", 8))
    }
    pages = make_pages(make_catalog([make_record(attachments=tuple(assets))], assets))
    atom, rss = (etree.fromstring(make(pages[f"/feeds/all.{form}"])) for form in ("atom", "xml"))
    enclosures = [dict(link.attrib) for link in atom.iterfind("a:entry/a:link[@rel='enclosure']", ATOM)]
    assert enclosures == [
        {
            "href": "https://www.shili.example/media/a.pdf",
            "rel": "enclosure",
            "type": "application/pdf",
            "title": "a.pdf",
            "length": "9",
        },
        {
            "href": "https://www.shili.example/media/b.xls",
            "rel": "enclosure",
            "type": "application/vnd.ms-excel",
            "title": "b.xls",
            "length": "8",
        },
    ]
    assert rss.find("channel/item/enclosure") is None
    assert 'href="https://www.shili.example/media/b.xls"' in (rss.findtext("channel/item/content:encoded", namespaces=RSS) or "")


def test_hostile_texts_arrive_as_they_are() -> None:
    """Nothing ends a section or an element early; what no reader takes is left out."""
    text = '<p title="]]&gt;">]]&gt; &lt;script&gt; 😀\x0b</p>'
    record = make_record(title=HOSTILE, summary=HOSTILE, subject_terms=(HOSTILE,))
    for address in ("/feeds/all.xml", "/feeds/all.atom"):
        made = etree.tostring(feed_of([record], address, text))
        (entry,) = feedparser.parse(made, sanitize_html=False).entries
        assert entry.content[0].value == text.replace("\x0b", "")
        assert not [fault for fault in check(made, SITE.absolute(address), AS_OF) if fault.is_a("Error")]
    atom = feed_of([record], "/feeds/all.atom", text)
    assert atom.findtext("a:entry/a:title", namespaces=ATOM) == atom.findtext("a:entry/a:summary", namespaces=ATOM) == READABLE
    rss = feed_of([record], "/feeds/all.xml", text)
    assert rss.findtext("channel/item/title") == READABLE
    assert "<script>" not in (rss.findtext("channel/item/description") or "")


def test_hostile_documents_pass_through_a_whole_build(site: Site) -> None:
    """From the file to every feed."""
    title = "'示例省人民政府关于]]><b>一件事</b>&amp;😀的通知'"
    body = '见[自己](a.md)、[网址](https://other.example/?a=1&b=2)。\n\n]]> <b title="]]>">粗</b>\n\n![图](../../media/a.png)\n'
    outcome = site.write({"policies/2026/a.md": write_document(body, 名称=title), "media/a.png": b"\x89PNG"}).build()
    assert not outcome.report.failed
    for form in ("xml", "atom"):
        (entry,) = feedparser.parse((site.output / f"feeds/all.{form}").read_bytes(), sanitize_html=False).entries
        assert 'href="https://www.shili.example/policies/2026/a/"' in entry.content[0].value
        assert 'href="https://other.example/?a=1&amp;b=2"' in entry.content[0].value
        assert 'src="https://www.shili.example/media/a.png"' in entry.content[0].value
        assert not re.search(r'(?:href|src)="(?!https://)', entry.content[0].value)


def links(feed: etree._Element) -> dict[str, str]:
    """The links of an Atom feed by their relation."""
    return {link.get("rel", ""): link.get("href", "") for link in feed.iterfind("a:link", ATOM)}


def test_a_withdrawal_is_a_tombstone_beside_its_note() -> None:
    """In Atom (RFC 6721); the entry stays for readers that know none, and both say when."""
    gone = make_record(status=Status.WITHDRAWN, withdrawal_note="数据有误", withdrawn_on=date(2026, 3, 5))
    feed = feed_of(
        [gone, make_record(path="policies/2026/b.md", index_number="", document_number="", address="/policies/2026/b/")]
    )
    (grave,) = feed.findall(f"{AT}deleted-entry")
    entry = next(one for one in feed.findall("a:entry", ATOM) if one.findtext("a:id", "", ATOM) == grave.get("ref"))
    assert entry.findtext("a:updated", "", ATOM) == grave.get("when") == "2026-03-05T00:00:00+08:00"
    assert entry.findtext("a:title", "", ATOM).startswith("【已撤回】") and grave.findtext(f"{AT}comment") == "数据有误"
    assert entry.findtext("g:withdrawnOn", "", ATOM) == "2026-03-05"
    assert SCHEMA.validate(feed), SCHEMA.error_log


def test_a_withdrawal_without_its_day_is_told_by_the_note_alone() -> None:
    """A tombstone needs a time, and none is guessed."""
    feed = feed_of([make_record(status=Status.WITHDRAWN, withdrawal_note="数据有误")])
    assert feed.findall(f"{AT}deleted-entry") == [] and len(feed.findall("a:entry", ATOM)) == 1


def test_an_old_withdrawal_comes_by_again() -> None:
    """Whoever has read an archive does not read it again (RFC 5005, 4.1)."""
    old, *others = make_records(120)
    gone = replace(old, status=Status.WITHDRAWN, withdrawal_note="数据有误", withdrawn_on=date(2026, 3, 5))
    assert len(feed_of([gone, *others]).findall(f"{AT}deleted-entry")) == 1
    assert feed_of([replace(gone, withdrawn_on=None), *others]).findall(f"{AT}deleted-entry") == []


def test_the_chain_of_a_policy_has_feeds_of_its_own() -> None:
    """The policy and what belongs to it, last changed first; a policy alone has none."""
    policy = make_record()
    own = {"kind": Kind.INTERPRETATION, "index_number": "", "document_number": "", "interprets": (policy.path,)}
    text = make_record(
        **own, path="interpretations/2026/i.md", address="/interpretations/2026/i/", published_at=moment("2026-03-04")
    )
    feed = feed_of([policy, text], "/feeds/chains/policies/2026/a.atom")
    assert [one.get("href") for one in feed.findall("a:entry/a:link[@rel='alternate']", ATOM)] == [
        SITE.absolute("/interpretations/2026/i/"),
        SITE.absolute("/policies/2026/a/"),
    ]
    assert not [address for address in make_pages(make_catalog([policy])) if "/chains/" in address]
