"""Which reader takes which file. Office formats are read by libraries of the group `intake`, loaded when one is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from intake import rules
from intake.reading import Reading, Refused
from intake.sources import Source
from intake.text import read_markdown, read_text
from intake.web.page import read_page


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one ending are read."""

    read: Callable[[Source], Reading]
    old: bool = False
    """Whether such a file was public before: a page or text of an old portal, not a document an editor has just written."""
    turn: int = 0
    """What comes along with files of an earlier turn is not taken for a document of its own."""
    seconds: float = 10.0
    """What reading one may take."""


def _office(module: str, function: str) -> Callable[[Source], Reading]:
    """A reader that is loaded when it is needed."""

    def read(source: Source) -> Reading:
        try:
            reader: Callable[[Source], Reading] = getattr(import_module(f"intake.{module}"), function)
        except ModuleNotFoundError as error:
            raise Refused(
                rules.TOOL_MISSING,
                type=source.ending,
                tool=error.name,
                hint="请运行 make site 补装，或 pip install -r requirements.lock",
            ) from None
        return reader(source)

    return read


READERS: Mapping[str, Reader] = {
    ".txt": Reader(read_text, old=True, turn=1),
    ".md": Reader(read_markdown, old=True),
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml"), Reader(read_page, old=True)),
    ".docx": Reader(_office("office.word", "read_word"), turn=1),
    ".xlsx": Reader(_office("office.sheets", "read_sheet"), turn=1),
    ".pdf": Reader(_office("office.pdf", "read_pdf"), turn=1),
    **dict.fromkeys((".doc", ".rtf", ".wps"), Reader(_office("office.legacy_word", "read_legacy_word"), turn=2, seconds=90.0)),
}
ASIDE = frozenset(
    ".css .js .json .map .xml .ico .png .jpg .jpeg .gif .webp .bmp .svg .woff .woff2 .ttf .eot .swf .zip .rar .7z .xls .ppt "
    ".pptx .ofd .et .csv .ceb".split()
)
"""Endings of what lies beside documents and is no document."""


def reader_of(source: Source) -> Reader:
    """The reader of a source; one that refuses where none can read it."""
    return READERS.get(source.ending, Reader(_refuse))


def _refuse(source: Source) -> Reading:
    raise Refused(rules.UNKNOWN_TYPE, type=source.ending or "没有扩展名的", types="、".join(READERS))
