"""Sorts of files by how their bytes begin, held against what their names say.

Only what surely is something else is told: a name for a document, a picture or a sheet, and behind it a web page or a
program. Office documents of any age, and pictures, stand for each other: readers open them whatever they are called.
"""

from __future__ import annotations

import re

HEAD = 1024
"""Bytes that tell; a PDF may begin so late (ISO 32000-2, annex I.2)."""
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script|iframe|style|table|title|div|svg|meta|\?xml[^>]*>\s*<(?:svg|html|!doctype))\b",
    re.I,
)
"""What browsers take for a web page where they guess (MIME Sniffing, 7.1), and drawings that hold scripts."""
BEGINS = (
    ("网页", PAGE),
    ("程序", re.compile(rb"MZ[\s\S]{0,62}\0|\x7fELF|#!\s*/|\xca\xfe\xba\xbe|[\xcf\xce]\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0")),
    ("图片", re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP", re.S)),
    ("办公文件", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf")),
    ("压缩包", re.compile(rb"PK(?:\x03\x04|\x05\x06)|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")),
    ("音视频", re.compile(rb"ID3|....ftyp", re.S)),
    ("PDF", re.compile(rb"[\s\S]{0,1019}%PDF-")),
)
"""What a file is, and how it then begins; the first that fits."""
OFFICE = ("办公文件", "压缩包")
"""Newer office documents are archives."""
MEANT = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp"), ("图片",)),
    **dict.fromkeys(("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps"), OFFICE),
    **dict.fromkeys(("zip", "rar", "7z", "ofd"), ("压缩包",)),
    **dict.fromkeys(("mp3", "mp4"), ("音视频",)),
    **dict.fromkeys(("csv", "txt"), ()),
    "pdf": ("PDF",),
}
"""What a file is by the ending of its name."""


def disguise(suffix: str, head: bytes) -> str:
    """What a file surely is instead of what the ending of its name says (without the dot); empty where it may be that."""
    meant = MEANT.get(suffix.lower())
    if meant is None:
        return ""
    found = next((sort for sort, begins in BEGINS if begins.match(head)), "")
    return "" if found in meant else found
