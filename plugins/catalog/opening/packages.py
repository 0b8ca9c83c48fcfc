"""Packages: the zip a .docx, .xlsx or .pptx is, opened so that neither a bomb nor an entity nor a stray reference does harm.

Everything is weighed before anything is unpacked; unpacking is counted; markup is walked once, without building it, before any
library sees it. Nothing outside the package is ever fetched.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from struct import error as StructError
from struct import unpack_from
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from plugins.catalog.opening.refused import Refused
from plugins.catalog.opening.rules import DAMAGED, ENCRYPTED, HOSTILE, MISNAMED, TOO_LARGE

MB = 1024 * 1024
RAW_LIMIT = 20 * MB
UNPACKED_LIMIT = 120 * MB
MARKUP_LIMIT = 24 * MB
"""Of one part of markup; the text of the longest law with all its runs is under 4 MB."""
RATIO_LIMIT = 250
"""Unpacked to packed, of a part over 4 MB; repetitive tables reach 60, bombs 1,000."""
ENTRIES_LIMIT = 5_000
ELEMENTS_LIMIT = 800_000
DEPTH_LIMIT = 100
ENCODINGS = frozenset(("utf-8", "utf-16", "us-ascii"))

CFB = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a compound file begins: an old .doc or .xls, or an encrypted new one."""
CENTRAL_ENTRY = b"PK\x01\x02"
ENCRYPTED_FLAG = 0x1

# ISO 29500 Strict says the same with other names.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one part says about another."""

    kind: str
    """The last word of its type: image, hyperlink, styles."""
    target: str
    """The name of a part; where `external`, an address as it was written."""
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A checked package. Every reading is bounded by what `open_package` weighed."""

    raw: bytes
    entries: Mapping[str, ZipInfo]

    def read(self, name: str) -> bytes:
        """One part, unpacked. Raises Refused where it is more than it declares."""
        return _unpacked(self.raw, self.entries[name])

    def tree(self, name: str) -> etree._Element | None:
        """One part as a tree, None where there is no such part. Raises Refused."""
        if name not in self.entries:
            return None
        content = self.read(name)
        if not _is_markup(name):
            check_markup(content, name)
        for strict, usual in STRICT:
            content = content.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError(name) from error
            raise Refused(DAMAGED, problem=f"{name} 的内容不完整") from error

    def relations(self, name: str = "") -> dict[str, Relation]:
        """What a part refers to, by id; of the package itself where `name` is empty."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {} if root is None else {one.get("Id", ""): _relation(one, folder) for one in root if one.get("Target")}

    def related(self, name: str, kind: str) -> str:
        """The one part of a kind that `name` refers to; empty where there is none."""
        return next((one.target for one in self.relations(name).values() if one.kind == kind and not one.external), "")


def open_package(raw: bytes, suffix: str) -> Package:
    """Weigh and check a package; `suffix` is the ending it is expected under, such as .docx. Raises Refused."""
    if len(raw) > RAW_LIMIT:
        raise Refused(TOO_LARGE, size=len(raw) // MB, limit=RAW_LIMIT // MB)
    if raw.startswith(CFB):
        _refuse_compound(raw, suffix)
    if raw.count(CENTRAL_ENTRY) > ENTRIES_LIMIT:
        raise Refused(HOSTILE, problem=f"压缩包里有 {raw.count(CENTRAL_ENTRY)} 个文件")
    try:
        with ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused(DAMAGED, problem=f"它不是完整的 {suffix} 文件") from error
    _weigh(entries)
    package = Package(raw, {entry.filename.lstrip("/"): entry for entry in entries})
    for name in package.entries:
        if _is_markup(name):
            check_markup(package.read(name), name)
    return package


def check_markup(content: bytes, name: str) -> None:
    """Walk markup without building it. Raises Refused for entities, depth, sheer number, what is no markup."""
    if len(content) > MARKUP_LIMIT:
        raise Refused(HOSTILE, problem=f"{name} 有 {len(content) // MB} MB")
    parser = expat.ParserCreate()
    depth = count = 0

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEPTH_LIMIT:
            raise Refused(HOSTILE, problem=f"{name} 嵌套过深")
        if count > ELEMENTS_LIMIT:
            raise Refused(HOSTILE, problem=f"{name} 的标记超过 {ELEMENTS_LIMIT} 个")

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise Refused(HOSTILE, problem=f"{name} 里有 DOCTYPE 声明")

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise Refused(HOSTILE, problem=f"{name} 声明了 {encoding} 编码")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler, parser.XmlDeclHandler = doctype, declaration
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED, problem=f"{name} 的内容不完整") from error


def _is_markup(name: str) -> bool:
    """Whether a part says by its name that it is markup; it is checked when the package is opened, any other when it is read."""
    return name.lower().endswith((".xml", ".rels"))


def _refuse_compound(raw: bytes, suffix: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise Refused(ENCRYPTED)
    old = suffix.rstrip("x")
    raise Refused(MISNAMED, suffix=suffix, type=f"旧的 {old} 格式", right=old)


def _weigh(entries: Iterable[ZipInfo]) -> None:
    """Refuse what declares too much, or declares it twice."""
    entries = sorted(entries, key=lambda entry: entry.header_offset)
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_LIMIT:
        raise Refused(HOSTILE, problem=f"解开后有 {total // MB} MB")
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise Refused(ENCRYPTED)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused(DAMAGED, problem=f"{entry.filename} 的压缩方法不是办公软件用的")
        if entry.file_size > 4 * MB and entry.file_size > RATIO_LIMIT * entry.compress_size:
            raise Refused(HOSTILE, problem=f"{entry.filename} 解开后是原来的 {entry.file_size // max(entry.compress_size, 1)} 倍")
    if len({entry.filename.lstrip("/").lower() for entry in entries}) < len(entries):
        raise Refused(HOSTILE, problem="压缩包里有同名的文件")
    for one, other in pairwise(entries):
        if one.header_offset + 30 + one.compress_size > other.header_offset:
            raise Refused(HOSTILE, problem="压缩包里的文件互相重叠")


def _unpacked(raw: bytes, entry: ZipInfo) -> bytes:
    """Our own reading of an entry: zipfile stops in silence where an entry is longer than it declares."""
    try:
        name_length, extra_length = unpack_from("<HH", raw, entry.header_offset + 26)
        start = entry.header_offset + 30 + name_length + extra_length
        packed = raw[start : start + entry.compress_size]
        if entry.compress_type == ZIP_STORED:
            content = packed
        else:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
    except (zlib.error, StructError) as error:
        raise Refused(DAMAGED, problem=f"{entry.filename} 解不开") from error
    if len(content) > entry.file_size:
        raise Refused(HOSTILE, problem=f"{entry.filename} 比它声明的大")
    if len(content) < entry.file_size or zlib.crc32(content) != entry.CRC:
        raise Refused(DAMAGED, problem=f"{entry.filename} 不完整")
    return content


def _relation(element: etree._Element, folder: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(kind=element.get("Type", "").rpartition("/")[2], target=target, external=external)
