"""What reading a text finds for its editions: the characters that not every Chinese face has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.catalog.editions import RARE
from plugins.engine.signals import Document, Fact

ROWS, CELLS = range(0xA1, 0xAA), range(0xA1, 0xFF)
SYMBOLS = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in ROWS for cell in CELLS)
"""Punctuation, figures and letters of GB 2312."""
COMMON = re.compile(f"[\t\n\r\x20-\x7e{re.escape(SYMBOLS)}\u00b7\u2014\u3000-\u301f\u4e00-\u9fa5\uff01-\uff5e]+")
"""These, ASCII and the ideographs that GB 18030 began with: every wide face has them, and nobody need look."""


def read(document: Document) -> Iterator[Fact]:
    """The receiver."""
    record = document.record
    rare = COMMON.sub("", "".join((document.body, record.title, record.issuing_agency, *record.joint_agencies, record.copied_to)))
    if rare:
        yield Fact(RARE, "".join(sorted(set(rare))))
