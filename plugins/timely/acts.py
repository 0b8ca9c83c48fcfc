"""An editor's act: a document is withdrawn, by three lines of its front matter."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from plugins.catalog.whole import rewrite

_BLOCK = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?P<lines>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_OLD = re.compile(
    rb"^(?:%s)[ \t]*:.*\n" % "|".join(("状态", "撤回说明", "撤回日期", "status", "withdrawal_note", "withdrawn_on")).encode(),
    re.MULTILINE,
)


def withdraw(file: Path, reason: str, on: date) -> None:
    """Mark a document as withdrawn, with the reason that readers will see. ValueError, in 中文, where that cannot be."""
    if not reason.strip():
        raise ValueError("请写明撤回的原因，读者会看到：--reason 数据有误，将重新发布")
    before = file.read_bytes()
    block = _BLOCK.match(before)
    if block is None:
        raise ValueError(f"{file.name} 的开头没有信息块（两行 --- 之间），请改好再撤回")
    end = b"\r\n" if b"\r\n" in block["lines"] else b"\n"
    lines = ("状态: 撤回", f"撤回说明: {json.dumps(reason.strip(), ensure_ascii=False)}", f"撤回日期: {on.isoformat()}")
    kept = _OLD.sub(b"", block["lines"])
    written = b"".join(line.encode() + end for line in lines)
    rewrite(file, before[: block.start("lines")] + kept + written + before[block.end("lines") :])
