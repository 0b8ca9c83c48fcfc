"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

from pelicanconf import SITE
from plugins.catalog.blocks import Correction
from plugins.catalog.manifest import Asset
from tests.conftest import make_record
from tests.plugins.feeds.making import make, make_catalog, make_pages

TEXT = str
FEED = {"version": TEXT, "title": TEXT, "home_page_url": TEXT, "feed_url": TEXT, "description": TEXT, "language": TEXT}
ITEM = {"id": TEXT, "url": TEXT, "title": TEXT, "content_html": TEXT, "date_published": TEXT, "date_modified": TEXT}
OPTIONAL = {"summary", "authors", "tags", "attachments", "_gongkai"}
ATTACHMENT = {"url": TEXT, "mime_type": TEXT, "title": TEXT, "size_in_bytes": int}
RELATIVE = re.compile(r'(?:href|src|srcset)="(?![a-z]+:)')
EXTENSION = {"about", "document_number", "index_number", "issuing_agencies", "validity", "withdrawn_on"}


def has_shape(node: dict[str, object], shape: dict[str, type]) -> bool:
    """Whether all of these are there and of their type."""
    return all(isinstance(node.get(name), type_) for name, type_ in shape.items())


def test_every_json_feed_of_the_demo_has_the_shape(demo_portal: Path) -> None:
    """Required members, members of their type, ids of their own, dates with a zone, whole addresses."""
    files = sorted((demo_portal / "feeds").rglob("*.json"))
    assert len(files) > 10
    for file in files:
        feed = json.loads(file.read_bytes())
        assert has_shape(feed, FEED)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == SITE.absolute(f"/{file.relative_to(demo_portal).as_posix()}")
        items = feed["items"]
        assert items and len({item["id"] for item in items}) == len(items)
        for item in items:
            assert has_shape(item, ITEM)
            assert set(item) <= set(ITEM) | OPTIONAL
            assert item["url"].startswith(SITE.url)
            assert not RELATIVE.search(item["content_html"])
            assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
            assert all(has_shape(one, ATTACHMENT) for one in item.get("attachments", ()))
            assert all(isinstance(author["name"], str) for author in item["authors"])
            assert {"about", "issuing_agencies"} <= set(item["_gongkai"]) <= EXTENSION


def test_a_document_says_all_it_has() -> None:
    """Text, summary, times, agencies, words, files, and the facts of the extension."""
    record = make_record(
        summary="概述",
        themes=("综合政务\\政务公开",),
        subject_terms=("公开",),
        issued_on=date(2026, 3, 1),
        attachments=("media/a.pdf",),
        joint_agencies=("示例省人民政府办公厅",),
        corrections=(Correction(on=date(2026, 3, 5), note="更正"),),
    )
    catalog = make_catalog([record], {"media/a.pdf": Asset(path="media/a.pdf", digest="0", size=9, name="a.pdf")})
    feed = json.loads(make(make_pages(catalog)["/feeds/all.json"], {record.path: '<p><a href="/a/">x</a></p>'}))
    assert feed["title"] == SITE.name
    assert feed["items"] == [
        {
            "id": "tag:www.shili.example,2026:990000017/2026-00100",
            "url": "https://www.shili.example/policies/2026/a/",
            "title": "示例省人民政府关于一件事的通知",
            "content_html": "<p><strong>更正（2026年3月5日）：</strong>更正</p>\n"
            '<p><a href="https://www.shili.example/a/">x</a></p>',
            "summary": "概述",
            "date_published": "2026-03-02T09:00:00+08:00",
            "date_modified": "2026-03-05T00:00:00+08:00",
            "authors": [{"name": "示例省人民政府"}, {"name": "示例省人民政府办公厅"}],
            "tags": ["政策", "综合政务\\政务公开", "公开"],
            "attachments": [
                {
                    "url": "https://www.shili.example/media/a.pdf",
                    "mime_type": "application/pdf",
                    "title": "a.pdf",
                    "size_in_bytes": 9,
                }
            ],
            "_gongkai": {
                "about": "https://www.shili.example/feeds/#harvest",
                "document_number": "示政发〔2026〕100号",
                "index_number": "990000017/2026-00100",
                "issuing_agencies": ["示例省人民政府", "示例省人民政府办公厅"],
                "validity": "in_force",
            },
        }
    ]


def test_a_document_without_a_text_has_an_empty_one() -> None:
    """An item must have content; what is empty otherwise is left out."""
    record = make_record(document_number="")
    (item,) = json.loads(make(make_pages(make_catalog([record]))["/feeds/all.json"], {record.path: ""}))["items"]
    assert item["content_html"] == ""
    assert not {"summary", "attachments"} & set(item)
    assert "document_number" not in item["_gongkai"]


def test_chinese_is_written_as_chinese_and_an_empty_feed_has_its_items() -> None:
    """A feed is read by people too when something goes wrong."""
    made = make(make_pages(make_catalog([]))["/feeds/all.json"]).decode()
    assert SITE.name in made
    assert json.loads(made)["items"] == []
