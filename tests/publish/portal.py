"""A built portal without a build: pages, pictures and a sealed manifest, as the publish step finds them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from plugins.catalog.manifest import Asset, Manifest, Release, open_manifest, seal
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName, Kind, Status

BEIJING = timezone(timedelta(hours=8))
AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=BEIJING)
SINCE = datetime(2026, 11, 1, tzinfo=BEIJING)
SITE = Site(name="示例省人民政府门户网站", url="https://www.shili.example", organizer="示例省人民政府办公厅")
BOTH = (ChannelName.WEIBO, ChannelName.WECHAT)


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x99" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document of the portal; the body is the inside of `article.gk-body`."""

    number: int
    title: str = ""
    body: str = "<p>各市、县人民政府：</p><p>现将有关事项通知如下。</p>"
    summary: str = "就今年的工作作出安排。"
    channels: tuple[ChannelName, ...] = BOTH
    status: Status = Status.PUBLISHED
    published_at: datetime = AS_OF - timedelta(days=2)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    index_number: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    """Further attributes of the record."""

    @property
    def record(self) -> Record:
        """The record of the document."""
        values: dict[str, object] = {
            "path": f"policies/2026/{self.number:03}.md",
            "kind": Kind.POLICY,
            "address": f"/policies/2026/{self.number:03}/",
            "index_number": f"011043225/2026-{self.number:05}" if self.index_number is None else self.index_number,
            "title": self.title or f"示例省人民政府办公厅关于第{self.number}项工作的通知",
            "document_number": f"示政办发〔2026〕{self.number}号",
            "issuing_agency": "示例省人民政府办公厅",
            "issued_on": self.published_at.date(),
            "published_at": self.published_at + timedelta(minutes=self.number),
            "summary": self.summary,
            "channels": self.channels,
            "status": self.status,
        }
        return Record(**(values | dict(self.changes)))


def build(output: Path, documents: Sequence[Document], as_of: datetime = AS_OF, site: Site = SITE) -> Manifest:
    """Write the portal and give its manifest as the publish step will read it."""
    releases = []
    for document in documents:
        record = document.record
        html = f'<!doctype html><html><body><article class="gk-body">{document.body}</article></body></html>'
        page = f"{record.address.strip('/')}/index.html"
        _write(output / page, html.encode())
        pictures = []
        for path, content in document.pictures.items():
            _write(output / path, content)
            pictures.append(Asset(path=path, digest=sha256(content).hexdigest(), size=len(content)))
        releases.append(
            Release(
                record=record,
                url=site.absolute(record.address),
                page=page,
                page_digest=sha256(html.encode()).hexdigest(),
                revision=sha256(repr((record, html)).encode()).hexdigest(),
                relations={},
                pictures=tuple(pictures),
            )
        )
    for path, content in seal(Manifest(site=site, as_of=as_of, releases=tuple(releases))):
        _write(output / path, content)
    return open_manifest(output)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
