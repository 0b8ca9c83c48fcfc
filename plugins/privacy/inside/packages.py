"""Packages of Office and OFD: Word, sheets and slides part by part; of any other part every text it holds."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from plugins.catalog.opening.packages import Package, open_package
from plugins.privacy.inside.passages import Passage, Spell, local
from plugins.privacy.inside.sheets import sheets
from plugins.privacy.inside.words import W, paragraphs

CONTENT_TYPES, OFD = "[Content_Types].xml", "OFD.xml"
SILENT = ("[Content_Types].xml", "theme", "styles", "settings", "fontTable", "webSettings")
"""Parts that hold no words of anybody, by how their names begin."""
VISIBLE = {
    "word/document": "正文",
    "word/header": "页眉",
    "word/footer": "页脚",
    "word/footnotes": "脚注",
    "word/endnotes": "尾注",
    "word/charts": "图表",
    "word/diagrams": "示意图",
    "ppt/slides": "幻灯片",
    "ppt/charts": "图表",
    "ppt/diagrams": "示意图",
    "xl/drawings": "图形里的文字",
    "xl/charts": "图表",
    "Doc_": "版面",
}
"""Beginnings of the names of parts that a reader sees, and what they are called."""
HIDDEN = {
    "word/comments": "批注",
    "ppt/comments": "批注",
    "ppt/notesSlides": "备注",
    "xl/comments": "批注",
    "xl/threadedComments": "批注",
    "xl/pivotCache": "数据透视表的缓存",
    "xl/externalLinks": "外部链接的缓存",
    "docProps": "文件属性",
    "customXml": "自定义数据",
}
WHOLE = frozenset(("p", "si", "TextObject", "pt", "comment", "threadedComment"))
"""Elements whose words are one text."""
ATTRIBUTES = frozenset(("v", "descr", "title", "name"))
"""What people write into attributes: values of a cache, descriptions and names of pictures."""
EMBEDDED = (".docx", ".xlsx", ".pptx", ".bin")


def is_package(raw: bytes) -> bool:
    """Whether these bytes are a package of Office or OFD, and not some archive."""
    return raw.startswith(b"PK") and (CONTENT_TYPES.encode() in raw or OFD.encode() in raw)


def of_package(raw: bytes, suffix: str, within: str = "") -> Iterator[Passage]:
    """Every text of a package; `within` names what it is embedded in. Raises Refused."""
    package = open_package(raw, suffix)
    if "xl/workbook.xml" in package.entries:
        yield from sheets(package, within)
    for name in package.entries:
        if not name.endswith(".xml"):
            # One step deep: a package may hold itself.
            yield from _embedded(package, name) if not within else ()
        elif not name.startswith("xl/worksheets") and name not in ("xl/workbook.xml", "xl/sharedStrings.xml"):
            yield from _part(package, name, within)


def _part(package: Package, name: str, within: str) -> Iterator[Passage]:
    last = posixpath.basename(name)
    if last.startswith(SILENT):
        return
    root = package.tree(name)
    if root is None:
        return
    shown, hidden = _named(VISIBLE, name), _named(HIDDEN, name)
    where = f"{within}{shown or hidden or last}"
    passage = Passage()
    if root.tag.startswith(W):
        paragraphs(root, passage, where, hidden=bool(within or not shown))
    else:
        is_hidden = bool(within or not shown) or root.get("show") == "0"
        for number, text in enumerate(_texts(root), 1):
            passage.line(Spell(text, f"{where}第{number}处" if shown else where, is_hidden))
    yield passage


def _embedded(package: Package, name: str) -> Iterator[Passage]:
    """What is embedded in a package: a table behind a chart, a document behind a picture."""
    if "/embeddings/" not in f"/{name}" or not name.lower().endswith(EMBEDDED):
        return
    raw = package.read(name)
    if is_package(raw):
        yield from of_package(raw, posixpath.splitext(name)[1], within="嵌入的文件：")


def _named(names: Mapping[str, str], part: str) -> str:
    return next((word for beginning, word in names.items() if part.startswith(beginning)), "")


def _texts(element: etree._Element) -> Iterator[str]:
    """The words of a part: those of a paragraph are one text, whatever parts them; then what its attributes say."""
    yield from (value for name, value in element.items() if local(name) in ATTRIBUTES and value)
    if local(element.tag) in WHOLE:
        yield "".join(element.itertext())
        return
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        yield from _texts(child)
