"""PDF in: its lines joined into guessed paragraphs. It is the last resort, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

from intake.markdown import escape
from intake.office.pdf_lines import Line, Piece, lines_of, without_margins
from intake.office.pdf_paragraphs import paragraphs_of
from intake.office.spans import spans
from intake.reading import Block, Reading, Refused
from intake.rules import (
    COMMENTS,
    ENCRYPTED,
    EXHAUSTED,
    NO_TEXT,
    PAGE_WITHOUT_TEXT,
    PARAGRAPHS_GUESSED,
    PDF_PICTURES,
    RUNNING_HEADS,
    SCANNED,
    TABLE_GUESSED,
)
from intake.sources import Source
from plugins.catalog.opening.pdfs import open_pdf

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

PAGES_LIMIT = 500
SECONDS = 8.0
"""For all pages together."""
SCANNED_TEXT = 10
"""Characters below which a page with a picture is a scanned one."""
UNREADABLE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|/(?:g|G|uni|cid)\d+|\(cid:\d+\)")
TABLE_LINES = 3
"""Divided lines on a page from which on they look like a table."""
REMARKS = frozenset(("/Text", "/FreeText", "/Highlight", "/StrikeOut", "/Caret", "/Ink"))


def read_pdf(source: Source) -> Reading:
    """The reading of a PDF. Raises Refused."""
    return reading_of(source.read())


def reading_of(raw: bytes) -> Reading:
    """The reading of the bytes of a PDF. Raises Refused."""
    reading = Reading()
    with open_pdf(raw) as reader:
        pages = _pages(reader, reading)
    kept, running = without_margins(pages)
    lines = [line for page in kept for line in page]
    _check_readable(lines)
    reading.blocks = [
        Block(text=one.text, markdown=escape(one.text), align=one.align, line=one.line) for one in paragraphs_of(lines)
    ]
    reading.doubt(PARAGRAPHS_GUESSED)
    for text in running:
        reading.doubt(RUNNING_HEADS, text=text[:60])
    divided = [number for number, page in enumerate(kept, 1) if sum(line.parted for line in page) >= TABLE_LINES]
    if divided:
        reading.doubt(TABLE_GUESSED, pages=spans(divided))
    return reading


def _pages(reader: PdfReader, reading: Reading) -> list[list[Line]]:
    """The lines of every page."""
    if reader.is_encrypted:
        raise Refused(ENCRYPTED)
    if len(reader.pages) > PAGES_LIMIT:
        raise Refused(EXHAUSTED, limit=f"{PAGES_LIMIT} 页")
    started, pages = monotonic(), list[list[Line]]()
    for number, page in enumerate(reader.pages, 1):
        if monotonic() - started > SECONDS:
            raise Refused(EXHAUSTED, limit=f"{SECONDS:.0f} 秒")
        pages.append(list(lines_of(_pieces(page), number)))
    _report_unread(reader, pages, reading)
    return pages


def _pieces(page: PageObject) -> list[Piece]:
    """What a page draws as text."""
    pieces: list[Piece] = []

    def take(text: str, around: list[float], matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            x = matrix[4] * around[0] + matrix[5] * around[2] + around[4]
            y = matrix[4] * around[1] + matrix[5] * around[3] + around[5]
            scale = max(abs(matrix[3] * around[3]), abs(matrix[1] * around[2])) or 1.0
            pieces.append(Piece(text.replace("\n", ""), x, y, size * scale))

    page.extract_text(visitor_text=take)
    return pieces


def _report_unread(reader: PdfReader, pages: list[list[Line]], reading: Reading) -> None:
    """Refuse a scan; say which pages have no text, pictures or remarks."""
    pictured = [number for number, page in enumerate(reader.pages, 1) if _has_picture(page)]
    bare = [number for number, lines in enumerate(pages, 1) if sum(len(line.text) for line in lines) < SCANNED_TEXT]
    if len(bare) == len(pages):
        if pictured:
            raise Refused(SCANNED, pages=len(pages))
        raise Refused(NO_TEXT, hint="PDF 是空白的，或文字画成了线条；请找原来的 Word 文件来收")
    if bare:
        reading.doubt(PAGE_WITHOUT_TEXT, pages=spans(bare))
    if set(pictured) - set(bare):
        reading.doubt(PDF_PICTURES, pages=spans(sorted(set(pictured) - set(bare))))
    remarks = sum(1 for page in reader.pages for kind in _annotations(page) if kind in REMARKS)
    if remarks:
        reading.doubt(COMMENTS, count=remarks)


def _has_picture(page: PageObject) -> bool:
    from pypdf.generic import DictionaryObject

    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else None
    drawn = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    drawn = drawn.get_object() if drawn is not None else None
    if not isinstance(drawn, DictionaryObject):
        return False
    objects = (one.get_object() for one in drawn.values())
    return any(isinstance(one, DictionaryObject) and one.get("/Subtype") == "/Image" for one in objects)


def _annotations(page: PageObject) -> Iterator[str]:
    from pypdf.generic import ArrayObject, DictionaryObject

    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else None
    for one in listed if isinstance(listed, ArrayObject) else ():
        found = one.get_object()
        if isinstance(found, DictionaryObject):
            yield str(found.get("/Subtype"))


def _check_readable(lines: list[Line]) -> None:
    """Refuse text whose font does not say which characters it draws."""
    text = "".join(line.text for line in lines)
    strange = sum(len(found[0]) for found in UNREADABLE.finditer(text))
    if strange > 0.1 * len(text):
        raise Refused(NO_TEXT, hint="PDF 的字体没有说明是哪些字，读出来是乱码；请找原来的 Word 文件来收")
