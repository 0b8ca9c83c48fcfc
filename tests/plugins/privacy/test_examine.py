"""Attachments: what is in them is found, also where the program that shows them does not show it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import crc32

import pytest

from plugins.engine.signals import File
from plugins.privacy.examine import examine
from plugins.privacy.found import Found, Spot
from tests.intake.office.making import NAMESPACES, PNG, docx, p, relationships, zipped
from tests.intake.office.paper import pdf

ID, MASKED = "42010619000101102X", "420106********102X"
MOBILE = "13800003000"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES_PART = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def found(folder: Path, name: str, raw: bytes) -> Found:
    """What is found in a file; nothing of it is a whole number."""
    path = folder / name
    path.write_bytes(raw)
    facts = list(examine(File(path)))
    assert ID not in str(facts) and MOBILE not in str(facts)
    return Found.unpacked(facts[0].value) if facts else Found()


def told(folder: Path, name: str, raw: bytes) -> list[tuple[str, str, str]]:
    """Code, masked form and place of each spot."""
    return [(spot.code, spot.masked, spot.where) for spot in found(folder, name, raw).spots]


def workbook(
    rows: str, *, state: str = "visible", before: str = "", strings: str = "", parts: dict[str, str] | None = None
) -> bytes:
    """A .xlsx of one sheet."""
    book = f'<sheets><sheet name="名单" sheetId="1" r:id="s1" state="{state}"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": TYPES_PART,
            "_rels/.rels": relationships([("b", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}">{book}</workbook>',
            "xl/_rels/workbook.xml.rels": relationships([("s1", "worksheet", "worksheets/sheet1.xml")]),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>',
            **({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>'} if strings else {}),
            **(parts or {}),
        }
    )


def row(number: int, *cells: str, more: str = "") -> str:
    """A row of texts."""
    written = (f'<c r="{"ABCDE"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(cells))
    return f'<row r="{number}" {more}>{"".join(written)}</row>'


def jpeg(degrees: int, parts: int = 1) -> bytes:
    """A picture that says where it was taken: TIFF 6.0 with one entry that leads to one of places."""
    entry = pack("<HHII", 0x8825, 4, 1, 26)
    place = pack("<H", 2) + pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + pack("<HHII", 2, 5, 3, 56) + pack("<I", 0)
    tiff = (
        b"II*\0"
        + pack("<I", 8)
        + pack("<H", 1)
        + entry
        + pack("<I", 0)
        + place
        + pack("<6I", degrees, parts, degrees, parts, 0, 1)
    )
    exif = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + pack(">H", len(exif) + 2) + exif + b"\xff\xda\0\x02\xff\xd9"


def test_words_and_rows_are_read(tmp_path: Path) -> None:
    """Paragraphs, cells under their head, headers; a number may be in pieces."""
    split = f"<w:p><w:r><w:t>{ID[:6]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ID[6:]}</w:t></w:r></w:p>"
    assert told(tmp_path, "a.docx", docx(p("名单") + split)) == [("PII001", MASKED, "正文第2段")]
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("张三", ID, MOBILE))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    assert told(tmp_path, "a.docx", docx(table)) == [
        ("PII001", MASKED, "正文表格第1行"),
        ("PII003", "138****3000", "正文表格第1行"),
    ]
    header = {"word/header1.xml": f"<w:hdr {NAMESPACES}>{p(ID)}</w:hdr>"}
    assert told(tmp_path, "a.docx", docx(p("正文"), parts=header)) == [("PII001", MASKED, "页眉第1段")]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (f"<w:p><w:del><w:r><w:delText>{ID}</w:delText></w:r></w:del></w:p>", "正文第1段，修订删去的文字"),
        (f"<w:p><w:moveFrom><w:r><w:t>{ID}</w:t></w:r></w:moveFrom></w:p>", "正文第1段，修订移走的文字"),
        (p(ID, run="<w:vanish/>"), "正文第1段，隐藏的文字"),
        (f'<w:p><w:r><w:instrText>HYPERLINK "{ID}"</w:instrText></w:r></w:p>', "正文第1段，域代码"),
    ],
)
def test_what_word_does_not_show_is_hidden_and_found(tmp_path: Path, body: str, where: str) -> None:
    """Tracked changes, hidden text, codes of fields."""
    assert told(tmp_path, "a.docx", docx(body)) == [("PII012", MASKED, where)]


def test_remarks_properties_and_what_is_embedded_are_found(tmp_path: Path) -> None:
    """An embedded workbook is a file within the file."""
    remark = docx(p("正文"), comments=f'<w:comment w:id="1">{p(f"核对{ID}")}</w:comment>')
    assert told(tmp_path, "a.docx", remark) == [("PII012", MASKED, "批注第1段")]
    core = {"docProps/core.xml": f"<a><subject>{ID}</subject></a>"}
    assert told(tmp_path, "a.docx", docx(p("正文"), parts=core)) == [("PII012", MASKED, "文件属性")]
    inner = docx(p("正文"), parts={"word/embeddings/t.xlsx": workbook(row(1, ID))})
    assert told(tmp_path, "a.docx", inner) == [("PII012", MASKED, "嵌入的文件：工作表“名单”A1")]


def test_cells_are_read_whatever_holds_them(tmp_path: Path) -> None:
    """Texts of their own, shared ones, figures; a sum is no telephone."""
    assert told(tmp_path, "a.xlsx", workbook(row(1, "姓名", "身份证号") + row(2, "张三", ID))) == [
        ("PII001", MASKED, "工作表“名单”B2")
    ]
    shared = workbook('<row><c r="C3" t="s"><v>0</v></c></row>', strings=f"<si><r><t>{ID[:9]}</t></r><r><t>{ID[9:]}</t></r></si>")
    assert told(tmp_path, "a.xlsx", shared) == [("PII001", MASKED, "工作表“名单”C3")]
    figures = workbook('<row><c r="A1"><v>1.3800003E10</v></c><c r="B1" s="1"><v>13900003000</v></c></row>', parts={
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs></styleSheet>'
    })  # fmt: skip
    assert told(tmp_path, "a.xlsx", figures) == [("PII003", "138****0000"[:7] + "3000", "工作表“名单”A1")]


def aside(name: str, words: str) -> bytes:
    """A workbook with another part."""
    return workbook(row(1, "张三"), parts={f"xl/{name}.xml": f'<part xmlns="{MAIN}">{words}</part>'})


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (workbook(row(1, ID), state="hidden"), "隐藏的工作表“名单”A1"),
        (workbook(row(1, ID), state="veryHidden"), "隐藏的工作表“名单”A1"),
        (workbook(row(4, ID, more='hidden="1"')), "工作表“名单”A4，隐藏的行"),
        (workbook(row(1, "张三", ID), before='<cols><col min="2" max="3" hidden="1"/></cols>'), "工作表“名单”B1，隐藏的列"),
        (workbook(row(1, "张三"), strings=f"<si><t>{ID}</t></si>"), "表里删去了、文件里还在的文字"),
        (aside("comments1", f"<comment><text><t>{ID}</t></text></comment>"), "批注"),
        (aside("pivotCache/pivotCacheRecords1", f'<r><s v="{ID}"/></r>'), "数据透视表的缓存"),
        (aside("externalLinks/externalLink1", f"<v>{ID}</v>"), "外部链接的缓存"),
    ],
)
def test_what_a_workbook_hides_is_found(tmp_path: Path, raw: bytes, where: str) -> None:
    """Sheets, rows, columns, notes, and what only seems to be gone."""
    assert told(tmp_path, "a.xlsx", raw) == [("PII012", MASKED, where)]


def test_a_column_split_over_cells_is_found_by_its_head(tmp_path: Path) -> None:
    """A telephone in three cells."""
    rows = row(1, "名单") + row(2, "姓名", "手机号码") + row(3, "张三", "138", "0000", "3000")
    assert told(tmp_path, "a.xlsx", workbook(rows)) == [("PII003", "138****3000", "工作表“名单”B3")]


def test_slides_and_their_notes_are_read(tmp_path: Path) -> None:
    """And a layout of OFD."""
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = f'<p xmlns="x" xmlns:a="{a}"><a:p><a:r><a:t>{ID[:9]}</a:t></a:r><a:r><a:t>{ID[9:]}</a:t></a:r></a:p></p>'
    parts = {"[Content_Types].xml": TYPES_PART, "ppt/slides/slide1.xml": slide.replace("<p ", "<sld ").replace("</p>", "</sld>")}
    assert told(tmp_path, "a.pptx", zipped(parts)) == [("PII001", MASKED, "幻灯片第1处")]
    notes = {"[Content_Types].xml": TYPES_PART, "ppt/notesSlides/n1.xml": f"<n><t>{ID}</t></n>"}
    assert told(tmp_path, "a.pptx", zipped(notes)) == [("PII012", MASKED, "备注")]
    ofd = {
        "OFD.xml": "<OFD/>",
        "Doc_0/Pages/Page_0/Content.xml": f"<Page><TextObject><TextCode>{ID}</TextCode></TextObject></Page>",
    }
    assert told(tmp_path, "a.ofd", zipped(ofd)) == [("PII001", MASKED, "版面第1处")]


def test_the_text_of_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    """A number may be parted by the end of a line."""
    raw = pdf([[("第一页有十个字以上的文字", 90, 700, 16)], [("名单如下：", 90, 700, 16), (f"张三 {ID}", 90, 670, 16)]])
    assert told(tmp_path, "a.pdf", raw) == [("PII001", MASKED, "第2页")]


def test_what_a_pdf_was_before_is_still_in_it(tmp_path: Path) -> None:
    """Saved on top, the page that was is in the file."""
    before = pdf([[(f"张三的号码是 {ID}", 90, 700, 16)]])
    after = pdf([[("张三的号码已经隐去了", 90, 700, 16)]])
    assert told(tmp_path, "a.pdf", before + after) == [("PII012", MASKED, "早先的版本")]


def test_remarks_properties_and_enclosed_files_of_a_pdf_are_read(tmp_path: Path) -> None:
    """A form that is filled in, a workbook behind the page."""
    from pypdf import PdfWriter
    from pypdf.annotations import FreeText

    writer = PdfWriter(BytesIO(pdf([[("第一页有十个字以上的文字", 90, 700, 16)]])))
    writer.add_annotation(0, FreeText(text=f"核对{ID}", rect=(50, 50, 200, 100)))
    writer.add_metadata({"/Subject": MOBILE})
    writer.add_attachment("list.xlsx", workbook(row(1, ID)))
    writer.add_attachment("list.txt", f"手机{MOBILE}".encode())
    out = BytesIO()
    writer.write(out)
    assert sorted(told(tmp_path, "a.pdf", out.getvalue())) == [
        ("PII012", "138****3000", "嵌入的文件“list.txt”"),
        ("PII012", "138****3000", "文件属性"),
        ("PII012", MASKED, "嵌入的文件“list.xlsx”：工作表“名单”A1"),
        ("PII012", MASKED, "第1页的批注"),
    ]


def test_a_package_within_itself_ends(tmp_path: Path) -> None:
    """What is embedded is looked into once."""
    inner = docx(p(ID), parts={"word/embeddings/t.docx": docx(p("又一层"), parts={"word/embeddings/u.docx": docx(p(MOBILE))})})
    assert told(tmp_path, "a.docx", inner) == [("PII001", MASKED, "正文第1段")]


def test_a_scan_is_told_to_be_one(tmp_path: Path) -> None:
    """There is no text to look through."""
    scan = found(tmp_path, "a.pdf", pdf([[]], picture=True))
    assert (scan.spots, scan.problem) == ((), ("PII014", "有 1 页只有图片，没有文字可查"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_of_text_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """By their rows."""
    raw = f"姓名,手机号码\n张三,138-00003-000\n李四,{ID}\n".encode(encoding)
    assert told(tmp_path, "a.csv", raw) == [("PII003", "138****3000", "第2行"), ("PII001", MASKED, "第3行")]


def test_a_picture_that_tells_its_place_is_found(tmp_path: Path) -> None:
    """In EXIF and in XMP; a camera without reception writes zeros."""
    assert told(tmp_path, "a.jpg", jpeg(30)) == [("PII011", "", "")]
    assert told(tmp_path, "a.jpg", jpeg(0)) == told(tmp_path, "a.png", PNG) == []
    xmp = b'<x:xmpmeta exif:GPSLatitude="30,35.1N"/>'
    assert told(tmp_path, "a.png", PNG + xmp) == [("PII011", "", "")]
    exif = jpeg(30)[12:-6]
    chunk = b"eXIf" + exif
    png = PNG + pack(">I", len(exif)) + chunk + pack(">I", crc32(chunk))
    assert told(tmp_path, "a.png", png) == [("PII011", "", "")]
    riff = b"RIFF" + pack("<I", len(exif) + 12) + b"WEBPEXIF" + pack("<I", len(exif)) + exif
    assert told(tmp_path, "a.webp", riff) == [("PII011", "", "")]


def test_an_old_format_is_searched_by_its_bytes_and_told_to_be_old(tmp_path: Path) -> None:
    """Characters of two bytes and of one."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100)
    for text in (ID.encode(), ID.encode("utf-16-le"), b"\0" + ID.encode("utf-16-le")):
        old = found(tmp_path, "a.xls", head + text)
        assert [(spot.code, spot.masked) for spot in old.spots] == [("PII001", MASKED)]
        assert old.problem == ("PII014", ".xls 是旧格式，只能逐字节找，可能找漏")


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.docx", docx(p("正文"))[:-30], "PII013"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "PII013"),
        ("a.docx", bytes(range(256)), "PII013"),
        ("a.xlsx", workbook(row(1, "甲"), before='<cols><col min="x" max="y" hidden="1"/></cols>'), "PII013"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 10, "PII013"),
        ("a.zip", zipped({"a.txt": ID}), "PII014"),
        ("a.rar", b"Rar!\x1a\x07" + bytes(100), "PII014"),
        ("a.jpg", jpeg(30, 0), "PII014"),
    ],
)
def test_what_cannot_be_looked_into_is_told(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    """Nothing is passed over in silence."""
    problem = found(tmp_path, name, raw).problem
    assert problem[0] == code
    assert problem[1]


def test_a_file_is_what_its_bytes_say(tmp_path: Path) -> None:
    """Systems save workbooks as .xls and pages as .doc."""
    assert told(tmp_path, "a.xls", workbook(row(1, ID))) == [("PII001", MASKED, "工作表“名单”A1")]
    assert told(tmp_path, "a.wps", docx(p(ID))) == [("PII001", MASKED, "正文第1段")]
    page = f"<table><tr><td>{ID[:6]}<b>{ID[6:]}</b></td></tr></table>"
    assert told(tmp_path, "a.xls", page.encode("gb18030")) == [("PII001", MASKED, "第1行")]
    archive = b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nNDIwMTA2\n"
    assert found(tmp_path, "a.doc", archive).problem == ("PII014", "单个文件网页（MHT），里面的内容是编码过的")


def test_sound_and_nothing_are_left_alone(tmp_path: Path) -> None:
    """No text is in them."""
    assert found(tmp_path, "a.mp4", ID.encode()) == found(tmp_path, "a.pdf", b"") == Found()


def test_the_digest_is_that_of_the_values(tmp_path: Path) -> None:
    """Another number, another digest, though the masked form is the same."""
    one, other = (found(tmp_path, "a.txt", f"{number}".encode()) for number in (MOBILE, "13800013000"))
    assert one.spots == other.spots == (Spot("PII003", "手机号码", "138****3000", where="第1行"),)
    assert one.digest != other.digest


def test_of_many_the_first_are_told_and_all_are_counted(tmp_path: Path) -> None:
    """A list of thousands."""
    many = found(tmp_path, "a.txt", "".join(f"1380000{number:04}\n" for number in range(3000)).encode())
    assert (len(many.spots), many.count) == (20, 3000)
