"""Plates, homes and electronic mail."""

from __future__ import annotations

import pytest

from plugins.catalog.personal import Personal, find_personal


def found(text: str) -> list[tuple[Personal, str, bool]]:
    """What is found, its value, whether it is certain."""
    return [(hit.what, hit.value, hit.certain) for hit in find_personal(text)]


@pytest.mark.parametrize(
    "text", ["鄂A·00000", "鄂A00000", "鄂 A 00000", "鄂Ａ０００００", "鄂a-00000", "鄂A<b>00</b>000", "鄂A〇〇〇〇〇"]
)
def test_a_plate_is_known_in_every_dress(text: str) -> None:
    """Behind the letter of its place stand five signs."""
    assert found(text) == [(Personal.PLATE, "鄂A00000", True)]


def test_plates_of_new_energy_have_a_sign_more() -> None:
    """GA 36-2018."""
    assert found("京AD12345") == [(Personal.PLATE, "京AD12345", True)]


@pytest.mark.parametrize("text", ["鄂A0001警", "京B2-20160001", "沪A股12345", "鲁S20201234", "| 新 | A | 12345 |", "京ABCDEF"])
def test_what_is_no_plate_of_a_person_is_left_alone(text: str) -> None:
    """Vehicles of the police, licences, columns of a table, words."""
    assert found(text) == []


def test_a_plate_in_several_cells_needs_its_head() -> None:
    """车牌号."""
    assert found("| 车牌号 | | |\n|---|---|---|\n| 新 | A | 12345 |") == [(Personal.PLATE, "新A12345", True)]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("住址：测试市测试区测试路3号2栋401室。", "测试市测试区测试路3号2栋401室"),
        ("家庭住址（详细）：测试村3组12号，", "测试村3组12号"),
        ("| 户籍地址 | 甲县乙镇丙村五组 |", "甲县乙镇丙村五组"),
        ("| 姓名 | 家庭住址 |\n|---|---|\n| 甲 | 测试村3组12号 |\n| 乙 | 某市 |", "测试村3组12号"),
    ],
)
def test_a_home_is_known_by_its_label_or_its_head(text: str, home: str) -> None:
    """Where a number is said: a village alone is no home."""
    assert [hit for hit in found(text)] == [(Personal.ADDRESS, home, True)]


def test_a_flat_in_a_street_is_doubtful() -> None:
    """It may be an office; where one is named behind it, it is."""
    flat = "湖北省武汉市武昌区测试路1号2栋3单元401室"
    assert found(f"申请人居住在{flat}") == [(Personal.ADDRESS, f"申请人居住在{flat}", False)]
    assert found("测试路5号3号楼402室市民中心") == found("武汉市武昌区测试路1号省政府办公厅") == []
    assert found("家庭住址等情况应当公开") == []


def test_a_masked_home_keeps_its_district() -> None:
    """区 or 县 is what may be shown."""
    (hit,) = find_personal("住址：测试市测试区测试路3号2栋401室")
    assert hit.masked == "测试市测试区" + "*" * 11


def test_mail_of_a_person_is_told_from_that_of_an_office() -> None:
    """By its domain, and by what it is given for."""
    assert found("ceshi.jia@example.com") == [(Personal.EMAIL, "ceshi.jia@example.com", True)]
    assert found("ceshi＠example.com") == [(Personal.EMAIL, "ceshi＠example.com", True)]
    assert found("xxgk@example.gov.cn") == found("意见请发送至 abc@example.com") == []
