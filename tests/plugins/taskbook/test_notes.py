"""Whose a task is: the brackets at its end."""

from __future__ import annotations

import pytest

from plugins.catalog.terms import Role
from plugins.taskbook.notes import Note, read_note


def told(inside: str) -> list[tuple[str, str]]:
    """Role and name of each unit."""
    note = read_note(inside)
    assert note is not None
    return [(unit.role.label, unit.name) for unit in note.units]


def named(inside: str) -> list[str]:
    """The units that count."""
    note = read_note(inside)
    assert note is not None
    return [unit.name for unit in note.units if unit.named]


def test_labels_give_the_roles() -> None:
    """In any order, with what is said beside them."""
    inside = "牵头单位：省数据局；配合单位：省民政厅、省财政厅等有关部门；完成时限：2026年6月底前；适用范围：全省，不含试点县"
    assert told(inside) == [("牵头", "省数据局"), ("配合", "省民政厅"), ("配合", "省财政厅")]
    note = read_note(inside)
    assert note is not None
    assert (note.due, note.beside) == (("2026年6月底前",), ("等有关部门", "适用范围：全省，不含试点县"))


@pytest.mark.parametrize("label", ["责任单位", "责任部门", "负责单位", "负责部门", "承办单位", "责任主体"])
def test_a_unit_that_answers_has_many_labels(label: str) -> None:
    """With a colon of either width."""
    assert told(f"{label}：省数据局") == told(f"{label}:省数据局") == [("责任", "省数据局")]


@pytest.mark.parametrize(
    ("inside", "units"),
    [
        ("省数据局牵头，省民政厅、省财政厅配合", [("牵头", "省数据局"), ("配合", "省民政厅"), ("配合", "省财政厅")]),
        ("市场监管总局负责", [("责任", "市场监管总局")]),
        ("财政部、民政部按职责分工负责", [("责任", "财政部"), ("责任", "民政部")]),
        ("省教育厅会同省财政厅负责", [("责任", "省教育厅"), ("责任", "省财政厅")]),
        ("商务部指导，供销合作总社参与", [("指导", "商务部"), ("配合", "供销合作总社")]),
        ("省数据局牵头负责，2026年6月底前完成", [("牵头", "省数据局")]),
    ],
)
def test_verbs_give_the_roles(inside: str, units: list[tuple[str, str]]) -> None:
    """Where there is no label."""
    assert told(inside) == units


@pytest.mark.parametrize(
    "group",
    [
        "各市、州、县人民政府",
        "各市（州）、县（市、区）人民政府",
        "市、县人民政府",
        "各有关省级人民政府",
        "有关市州人民政府",
        "省政府各部门",
        "各起草部门",
        "各地",
        "县级以上人民政府",
        "各市、州、县",
    ],
)
def test_a_group_stays_whole_and_does_not_count(group: str) -> None:
    """The pause marks within it part nothing."""
    assert told(f"责任单位：省数据局、{group}") == [("责任", "省数据局"), ("责任", group)]
    assert told(f"责任单位：{group}，省数据局") == [("责任", group), ("责任", "省数据局")]
    assert named(f"责任单位：省数据局和{group}" if group.startswith("各") else f"责任单位：省数据局、{group}") == ["省数据局"]


def test_the_others_are_a_note() -> None:
    """等有关部门, 会同有关部门: nobody in particular."""
    note = read_note("国家发展改革委、财政部会同有关部门负责")
    assert note is not None
    assert ([unit.name for unit in note.units], note.beside) == (["国家发展改革委", "财政部"], ("会同有关部门",))
    assert named("责任单位：省编办、省政务管理办等有关部门，各市、州、县人民政府") == ["省编办", "省政务管理办"]


@pytest.mark.parametrize("others", ["等12个部门", "等十二个部门", "等3个单位", "等12部门", "等多个部门和单位", "等部门", "等"])
def test_a_number_of_others_is_a_note_too(others: str) -> None:
    """And the unit before it stays one, in both forms of notes."""
    for inside in (f"责任单位：省发展改革委、省住建厅{others}", f"省发展改革委、省住建厅{others}按职责分工负责"):
        note = read_note(inside)
        assert note is not None
        assert ([unit.name for unit in note.units], note.beside) == (["省发展改革委", "省住建厅"], (others,))


def test_names_that_hold_and_are_not_parted() -> None:
    """和 joins two units only where both sides end as one."""
    assert named("文化和旅游部、工业和信息化部、国家林业和草原局负责") == ["文化和旅游部", "工业和信息化部", "国家林业和草原局"]
    assert named("省教育厅和省财政厅负责") == ["省教育厅", "省财政厅"]


@pytest.mark.parametrize(
    "inside",
    [
        "以下简称省委，由省政府负责",
        "有效期五年，期满前由起草单位负责评估",
        "试行",
        "鄂政发〔2013〕27号",
        "含省直管县",
        "谁采集、谁更新、谁对质量负责",
        "责任单位：",
        "",
        "由省数据局负责，具体办法另行制定",
        "甲" * 500 + "局负责",
    ],
)
def test_an_ordinary_bracket_is_no_note(inside: str) -> None:
    """Every name must look like a unit, and every clause must say who does what."""
    assert read_note(inside) is None


def test_what_follows_the_sentence_is_said_beside() -> None:
    """As the first note of a national plan has it; a deadline among the units is none of them."""
    note = read_note("人力资源社会保障部、财政部负责。列第一位者为牵头单位，下同")
    assert note is not None
    assert [unit.role for unit in note.units] == [Role.RESPONSIBLE, Role.RESPONSIBLE]
    assert note.beside == ("列第一位者为牵头单位，下同",)
    assert read_note("责任单位：省数据局，6月底前完成") == Note(note_units("省数据局"), ("6月底前完成",))


def note_units(*names: str):  # type: ignore[no-untyped-def]
    """Units that answer."""
    note = read_note(f"责任单位：{'、'.join(names)}")
    assert note is not None
    return note.units
