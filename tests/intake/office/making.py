"""Small office files made in a test: the parts are written out, so that a test shows what it is about."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile

from intake.reading import Reading
from plugins.catalog.findings import Rule

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55"
Relationship = tuple[str, str, str]
"""Id, kind, target; a target with a scheme or // at its beginning is external."""


def zipped(parts: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip with these parts, in this order."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relationships(relations: Iterable[Relationship]) -> str:
    """A .rels part."""
    rows = (
        f'<Relationship Id="{identity}" Type="{TYPES}/{kind}" Target="{target}" '
        f"TargetMode='{'External' if ':' in target or target.startswith('//') else 'Internal'}'/>"
        for identity, kind, target in relations
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def word_parts(
    body: str, *, relations: Iterable[Relationship] = (), parts: Mapping[str, str | bytes] | None = None, **more: str
) -> dict[str, str | bytes]:
    """The parts of a .docx; `more` are further parts under word/ by name, such as styles, each related to the document."""
    roots = {
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "styles": "styles",
        "numbering": "numbering",
        "comments": "comments",
    }
    related = [*relations, *((f"part{name}", name, f"{name}.xml") for name in more)]
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships([("r1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(related),
        **{f"word/{name}.xml": f"<w:{roots[name]} {NAMESPACES}>{content}</w:{roots[name]}>" for name, content in more.items()},
        **(parts or {}),
    }


def docx(body: str, **more: object) -> bytes:
    """A .docx with this body; see `word_parts`."""
    return zipped(word_parts(body, **more))


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    inner = f"<w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def style(identity: str, name: str, properties: str = "", run: str = "", based: str = "", kind: str = "paragraph") -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def lied_about(parts: Mapping[str, str | bytes], name: str, size: int) -> bytes:
    """A zip whose entry `name` unpacks to more than the `size` it declares; the checksum fits the part declared."""
    raw = zipped(parts)
    content = parts[name]
    whole = content.encode() if isinstance(content, str) else content
    true, false = pack("<I", len(whole)), pack("<I", size)
    raw = raw.replace(pack("<I", zlib.crc32(whole)), pack("<I", zlib.crc32(whole[:size])))
    return raw.replace(true, false)


def codes(reading: Reading) -> list[str]:
    """The codes of what a reading doubts, sorted."""
    return sorted(finding.code for finding in reading.findings)


def said(reading: Reading, rule: Rule) -> list[str]:
    """The messages of one rule."""
    return [finding.message for finding in reading.findings if finding.code == rule.code]
