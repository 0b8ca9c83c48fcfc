"""What a secrecy review signs: all of a document that is published, so that nothing of it can change unseen afterwards.

The text is the Markdown body as it is read, the fields are those that may leave the house, the files are the pictures and
attachments it refers to. `Signed.digest` decides; the marks of the parts say what changed. Of a withdrawn document only
what remains is published, and signed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from plugins.catalog.addresses import PICTURES
from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record, public_fields, remains, rows
from plugins.catalog.vocabularies import genre_of_title

FACT = "signed"
"""The name of the fact that reading a text keeps: `read_digest`."""
DIGEST, MARK = 64, 16
"""Hexadecimal digits of a digest, and of the mark of a part."""
FREE = frozenset({"path", "kind", "address", "status", "channels"})
"""What is not signed: where the file lies, by which its review is found; whether and where it is announced."""
OF_WITHDRAWAL = frozenset({"withdrawal_note", "withdrawn_on"})
"""What a withdrawal adds: taking a document down waits for no review."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed of one document."""

    digest: str
    """SHA-256 of all of it."""
    text: str
    """The mark of the text; empty for a withdrawn document, of which none is shown."""
    fields: Mapping[str, str]
    """Attribute to the mark of its value."""
    files: Mapping[str, str]
    """Path under content/ to the SHA-256 of the bytes of a picture or attachment."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: what it is called, and the attribute whose place a finding names."""

    label: str
    attribute: str = ""


def read_digest(record: Record, body: str) -> str:
    """The digest of the fields and the text, and behind it the mark of the text: what the store keeps of each."""
    text = sha256(body.encode()).hexdigest()
    return _digest([_fields(record, but=OF_WITHDRAWAL), text]) + text[:MARK]


def digest_of(record: Record, catalog: Catalog) -> str:
    """The digest of all that is signed of a document."""
    if record.withdrawn:
        return _digest(_fields(remains(record)))
    said, files = _read(record, catalog)[:DIGEST], files_of(record, catalog)
    return _digest([said, files]) if files else said


def sign(record: Record, catalog: Catalog) -> Signed:
    """What is signed of a document, part by part."""
    fields = {name: _digest([name, value])[:MARK] for name, value in _fields(remains(record)).items()}
    if record.withdrawn:
        return Signed(digest_of(record, catalog), "", fields, {})
    return Signed(digest_of(record, catalog), _read(record, catalog)[DIGEST:], fields, files_of(record, catalog))


def changed(before: Signed, now: Signed) -> Iterator[Part]:
    """The parts in which they differ: the text, fields, files. A withdrawal by itself changes nothing that was signed."""
    if before.digest == now.digest:
        return
    names = before.fields.keys() | now.fields.keys()
    if not now.text and before.text:
        names = {name for name, row in rows().items() if name in names and row.remains} - OF_WITHDRAWAL
    elif before.text != now.text:
        yield Part("正文")
    yield from (Part(rows()[name].label, name) for name in rows() if name in names and _differs(name, before.fields, now.fields))
    for path in sorted(before.files.keys() | now.files.keys()) if now.text else ():
        if _differs(path, before.files, now.files):
            yield Part(f"{word_for(path)} {PurePosixPath(path).name}", f"link {path}")


def is_registered(record: Record, catalog: Catalog) -> bool:
    """Whether the portal keeps a register of reviews that has this document, and holds documents against it."""
    return FACT in catalog.entry(record).facts and catalog.reviews is not None and catalog.reviews.of(record.path) is not None


def files_of(record: Record, catalog: Catalog) -> dict[str, str]:
    """Path under content/ to digest, of the pictures and attachments a document refers to."""
    return {path: catalog.assets[path].digest for path in sorted(catalog.assets_of(record))}


def word_for(path: str) -> str:
    """What a file is called: 图片 or 附件."""
    return "图片" if PurePosixPath(path).suffix.lower() in PICTURES else "附件"


def _fields(record: Record, but: Collection[str] = ()) -> dict[str, object]:
    """What the fields say, ready for JSON. A 文种 that only repeats the title says nothing of its own."""
    fields = public_fields(record)
    if record.genre and record.genre == genre_of_title(record.title):
        del fields["genre"]
    return {name: value for name, value in fields.items() if name not in FREE and name not in but}


def _read(record: Record, catalog: Catalog) -> str:
    return str(catalog.entry(record).facts[FACT])


def _differs(name: str, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return before.get(name) != now.get(name)


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
