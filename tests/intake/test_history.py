"""题注: the days a regulation was passed, issued, amended and came into force."""

from __future__ import annotations

import pytest

from intake.history import claims_of, events_in, note_events, orders_in
from tests.intake.making import make_block

NOTE = (
    "（2004年5月1日示例省人民政府令第15号公布 根据2010年11月29日示例省人民政府令第38号《关于修改一个办法的决定》修正 "
    "自2011年1月1日起施行）"
)


def told(*texts: str) -> dict[str, str]:
    """What these paragraphs claim, field to value."""
    return {claim.label: claim.value for claim in claims_of([make_block(text) for text in texts])}


def test_every_day_of_a_note_is_an_event() -> None:
    """With what happened, by which order."""
    events = [(event.day, event.what, event.order) for event in events_in(NOTE)]
    assert events == [
        ("2004-05-01", "公布", "示例省人民政府令第15号"),
        ("2010-11-29", "修改", "示例省人民政府令第38号"),
        ("2011-01-01", "施行", ""),
    ]


def test_a_note_tells_number_organ_day_and_when_it_comes_into_force() -> None:
    """The first order made the document."""
    assert told("示例省一个办法", NOTE, "第一条 为了一件事，制定本办法。") == {
        "文号": "示例省人民政府令第15号",
        "发布机构": "示例省人民政府",
        "发文日期": "2004-05-01",
        "施行日期": "2011-01-01",
    }


def test_a_regulation_is_of_the_body_that_passed_it() -> None:
    """Without its session."""
    note = "（2012年9月26日示例省第十一届人民代表大会常务委员会第二十九次会议通过）"
    assert told(note) == {"发布机构": "示例省人民代表大会常务委员会", "发文日期": "2012-09-26"}


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("（2016年3月5日）", "2016-03-05"),
        ("（2015年1月1日通过 2016年3月5日公布）", "2016-03-05"),
        ("（2015年1月1日公布 2016年3月5日示例省人民政府令第15号修订）", "2016-03-05"),
        ("（2015年1月1日修订）", None),
    ],
)
def test_the_strongest_event_of_a_note_made_the_document(note: str, day: str | None) -> None:
    """An order, else its being issued, else a day without a word."""
    assert told(note).get("发文日期") == day


@pytest.mark.parametrize(
    ("words", "orders"),
    [
        ("中华人民共和国国务院令第374号", ["中华人民共和国国务院令第374号"]),
        ("示例省人民政府令 第 15 号", ["示例省人民政府令第15号"]),
        ("示例省人民政府令（2016）第十五号", ["示例省人民政府令第十五号"]),
        ("示例省人民政府第15号令", ["示例省人民政府令第15号"]),
        ("命令大家", []),
    ],
)
def test_orders_are_read_in_every_form(words: str, orders: list[str]) -> None:
    """Turned round, spaced, with a year."""
    assert list(orders_in(words)) == orders


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("本办法自2016年5月1日起施行。", "施行日期", "2016年5月1日"),
        ("第二十条 本办法自二〇一六年五月一日起实施，有效期至2021年4月30日。", "有效期至", "2021年4月30日"),
        ("本通知自2016年5月1日起施行，有效期5年，至2021年4月30日止。", "有效期至", "2021年4月30日"),
    ],
)
def test_closing_articles_tell_when_it_holds(text: str, field: str, value: str) -> None:
    """In its own words."""
    assert told("正文。", text)[field] == value


@pytest.mark.parametrize(
    "text", ["《另一个条例》已自2010年1月1日起施行，请遵照执行。", "2016年5月1日召开会议。", "合同有效期至2020年1月1日。"]
)
def test_what_is_said_of_another_claims_nothing(text: str) -> None:
    """A sentence about another law, a meeting, a contract."""
    assert told("正文。", text) == {}


def test_notes_are_looked_for_before_the_text_begins() -> None:
    """A date in a clause is no note."""
    blocks = [make_block(text) for text in ("示例省一个办法", "第一条 （2016年3月5日修订）", NOTE)]
    assert note_events(blocks) == []
    assert note_events([]) == []
