"""Sources made to hurt: bombs, entities, depths and sizes. Each is small to make and must be refused soon."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 1024 * 1024
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
WORDS = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


def hostile(folder: Path) -> Iterator[tuple[str, str]]:
    """Write them into a folder; their names, and the code of the finding each must have."""
    for name, code, content in _sources():
        (folder / name).write_bytes(content)
        yield name, code


def docx(document: str | bytes, **more: bytes) -> bytes:
    """A Word file with this document part."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", document)
        for name, content in more.items():
            package.writestr(name, content)
    return raw.getvalue()


def _sources() -> Iterator[tuple[str, str, bytes]]:
    yield "fifty-megabytes.docx", "ITK002", docx(WORDS.format("重")) + os.urandom(50 * MEGABYTE)
    yield "bomb.docx", "ITK004", docx(WORDS.format("零" * (100 * MEGABYTE)))
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield "entity.docx", "ITK004", docx(entity + WORDS.format("&e;"))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "laughs.docx", "ITK004", docx(f'<!DOCTYPE x [<!ENTITY l0 "哈">{laughs}]>' + WORDS.format("&l9;"))
    yield "deep.html", "ITK004", ("<div>" * 100_000 + "深处的正文，不该读到这里。").encode()
    yield "deep-table.html", "ITK004", ("<table><tr><td>" * 40_000 + "表中的表，一层又一层。").encode()
    yield "tags.html", "ITK004", ("<p>段，</p><b></b>" * 200_000).encode()
    yield "line.html", "ITK008", ("<p>" + "长" * (6 * MEGABYTE) + "，完。</p>").encode()
    yield "nought.txt", "ITK003", b"\0" * MEGABYTE
