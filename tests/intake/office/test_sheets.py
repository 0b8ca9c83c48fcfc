"""Sheets in: what a person sees of an .xlsx; what is hidden stays out and is named."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from intake.office.sheets import read_sheet, sheet_html
from intake.reading import Reading, Refused
from intake.rules import (
    CELL_COMMENTS,
    CELL_ERROR,
    CELL_PRECISION,
    CELLS_LEFT_OUT,
    DAMAGED,
    HOSTILE,
    NO_RESULT,
    NO_TEXT,
    SHEET_LEFT_OUT,
    TABLE_TOO_LARGE,
    TOOL_MISSING,
)
from intake.sources import Source
from tests.conftest import ROOT
from tests.intake.office.making import CONTENT_TYPES, codes, relationships, said, zipped

CORPUS = ROOT.parent / "shared/corpus/office-generated/附件2 政务服务事项清单（2025年版）.xlsx"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def raw_sheet(content: str, styles: str = "", strings: str = "") -> dict[str, str | bytes]:
    """The parts of an .xlsx with one sheet."""
    relations = [
        ("s", "worksheet", "worksheets/sheet1.xml"),
        ("t", "styles", "styles.xml"),
        ("u", "sharedStrings", "strings.xml"),
    ]
    sheet = '<sheet name="清单" sheetId="1" r:id="s"/>'
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships([("a", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f"<workbook {MAIN} {names}><sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relationships(relations),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{content}</worksheet>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
        "xl/strings.xml": f"<sst {MAIN}>{strings}</sst>",
    }


def grid(raw: bytes, reading: Reading | None = None) -> list[list[tuple[str, int, int]]]:
    """The cells of the first table: words, height, width."""
    soup = BeautifulSoup(sheet_html(raw, reading or Reading()), "html.parser")
    return [
        [(cell.get_text("/"), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) for cell in row("td")]
        for row in soup("tr")
    ]


def words(raw: bytes, reading: Reading | None = None) -> list[list[str]]:
    """The words of the first table."""
    return [[text for text, _, _ in row] for row in grid(raw, reading)]


def refusal(raw: bytes) -> str:
    """The code a workbook is refused with."""
    with pytest.raises(Refused) as refused:
        sheet_html(raw, Reading())
    return refused.value.finding.code


def test_values_as_people_see_them() -> None:
    """Dates, percentages, line breaks, words that look like markup or like a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = "清单"
    sheet.append(["日期", "比例", "金额", "说明"])
    sheet.append([datetime(2025, 3, 5), 0.125, 1234.5, "一行\n二行 <b> & =1+1"])
    for cell, number_format in (("A2", 'yyyy"年"m"月"d"日"'), ("B2", "0.0%"), ("C2", "#,##0.00")):
        sheet[cell].number_format = number_format
    reading = Reading()
    html = sheet_html(saved(book), reading)
    assert html == (
        "<h2>清单</h2><table><tr><td>日期</td><td>比例</td><td>金额</td><td>说明</td></tr>"
        "<tr><td>2025年3月5日</td><td>12.5%</td><td>1,234.50</td><td>一行<br/>二行 &lt;b&gt; &amp; =1+1</td></tr></table>"
    )
    assert reading.findings == []


def test_merged_cells_keep_their_span_over_what_is_seen() -> None:
    """Over hidden rows and columns they are narrower; their words stay also where the first cell is hidden."""
    book = Workbook()
    sheet = book.active
    for row in (["标题", None, None, None], ["甲", "一", "二", "三"], [None, "四", "五", "六"], [None, "七", "八", "九"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:A4")
    assert grid(saved(book)) == [
        [("标题", 1, 4)],
        [("甲", 3, 1), ("一", 1, 1), ("二", 1, 1), ("三", 1, 1)],
        [("四", 1, 1), ("五", 1, 1), ("六", 1, 1)],
        [("七", 1, 1), ("八", 1, 1), ("九", 1, 1)],
    ]
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    assert grid(saved(book)) == [
        [("标题", 1, 3)],
        [("甲", 2, 1), ("四", 1, 1), ("六", 1, 1)],
        [("七", 1, 1), ("九", 1, 1)],
    ]


def test_what_is_hidden_stays_out_and_is_named() -> None:
    """Sheets, very hidden sheets, rows, columns, comments: their words stand nowhere."""
    book = Workbook()
    sheet = book.active
    sheet.title = "公开"
    for number in range(1, 9):
        sheet.append([f"见{number}", "密列", f"见{number}", "密列", "密列"])
    for row in (3, 5, 6, 7):
        sheet.row_dimensions[row].hidden = True
        sheet.cell(row, 1).value = "密行"
    for column in "BDE":
        sheet.column_dimensions[column].hidden = True
    sheet["A1"].comment = Comment("密注", "张三")
    book.create_sheet("草稿").append(["密表"])
    book["草稿"].sheet_state = "hidden"
    book.create_sheet("底稿").append(["密表"])
    book["底稿"].sheet_state = "veryHidden"
    reading = Reading()
    html = sheet_html(saved(book), reading)
    assert "密" not in html
    assert "张三" not in html
    assert words(saved(book)) == [[f"见{n}", f"见{n}"] for n in (1, 2, 4, 8)]
    assert said(reading, SHEET_LEFT_OUT) == ["工作表“草稿”是隐藏的，没有收入", "工作表“底稿”是隐藏的，没有收入"]
    assert said(reading, CELLS_LEFT_OUT) == ["工作表“公开”隐藏了第 3、5—7 行，没有收入", "工作表“公开”隐藏了 B、D—E 列，没有收入"]
    assert said(reading, CELL_COMMENTS) == ["工作表“公开”有 1 条批注，没有收入"]
    assert "密" not in "".join(finding.message + finding.hint for finding in reading.findings)


def test_formulas_give_their_results_and_one_without_is_named() -> None:
    """A program that never calculated leaves none."""
    content = (
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1"><f>A1</f></c></row>'
    )
    content += '<row r="2"><c r="A2" t="str"><f>A1&amp;"x"</f><v>文</v></c></row></sheetData>'
    reading = Reading()
    assert words(zipped(raw_sheet(content)), reading) == [["2", "#REF!"], ["文", ""]]
    assert said(reading, NO_RESULT) == ["工作表“清单”的 C1 只有公式没有结果，留空"]
    assert said(reading, CELL_ERROR) == ["工作表“清单”的 B1 是错误值“#REF!”"]


def test_a_format_we_do_not_know_is_named() -> None:
    """And its value written plainly."""
    book = Workbook()
    book.active["A1"] = 1.5
    book.active["A1"].number_format = "# ?/?"
    reading = Reading()
    assert words(saved(book), reading) == [["1.5"]]
    assert said(reading, CELL_PRECISION) == ["工作表“Sheet”的 A1 格式“# ?/?”不认识，照数值写出"]


def test_the_fixed_formats_of_chinese_programs() -> None:
    """31 and 57 are dates; elsewhere they are only numbers."""
    cells = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="57"/><xf numFmtId="9"/></cellXfs>'
    row = "".join(
        f'<c r="{cell}1" s="{style}"><v>{v}</v></c>' for cell, style, v in (("A", 1, 45721), ("B", 2, 45721), ("C", 3, 0.5))
    )
    assert words(zipped(raw_sheet(f'<sheetData><row r="1">{row}</row></sheetData>', cells))) == [
        ["2025年3月5日", "2025年3月", "50%"]
    ]


def test_broken_styles_do_no_harm() -> None:
    """Some exporters write fills that stop the library; only number formats are read."""
    fill = "<fills><fill/></fills><fonts><font><sz val='x'/></font></fonts><cellXfs><xf numFmtId='0'/></cellXfs>"
    assert words(zipped(raw_sheet('<sheetData><row><c t="inlineStr"><is><t>文</t></is></c></row></sheetData>', fill))) == [["文"]]


def test_several_sheets_have_headings_and_a_lone_unnamed_one_has_none() -> None:
    """Also names that the library would not take."""
    book = Workbook()
    book.active.append(["甲"])
    assert sheet_html(saved(book), Reading()).startswith("<table>")
    book.create_sheet("空表")
    book.create_sheet("乙表").append(["乙"])
    html = sheet_html(saved(book), Reading())
    assert [heading.get_text() for heading in BeautifulSoup(html, "html.parser")("h2")] == ["Sheet", "乙表"]


def test_empty_rows_and_columns_are_left_out() -> None:
    """Among them those that are only coloured, and those far away."""
    book = Workbook()
    sheet = book.active
    sheet["B2"], sheet["D900000"] = "甲", "乙"
    assert words(saved(book)) == [["甲", ""], ["", "乙"]]


def bombs() -> dict[str, tuple[bytes, str]]:
    """Hostile workbooks and the code each is refused with."""
    cell = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    many = "".join(cell.format(row) for row in range(1, 120_000))
    cross = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 2000))
    wide = "".join(
        f'<c r="{letters}2000"><v>1</v></c>' for letters in (f"{a}{b}" for a in "ABCDE" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>'
    return {
        "many cells": (zipped(raw_sheet(f"<sheetData>{many}</sheetData>"), ZIP_STORED), TABLE_TOO_LARGE.code),
        "a wide cross": (zipped(raw_sheet(f'<sheetData>{cross}<row r="2000">{wide}</row></sheetData>')), TABLE_TOO_LARGE.code),
        "entities in the strings": (
            zipped({**raw_sheet("<sheetData/>"), "xl/strings.xml": f"{entity}<sst {MAIN}>&b;</sst>"}),
            HOSTILE.code,
        ),
        "entities in a part of another name": (
            zipped(
                {
                    **raw_sheet("<sheetData/>"),
                    "xl/a.dat": f"{entity}<worksheet {MAIN}/>",
                    "xl/_rels/workbook.xml.rels": relationships([("s", "worksheet", "a.dat")]),
                }
            ),
            HOSTILE.code,
        ),
        "a place that is none": (
            zipped(raw_sheet('<sheetData><row r="1"><c r="文1"><v>1</v></c></row></sheetData>')),
            DAMAGED.code,
        ),
        "no workbook": (zipped({"a.xml": "<a/>"}), DAMAGED.code),
    }


MEASURE = """
import re, sys
from intake.reading import Reading, Refused
from intake.office.sheets import sheet_html
raw = open(sys.argv[1], "rb").read()
code = "none"
try:
    sheet_html(raw, Reading())
except Refused as refusal:
    code = refusal.finding.code
print(code, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_bombs_are_refused_within_256_mb(tmp_path: Path) -> None:
    """And merged cells over a whole sheet, 17 billion of them, do no harm."""
    whole = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    for name, (raw, code) in (bombs() | {"all cells merged": (zipped(raw_sheet(whole)), "none")}).items():
        file = tmp_path / "a.xlsx"
        file.write_bytes(raw)
        done = subprocess.run([sys.executable, "-c", MEASURE, file], cwd=ROOT, capture_output=True, text=True, check=True)
        found, megabytes = done.stdout.split()
        assert found == code, name
        assert int(megabytes) < 256, name


def test_a_workbook_without_words_is_refused(tmp_path: Path) -> None:
    """Empty, or hidden altogether."""
    (tmp_path / "a.xlsx").write_bytes(saved(Workbook()))
    with pytest.raises(Refused) as refused:
        read_sheet(Source(tmp_path, "a.xlsx"))
    assert refused.value.finding.code == NO_TEXT.code


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    monkeypatch.delitem(sys.modules, "intake.office.workbooks", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "openpyxl.utils.cell", None)
    monkeypatch.setitem(sys.modules, "openpyxl.utils.exceptions", None)
    assert refusal(b"") == TOOL_MISSING.code


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
def test_a_real_list_comes_through_whole() -> None:
    """Every row; the hidden sheet only by name."""
    reading = read_sheet(Source(CORPUS.parent, CORPUS.name))
    table = next(reading.tables())
    rows = [tuple(str(value or "") for value in row) for row in load_workbook(CORPUS)["事项清单"].iter_rows(values_only=True)]
    assert list(table.rows) == rows
    assert reading.blocks[0].text == "事项清单"
    assert codes(reading) == [SHEET_LEFT_OUT.code]
