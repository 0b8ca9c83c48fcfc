"""Plain texts, tables of text, and old formats, of which only bytes can be read."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.privacy.inside.passages import Partly, Passage, Spell

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
PACKED = (b"PK", b"Rar!", b"7z")
"""How archives begin that may hold no zero."""
ENCODED, HEAD = b"content-transfer-encoding: base64", 65_536
"""How a page saved as one file says that it is written in letters that stand for bytes, and where."""
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old files of Word, Excel and WPS begin ([MS-CFB] 2.2)."""


def is_text(raw: bytes) -> bool:
    """Whether bytes are a text, whatever their file is called: many a .xls is a page, many a .doc rich text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in raw and not any(raw.startswith(sign) for sign in PACKED) and "\ufffd" not in decoded(raw)


def of_text(raw: bytes, separator: str = "") -> Iterator[Passage]:
    """A text; one with a separator is a table. Raises Partly where parts of it are packed into letters."""
    passage = Passage()
    for number, line in enumerate(decoded(raw).splitlines(), 1):
        where = f"第{number}行"
        if separator:
            passage.row(Spell(cell, where) for cell in line.split(separator))
        else:
            passage.line(Spell(line, where))
    yield passage
    if ENCODED in raw[:HEAD].lower():
        raise Partly("单个文件网页（MHT），里面的内容是编码过的")


def of_bytes(raw: bytes) -> Iterator[Passage]:
    """What can be read of an old format without knowing it: characters of two bytes, at even and odd places, and of one."""
    for text in (raw.decode("utf-16-le", "ignore"), raw[1:].decode("utf-16-le", "ignore"), raw.decode("latin-1")):
        passage = Passage()
        passage.line(Spell(text.replace("\n", "\0")))
        yield passage


def decoded(raw: bytes) -> str:
    """A text in whatever encoding it was saved."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
