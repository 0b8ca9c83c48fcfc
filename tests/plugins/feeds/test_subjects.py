"""What can be subscribed to."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.catalog.terms import Kind, Stage, Status
from plugins.feeds.subjects import Group, Subscription, subscriptions
from tests.conftest import Site, make_record
from tests.plugins.feeds.making import make_catalog

ALTERNATE = re.compile(r'<link rel="alternate" type="application/[^"]+" title="[^"]+" href="(/feeds/[^"]+)">')


def found(*records: object) -> dict[str, Subscription]:
    """The subscriptions to a catalog of these records, by the address of their feed."""
    return {one.subject.feed.base: one for one in subscriptions(make_catalog(records))}  # type: ignore[arg-type]


def test_every_feed_that_a_page_of_the_demo_names_is_there(demo_portal: Path) -> None:
    """Columns, agencies, themes, everything; each in three formats."""
    named = {address for file in demo_portal.rglob("*.html") for address in ALTERNATE.findall(file.read_text("utf-8"))}
    assert {"/feeds/all.json", "/feeds/policies.atom", "/feeds/agencies/990000025.xml", "/feeds/themes/0201.atom"} <= named
    assert [address for address in sorted(named) if not (demo_portal / address.lstrip("/")).is_file()] == []


def test_the_feeds_of_an_empty_portal_are_there_too(site: Site) -> None:
    """The list of policies names its feed before there is a policy."""
    assert not site.build().report.failed
    named = {address for file in site.output.rglob("*.html") for address in ALTERNATE.findall(file.read_text("utf-8"))}
    assert {"/feeds/all.xml", "/feeds/policies.xml"} <= named
    assert [address for address in sorted(named) if not (site.output / address.lstrip("/")).is_file()] == []


def test_a_document_is_in_the_feeds_of_all_its_agencies_and_themes() -> None:
    """Joint issuers too; a leaf theme brings its top class along and is named with it."""
    record = make_record(themes=("综合政务\\政务公开",), joint_agencies=("示例省人民政府办公厅",))
    by_base = found(record)
    assert [base for base in by_base] == [
        "/feeds/all",
        "/feeds/policies",
        "/feeds/agencies/990000017",
        "/feeds/agencies/990000025",
        "/feeds/themes/02",
        "/feeds/themes/0201",
    ]
    assert all(one.records == (record,) for one in by_base.values())
    assert by_base["/feeds/themes/0201"].subject.feed.title == "综合政务 · 政务公开"
    assert by_base["/feeds/themes/02"].subject.feed.title == "综合政务"
    assert [one.group for one in by_base.values()] == [
        Group.EVERYTHING,
        Group.COLUMN,
        Group.AGENCY,
        Group.AGENCY,
        Group.THEME,
        Group.THEME,
    ]


def test_a_document_is_in_the_feeds_of_its_genre_and_stage() -> None:
    """But in none of its year or of its validity."""
    by_base = found(make_record(genre="通知", stage=Stage.DECISION, themes=(), issuing_agency="", joint_agencies=()))
    assert [(base, one.subject.feed.title, one.group) for base, one in by_base.items()][2:] == [
        ("/feeds/genres/notice", "通知", Group.GENRE),
        ("/feeds/stages/decision", "决策环节", Group.STAGE),
    ]


def test_a_topic_can_be_followed() -> None:
    """With all that it names and all of its key area, as its page shows them; a withdrawn topic cannot."""
    named = make_record(path="news/2026/n.md", kind=Kind.NEWS, index_number="", document_number="", key_area="")
    of_area = make_record(key_area="数字政府")
    place = {"path": "topics/data.md", "address": "/topics/data/", "index_number": "", "document_number": ""}
    topic = make_record(**place, kind=Kind.TOPIC, key_area="数字政府", contents=(named.path,))
    one = found(named, of_area, topic)["/feeds/topics/data"]
    assert {record.path for record in one.records} == {named.path, of_area.path, topic.path}
    assert (one.group, one.subject.home) == (Group.TOPIC, "/topics/data/")
    gone = make_record(**place, kind=Kind.TOPIC, status=Status.WITHDRAWN, withdrawal_note="数据有误")
    assert "/feeds/topics/data" not in found(named, gone)


def test_single_pages_are_in_no_feed() -> None:
    """A page about the portal is no news."""
    page = make_record(kind=Kind.PAGE, path="pages/a.md", address="/a/", index_number="", document_number="")
    assert {base: one.records for base, one in found(page).items()} == {"/feeds/all": (), "/feeds/policies": ()}


def test_a_feed_links_to_a_list_only_where_the_catalog_has_one() -> None:
    """News stands in no catalog, and a withdrawn document in no list of it: the home page stands in."""
    news = make_record(kind=Kind.NEWS, path="news/2026/a.md", address="/news/2026/a/", document_number="")
    gone = make_record(status=Status.WITHDRAWN, withdrawal_note="数据有误")
    for record, home in ((make_record(), "/catalog/agencies/990000017/"), (news, "/"), (gone, "/")):
        assert found(record)["/feeds/agencies/990000017"].subject.home == home
    assert found(news)["/feeds/news"].subject.home == "/news/"
