"""Numbers of persons: taken in every dress, and not where figures only look like them."""

from __future__ import annotations

import pytest

from plugins.catalog.personal import Personal, find_personal

ID, OLD, MOBILE, CARD, PASSPORT = "42010619000101102X", "420106000101123", "13800003000", "6222020806360837785", "E26225575"
"""Invented; they hold by their arithmetic."""


def found(text: str) -> list[tuple[Personal, str, bool]]:
    """What is found, its value, whether it is certain."""
    return [(hit.what, hit.value, hit.certain) for hit in find_personal(text)]


@pytest.mark.parametrize(
    "dress",
    [
        "42010619000101102x",
        "420106 19000101 102X",
        "420106-19000101-102X",
        "４２０１０６１９０００１０１１０２Ｘ",
        "4\u200c2\u200c0\u200c1\u200c0\u200c6\u200c19000101102\u200cX",
        "420106**19000101**102X",
        "420106<b>19000101</b>102X",
        "420106<!-- x -->19000101102X",
        "&#52;2010619&#x30;00101102&#88;",
        "&#522010619000101102X".replace("&#52", "&#52;"),
        "四二〇一〇六一九〇〇〇一〇一一〇二X",
        "肆贰零壹零陆1900○一○一102X",
        "④②⓪①⓪⑥19000101102X",
        "𝟒𝟐𝟎𝟏𝟎𝟔19000101102X",
        "4️⃣2️⃣0️⃣1️⃣0️⃣6️⃣19000101102X",
        "420106\n19000101\n102X",
        "420106<br>19000101<br>102X",
        "| 420106 | 19000101 | 102X |",
        "| 4 | 2 | 0 | 1 | 0 | 6 | 1 | 9 | 0 | 0 | 0 | 1 | 0 | 1 | 1 | 0 | 2 | X |",
    ],
)
def test_an_identity_number_is_known_in_every_dress(dress: str) -> None:
    """Its check character proves it: it needs no label."""
    assert found(f"情况：{dress}，请核对。") == [(Personal.IDENTITY, ID, True)]


@pytest.mark.parametrize(
    "text",
    [
        f"张三{ID}",
        f"全国学籍号G{ID}",
        f"残疾人证号{ID}43",
        f"1{ID}",
        f"身份证号{ID}银行卡",
        f"http://www.example.gov.cn/art/{ID}.html",
    ],
)
def test_what_is_glued_to_an_identity_number_does_not_hide_it(text: str) -> None:
    """Names, letters of a register, the number of a row."""
    assert (Personal.IDENTITY, ID, True) in found(text)


def test_two_numbers_that_run_into_each_other_are_both_known() -> None:
    """As text of a PDF has them."""
    assert [value for _, value, _ in found(f"{ID}{MOBILE}")] == [ID, MOBILE]
    number = "420106190110289215"
    assert [value for _, value, _ in found(f"{number}{number}")] == [number, number]
    assert [value for _, value, _ in found(f"{number}{MOBILE}")] == [number, MOBILE]


@pytest.mark.parametrize(
    "text",
    [
        "420106190001011020",
        "110101190013321231",
        "990101190005046073",
        "统一社会信用代码：110101190005046073",
        "420106********102X",
        "420106\\*\\*\\*\\*\\*\\*\\*\\*102X",
        "420106××××××××102X",
    ],
)
def test_what_is_no_identity_number_is_left_alone(text: str) -> None:
    """A wrong check character, no such day, no such province, the code of an organ, one that is masked."""
    assert found(text) == []


def test_a_mistyped_identity_number_is_doubtful_behind_its_label() -> None:
    """One figure is wrong, the person is known all the same."""
    assert found("身份证号：420106190001011020") == [(Personal.IDENTITY, "420106190001011020", False)]


def test_an_old_identity_number_is_certain_behind_its_label_only() -> None:
    """Fifteen figures have no check character; registers of companies have as many."""
    assert found(f"身份证号：{OLD}") == [(Personal.OLD_IDENTITY, OLD, True)]
    assert found(f"| 姓名 | 身份证号码 |\n|---|---|\n| 甲 | {OLD} |") == [(Personal.OLD_IDENTITY, OLD, True)]
    assert found(OLD) == [(Personal.OLD_IDENTITY, OLD, False)]
    assert found(f"注册号：{OLD}") == []
    assert found("420106001301123") == []


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        "138 0000 3000",
        "138-0000-3000",
        "+86 13800003000",
        "86-138-0000-3000",
        "+8613800003000",
        "１３８００００３０００",
        "1 3 8 0 0 0 0 3 0 0 0",
        "张三13800003000",
        "一三八〇〇〇〇三〇〇〇",
        "幺三八零零零零三零零零",
        "电话：138-00003-000",
        "手机13 8000 03000",
        "联系人：李四 13800\n003000",
        "| 姓名 | 手机 | |\n|---|---|---|\n| 甲 | 138 | 00003000 |",
        "| 手机号码 | 138-00003-000 |",
        "media/2026/13800003000.csv",
    ],
)
def test_a_mobile_telephone_is_known(text: str) -> None:
    """Together, in the groups in which people write it, or behind a label."""
    assert found(text) == [(Personal.MOBILE, MOBILE, True)]


@pytest.mark.parametrize(
    "text",
    [
        "12345678901",
        "投资13800003000元",
        "合计 13800003000 万元",
        "编号：13800003000",
        "13800003000.55",
        "2016-13800003000",
        "A13800003000",
        "https://www.example.gov.cn/art_1229_13800003000.html",
        "https://www.example.gov.cn/art/13800003000.html",
        "| 138 | 0000 | 3000 |",
        "| 项目 | 金额（元） |\n|---|---|\n| 甲 | 13800003000 |",
        "收入合计13800003000。",
        "13 800 003 000",
        "138.00003000",
        "1 138 0000 3000 7",
        "138****3000",
    ],
)
def test_figures_of_other_things_are_no_telephone(text: str) -> None:
    """Sums, codes, addresses, rows of statistics, figures in groups of three."""
    assert found(text) == []


def test_the_telephone_of_an_office_is_public_and_that_of_a_home_is_not() -> None:
    """The label says which it is."""
    assert found("办公电话：027-12345678；热线12345、400-000-0000") == []
    assert found("家庭电话：027-12345678") == [(Personal.LANDLINE, "02712345678", True)]
    assert found("| 住宅电话 |\n|---|\n| 82345678 |") == [(Personal.LANDLINE, "82345678", True)]


def test_a_bank_card_is_known_by_its_beginning_and_its_check_digit() -> None:
    """Cards of other houses than UnionPay only behind a label."""
    visa = "4111111111111111"
    assert found(CARD) == [(Personal.CARD, CARD, True)]
    assert found("6222 0208 0636 0837 785") == [(Personal.CARD, CARD, True)]
    assert found(f"卡号 {visa}") == [(Personal.CARD, visa, True)]
    assert found(visa) == found("6222021000000000000") == found(f"流水号{CARD}") == found(f"A{CARD}") == []


def test_a_passport_needs_its_letter_and_a_rarer_one_its_label() -> None:
    """A letter with a day behind it is the code of something else."""
    assert found(PASSPORT) == found("Ｅ２６２２５５７５") == found("E 2622 5575") == [(Personal.PASSPORT, PASSPORT, True)]
    assert found("护照号EA1234567") == found("EA1234567") == [(Personal.PASSPORT, "EA1234567", True)]
    assert found("通行证号码H12345678") == [(Personal.PASSPORT, "H12345678", True)]
    assert found("H12345678") == found("E20160227") == found("GB26225575") == found("E262255750") == []
    for standard in ("GB 123-2016", "EN 124-2015", "GB/T 9704-2012", "E 1234-2016", "GB 26225575"):
        assert found(standard) == []


def test_what_stands_nearer_together_belongs_together() -> None:
    """A sum beside a card is not its end, however well it would check."""
    card = "6228482436872876"
    assert found(f"| 姓名 | 银行卡号 | 金额 |\n|---|---|---|\n| 张三 | {card} | 200 |") == [(Personal.CARD, card, True)]
