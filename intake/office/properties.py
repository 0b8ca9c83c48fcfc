"""Properties of office files: who wrote, changed and commented them, where they lay. They go before a file is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from intake.disguise import OLE
from intake.office.libraries import needed_for
from intake.reading import Refused
from intake.rules import MACROS_REFUSED

if TYPE_CHECKING:
    from intake.office.wordml import Element
    from plugins.catalog.opening.packages import Package

CLEANED = frozenset((".docx", ".xlsx", ".pptx"))
WITH_MACROS = frozenset((".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm", ".potm", ".ppam"))
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
"""The stream of a compound file that holds its macros."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the same file always gives the same bytes."""
CUSTOM = "docProps/custom.xml"
PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "subject": "主题",
    "Company": "单位",
    "Manager": "主管",
    "Template": "模板",
    "HyperlinkBase": "超链接基础",
}
"""Elements of docProps/core.xml and app.xml that are taken out. The title stays: it is the document's."""
SIGNED = frozenset(("author", "initials", "userId", "providerId", "userName"))
"""Attributes that name who changed, commented or reserved a document."""
LISTS_OF_PEOPLE = {"personList": "displayName", "cmAuthorLst": "name", "authorLst": "name"}
"""Parts that are lists of people, by their root, and the attribute with the name; elsewhere it names a table or a shape."""
SIGNATURES = "修订和批注的署名"
ELSEWHERE = {"absPath": "本机路径", "attachedTemplate": "模板路径"}
"""Elements that tell where a file lay on somebody's disk."""
PERSONAL = re.compile(rb"author|initials|userName|personList|absPath|attachedTemplate|userId", re.IGNORECASE)


def clean(name: str, raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file without its personal properties, and what was taken out, in 中文. Other files are as they were. Raises Refused."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in WITH_MACROS or (raw.startswith(OLE) and OLD_MACROS in raw):
        raise Refused(MACROS_REFUSED, name=name)
    if ending not in CLEANED:
        return raw, ()
    with needed_for(ending):
        from plugins.catalog.opening.packages import open_package
    package = open_package(raw, ending)
    if any(part.lower().endswith("vbaproject.bin") for part in package.entries):
        raise Refused(MACROS_REFUSED, name=name)
    changed: dict[str, bytes | None] = {}
    removed: set[str] = set()
    for part in package.entries:
        if (part.endswith(".xml") and PERSONAL.search(package.read(part))) or part.startswith("docProps/"):
            _clean_part(package, part, changed, removed)
    changed |= _without(package, {CUSTOM: "自定义属性"}, removed)
    return (_rewritten(package, changed), tuple(sorted(removed))) if removed else (raw, ())


def _clean_part(package: Package, part: str, changed: dict[str, bytes | None], removed: set[str]) -> None:
    """Take what is personal out of one part."""
    root = package.tree(part) if part.endswith(".xml") else None
    if root is None:
        return
    gone = set(_unsigned(root)) | set(_unplaced(root))
    if part.startswith("docProps/"):
        gone |= set(_blanked(root))
    if "模板路径" in gone:
        changed |= _without(package, {"attachedTemplate": "模板路径"}, removed)
    if gone:
        changed[part] = _serialised(root)
        removed |= gone


def _blanked(root: Element) -> Iterator[str]:
    """Take properties out; their 中文 names."""
    for element in list(root):
        word = PROPERTIES.get(_local(element.tag))
        if word is not None:
            root.remove(element)
            if (element.text or "").strip():
                yield word


def _unsigned(root: Element) -> Iterator[str]:
    """Empty what names a person in changes and comments."""
    signed = SIGNED | {LISTS_OF_PEOPLE.get(_local(root.tag), "")}
    for element in root.iter():
        if _local(element.tag) == "author" and (element.text or "").strip():
            element.text = ""
            yield SIGNATURES
        for attribute, text in element.attrib.items():
            if text and _local(attribute) in signed:
                element.set(attribute, "")
                yield SIGNATURES


def _unplaced(root: Element) -> Iterator[str]:
    for element in list(root.iter()):
        word = ELSEWHERE.get(_local(element.tag))
        if word is not None:
            element.getparent().remove(element)
            yield word


def _without(package: Package, wanted: Mapping[str, str], removed: set[str]) -> dict[str, bytes | None]:
    """What leads to a part or to a kind of address, without doing so; the part itself goes."""
    changed: dict[str, bytes | None] = {}
    for name in package.entries:
        if name != "[Content_Types].xml" and not name.endswith(".rels"):
            continue
        root = package.tree(name)
        leads = [one for one in root if set(wanted) & set(_leads(one))] if root is not None else []
        for element in leads:
            element.getparent().remove(element)
        if leads:
            changed[name] = _serialised(root)
            removed |= set(wanted.values())
    return changed | {name: None for name in wanted if name in package.entries and changed}


def _leads(element: Element) -> tuple[str, ...]:
    """The part an entry is about, and the kind of what it leads to."""
    target = element.get("PartName") or element.get("Target") or ""
    return target.lstrip("/"), element.get("Type", "").rpartition("/")[2]


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _serialised(root: Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _rewritten(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
    """The package again, entries in their order."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, entry in package.entries.items():
            content = changed[name] if name in changed else package.read(name)
            if content is None:
                continue
            new = ZipInfo(name, LONG_AGO)
            new.compress_type = ZIP_STORED if entry.compress_type == ZIP_STORED else ZIP_DEFLATED
            new.create_system = 0
            archive.writestr(new, content)
    return out.getvalue()
