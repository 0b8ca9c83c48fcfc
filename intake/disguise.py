"""Files in disguise: what an ending promises, its first bytes keep. Saved error pages are the usual case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

OLE, ZIP, RTF = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK", b"{\\rtf"
BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
    ".rtf": (RTF,),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et"), (OLE, ZIP, RTF)),
    # What office programs wrote under the wrong one of their endings, `properties.clean` names.
    **dict.fromkeys((".docx", ".xlsx", ".pptx"), (ZIP, OLE)),
    **dict.fromkeys((".zip", ".ofd"), (ZIP,)),
    ".rar": (b"Rar!\x1a\x07",),
    ".7z": (b"7z\xbc\xaf\x27\x1c",),
}
"""How files of an ending begin; programs save rich text and packages under the old endings too."""
TEXTS = frozenset((".txt", ".csv"))
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|script|title|meta|div|p)\b", re.I | re.S
)
DRAWING = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!doctype\s+svg[^>]*>|\s)*<svg\b", re.I | re.S)
HEAD = 1024
"""Bytes within which a file says what it is; a PDF may have others before it."""


def disguise(name: str, content: bytes) -> str:
    """What a file is against its name, in 中文; empty where it is what it says, or nobody can tell."""
    ending, head = PurePosixPath(name).suffix.lower(), content[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if not content:
        return "它是空文件"
    if PAGE.match(head):
        return "它其实是网页，多半是老网站的报错页"
    if DRAWING.match(head):
        return "它其实是 SVG 图，里面可以带脚本"
    if ending in TEXTS:
        return "它不是纯文本" if b"\0" in content and not content.startswith(UTF_16) else ""
    wanted = BEGINNINGS.get(ending, ())
    if ending == ".pdf" and b"%PDF-" in head:
        return ""
    if wanted and not content.startswith(wanted):
        return f"它不是真正的 {ending} 文件"
    return f"它不是真正的 {ending} 文件" if ending == ".webp" and content[8:12] != b"WEBP" else ""
