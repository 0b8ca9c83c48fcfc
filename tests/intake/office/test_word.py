"""Word in: what a person sees in Word stands in the HTML, in its place; what does not is said."""

from __future__ import annotations

import re
import sys

import pytest
from bs4 import BeautifulSoup

from intake.office.word import word_html
from intake.reading import Reading, Refused
from intake.rules import (
    COMMENTS,
    DAMAGED,
    DRAWING_LEFT_OUT,
    EXHAUSTED,
    FORMULA,
    HIDDEN_TEXT,
    HOSTILE,
    LINK_LEFT_OUT,
    MARGINS,
    NOTES,
    PICTURE_LEFT_OUT,
    REVISIONS,
    STRUCK,
    SYMBOL_LEFT_OUT,
    TOOL_MISSING,
)
from tests.conftest import ROOT
from tests.intake.office.making import PNG, docx, p, relationships, said, style, word_parts, zipped

CORPUS = ROOT.parent / "shared/corpus/office-generated/附件1_国发〔2018〕44号.docx"


def html(body: str, **more: object) -> str:
    """The HTML of a body about which nothing is doubtful."""
    reading = Reading()
    found = word_html(docx(body, **more), reading)
    assert reading.findings == []
    return found


def doubted(body: str, **more: object) -> tuple[str, Reading]:
    """The HTML of a body, and its reading."""
    reading = Reading()
    return word_html(docx(body, **more), reading), reading


def run(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


STYLES = (
    style("a", "Normal")
    + style("1", "heading 1", '<w:jc w:val="center"/>', "<w:b/>")
    + style("2", "heading 2", "<w:outlineLvl w:val='1'/>", "<w:b/>")
    + style("biao", "Title", '<w:jc w:val="center"/>')
    + style("zhang", "章标题", based="1")
    + style("luo", "落款", '<w:jc w:val="right"/>')
    + style("cang", "批示", run="<w:vanish/>")
    + style("cangzi", "隐藏", run="<w:vanish/>", kind="character")
    + style("jia", "加粗正文", run="<w:b/>")
)


CHARACTER, OFF = '<w:rStyle w:val="cangzi"/>', '<w:vanish w:val="false"/>'


def styled(text: str, identity: str) -> str:
    """A paragraph of a style."""
    return p(text, f'<w:pStyle w:val="{identity}"/>')


def test_headings_and_alignment_come_from_styles_and_from_the_paragraph() -> None:
    """Also from the style a style is based on; with a title, headings stand one level lower."""
    body = styled("一、总则", "1") + styled("（一）目的", "2") + styled("第一章", "zhang") + styled("示例局", "luo")
    assert html(body + p("2025年1月2日", '<w:jc w:val="end"/>'), styles=STYLES) == (
        '<h1 class="gk-centre">一、总则</h1><h2>（一）目的</h2><h1 class="gk-centre">第一章</h1>'
        '<p class="gk-right">示例局</p><p class="gk-right">2025年1月2日</p>'
    )
    assert html(styled("通知", "biao") + styled("一、总则", "1"), styles=STYLES) == (
        '<h1 class="gk-centre">通知</h1><h2 class="gk-centre">一、总则</h2>'
    )


def test_an_outline_level_makes_a_heading_of_short_paragraphs_only() -> None:
    """A whole paragraph with an outline level is text someone wanted in the contents."""
    level = '<w:outlineLvl w:val="2"/>'
    assert html(p("（一）目的", level) + p("长" * 61, level)) == f"<h3>（一）目的</h3><p>{'长' * 61}</p>"
    assert html(p("正文", '<w:outlineLvl w:val="9"/>')) == "<p>正文</p>"


def test_bold_is_kept_where_it_is_part_of_a_paragraph() -> None:
    """A paragraph that is bold throughout, by itself or its style, is not emphasised."""
    part = f"<w:p>{run('重要', '<w:b/>')}{run('：其余。')}</w:p>"
    whole = f"<w:p>{run('全', '<w:b/>')}{run(' ')}{run('粗', '<w:b/>')}</w:p>"
    thin = run("细", '<w:b w:val="0"/>')
    back = f'<w:p><w:pPr><w:pStyle w:val="jia"/></w:pPr>{run("粗")}{thin}</w:p>'
    assert html(part + whole + styled("样式", "jia") + back, styles=STYLES) == (
        "<p><strong>重要</strong>：其余。</p><p>全 粗</p><p>样式</p><p><strong>粗</strong>细</p>"
    )


def test_powers_and_indices_stay_raised_and_lowered() -> None:
    """10⁴ is not 104."""
    raised, lowered = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    body = f"<w:p>{run('10')}{run('4', raised)}{run('吨CO')}{run('2', lowered)}</w:p>"
    assert html(body) == "<p>10<sup>4</sup>吨CO<sub>2</sub></p>"


def test_line_breaks_stay_and_page_breaks_at_an_edge_go() -> None:
    """A page break within words is a new line."""
    page = '<w:r><w:br w:type="page"/></w:r>'
    body = f"<w:p>{page}{run('上')}<w:r><w:br/></w:r>{run('下')}<w:r><w:cr/></w:r>{run('末')}</w:p>"
    assert html(body + f"<w:p>{run('前')}{page}{run('后')}{page}</w:p>") == "<p>上<br />下<br />末</p><p>前<br />后</p>"


def test_tracked_changes_are_accepted_and_counted() -> None:
    """Insertions stay, deletions go, a moved passage stands once."""
    body = (
        f"<w:p>{run('留')}<w:ins w:id='1'>{run('增')}</w:ins>"
        f"<w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
        f"<w:p><w:moveFrom w:id='3'>{run('移')}</w:moveFrom></w:p><w:p>{run('乙')}<w:moveTo w:id='4'>{run('移')}</w:moveTo></w:p>"
        "<w:p><w:pPr><w:jc w:val='left'/><w:pPrChange w:id='9'><w:pPr><w:jc w:val='right'/></w:pPr></w:pPrChange></w:pPr>"
        f"{run('丙')}</w:p>"
    )
    found, reading = doubted(body)
    assert found == "<p>留增</p><p>乙移</p><p>丙</p>"
    assert said(reading, REVISIONS) == ["文件有修订痕迹：插入 2 处、删除 2 处，按全部接受收入"]
    assert "删" not in "".join(finding.message for finding in reading.findings).replace("删除", "")


def test_a_deleted_end_of_paragraph_joins_it_to_the_next() -> None:
    """Also where several ends in a row are gone; a paragraph deleted whole leaves nothing."""
    end = "<w:rPr><w:del w:id='1'/></w:rPr>"
    gone = f"<w:p><w:pPr>{end}</w:pPr><w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    found, reading = doubted(p("甲", end) + p("乙", end) + p("丙", '<w:jc w:val="right"/>') + gone + p("丁"))
    assert found == '<p class="gk-right">甲乙丙</p><p>丁</p>'
    assert said(reading, REVISIONS) == ["文件有修订痕迹：插入 0 处、删除 4 处，按全部接受收入"]


def test_deleted_rows_and_cells_go() -> None:
    """And a table all of whose rows are deleted."""
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:tcPr>{}</w:tcPr>" + p("{}") + "</w:tc><w:tc>" + p("乙") + "</w:tc></w:tr>"
    table = "<w:tbl>{}</w:tbl>" + p()
    body = table.format(row.format("", "", "甲") + row.format("<w:del/>", "", "删") + row.format("", "<w:cellDel/>", "删"))
    found, _ = doubted(body + table.format(row.format("<w:del/>", "", "删")))
    assert "删" not in found
    assert found.count("<table>") == 1
    assert found.count("<td>") == 3


def test_comments_are_left_out_and_counted() -> None:
    """Their words stand nowhere, not in a finding either."""
    body = f"<w:p><w:commentRangeStart w:id='0'/>{run('正文')}<w:commentRangeEnd w:id='0'/>"
    body += "<w:r><w:commentReference w:id='0'/></w:r></w:p>"
    found, reading = doubted(body, comments=f"<w:comment w:id='0' w:author='张三'>{p('这里不妥')}</w:comment>")
    assert found == "<p>正文</p>"
    assert [finding.message for finding in reading.findings] == [COMMENTS.at("", count=1).message]


def test_hidden_text_is_left_out_and_counted() -> None:
    """By the run, by a style of either kind; a switch that is off hides nothing, two styles cancel each other."""
    vanish = "<w:vanish/>"
    body = (
        f"<w:p>{run('见')}{run('藏', vanish)}</w:p>{p('藏', run=vanish)}{styled('藏', 'cang')}"
        f"<w:p>{run('字', CHARACTER)}{run('见', OFF)}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="cang"/></w:pPr>{run("见", CHARACTER)}</w:p>'
    )
    found, reading = doubted(body, styles=STYLES)
    assert found == "<p>见</p><p>见</p><p>见</p>"
    assert said(reading, HIDDEN_TEXT) == ["文件有 4 处隐藏文字，没有收入"]


def test_a_hidden_row_is_left_out() -> None:
    """And counted with the hidden text."""
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>" + p("{}") + "</w:tc></w:tr>"
    found, reading = doubted(f"<w:tbl>{row.format('', '见')}{row.format('<w:hidden/>', '藏')}</w:tbl>")
    assert "藏" not in found
    assert said(reading, HIDDEN_TEXT) == ["文件有 1 处隐藏文字，没有收入"]


def test_headers_and_footers_are_left_out_and_told_unless_they_count_pages() -> None:
    """A watermark is part of the header."""
    root = "<w:hdr {}>{}</w:hdr>"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    mark = '<w:p><w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r></w:p>'
    parts = {
        "word/h1.xml": root.format(names, p("内部文件")),
        "word/h2.xml": root.format(names, mark),
        "word/f1.xml": root.format(names, p("— 3 —") + p("第 1 页 共 5 页")),
    }
    relations = [("h1", "header", "h1.xml"), ("h2", "header", "h2.xml"), ("f1", "footer", "f1.xml")]
    found, reading = doubted(p("正文"), relations=relations, parts=parts)
    assert found == "<p>正文</p>"
    assert said(reading, MARGINS) == ["页眉“内部文件”没有收入", "页眉“征求意见稿”没有收入"]


def text_box(content: str, branches: bool = True) -> str:
    """A run with a text box, written for new and for old programs."""
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    new = f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    )
    return f"<w:r>{both if branches else old}</w:r>"


def test_a_text_box_stands_once_and_where_it_hangs() -> None:
    """Before the paragraph it opens, after the words it follows; the red head is usually one."""
    head = text_box(p("示例省人民政府文件", '<w:jc w:val="center"/>'))
    body = f"<w:p>{head}{run('示政发〔2025〕1号')}</w:p><w:p>{run('正文')}{text_box(p('旁注'), branches=False)}</w:p>"
    assert html(body) == '<p class="gk-centre">示例省人民政府文件</p><p>示政发〔2025〕1号</p><p>正文</p><p>旁注</p>'


def test_word_art_is_text() -> None:
    """Old red heads are drawn with it."""
    body = '<w:p><w:r><w:pict><v:shape><v:textpath string="示例县人民政府"/></v:shape></w:pict></w:r></w:p>'
    assert html(body) == "<p>示例县人民政府</p>"


def test_footnotes_and_endnotes_stand_numbered_at_the_end() -> None:
    """In the order they are referred to; a mark of one's own is kept."""
    reference, own = "<w:r><w:{}Reference {} w:id='{}'/>{}</w:r>", 'w:customMarkFollows="1"'
    body = (
        f"<w:p>{run('甲')}{reference.format('endnote', '', 1, '')}{run('乙')}{reference.format('footnote', '', 2, '')}</w:p>"
        f"<w:p>{run('丙')}{reference.format('footnote', own, 3, '<w:t>*</w:t>')}</w:p>"
    )
    note = "<w:{0} w:id='{1}'><w:p><w:r><w:{0}Ref/></w:r>" + run("{2}") + "</w:p></w:{0}>"
    separator = f"<w:footnote w:type='separator' w:id='-1'>{p('——')}</w:footnote>"
    notes = separator + note.format("footnote", 2, "脚注。") + note.format("footnote", 3, "星号。")
    found, reading = doubted(body, footnotes=notes, endnotes=note.format("endnote", 1, "尾注。"))
    assert found == "<p>甲[1]乙[2]</p><p>丙*</p><p>[1] 尾注。</p><p>[2] 脚注。</p><p>* 星号。</p>"
    assert said(reading, NOTES) == ["3 条脚注或尾注放在文末，文中标作 [1]、[2]……"]


def field(code: str, result: str | None) -> str:
    """A complex field."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    end = mark.format("end")
    shown = "" if result is None else mark.format("separate") + result
    return f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{end}"


def test_fields_give_what_they_show() -> None:
    """Nested, over several paragraphs; a code is never shown, a forgotten end swallows nothing."""
    nested = field(r'TOC \o "1-3"', run("第一条") + field("PAGEREF a", run("3")))
    link = field('HYPERLINK "https://www.gov.example/"', run("网站"))
    danger = field(r"DDEAUTO c:\\windows\\cmd.exe", run("见")) + field(r"INCLUDETEXT \\\\host\\a.docx", None)
    broken = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
    simple = f'<w:p><w:fldSimple w:instr="DATE">{run("2025年")}</w:fldSimple></w:p>'
    assert html(f"<w:p>{nested}</w:p><w:p>{link}</w:p><w:p>{danger}</w:p>{broken}{simple}") == (
        '<p>第一条3</p><p><a href="https://www.gov.example/">网站</a></p><p>见</p><p>2025年</p>'
    )


def test_form_fields_show_their_state() -> None:
    """Check boxes and lists to choose from."""
    box = '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    box += '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("是") + "</w:p>"
    assert html(box.format("<w:checked/>") + box.format('<w:default w:val="0"/>')) == "<p>☑是</p><p>☐是</p>"


def test_circled_characters_made_with_a_field_are_characters() -> None:
    """带圈字符 are EQ fields with no stored result; one that cannot be told is said."""
    circle, other = field(r"eq \o\ac(○,1)", None), field(r"EQ \i(1,2,x)", None)
    found, reading = doubted(f"<w:p>{circle}{run('条')}</w:p>")
    assert found == "<p>①条</p>"
    assert said(reading, FORMULA) == ["公式按一行字符写成“①”"]
    _, reading = doubted(f"<w:p>{run('甲')}{other}</w:p>")
    assert [finding.code for finding in reading.findings] == [DRAWING_LEFT_OUT.code]


def test_links_keep_addresses_of_the_web_only() -> None:
    """A path of somebody's disk is told and dropped; a jump within the document is only words."""
    relations = [("a", "hyperlink", "https://www.gov.example/a?b=1&amp;c=2"), ("b", "hyperlink", "file:///C:/Users/x/a.docx")]
    link = "<w:hyperlink {}>{}</w:hyperlink>"
    kept, dropped = link.format('r:id="a"', run("甲", "<w:b/>") + run("乙")), link.format('r:id="b"', run("丙"))
    inside = link.format('w:anchor="_Toc1"', run("丁"))
    body = f"<w:p>{kept}{run('，')}{dropped}</w:p><w:p>{inside}</w:p>"
    found, reading = doubted(body, relations=relations)
    assert found == '<p><a href="https://www.gov.example/a?b=1&amp;c=2"><strong>甲</strong>乙</a>，丙</p><p>丁</p>'
    assert [finding.message for finding in reading.findings] == [LINK_LEFT_OUT.at("", target="file:///C:/Users/x/a.docx").message]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "https://a.example/ b"])
def test_no_other_scheme_becomes_a_link(address: str) -> None:
    """Whether as a relation or as a field."""
    field_link = f"<w:p>{field(f'HYPERLINK &quot;{address}&quot;', run('丁'))}</w:p>"
    link = f'<w:p><w:hyperlink r:id="a">{run("丙")}</w:hyperlink></w:p>'
    found, _ = doubted(link + field_link, relations=[("a", "hyperlink", address)])
    assert found == "<p>丙</p><p>丁</p>"


def picture(identity: str, description: str = "") -> str:
    """A paragraph with a picture."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:embed="{identity}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    inline = f'<wp:inline><wp:docPr id="1" name="图片 1" descr="{description}"/>{graphic}</wp:inline>'
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


def test_pictures_come_along_with_their_description() -> None:
    """The same bytes once; a name that is ASCII; a description that is a file name is none."""
    relations = [("a", "image", "media/图.png"), ("b", "image", "media/b.png")]
    parts = {"word/media/图.png": PNG, "word/media/b.png": PNG}
    reading = Reading()
    raw = docx(picture("a", "办事流程图") + picture("b", "C:\\Users\\zhangsan\\a.png"), relations=relations, parts=parts)
    images = BeautifulSoup(word_html(raw, reading), "html.parser").find_all("img")
    assert [image.attrs for image in images] == [{"alt": "办事流程图", "src": "intake:0"}, {"src": "intake:0"}]
    assert [(file.name.isascii(), file.name[-4:], file.content) for file in reading.files] == [(True, ".png", PNG)]


def test_pictures_a_browser_cannot_show_are_told() -> None:
    """By their bytes, whatever they are called; one that is not there too."""
    relations = [("a", "image", "media/a.png"), ("b", "image", "media/b.png"), ("c", "image", "https://evil.example/a.png")]
    parts = {"word/media/a.png": b"\x01\0\0\0" + bytes(100)}
    found, reading = doubted(picture("a") + picture("b") + picture("c") + p("正文"), relations=relations, parts=parts)
    assert found == "<p>正文</p>"
    assert said(reading, PICTURE_LEFT_OUT) == ["第 1 张图片是 EMF 格式，没有收入", "第 2 张图片不在文件里，没有收入"]
    assert reading.files == []


def test_formulas_are_written_on_a_line_and_told() -> None:
    """A fraction keeps its stroke; a formula that is an object is told as lost."""
    t = "<m:r><m:t>{}</m:t></m:r>"
    fraction = f"<m:f><m:num>{t.format('a+b')}</m:num><m:den>{t.format('2')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{t.format('x')}</m:e><m:sup>{t.format('2')}</m:sup></m:sSup>"
    found, reading = doubted(
        f"<w:p>{run('按')}<m:oMath>{t.format('y=')}{fraction}{t.format('+')}{power}</m:oMath>{run('计')}</w:p>"
    )
    assert found == "<p>按y=(a+b)/2+x^2计</p>"
    assert said(reading, FORMULA) == ["公式按一行字符写成“y=(a+b)/2+x^2”"]
    ole = (
        '<w:p><w:r><w:object><v:shape><v:imagedata r:id="a"/></v:shape><o:OLEObject ProgID="Equation.3"/></w:object></w:r></w:p>'
    )
    _, reading = doubted(ole + p("正文"))
    assert said(reading, DRAWING_LEFT_OUT) == ["文中的公式（公式编辑器的对象）没有收入"]


def test_charts_are_told() -> None:
    """They are drawn by the program that opens the file."""
    chart = "<a:graphic><a:graphicData><c:chart r:id='c'/></a:graphicData></a:graphic>"
    _, reading = doubted(f"<w:p><w:r><w:drawing><wp:inline>{chart}</wp:inline></w:drawing></w:r></w:p>{p('正文')}")
    assert said(reading, DRAWING_LEFT_OUT) == ["文中的图表没有收入"]


def cell(text: str, properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_tables_keep_merged_cells() -> None:
    """Across, down, in the old way, and where a row begins late; a repeated head is a head."""
    span, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    old = '<w:hMerge w:val="restart"/>'
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('甲', span)}{cell('乙')}</w:tr>"
        f"<w:tr>{cell('丙', down)}{cell('丁', old)}{cell('', '<w:hMerge/>')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('戊')}{cell('己')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("庚")}</w:tr>'
    )
    table = BeautifulSoup(html(f"<w:tbl>{rows}</w:tbl>"), "html.parser")
    shape = [
        [(c.name, c.get_text(), c.get("colspan"), c.get("rowspan")) for c in row.find_all(["td", "th"])] for row in table("tr")
    ]
    assert shape == [
        [("th", "甲", "2", None), ("th", "乙", None, None)],
        [("td", "丙", None, "2"), ("td", "丁", "2", None)],
        [("td", "戊", None, None), ("td", "己", None, None)],
        [("td", "", "2", None), ("td", "庚", None, None)],
    ]


def test_content_controls_are_read_wherever_they_stand() -> None:
    """Around blocks, rows, cells and runs."""
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = control.format(f"<w:tr>{control.format(cell('格'))}</w:tr>")
    inner = f"<w:p>{control.format(run('字'))}<w:smartTag>{run('段')}</w:smartTag></w:p>"
    found = html(control.format(p("块")) + f"<w:tbl>{row}</w:tbl>" + inner)
    assert found == "<p>块</p><table><tr><td><p>格</p></td></tr></table><p>字段</p>"


def test_small_signs() -> None:
    """Tabs, hyphens that do not break, ruby, symbols of symbol fonts; an unknown symbol is told."""
    ruby = f"<w:r><w:ruby><w:rt>{run('zì')}</w:rt><w:rubyBase>{run('字')}</w:rubyBase></w:ruby></w:r>"
    body = f"<w:p>{run('甲')}<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/></w:r>{ruby}"
    known = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    assert html(body + known) == "<p>甲\t-字（zì）🗹</p>"
    _, reading = doubted(f'<w:p>{run("甲")}<w:r><w:sym w:font="仿宋符号" w:char="F123"/></w:r></w:p>')
    assert said(reading, SYMBOL_LEFT_OUT) == ["仿宋符号 字体的特殊符号没有收入"]


def test_struck_words_stay_and_are_told() -> None:
    """Nobody knows whether they are meant to be gone."""
    found, reading = doubted(f"<w:p>{run('留')}{run('划去', '<w:strike/>')}</w:p>")
    assert found == "<p>留划去</p>"
    assert said(reading, STRUCK) == ["“划去”加了删除线，文字收入，线没有留下"]


def test_words_that_look_like_markup_are_words() -> None:
    """And control characters of Word do not exist in XML."""
    assert html(p("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;")) == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>"


def test_nobody_is_named() -> None:
    """Author, company, last editor, custom properties, comment and revision authors."""
    core = "<a>张三</a>"
    body = f"<w:p><w:ins w:author='张三'>{run('正文')}</w:ins></w:p>"
    parts = {"docProps/core.xml": core, "docProps/app.xml": core, "docProps/custom.xml": core, "word/people.xml": core}
    found, reading = doubted(body, parts=parts, comments=f"<w:comment w:id='0' w:author='张三'>{p('张三说')}</w:comment>")
    assert "张三" not in found + "".join(finding.message + finding.hint for finding in reading.findings)


def test_strict_documents_are_read() -> None:
    """ISO 29500 Strict says the same under other names."""
    parts = word_parts(styled("总则", "1"), styles=STYLES)
    strict = {
        name: str(content)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        )
        .replace("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
        for name, content in parts.items()
    }
    assert word_html(zipped(strict), Reading()) == '<h1 class="gk-centre">总则</h1>'


def refusal(raw: bytes) -> str:
    """The code a document is refused with."""
    with pytest.raises(Refused) as refused:
        word_html(raw, Reading())
    return refused.value.finding.code


def test_what_cannot_be_read_is_refused_in_words() -> None:
    """A sheet under the wrong name, tables in tables without end, a million paragraphs."""
    assert refusal(
        zipped({"_rels/.rels": relationships([("a", "officeDocument", "xl/workbook.xml")]), "xl/workbook.xml": "<a/>"})
    ) == (DAMAGED.code)
    assert refusal(zipped({"a.xml": "<a/>"})) == DAMAGED.code
    assert refusal(docx("<w:tbl><w:tr><w:tc>" * 40 + p("深") + "</w:tc></w:tr></w:tbl>" * 40)) == HOSTILE.code
    assert html("<w:tbl><w:tr><w:tc>" * 20 + p("深") + "</w:tc></w:tr></w:tbl>" * 20).count("<table>") == 20
    assert refusal(docx("<w:p><w:r><w:t>条</w:t></w:r></w:p>" * 80_000)) == EXHAUSTED.code


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(Refused) as refused:
        word_html(docx(p("正文")), Reading())
    assert refused.value.finding.code == TOOL_MISSING.code
    assert "mammoth" in refused.value.finding.message
    assert "requirements.lock" in refused.value.finding.hint


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
def test_a_real_document_comes_through_whole() -> None:
    """Every paragraph with its words; nobody's name from its properties."""
    import docx as python_docx

    reading = Reading()
    soup = BeautifulSoup(word_html(CORPUS.read_bytes(), reading), "html.parser")
    expected = [one.text for one in python_docx.Document(str(CORPUS)).paragraphs if one.text.strip()]
    assert [block.get_text() for block in soup.find_all(["h1", "p"])] == expected
    assert soup.h1 is not None and soup.h1.get_text() == "国务院关于2018年度国家科学技术奖励的决定"
    assert reading.findings == []


@pytest.mark.parametrize("char", ["", "x", "é", "FFFFFFFFFFFF"])
def test_a_symbol_without_a_number_is_told_like_any_unknown_one(char: str) -> None:
    """The library would stumble over it."""
    found, reading = doubted(f'<w:p>{run("甲")}<w:r><w:sym w:font="Wingdings" w:char="{char}"/></w:r></w:p>')
    assert found == "<p>甲</p>"
    assert said(reading, SYMBOL_LEFT_OUT) == ["Wingdings 字体的特殊符号没有收入"]


def test_italics_are_kept_where_they_are_part_of_a_paragraph() -> None:
    """Like bold."""
    part = f"<w:p>{run('斜', '<w:i/>')}{run('正')}</w:p>"
    assert html(part + f"<w:p>{run('全斜', '<w:i/>')}</w:p>") == "<p><em>斜</em>正</p><p>全斜</p>"


def test_a_paragraph_deleted_whole_at_the_end_leaves_nothing_but_in_a_cell() -> None:
    """A cell must hold a paragraph."""
    gone = (
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    found, _ = doubted(f"{p('甲')}{gone}<w:tbl><w:tr><w:tc>{gone}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>{gone}")
    assert found == "<p>甲</p><table><tr><td></td><td><p>乙</p></td></tr></table>"
    before_table = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + run("留") + "</w:p>"
    found, _ = doubted(f"{before_table}<w:tbl><w:tr>{cell('格')}</w:tr></w:tbl>")
    assert found == "<p>留</p><table><tr><td><p>格</p></td></tr></table>"


def test_text_boxes_within_text_boxes_stand_once() -> None:
    """With the pictures in them."""
    inner = text_box(p("内"))
    outer = text_box(f"<w:p>{inner}{run('外')}</w:p>{picture('a', '章')}")
    reading = Reading()
    raw = docx(f"<w:p>{outer}{run('正文')}</w:p>", relations=[("a", "image", "media/a.png")], parts={"word/media/a.png": PNG})
    found = word_html(raw, reading)
    assert found == '<p>内</p><p>外</p><p><img alt="章" src="intake:0" /></p><p>正文</p>'


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("<m:rad><m:deg/><m:e>{a+b}</m:e></m:rad>", "√(a+b)"),
        ("<m:rad><m:deg>{3}</m:deg><m:e>{x}</m:e></m:rad>", "3√x"),
        ("<m:sSubSup><m:e>{x}</m:e><m:sub>{i}</m:sub><m:sup>{n+1}</m:sup></m:sSubSup>", "x_i^(n+1)"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{i=1}</m:sub><m:sup>{n}</m:sup><m:e>{x}</m:e></m:nary>',
            "∑_(i=1)^nx",
        ),
        ("<m:nary><m:e>{x}</m:e></m:nary>", "∫x"),
        ("<m:d><m:e>{a}</m:e><m:e>{b}</m:e></m:d>", "(a，b)"),
        ("<m:f><m:num>{10}</m:num><m:den>{a-1}</m:den></m:f>", "10/(a-1)"),
    ],
)
def test_every_kind_of_formula_keeps_its_meaning(formula: str, line: str) -> None:
    """On one line."""
    written = re.sub(r"\{(.*?)\}", r"<m:r><m:t>\1</m:t></m:r>", formula)
    found, _ = doubted(f"<w:p><m:oMathPara><m:oMath>{written}</m:oMath></m:oMathPara></w:p>")
    assert found == f"<p>{line}</p>"


def test_a_fraction_written_as_a_field_keeps_its_stroke() -> None:
    """With EQ and f."""
    fraction = field(r"EQ \f(1,2)", None)
    found, _ = doubted(f"<w:p>{fraction}</w:p>")
    assert found == "<p>1/2</p>"
