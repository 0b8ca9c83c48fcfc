"""The words of a PDF as whoever has it read aloud hears them: what its structure tree names, in the order of the tree.

ISO 32000-1, 14.7 (structure), 14.6 (marked content), 9.10.3 (ToUnicode). Page numbers and running heads are no part of the
tree. Made for PDFs whose fonts have codes of two bytes, as those of this house do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from plugins.catalog.plain_text import words

Marked = dict[tuple[int, int], str]
"""The text of each piece of marked content, by the page's object and the number on it."""
MAPPED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
BULLETS = frozenset("•◦▪")
"""Labels of items that HTML draws and does not have as text."""


class UnreadablePdf(Exception):
    """A PDF that is damaged, or has no structure."""


@dataclass(frozen=True, slots=True)
class PdfWords:
    """The words of a PDF: those of its text, and those that stand beside it on its pages."""

    text: str
    beside: str


class _Sort(Enum):
    """What the tree tells of: words, the head of a table, the end of one."""

    WORDS = auto()
    HEAD = auto()
    END = auto()


def pdf_words(pdf: bytes) -> PdfWords:
    """All its words in the order of reading, without blanks. Raises UnreadablePdf."""
    try:
        reader = PdfReader(io.BytesIO(pdf))
        marked: Marked = {}
        for page in reader.pages:
            reference = page.indirect_reference
            assert reference is not None
            for number, text in _marked(page, reader):
                key = reference.idnum, number
                marked[key] = marked.get(key, "") + text
        root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"]  # type: ignore[index]
        text = words(_once(_told(root, marked, 0)))
    except (PyPdfError, KeyError, TypeError, ValueError, AssertionError) as error:
        raise UnreadablePdf(f"{type(error).__name__}: {error}") from error
    return PdfWords(text, words("".join(marked.values())))


def _once(told: Iterable[tuple[_Sort, str]]) -> str:
    """A table that runs on to the next page has its head there again: it is one text, so it is heard once."""
    parts, head, above = list[str](), "", ""
    for sort, text in told:
        if sort is _Sort.END:
            above = head
        elif sort is _Sort.HEAD:
            head = text
            parts += [] if text == above else [text]
            above = ""
        elif text:
            parts.append(text)
            above = ""
    return "".join(parts)


def _told(kid: Any, marked: Marked, page: int) -> Iterator[tuple[_Sort, str]]:
    """The text below a node of the tree; `page` is that of the nodes above it. What has been told is marked no more."""
    if isinstance(kid, IndirectObject):
        kid = kid.get_object()
    if isinstance(kid, int):
        yield _Sort.WORDS, marked.pop((page, int(kid)), "")
    elif isinstance(kid, list):
        for one in kid:
            yield from _told(one, marked, page)
    elif isinstance(kid, DictionaryObject) and kid.get("/Type") != "/OBJR":
        own = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
        below = _told(kid["/MCID"] if "/MCID" in kid else kid.get("/K", []), marked, own)
        role = kid.get("/S")
        if role == "/THead":
            yield _Sort.HEAD, "".join(text for _, text in below)
        elif role == "/Lbl":
            label = "".join(text for _, text in below)
            yield _Sort.WORDS, "" if label.strip() in BULLETS else label
        else:
            yield from below
        if role == "/Table":
            yield _Sort.END, ""


def _marked(page: Any, reader: PdfReader) -> Iterator[tuple[int, str]]:
    """Number and text of what is drawn on a page, piece by piece."""
    fonts = {name: _characters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    font: Mapping[bytes, str] = {}
    within: list[int | None] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            told = operands[1] if len(operands) > 1 else None
            number = told.get("/MCID") if isinstance(told, DictionaryObject) else None
            within.append(None if number is None else int(number))
        elif operator == b"EMC":
            within.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and within and within[-1] is not None:
            parts = operands[0] if operator == b"TJ" else operands
            yield within[-1], "".join(_decoded(part.original_bytes, font) for part in parts if hasattr(part, "original_bytes"))


def _characters(font: Any) -> Mapping[bytes, str]:
    """Codes to text, as the font's ToUnicode has them."""
    if "/ToUnicode" not in font:
        return {}
    pairs = MAPPED.findall(font["/ToUnicode"].get_data())
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _decoded(codes: bytes, font: Mapping[bytes, str]) -> str:
    return "".join(font.get(codes[at : at + 2], "\ufffd") for at in range(0, len(codes), 2))
