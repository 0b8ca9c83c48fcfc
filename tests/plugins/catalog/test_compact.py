"""Compact rows: a record comes back as it was, whatever it holds."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from plugins.catalog.blocks import Correction, FirstPublished, PrivacyReview, Progress, Publication, SecrecyReview, Section
from plugins.catalog.compact import pack, record_reader
from plugins.catalog.record import Record
from plugins.catalog.terms import ChannelName, DisclosureMode, Form, Kind, Stage, Status, TaskState
from plugins.catalog.values import day, moment
from tests.conftest import make_record

FULL = {
    "themes": ("综合政务\\政务公开",),
    "joint_agencies": ("示例省财政厅",),
    "issued_on": day("2026-03-01"),
    "subject_terms": ("政务公开", "政务服务"),
    "genre": "通知",
    "effective_on": day("2026-04-01"),
    "expires_on": day("2031-03-31"),
    "normative": False,
    "interpretation_required": True,
    "released_together": True,
    "form": Form.QUESTIONS,
    "audience": ("企业",),
    "key_area": "社会救助",
    "stage": Stage.DECISION,
    "disclosure_mode": DisclosureMode.ON_REQUEST,
    "basis": "第二十条",
    "issue": "2026年第5期",
    "running_number": 0,
    "author": "李四",
    "summary": "概述",
    "post_title": "短标题",
    "post_summary": "短文",
    "channels": (ChannelName.WEIBO, ChannelName.WECHAT),
    "interprets": ("a",),
    "consulted_in": ("n",),
    "closes_on": day("2026-02-05"),
    "responds_to": ("b",),
    "concern_on": day("2026-03-03"),
    "repeals": ("c",),
    "amends": ("d",),
    "implements": ("e",),
    "contents": ("f", "g"),
    "sections": (Section(heading="部门规范性文件", first="g"),),
    "publication": Publication(editor="编辑部", cn="CN 99-0000/D"),
    "copied_to": "省委办公厅",
    "printed_by": "示例省人民政府办公厅",
    "printed_on": day("2026-03-02"),
    "progress": (
        Progress(document="h", task="一（二）", state=TaskState.DONE, on=day("2026-06-30"), note="甲"),
        Progress(task="二"),
    ),
    "attachments": ("media/a.pdf",),
    "secrecy_review": SecrecyReview(conclusion="可以公开", basis="保密法", reviewer="张三", reviewed_on=day("2026-03-01")),
    "privacy_review": PrivacyReview(reason="公示", reviewer="王五", reviewed_on=day("2026-03-01"), digest="0123456789abcdef"),
    "first_published": FirstPublished(on=day("2016-02-27"), url="http://www.example.gov.cn/1.html"),
    "corrections": (Correction(on=day("2026-03-05"), note="甲"), Correction(note="乙")),
    "late_entry": "补录",
    "former_addresses": ("/zwgk/t1.html",),
    "status": Status.WITHDRAWN,
    "withdrawal_note": "有误",
    "withdrawn_on": day("2026-03-05"),
}


def back(record: Record) -> Record:
    """A record, written and read."""
    shape, values = json.loads(json.dumps(pack(record), ensure_ascii=False))
    return record_reader()(shape, values)


def test_a_record_with_every_field_survives_the_store() -> None:
    """What is written is what is read."""
    record = make_record(**FULL)
    given = {part.name for part in fields(Record) if getattr(record, part.name) != part.default}
    assert given == {part.name for part in fields(Record)}
    assert back(record) == record
    assert back(record).published_at.tzname() == moment("2026-03-02 09:00").tzname()


@pytest.mark.parametrize(
    "changes",
    [{}, {"disclosure_mode": None}, {"status": None}, {"normative": False}, {"secrecy_review": SecrecyReview()}],
)
def test_nothing_is_not_taken_for_a_default(changes: dict[str, object]) -> None:
    """An empty value that was written stays empty; an empty block stays a block."""
    record = make_record(**changes)
    assert back(record) == record


def test_records_share_what_they_have_in_common() -> None:
    """A hundred thousand documents of two hundred organs hold two hundred names."""
    read = record_reader()
    one, other = (read(*json.loads(json.dumps(pack(make_record(kind=Kind.NEWS, themes=("综合政务",)))))) for _ in range(2))
    assert one.issuing_agency is other.issuing_agency
    assert one.themes is other.themes
