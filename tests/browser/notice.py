"""A notice as an office writes it in Word: red head, automatic numbers, a picture, a merged table, a revision, a comment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE = "示例省人民政府办公厅\n关于做好今冬明春农村供水保障工作的通知"
SONG, FANG, HEI, KAI = "宋体", "仿宋", "黑体", "楷体"
RED = RGBColor(0xD0, 0x11, 0x1B)
AUTHOR, MOMENT = "李明", datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
PICTURED = "供水应急处置流程：接到停水报告，一小时内到场查明原因，两小时内送水，修复后回访并报告"
STEPS = ("接到报告", "到场查明原因\n（1小时内）", "送水到村\n（2小时内）", "修复并回访", "报告结果")
SECTIONS = (
    (0, "排查供水设施"),
    (1, "摸清底数。各县（市、区）要在2026年12月15日前，对水源、水厂、管网和入户设施逐处排查，建立台账。"),
    (1, "落实管护。每处工程明确一名管护员，姓名和电话在村务公开栏公布。"),
    (0, "做好防冻和应急供水"),
    (1, "防冻保暖。裸露的管道、水表要在第一次寒潮到来之前包扎完毕。"),
    (1, "应急供水。出现停水的，按下图的流程处置，并报告省水利厅。"),
)
POINTS = ("1．供水值班电话24小时有人接听。", "2．停水和恢复供水的消息，在两小时内告知群众。")
ANNEX = "今冬明春农村供水保障任务分工表"
ROWS = (
    ("序号", "任务", "责任单位", "", "完成时限"),
    ("", "", "牵头", "配合", ""),
    ("1", "排查水源和管网", "省水利厅", "各市、州人民政府", "12月15日"),
    ("2", "公布管护员名单", "省水利厅", "省农业农村厅", "12月25日"),
    ("3", "储备应急送水车辆", "省应急管理厅", "省水利厅", "12月25日"),
    ("4", "水质检测", "省卫生健康委员会", "省生态环境厅", "每月一次"),
)
MERGED = (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4)), ((3, 4), (4, 4)))
WIDTHS = (1.4, 4.2, 3.8, 3.8, 2.4)
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    f'<w:lvlText w:val="{text}"/></w:lvl>'
    for level, text in enumerate(("%1、", "（%2）"))
)
NUMBERING = (
    f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{LEVELS}</w:abstractNum>"""
)


def write_notice(path: Path, picture: Path) -> None:
    """Write the notice; `picture` is the PNG of its flow chart."""
    word = Document()
    _set_up(word)
    _head(word)
    _text(word, picture)
    _annex(word)
    word.save(str(path))


def _set_up(word: Word) -> None:
    """The page of GB/T 9704, its face and size, and the properties Word writes by itself."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.0), Cm(2.8), Cm(2.6)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FANG, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = Pt(28), Pt(0)
    told = word.core_properties
    told.author, told.last_modified_by, told.comments = AUTHOR, AUTHOR, ""
    told.created = told.modified = MOMENT
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _head(word: Word) -> None:
    """版头 and the title."""
    red = _line(word, "示例省人民政府办公厅文件", SONG, 36, WD_ALIGN_PARAGRAPH.CENTER)
    red.runs[0].font.color.rgb, red.runs[0].bold = RED, True
    red.paragraph_format.line_spacing, red.paragraph_format.space_after = Pt(50), Pt(20)
    number = _line(word, "示政办发〔2026〕61号", FANG, 16, WD_ALIGN_PARAGRAPH.CENTER)
    number.paragraph_format.space_after = Pt(22)
    number._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="6" w:color="D0111B"/></w:pBdr>')
    )
    title = _line(word, TITLE, SONG, 22, WD_ALIGN_PARAGRAPH.CENTER)
    title.runs[0].bold = True
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(34), Pt(16)


def _text(word: Word, picture: Path) -> None:
    """The text with its levels, the flow chart, 附件说明, 落款."""
    _line(word, "各市、州、县人民政府，省政府各部门：")
    opening = _line(word, "为保障农村居民冬季用水安全，经省人民政府同意，现将有关事项通知如下。", indent=2)
    _revise(opening, "冬季", "今冬明春")
    for level, text in SECTIONS:
        heading, stop, rest = text.partition("。")
        line = _line(word, heading + stop, (HEI, KAI)[level], indent=2)
        _run(line, rest, FANG)
        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = level
        line._p.pPr.get_or_add_numPr().get_or_add_numId().val = 90
    word.add_comment(line.runs, text="请写明省水利厅的值班电话。", author=AUTHOR, initials="李")
    chart = word.add_paragraph()
    chart.alignment, chart.paragraph_format.line_spacing = WD_ALIGN_PARAGRAPH.CENTER, 1.0
    chart.add_run().add_picture(str(picture), width=Cm(13.5))
    chart._p.xpath(".//wp:docPr")[0].set("descr", PICTURED)
    _line(word, "三、加强值守", HEI, indent=2)
    for text in (*POINTS, "任务分工见附件。"):
        _line(word, text, indent=2)
    _line(word, f"附件：{ANNEX}", indent=2).paragraph_format.space_before = Pt(28)
    for text in ("示例省人民政府办公厅", "2026年12月2日"):
        _line(word, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(word, "（此件公开发布）", indent=2)


def _annex(word: Word) -> None:
    """The annex: its title and a table with merged cells."""
    _line(word, "附件", HEI).paragraph_format.page_break_before = True
    _line(word, ANNEX, SONG, 22, WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.space_after = Pt(12)
    table = word.add_table(len(ROWS), len(ROWS[0]), style="Table Grid")
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            _cell(table, row, column, text)
    for first, last in MERGED:
        text = table.cell(*first).text
        merged = table.cell(*first).merge(table.cell(*last))
        for extra in merged.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        assert merged.text == text


def _cell(table: Table, row: int, column: int, text: str) -> None:
    cell = table.cell(row, column)
    cell.width = Cm(WIDTHS[column])
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = Pt(24)
    if row < 2 or column in (0, 4):
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if not (row == 4 and column == 4):
        _run(line, text, HEI if row < 2 else FANG, 14)


def _revise(line: Paragraph, old: str, new: str) -> None:
    """Replace some words as Word does while it tracks changes."""
    last = line.runs[-1]
    before, _, after = last.text.partition(old)
    last.text = before
    mark = f'{nsdecls("w")} w:author="{AUTHOR}" w:date="2026-12-01T10:00:00Z"'
    removed = parse_xml(f'<w:del w:id="901" {mark}><w:r><w:delText>{old}</w:delText></w:r></w:del>')
    added = parse_xml(f'<w:ins w:id="902" {mark}><w:r><w:t>{new}</w:t></w:r></w:ins>')
    line._p.extend((removed, added))
    _run(line, after, FANG)


def _line(
    word: Word, text: str, face: str = FANG, size: float = 16, align: WD_ALIGN_PARAGRAPH | None = None, indent: int = 0
) -> Paragraph:
    """A paragraph of one run; `indent` counts characters."""
    line = word.add_paragraph()
    line.alignment = align
    if indent:
        line.paragraph_format.first_line_indent = Pt(size * indent)
    _run(line, text, face, size)
    return line


def _run(line: Paragraph, text: str, face: str, size: float = 16) -> Run:
    run = line.add_run(text)
    run.font.name, run.font.size = face, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run
