"""A document as feeds show it."""

from __future__ import annotations

from datetime import date

from pelicanconf import SITE
from plugins.catalog.blocks import Correction
from plugins.catalog.manifest import Asset
from plugins.catalog.terms import Kind, Status, Validity
from plugins.catalog.values import moment
from plugins.feeds.entries import content, entry
from tests.conftest import make_record
from tests.plugins.feeds.making import make, make_catalog, make_pages

NOTE = "附件第3行的单位由“万元”改为“元”"
SECRETS = ("泄露正文", "泄露概述", "泄露词", "泄露附件", "泄露更正")


def test_an_entry_is_known_by_its_index_number_else_by_its_address() -> None:
    """Neither changes with the title, the dates or the text."""
    numbered = make_record(title="另一个名称", published_at=moment("2026-05-01"))
    bare = make_record(path="news/2026/b.md", kind=Kind.NEWS, address="/news/2026/b/", index_number="", document_number="")
    catalog = make_catalog([numbered, bare])
    assert [entry(record, catalog)[0].key for record in (numbered, bare)] == ["990000017/2026-00100", "/news/2026/b/"]


def test_a_correction_is_said_in_the_text_and_dates_the_entry() -> None:
    """The reader sees what changed, and the feed that it did."""
    record = make_record(corrections=(Correction(on=date(2026, 3, 5), note=NOTE + "<b>"),))
    item, _ = entry(record, make_catalog([record]))
    assert content(SITE, item, "<p>正文</p>") == f"<p><strong>更正（2026年3月5日）：</strong>{NOTE}&lt;b&gt;</p>\n<p>正文</p>"
    assert item.updated_at == moment("2026-03-05")
    assert item.published_at == moment("2026-03-02 09:00")


def test_an_entry_has_the_facts_of_the_document() -> None:
    """Numbers, agencies, validity, kind and themes, attachments with type and size."""
    asset = Asset(path="media/2026/form.docx", digest="0", size=345, name="申请表.docx")
    record = make_record(
        themes=("政务公开",),
        joint_agencies=("省政府办公厅",),
        issued_on=date(2026, 3, 1),
        expires_on=date(2026, 3, 31),
        subject_terms=("公开",),
        attachments=("media/2026/form.docx",),
    )
    item, _ = entry(record, make_catalog([record], {"media/2026/form.docx": asset}))
    assert item.agencies == ("示例省人民政府", "示例省人民政府办公厅")
    assert item.categories == ("政策", "综合政务\\政务公开")
    assert item.terms == ("公开",)
    assert item.validity is Validity.EXPIRED
    (file,) = item.enclosures
    assert (file.name, file.address, file.size) == ("申请表.docx", "/media/2026/form.docx", 345)
    assert file.media_type.startswith("application/vnd.openxmlformats")


def test_a_withdrawn_document_leaks_nothing() -> None:
    """That it was there and the note; in every feed, in every format, in the archive."""
    asset = Asset(path="media/泄露附件.docx", digest="0", size=1, name="泄露附件.docx")
    gone = make_record(
        path="policies/2025/a.md",
        address="/policies/2025/a/",
        title="一份文件",
        published_at=moment("2025-03-02"),
        status=Status.WITHDRAWN,
        withdrawal_note="数据有误<已重新发布>",
        themes=("综合政务\\政务公开",),
        summary="泄露概述",
        subject_terms=("泄露词",),
        attachments=("media/a.docx",),
        corrections=(Correction(on=date(2025, 4, 1), note="泄露更正"),),
    )
    found = make_pages(make_catalog([gone, make_record(index_number="", themes=())], {"media/a.docx": asset}))
    feeds = {address: page for address, page in found.items() if not address.endswith("html")}
    made = {address: make(page, {gone.path: "<p>泄露正文</p>"}).decode() for address, page in feeds.items()}
    shown = [address for address, text in made.items() if "【已撤回】一份文件" in text]
    assert len(shown) == 3 * 5 + 2
    assert "/feeds/all/2025-1.atom" in shown
    assert [secret for secret in SECRETS for text in made.values() if secret in text] == []
    assert all("已重新发布" in made[address] for address in shown)
    assert "validity" not in made["/feeds/themes/0201.json"]
    assert '"content_html": "<p>数据有误&lt;已重新发布&gt;</p>"' in made["/feeds/all.json"]
