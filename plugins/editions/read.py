"""What reading a text finds for its editions: the characters that not every Chinese face has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.catalog.editions import RARE
from plugins.engine.signals import Document, Fact

COMMON = re.compile(r"[\t\n\r\x20-\x7e\u2018\u2019\u201c\u201d\u2014\u2026\u3000-\u301f\u4e00-\u9fa5\uff01-\uff5e]+")
"""ASCII, the punctuation and the ideographs of GB 18030 that every wide face has."""


def read(document: Document) -> Iterator[Fact]:
    """The receiver."""
    record = document.record
    rare = COMMON.sub("", "".join((document.body, record.title, record.issuing_agency, *record.joint_agencies, record.copied_to)))
    if rare:
        yield Fact(RARE, "".join(sorted(set(rare))))
