"""Document numbers, index numbers and their check digits."""

from __future__ import annotations

import pytest

from plugins.catalog.numbers import (
    credit_code_is_sound,
    index_number_doubt,
    is_document_number,
    mend_document_number,
    organ_code_is_sound,
    prefix_of_document_number,
    year_of_document_number,
)


@pytest.mark.parametrize(
    "number",
    ["示政办发〔2026〕12号", "省政府令第379号", "国务院令第七百一十一号", "2026年第5号", "湖北省国家税务局公告2017年第5号"],
)
def test_real_forms_are_document_numbers(number: str) -> None:
    """Letters, orders and announcements."""
    assert is_document_number(number)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("示政办发[2026]12号", "示政办发〔2026〕12号"),
        ("国办发【2019】9号", "国办发〔2019〕9号"),
        ("国办秘函﹝2019﹞19号", "国办秘函〔2019〕19号"),
        ("示政办发（2026）012号", "示政办发〔2026〕12号"),
        ("示政办发〔2026〕第12号", "示政办发〔2026〕12号"),
        ("示政办发 〔2026〕 １２ 号", "示政办发〔2026〕12号"),
        ("示政办发2026", None),
        ("示政办发〔2026〕12号", None),
    ],
)
def test_a_look_alike_is_mended(written: str, meant: str | None) -> None:
    """Every wrong bracket seen in the wild has a right one; a number that cannot be told has none."""
    assert mend_document_number(written) == meant


def test_organ_codes_have_a_check_digit() -> None:
    """GB 11714, with the founding document's own code failing it."""
    assert organ_code_is_sound("000014349")
    assert organ_code_is_sound("011043225")
    assert not organ_code_is_sound("000014348")


@pytest.mark.parametrize("code", ["11441700007280420Y", "11620622013933539B", "11341702486344515H"])
def test_credit_codes_have_a_check_character(code: str) -> None:
    """GB 32100; one changed character is seen."""
    assert credit_code_is_sound(code)
    assert not credit_code_is_sound(code[:5] + ("1" if code[5] != "1" else "2") + code[6:])


def test_an_index_number_is_only_ever_doubted() -> None:
    """Real codes fail the check digit, so the catalog doubts and never refuses."""
    assert index_number_doubt("011043225/2026-00012") is None
    assert index_number_doubt("000014348/2016-38396") == "机构代码的校验位不符"
    assert index_number_doubt("12345") is not None


def test_a_letter_carries_its_year_and_prefix() -> None:
    """An order carries neither."""
    assert (year_of_document_number("示政办发〔2026〕12号"), prefix_of_document_number("示政办发〔2026〕12号")) == (
        2026,
        "示政办发",
    )
    assert (year_of_document_number("省政府令第379号"), prefix_of_document_number("省政府令第379号")) == (None, "")
