"""From claims to fields: agreed, contradicted, or told by weak places only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import Claim, Origin, Reading
from intake.settle import settle, split_title
from tests.intake.making import codes, make_claim

VALUES = {
    "名称": ["关于一件事的通知", "关于一件事…", "关于另一件事的通知", "关于一件 事的通知（示政发〔2016〕42号）"],
    "索引号": ["990000017/2016-00042", "990000017/2016-00043", "无"],
    "文号": ["示政发〔2016〕42号", "示政发[2016]42号", "示政发〔2016〕43号", "无"],
    "发布机构": ["示例省人民政府", "示例省财政厅、示例省教育厅", "示例省教育厅"],
    "发文日期": ["2016-03-05", "2016年3月5日", "二〇一六年三月六日"],
    "发布日期": ["2016-03-06", "2016-03-06 09:00", "2016-03-07 10:00"],
    "分类": ["综合政务\\政务公开", "综合政务>政务公开"],
    "主题词": ["公开 服务", "公开;服务"],
}
CLAIMS = st.sampled_from(sorted(VALUES)).flatmap(
    lambda label: st.builds(make_claim, st.just(label), st.sampled_from(VALUES[label]), st.sampled_from(Origin))
)


def settled(*claims: Claim) -> tuple[dict[str, object], list[str]]:
    """The fields, and the codes of what is doubtful."""
    reading = Reading()
    return settle(claims, reading).fields, codes(reading)


@settings(deadline=None)
@given(
    st.lists(CLAIMS, max_size=8, unique_by=lambda claim: (claim.label, claim.origin)).flatmap(
        lambda claims: st.tuples(st.just(claims), st.permutations(claims))
    )
)
def test_the_order_of_claims_decides_nothing(both: tuple[list[Claim], list[Claim]]) -> None:
    """The places do: each says one thing of a field."""
    first, second = (settle(claims, Reading()) for claims in both)
    assert first.fields == second.fields
    assert first.told_by == second.told_by


def test_the_most_trusted_place_decides_and_the_other_is_named() -> None:
    """Never in silence."""
    reading = Reading()
    claims = [make_claim("文号", "示政发〔2016〕43号", Origin.META), make_claim("文号", "示政发〔2016〕42号", Origin.BLOCK)]
    assert settle(claims, reading).fields == {"文号": "示政发〔2016〕42号"}
    (finding,) = reading.findings
    assert finding.code == "ITK060"
    assert "43号" in finding.message and "META" in finding.message


@pytest.mark.parametrize(
    ("label", "one", "other", "value"),
    [
        ("文号", "示政发[2016]42号", "示政发〔2016〕42号", "示政发〔2016〕42号"),
        ("文号", "省政府令第12号", "示例省人民政府令第12号", "省政府令第12号"),
        ("发文日期", "2016年3月5日", "二〇一六年三月五日", "2016-03-05"),
        ("发布日期", "2016-03-06", "2016-03-06 09:00", "2016-03-06 09:00"),
        ("名称", "关于一件事…", "关于一件事的通知", "关于一件事的通知"),
        ("名称", "关于《甲》的通知", "关于〈甲〉 的通知", "关于《甲》的通知"),
        ("发布机构", "人民政府", "示例省人民政府", "人民政府"),
    ],
)
def test_places_that_say_the_same_agree(label: str, one: str, other: str, value: str) -> None:
    """In other words, with more of it."""
    fields, doubts = settled(make_claim(label, one), make_claim(label, other, Origin.META))
    assert (fields[label], doubts) == (value, [])


def test_several_organs_are_one_and_those_beside_it() -> None:
    """A shorter list of them agrees."""
    fields, doubts = settled(
        make_claim("发布机构", "示例省财政厅"), make_claim("发布机构", "示例省财政厅 示例省教育厅", Origin.SIGNATURE)
    )
    assert fields == {"发布机构": "示例省财政厅", "联合发文": ["示例省教育厅"]}
    assert doubts == []


def test_a_weak_place_fills_a_gap_and_contradicts_nobody() -> None:
    """And where it is alone, that is said."""
    assert settled(make_claim("名称", "甲事的通知"), make_claim("名称", "乙事的通知", Origin.FILE_NAME)) == (
        {"名称": "甲事的通知"},
        [],
    )
    assert settled(make_claim("名称", "乙事的通知", Origin.FILE_NAME)) == ({"名称": "乙事的通知"}, ["ITK073"])


@pytest.mark.parametrize("value", ["无", "-", "——", "", " \u3000", "/"])
def test_a_field_left_empty_is_no_value_and_no_slip(value: str) -> None:
    """However portals write nothing."""
    assert settled(make_claim("发文日期", value)) == ({}, [])


@pytest.mark.parametrize(("label", "value"), [("发文日期", "不详"), ("文号", "一件事"), ("索引号", "甲"), ("发布日期", "昨天")])
def test_a_value_that_cannot_be_read_is_left_out_and_said(label: str, value: str) -> None:
    """For a person to look up."""
    assert settled(make_claim(label, value)) == ({}, ["ITK061"])


def test_lists_are_lists() -> None:
    """Themes with a back-slash between their levels, words without spaces."""
    fields, _ = settled(make_claim("分类", "综合政务＞政务公开；财政、金融、审计/财政"), make_claim("主题词", "公开 服务、要点"))
    assert fields == {"分类": ["综合政务\\政务公开", "财政、金融、审计\\财政"], "主题词": ["公开", "服务", "要点"]}


@pytest.mark.parametrize(
    ("written", "title", "claims"),
    [
        ("关于一件事的通知（示政发〔2016〕42号）", "关于一件事的通知", [("文号", "示政发〔2016〕42号")]),
        ("关于一件事的通知(2016-03-05)", "关于一件事的通知", [("发布日期", "2016-03-05")]),
        (
            "关于一件事的通知(示政发[2016]42号)[20160305]",
            "关于一件事的通知",
            [("发布日期", "20160305"), ("文号", "示政发[2016]42号")],
        ),
        ("示例省一个办法（试行）", "示例省一个办法（试行）", []),
        ("（2016-03-05）", "（2016-03-05）", []),
        (" 关于  一件事的通知\u3000", "关于 一件事的通知", []),
    ],
)
def test_what_hangs_on_a_title_is_parted_from_it(written: str, title: str, claims: list[tuple[str, str]]) -> None:
    """A number, a date; 试行 is its own."""
    found, told = split_title(written)
    assert (found, [(claim.label, claim.value) for claim in told]) == (title, claims)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_title_splits_into_something_settle_can_read(written: str) -> None:
    """Nothing stumbles."""
    fields, _ = settled(make_claim("名称", written), make_claim("发布机构", written), make_claim("分类", written))
    assert all(isinstance(value, str | list) for value in fields.values())
