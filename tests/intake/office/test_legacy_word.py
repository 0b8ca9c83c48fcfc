"""Old Word in: what a .doc truly is; LibreOffice kept in its room, and its absence said in one sentence."""

from __future__ import annotations

import os
import shutil
import struct
import sys
import threading
import zlib
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from time import sleep
from zipfile import ZipFile

import pytest

from intake.office import libreoffice
from intake.office.legacy_word import Content, content_of, own_pictures, read_legacy_word
from intake.office.libreoffice import run, to_docx
from intake.reading import Reading, Refused
from intake.rules import DAMAGED, ENCRYPTED, EXHAUSTED, HOSTILE, MISNAMED, PICTURE_LEFT_OUT, TOOL_MISSING
from intake.sources import Source
from tests.intake.office.making import docx, p, said, zipped

NUMBERED = Path(__file__).parent / "files" / "numbered.doc"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
WORD_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>{}'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{}</w:body></w:wordDocument>'
)
with_office = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not on this machine"
)


def read(folder: Path, raw: bytes, name: str = "a.doc") -> Reading:
    """The reading of these bytes under a name."""
    (folder / name).write_bytes(raw)
    return read_legacy_word(Source(folder, name))


def utf16(text: str) -> bytes:
    """How a compound file writes the names of its streams."""
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (COMPOUND + utf16("WordDocument"), Content.DOC),
        (docx(p("正文")), Content.DOCX),
        (b"{\\rtf1\\ansi}", Content.RTF),
        (b"\xef\xbb\xbf\r\n{\\rtf1\\ansi}", Content.RTF),
        (WORD_XML.format("", "").encode(), Content.WORD_XML),
        (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>", Content.PAGE),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>", Content.PAGE),
        ("<html><body>".encode("utf-16"), Content.PAGE),
        (b"<meta charset=gb2312><table>", Content.PAGE),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Content.ARCHIVE),
        ("关于一件事的通知".encode("gb18030"), Content.TEXT),
    ],
)
def test_what_a_doc_is_is_told_by_its_bytes(raw: bytes, content: Content) -> None:
    """Not by its name."""
    assert content_of(raw) is content


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (COMPOUND + utf16("EncryptedPackage"), ENCRYPTED.code),
        (COMPOUND + utf16("WordDocument") + b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01", ENCRYPTED.code),
        (COMPOUND + utf16("Workbook"), MISNAMED.code),
        (b"", DAMAGED.code),
        (bytes(100), DAMAGED.code),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_runs(raw: bytes, code: str) -> None:
    """Encrypted, a sheet, nothing known."""
    with pytest.raises(Refused) as refused:
        content_of(raw)
    assert refused.value.finding.code == code


def test_a_missing_libreoffice_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the package to install and the way round it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as refused:
        read(tmp_path, COMPOUND + utf16("WordDocument"))
    finding = refused.value.finding
    assert finding.code == TOOL_MISSING.code
    assert finding.message == "收 .doc 文件要用 LibreOffice，这台机器没有装"
    assert "libreoffice-writer-nogui" in finding.hint and ".docx" in finding.hint


def test_a_docx_and_a_page_under_a_doc_name_go_to_their_readers(tmp_path: Path) -> None:
    """And a text; none of them needs LibreOffice."""
    words = "<p>各市人民政府：现将有关事项通知如下，请认真贯彻执行。</p>" * 3
    page = f"<html><head><title>通知</title></head><body>{words}</body></html>"
    assert [block.text for block in read(tmp_path, docx(p("正文。"))).blocks] == ["正文。"]
    assert "现将有关事项通知如下" in "".join(block.text for block in read(tmp_path, page.encode("gb18030")).blocks)
    assert [block.text for block in read(tmp_path, "关于一件事的通知".encode()).blocks] == ["关于一件事的通知"]


def test_a_page_saved_as_one_file_brings_its_pictures(tmp_path: Path) -> None:
    """Old OA systems call an MHT .doc."""
    words = "<p>现将有关事项通知如下，请认真贯彻执行。</p>" * 3
    body = f"<html><body>{words}<p><img src='a.files/image001.png' alt='图'></p></body></html>"
    picture = png(8, 8)
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        "--b\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Type: text/html; charset="gb2312"\r\n\r\n{b64encode(body.encode("gb2312")).decode()}\r\n'
        "--b\r\nContent-Location: file:///C:/a.files/image001.png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Type: image/png\r\n\r\n{b64encode(picture).decode()}\r\n--b--\r\n"
    )
    reading = read(tmp_path, archive.encode())
    assert "现将有关事项通知如下" in "".join(block.text for block in reading.blocks)
    assert [file.content for file in reading.files] == [picture]


def png(width: int, height: int) -> bytes:
    """A sound PNG with something in it."""
    rows = b"".join(b"\0" + bytes((row * 7 + column * 13) % 256 for column in range(width)) for row in range(height))

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_only_pictures_that_were_in_the_document_are_kept() -> None:
    """As bytes, as the figures of RTF broken over lines, as base64."""
    own, other = png(60, 60), png(61, 60)
    made = zipped({"word/document.xml": "<a/>", "word/media/own.png": own, "word/media/other.png": other})
    figures = "\n".join(own.hex()[place : place + 77] for place in range(0, len(own.hex()), 77)).encode()
    word_xml = b"<w:binData w:name='x'>" + b64encode(own) + b"</w:binData>"
    for raw, content in ((b"x" + own, Content.DOC), (b"\\picw100 " + figures, Content.RTF), (word_xml, Content.WORD_XML)):
        kept = own_pictures(made, raw, content)
        assert own in stored(kept), content
        assert b"other.png" not in kept, content


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    """Its whole process group."""
    child = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(Refused) as refused:
        run([sys.executable, "-c", script], tmp_path, 1.5)
    assert refused.value.finding.code == EXHAUSTED.code
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            return
        sleep(0.05)
    os.kill(pid, 9)
    pytest.fail("a child outlived its program")


def test_word_2003_xml_with_entities_is_refused(tmp_path: Path) -> None:
    """Before LibreOffice sees it."""
    raw = WORD_XML.format('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "&b;").encode()
    with pytest.raises(Refused) as refused:
        read(tmp_path, raw)
    assert refused.value.finding.code == HOSTILE.code


@with_office
def test_a_true_doc_is_read_with_its_labels(tmp_path: Path) -> None:
    """The labels were written by Word's numbering, not as text."""
    reading = read(tmp_path, NUMBERED.read_bytes())
    assert [block.text for block in reading.blocks] == [
        "一、第0段",
        "（一）第1段",
        "（二）第2段",
        "1. 第3段",
        "（１）第4段",
        "（２）第5段",
        "① 第6段",
        "（三）第7段",
        "1. 第8段",
        "二、第9段",
        "（一）第10段",
    ]
    assert reading.findings == []


@with_office
def test_rtf_and_word_2003_xml_are_read(tmp_path: Path) -> None:
    """Templates of old systems fill in the latter."""
    xml = WORD_XML.format("", "<w:p><w:r><w:t>正文。</w:t></w:r></w:p>").encode()
    assert [block.text for block in read(tmp_path, xml).blocks] == ["正文。"]
    assert [block.text for block in read(tmp_path, b"{\\rtf1\\ansi\\u27491?\\u25991?}", "a.rtf").blocks] == ["正文"]


@with_office
def test_a_picture_named_by_rtf_is_not_brought_out_of_this_machine(tmp_path: Path) -> None:
    """LibreOffice reads it; we leave it out. One that is in the document stays."""
    secret, own = tmp_path / "secret.png", png(60, 60)
    secret.write_bytes(png(64, 64))
    field_code = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{secret}" \\d}}{{\fldrslt x}}}}'
    picture = rf"{{\pict\pngblip\picw60\pich60\picwgoal900\pichgoal900 {own.hex()}}}"
    rtf = rf"{{\rtf1\ansi a {field_code} b {picture}\par}}".encode()
    assert secret.read_bytes() in stored(to_docx(rtf, ".rtf")), "LibreOffice no longer reads it: this test tests nothing"
    reading = read(tmp_path, rtf, "a.rtf")
    assert [file.content for file in reading.files] == [own]
    assert len(said(reading, PICTURE_LEFT_OUT)) == 1


def stored(raw: bytes) -> bytes:
    """Everything in a zip, unpacked."""
    with ZipFile(BytesIO(raw)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@with_office
def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture linked by address: LibreOffice asks for it with its usual settings, and does not with ours."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        linked = docx(
            LINKED,
            relations=[("a", "image", f"http://127.0.0.1:{server.server_port}/a.png")],
            parts={"[Content_Types].xml": TYPES},
        )
        to_docx(linked, ".docx")
        assert asked == []
        monkeypatch.setattr(libreoffice, "CAREFUL", ())
        to_docx(linked, ".docx")
        assert asked, "LibreOffice no longer asks: this test tests nothing"
        server.shutdown()


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
EXTENT = '<a:ext cx="900000" cy="900000"/>'
LINKED = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="a"/><a:stretch><a:fillRect/>'
    f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>{EXTENT}</a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
