"""Document numbers: what is well-formed, what a slip of the pen meant, what nobody but the writer can know."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.numbers import (
    CLOSING,
    OPENING,
    document_number_hint,
    is_document_number,
    mend_document_number,
    prefix_of_document_number,
    year_of_document_number,
)

WORDS = ("示政办发", "国办函", "国办发明电", "示财规", "（豫）交发", "发改价格", "京政办字")
BODIES = ("国务院", "示例省人民政府", "财政部、税务总局", "中华人民共和国国务院、中华人民共和国中央军事委员会")
YEARS, SERIALS = st.integers(1949, 2049), st.integers(1, 99999)
LETTERS = st.builds("{}〔{}〕{}号".format, st.sampled_from(WORDS), YEARS, SERIALS)
ORDERS = st.builds("{}令第{}号".format, st.sampled_from(BODIES), SERIALS)
ANNOUNCEMENTS = st.builds("{}{}{}年第{}号".format, st.sampled_from(BODIES), st.sampled_from(["公告", "通告"]), YEARS, SERIALS)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "number",
    [
        *("示政办发〔2026〕12号", "（豫）交发〔2020〕5号", "国办发明电〔2020〕1号", "（82）城发房字77号", "〔1984〕财税字第12号"),
        *("省政府令第379号", "国务院令第七百一十一号", "商务部、科技部令2020年第38号", "中国人民银行令〔2020〕第3号"),
        *("2026年第5号", "湖北省国家税务局公告2017年第5号", "农业农村部公告第307号", "示例省公安厅通告2026年第1号"),
        *("财政部、税务总局公告2023年第12号", "中国人民银行公告〔2020〕第1号"),
        *("中国证券监督管理委员会公告〔2022〕2号", "公告〔2018〕3号", "公告〔2018〕第3号"),
    ],
)
def test_real_forms_are_document_numbers(number: str) -> None:
    """Letters, orders and announcements, of one organ or of several, and those of the eighties; they need no mending."""
    assert is_document_number(number)
    assert mend_document_number(number) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("示政办发[2026]12号", "示政办发〔2026〕12号"),
        ("国办发【2019】9号", "国办发〔2019〕9号"),
        ("国办秘函﹝2019﹞19号", "国办秘函〔2019〕19号"),
        ("示政办发（2026）012号", "示政办发〔2026〕12号"),
        ("示政办发〔2026〕第12号", "示政办发〔2026〕12号"),
        ("示政办发 〔2026〕 １２ 号", "示政办发〔2026〕12号"),
        ("示政办发〔2026年〕12号", "示政办发〔2026〕12号"),
        ("示政办发〔二〇二六〕12号", "示政办发〔2026〕12号"),
        ("示政办发〔2O26〕l2号", "示政办发〔2026〕12号"),
        ("示政办发〔2026 12号", "示政办发〔2026〕12号"),
        ("示政办发2026〕12号", "示政办发〔2026〕12号"),
        ("示政办发2026年12号", "示政办发〔2026〕12号"),
        ("示政办发〔2026〕12", "示政办发〔2026〕12号"),
        ("(豫)交发[2020]5号", "（豫）交发〔2020〕5号"),
        ("（国办发〔2016〕82号）", "国办发〔2016〕82号"),
        ("文号：国办发〔2016〕82号。", "国办发〔2016〕82号"),
        ("国务院第711号令", "国务院令第711号"),
        ("国务院令711号", "国务院令第711号"),
        ("国务院令（第0711号）", "国务院令第711号"),
        ("国务院 令第5号", "国务院令第5号"),
        ("中国人民银行令[2020]第03号", "中国人民银行令〔2020〕第3号"),
        ("财政部、税务总局 公告2023年12号", "财政部、税务总局公告2023年第12号"),
        ("示例省公安厅2026年第1号通告", "示例省公安厅通告2026年第1号"),
        ("2026年第05号", "2026年第5号"),
        ("示政办发2026", None),
        ("示政办发〔26〕12号", None),
        ("示政办发〔2026〕12-1号", None),
        ("示政办发〔2026〕0号", None),
        ("财政部 税务总局公告2023年第12号", None),
        ("国务院 办公厅公告2023年第12号", None),
        ("第8号", None),
        ("公告第8号", None),
        ("各" * 100_000, None),
    ],
)
def test_a_slip_of_the_pen_is_mended(written: str, meant: str | None) -> None:
    """Every wrong bracket seen in the wild has a right one; a number that cannot be told has none."""
    assert mend_document_number(written) == meant


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("示政办发（2026）第012号", "请改为 示政办发〔2026〕12号（年份用六角括号〔〕括起；顺序号前不写“第”；顺序号前面不补0）"),
        ("国务院711号令", "写作"),
        ("示政办发〔26〕12号", "年份写四位；写作"),
        ("示政办发12号", "缺少六角括号里的年份；写作"),
        ("示政办发2026", "缺少顺序号；写作"),
        ("财政部 税务总局公告2023年第12号", "几个机关之间用顿号，一个机关的名称里不空格；写作"),
        ("第8号", "前面写上发文机关和“令”“公告”等；写作"),
    ],
)
def test_a_hint_says_what_is_wrong_and_shows_a_right_one(written: str, hint: str) -> None:
    """The number as it should be where that can be told, else what is missing and samples."""
    assert document_number_hint(written).startswith(hint)


@given(number=LETTERS | ORDERS | ANNOUNCEMENTS, pair=st.sampled_from([*zip(OPENING, CLOSING, strict=True)]), data=st.data())
def test_disguised_numbers_come_back(number: str, pair: tuple[str, str], data: st.DataObject) -> None:
    """Whatever brackets, figures, noughts, 第 and spaces it is written with."""
    written = re.sub(r"〔(\d{4})〕", rf"{pair[0]}\1{pair[1]}", number)
    if data.draw(st.booleans()) and "〔" in number:
        written = re.sub(rf"({re.escape(pair[1])})(\d)", r"\1第\2", written)
    if data.draw(st.booleans()):
        written = re.sub(r"(\d+)号$", lambda match: f"0{match[1]}号", written)
    if data.draw(st.booleans()):
        written = written.translate(WIDE)
    if data.draw(st.booleans()):
        written = re.sub(r"(号)$", r" \1", written)
    assert written == number or mend_document_number(written) == number


@given(word=st.sampled_from(WORDS), year=YEARS, serial=SERIALS)
def test_a_letter_carries_its_year_and_prefix(word: str, year: int, serial: int) -> None:
    """Both come back from the number that is made of them."""
    number = f"{word}〔{year}〕{serial}号"
    assert (prefix_of_document_number(number), year_of_document_number(number)) == (word, year)


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("省政府令第379号", None),
        ("商务部令2020年第38号", 2020),
        ("中国人民银行公告〔2020〕第1号", 2020),
        ("中国证券监督管理委员会公告〔2022〕2号", 2022),
        ("2026年第5号", 2026),
        ("（82）城发房字77号", 1982),
    ],
)
def test_orders_and_announcements_have_no_prefix(number: str, year: int | None) -> None:
    """Many have a year."""
    assert (prefix_of_document_number(number), year_of_document_number(number)) == ("", year)


@given(st.text("示政办发〔〕[]（）令公告第号年 0123456789０１Oo、财政部", max_size=30))
def test_what_is_mended_is_well_formed_and_stays(text: str) -> None:
    """A mend leads to a number, a number to no mend."""
    mended = mend_document_number(text)
    if mended is not None:
        assert is_document_number(mended)
        assert mend_document_number(mended) is None
        assert not is_document_number(text)


def test_the_numbers_of_real_documents_are_well_formed(corpus: Path) -> None:
    """Those of the State Council's library and those it cites; orders that statutes name, after their organ."""
    with (corpus / "govcn-html" / "expected.jsonl").open(encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    numbers = [number for page in pages for number in (page["doc_number"], *page["cited_doc_numbers"])]
    assert len(numbers) > 36
    assert [number for number in numbers if not is_document_number(number)] == []
    texts = (path.read_text("utf-8") for path in sorted((corpus / "laws-md").rglob("*.md")))
    orders = {"".join(order.split()) for text in texts for order in re.findall(r"(?<=[ 日])[一-龥、]{2,30}令第\d+号", text)}
    assert len(orders) > 200
    assert [order for order in orders if not is_document_number(order)] == []
