"""Properties of office files: nobody's name, company or folder is published; the words stay as they were."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from intake.office.properties import clean
from intake.reading import Refused
from intake.rules import HOSTILE, MACROS_REFUSED
from tests.conftest import ROOT
from tests.intake.office.making import CONTENT_TYPES, NAMESPACES, docx, p, relationships, word_parts, zipped

CORPUS = ROOT.parent / "shared/corpus/office-generated"
SECRET = "张三"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>通知</dc:title><dc:creator>张三</dc:creator>'
    "<cp:lastModifiedBy>张三</cp:lastModifiedBy><dc:description>张三起草</dc:description></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>3</Pages>'
    "<Company>张三公司</Company><Manager>张三</Manager><Template>张三.dotm</Template></Properties>"
)
CUSTOM = "<Properties><property>张三</property></Properties>"


def everything(raw: bytes) -> str:
    """All parts of a package as one text."""
    with ZipFile(BytesIO(raw)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def personal() -> bytes:
    """A .docx with a name in every place that has one."""
    body = f"<w:p><w:ins w:id='1' w:author='{SECRET}' w:date='2025-01-01T00:00:00Z'><w:r><w:t>正文。</w:t></w:r></w:ins></w:p>"
    override = '<Override PartName="/docProps/custom.xml" ContentType="application/xml"/>'
    people = "http://schemas.microsoft.com/office/word/2012/wordml"
    root = [("r1", "officeDocument", "word/document.xml"), ("r2", "custom-properties", "docProps/custom.xml")]
    return zipped(
        word_parts(
            body,
            comments=f"<w:comment w:id='0' w:author='{SECRET}' w:initials='{SECRET}'>{p('意见')}</w:comment>",
            parts={
                "[Content_Types].xml": CONTENT_TYPES.replace("</Types>", f"{override}</Types>"),
                "_rels/.rels": relationships(root),
                "docProps/core.xml": CORE,
                "docProps/app.xml": APP,
                "docProps/custom.xml": CUSTOM,
                "word/people.xml": f'<w15:people xmlns:w15="{people}"><w15:person w15:author="{SECRET}"/></w15:people>',
                "word/settings.xml": f"<w:settings {NAMESPACES}><w:attachedTemplate r:id='t'/><w:zoom/></w:settings>",
                "word/_rels/settings.xml.rels": relationships([("t", "attachedTemplate", f"file:///C:/Users/{SECRET}/t.dotm")]),
            },
        )
    )


def test_nobody_is_left_in_a_document() -> None:
    """Properties, signatures of changes and comments, the path of the template."""
    assert everything(personal()).count(SECRET) > 9
    cleaned, removed = clean("附件.docx", personal())
    assert SECRET not in everything(cleaned)
    assert set(removed) == set("主管 作者 修订和批注的署名 单位 备注 最后修改者 模板 模板路径 自定义属性".split())
    with ZipFile(BytesIO(cleaned)) as archive:
        assert "docProps/custom.xml" not in archive.namelist()
        assert "custom" not in archive.read("[Content_Types].xml").decode() + archive.read("_rels/.rels").decode()


def test_the_words_and_the_title_stay() -> None:
    """The file opens as before."""
    cleaned, _ = clean("附件.docx", personal())
    assert "<dc:title>通知</dc:title>" in everything(cleaned)
    assert "正文。" in everything(cleaned)
    assert "<Pages>3</Pages>" in everything(cleaned)


def test_the_same_file_gives_the_same_bytes_and_a_clean_one_is_left_alone() -> None:
    """Dates of entries among them; cleaning twice changes nothing."""
    once, _ = clean("附件.docx", personal())
    assert clean("附件.docx", personal())[0] == once
    assert clean("附件.docx", once) == (once, ())
    plain = docx(p("正文。"))
    assert clean("附件.docx", plain) == (plain, ())
    with ZipFile(BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_is_cleaned_and_opens() -> None:
    """Authors of notes and the folder it lay in."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = SECRET
    book.active["A1"] = "文"
    book.active["A1"].comment = Comment("注", SECRET)
    out = BytesIO()
    book.save(out)
    place = "<x15ac:absPath xmlns:x15ac='http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac' url='C:\\Users\\张三\\'/>"
    with ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    people = f'<personList xmlns="x"><person displayName="{SECRET}" userId="{SECRET}"/></personList>'
    parts |= {"xl/persons/person.xml": people, "xl/tables/table1.xml": '<table displayName="表1" name="表1"/>'}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", place.encode() + b"<sheets>")
    cleaned, removed = clean("表.xlsx", zipped(parts))
    assert SECRET not in everything(cleaned)
    assert set(removed) == {"作者", "最后修改者", "修订和批注的署名", "本机路径"}
    assert load_workbook(BytesIO(cleaned)).active["A1"].value == "文"
    assert 'displayName="表1"' in everything(cleaned)


def test_files_with_macros_are_refused_whatever_they_are_called() -> None:
    """By their ending or by what is in them."""
    parts = word_parts(p("正文。"), parts={"word/vbaProject.bin": b"x"})
    for name, raw in (("a.docm", b""), ("a.XLSM", b""), ("a.docx", zipped(parts))):
        with pytest.raises(Refused) as refused:
            clean(name, raw)
        assert refused.value.finding.code == MACROS_REFUSED.code
        assert name in refused.value.finding.message


def test_hostile_packages_are_refused_and_other_files_left_as_they_are() -> None:
    """A PDF or a picture has its own properties, which are not touched here."""
    parts = word_parts(p("正文。"), parts={"docProps/core.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    with pytest.raises(Refused) as refused:
        clean("a.docx", zipped(parts))
    assert refused.value.finding.code == HOSTILE.code
    assert clean("a.pdf", b"%PDF-1.7") == (b"%PDF-1.7", ())


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
def test_real_files_lose_their_authors_and_still_open() -> None:
    """One Word document and one workbook."""
    for file in sorted(CORPUS.iterdir()):
        cleaned, removed = clean(file.name, file.read_bytes())
        assert removed, file.name
        if file.suffix == ".docx":
            before, after = python_docx.Document(str(file)), python_docx.Document(BytesIO(cleaned))
            assert before.core_properties.author
            assert not after.core_properties.author
            assert not after.core_properties.last_modified_by
            assert [one.text for one in before.paragraphs] == [one.text for one in after.paragraphs]
        else:
            assert load_workbook(BytesIO(cleaned)).sheetnames == load_workbook(file).sheetnames
