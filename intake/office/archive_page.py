"""A web page saved as one file (MHT, 单个文件网页), with its pictures inside; old OA systems call it `.doc`."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, urlsplit

from intake.reading import Reading, Refused
from intake.rules import NO_TEXT
from intake.sources import Source
from intake.web.page import read_page

PARTS_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class _Page(Source):
    """The page within an archive; what lies beside it lies in the archive."""

    content: bytes = b""
    parts: dict[str, bytes] = field(default_factory=dict)

    def read(self) -> bytes:
        """The bytes of the page."""
        return self.content

    def beside(self, url: str, page: str = "") -> tuple[str, bytes] | None:
        """A part by its address, its id or the last step of its address."""
        name = url.removeprefix("cid:")
        content = self.parts.get(name) or self.parts.get(_last_step(name))
        return (f"{self.name}/{_last_step(name)}", content) if content else None


def read_archive(source: Source) -> Reading:
    """The reading of a web page saved as one file. Raises Refused."""
    message = cast(EmailMessage, BytesParser(policy=policy.compat32).parsebytes(source.read()))
    page, parts = b"", dict[str, bytes]()
    for number, part in enumerate(message.walk()):
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or number > PARTS_LIMIT:
            continue
        if part.get_content_type() == "text/html" and not page:
            page = content
        for name in (str(part.get("Content-Location", "")), str(part.get("Content-ID", "")).strip("<>")):
            parts |= {name: content, _last_step(name): content} if name else {}
    if not page:
        raise Refused(NO_TEXT, hint="单个文件网页里没有网页；请用浏览器另存为网页再收")
    return read_page(_Page(source.root, source.name, source.site, page, parts))


def _last_step(address: str) -> str:
    return PurePosixPath(unquote(urlsplit(address).path)).name
