"""What of an office file is never opened and never fetched: macros, objects, templates, linked pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from intake.reading import Reading
from intake.rules import ACTIVE_LEFT_OUT, EXTERNAL_LEFT_OUT
from plugins.catalog.opening.packages import Package, Relation

WORDS_FOR_ACTIVE = {
    "vbaProject": "宏",
    "oleObject": "嵌入的对象",
    "package": "嵌入的文件",
    "control": "控件",
    "aFChunk": "插入的其他文件",
}
WORDS_FOR_EXTERNAL = {"attachedTemplate": "模板", "image": "图片", "oleObject": "对象", "subDocument": "子文档", "frame": "框架"}


def report_active(package: Package, reading: Reading) -> None:
    """Say what of the package was left alone."""
    relations = [one for name in package.entries for one in _relations_of(package, name)]
    active = sorted({WORDS_FOR_ACTIVE[one.kind] for one in relations if one.kind in WORDS_FOR_ACTIVE and not one.external})
    for what in active:
        reading.doubt(ACTIVE_LEFT_OUT, what=what)
    for target, kind in sorted({(one.target, one.kind) for one in relations if one.external and one.kind != "hyperlink"}):
        reading.doubt(EXTERNAL_LEFT_OUT, what=WORDS_FOR_EXTERNAL.get(kind, "内容"), target=target[:80])


def _relations_of(package: Package, name: str) -> Iterator[Relation]:
    """The relations a `.rels` part lists."""
    if name.endswith(".rels"):
        folder, base = posixpath.split(name)
        yield from package.relations(posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))).values()
