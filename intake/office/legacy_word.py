"""Old Word in: what a `.doc` truly is, and a true one turned into a `.docx` by LibreOffice.

Many a `.doc` is a web page, a `.docx` or RTF under another name; each goes to the reader of what it is.
"""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from intake.office.archive_page import read_archive
from intake.office.libraries import needed_for
from intake.office.libreoffice import to_docx
from intake.office.word import reading_of
from intake.reading import Reading, Refused
from intake.rules import DAMAGED, ENCRYPTED, MISNAMED
from intake.sources import Source
from intake.text import read_text
from intake.web.page import read_page

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
WORD_HEAD = b"\xec\xa5\xc1\x00"
"""How the stream WordDocument of Word 97 and later begins ([MS-DOC] 2.5.2); the flags stand at 10."""
ENCRYPTED_FLAG = 0x0100
OTHER_STREAMS = (("Workbook", "表格", ".xls"), ("PowerPoint Document", "演示文稿", ".ppt"))
PAGE = re.compile(rb"<!doctype\s+html|<html|<head|<meta\s|<body", re.IGNORECASE)
ARCHIVE = re.compile(rb"^(?:MIME-Version|Content-Type:\s*multipart/related|From: <?Saved by)", re.IGNORECASE | re.MULTILINE)
SNIFFED = 2048
PICTURE_DATA = re.compile(rb"<(?:\w+:)?binData[^>]*>([^<]*)<")
"""Where Word 2003 XML keeps its pictures, as base64."""
SAMPLE = 64
"""Bytes of a picture that are looked for in the document; nobody guesses them of a picture he has not got."""


class Content(StrEnum):
    """What a file is, whatever it is called; the value is the ending its own program gives it."""

    DOC = ".doc"
    RTF = ".rtf"
    WORD_XML = ".xml"
    DOCX = ".docx"
    PAGE = ".html"
    ARCHIVE = ".mht"
    TEXT = ".txt"


def read_legacy_word(source: Source) -> Reading:
    """The reading of a .doc, .rtf or .wps. Raises Refused."""
    raw = source.read()
    content = content_of(raw, source.ending)
    if content is Content.DOCX:
        return reading_of(raw)
    if content is Content.PAGE:
        return read_page(source)
    if content is Content.ARCHIVE:
        return read_archive(source)
    if content is Content.TEXT:
        return read_text(source)
    if content is Content.WORD_XML:
        with needed_for("Word"):
            from plugins.catalog.opening.packages import check_markup
        check_markup(raw, source.name)
    return reading_of(own_pictures(to_docx(raw, content.value), raw, content))


def content_of(raw: bytes, suffix: str = ".doc") -> Content:
    """What the bytes are. Raises Refused for what is encrypted, another program's, or nothing known."""
    if raw.startswith(COMPOUND):
        _check_compound(raw, suffix)
        return Content.DOC
    if raw.startswith(b"PK"):
        return Content.DOCX
    head = raw[:SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = raw[:SNIFFED].decode("utf-16", "replace").encode().lstrip()
    if head.startswith(b"{\\rtf"):
        return Content.RTF
    if b"<w:wordDocument" in head or b'progid="Word.Document"' in head:
        return Content.WORD_XML
    if ARCHIVE.search(head):
        return Content.ARCHIVE
    if PAGE.search(head):
        return Content.PAGE
    if raw and b"\0" not in raw:
        return Content.TEXT
    raise Refused(DAMAGED, problem=f"它不是 Word 的 {suffix} 文件")


def own_pictures(docx: bytes, raw: bytes, content: Content) -> bytes:
    """A converted document without the pictures that were not within the original: those were read from this machine."""
    held, in_figures = raw, b""
    if content is Content.RTF:
        in_figures = b"".join(raw.lower().split())
    if content is Content.WORD_XML:
        held = b"".join(_from_base64(found[1]) for found in PICTURE_DATA.finditer(raw))
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as given, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = given.read(name)
            if not name.startswith("word/media/") or _is_within(part, held, in_figures):
                kept.writestr(name, part)
    return out.getvalue()


def _is_within(picture: bytes, held: bytes, in_figures: bytes) -> bool:
    """Whether a picture's own bytes, not only its head, were held, as they are or in hexadecimal as RTF writes them."""
    places = (len(picture) // 3, len(picture) // 2, len(picture) * 2 // 3)
    samples = {picture[place : place + SAMPLE] for place in places} if len(picture) > 4 * SAMPLE else {picture}
    return any(sample in held or sample.hex().encode() in in_figures for sample in samples)


def _from_base64(text: bytes) -> bytes:
    with suppress(ValueError):
        return b64decode(text)
    return b""


def _check_compound(raw: bytes, suffix: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise Refused(ENCRYPTED)
    head = raw.find(WORD_HEAD)
    if head >= 0 and int.from_bytes(raw[head + 10 : head + 12], "little") & ENCRYPTED_FLAG:
        raise Refused(ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in raw:
        return
    for stream, kind, right in OTHER_STREAMS:
        if stream.encode("utf-16-le") in raw:
            raise Refused(MISNAMED, suffix=suffix, type=kind, right=right)
