"""PDF: the text of its pages, remarks, forms, properties, enclosed files, and what stood in it before it was last changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from time import monotonic
from typing import TYPE_CHECKING

from plugins.catalog.opening.pdfs import BROKEN, open_pdf
from plugins.catalog.opening.refused import Refused
from plugins.privacy.inside.others import decoded, is_text
from plugins.privacy.inside.packages import is_package, of_package
from plugins.privacy.inside.passages import Partly, Passage, Spell

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

PAGES = 500
SECONDS = 8.0
"""For all pages of one state together."""
END = b"%%EOF"
EARLIER = 3
"""States before the last one that are looked at."""
SCANNED_TEXT = 10
"""Characters of a page below which it is a picture, or empty."""


def of_pdf(raw: bytes) -> Iterator[Passage]:
    """Every text of a PDF. Raises Refused; Partly at the end, where pages were left out."""
    passage = Passage()
    with open_pdf(raw) as reader:
        if reader.is_encrypted and not _is_open(reader):
            raise Partly("PDF 加了密码或限制了权限，读不出文字")
        left_out = _pages(reader, passage)
        for value in (reader.metadata or {}).values():
            passage.line(Spell(str(value), "文件属性", True))
        enclosed = [(name, content) for name, contents in reader.attachments.items() for content in contents]
    yield passage
    for name, content in enclosed:
        yield from _enclosed(name, content)
    yield from _earlier(raw)
    if left_out:
        raise Partly(left_out)


def _is_open(reader: PdfReader) -> bool:
    """Whether an empty password opens it: then its owner only forbids to print or to copy."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _pages(reader: PdfReader, passage: Passage) -> str:
    """Write the pages; what was left out, in 中文."""
    started, bare = monotonic(), 0
    for number, page in enumerate(reader.pages, 1):
        if number > PAGES or monotonic() - started > SECONDS:
            return f"只读了前 {number - 1} 页（共 {len(reader.pages)} 页）"
        text = page.extract_text()
        bare += len(text.strip()) < SCANNED_TEXT
        for line in text.splitlines():
            passage.line(Spell(line, f"第{number}页"))
        passage.end()
        for remark in _remarks(page):
            passage.line(Spell(remark, f"第{number}页的批注", True))
    return f"有 {bare} 页只有图片，没有文字可查" if bare else ""


def _remarks(page: DictionaryObject) -> Iterator[str]:
    """What is noted on a page, and what is filled into its form."""
    listed = page.get("/Annots")
    for one in listed.get_object() or () if listed is not None else ():
        note = one.get_object()
        yield from (str(note[name]) for name in ("/Contents", "/V", "/RC") if name in note)


def _enclosed(name: str, content: bytes) -> Iterator[Passage]:
    """A file that lies in a PDF, with its name."""
    where = f"嵌入的文件“{name}”"
    passage = Passage()
    passage.line(Spell(name, where, True))
    if is_package(content):
        yield from of_package(content, PurePosixPath(name).suffix, within=f"{where}：")
    elif is_text(content):
        passage.line(Spell(decoded(content), where, True))
    yield passage


def _earlier(raw: bytes) -> Iterator[Passage]:
    """What the file was before it was changed and saved on top: it is still there, whole."""
    ends, at = list[int](), raw.find(END)
    while at >= 0:
        ends.append(at + len(END))
        at = raw.find(END, at + len(END))
    for end in ends[:-1][-EARLIER:]:
        passage, now = Passage(), Passage()
        try:
            with open_pdf(raw[:end]) as reader:
                _pages(reader, now)
        except (Refused, *BROKEN):
            # A file made for the web has an end near its beginning, which ends nothing.
            continue
        for line in now.text.splitlines():
            passage.line(Spell(line, "早先的版本", True))
        yield passage
