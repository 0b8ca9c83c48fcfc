"""What a page brings along: pictures and attachments beside it or within it, each what its name says; what stays is named."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from bs4 import Tag

from intake import rules
from intake.disguise import disguise
from intake.markdown import safe_url
from intake.office.properties import WITH_MACROS, clean
from intake.reading import Reading, Refused
from intake.sources import Source
from plugins.catalog.addresses import PICTURES

ATTACHMENTS = frozenset(".doc .docx .xls .xlsx .ppt .pptx .pdf .wps .et .ofd .rtf .zip .rar .7z .csv .txt .ceb".split())
OLD_OFFICE = (".doc", ".xls", ".ppt", ".wps", ".et")
"""Endings of files whose properties stay where they are: they are no packages."""
DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,(.*)", re.I | re.S)
DATA_LIMIT = 2 * 1024 * 1024
"""Bytes of a picture that is written into a page."""
NOWHERE = re.compile(r"#|javascript:|$", re.I)
"""How targets begin that were meant to lead nowhere."""
SHOWN = 60
"""Characters of a target in a finding."""


class Bringing:
    """Where the links and pictures of a place lead: what lies beside the page comes along, what does not is said."""

    def __init__(self, source: Source, address: str, base: str, place: Tag, reading: Reading) -> None:
        """`base` is what the page itself says its addresses start from; empty where it says nothing."""
        self.source, self.address, self.reading = source, address, reading
        self.base = _joined(address, base) if base else ""
        self.pictures = {str(image.get("src", "")).strip() for image in place.find_all("img")}
        self.missing: dict[str, None] = {}
        self.lost: dict[str, None] = {}
        self.refused: set[str] = set()
        self.known: dict[str, str] = {}

    def target(self, url: str) -> str:
        """The target of a link or picture; empty where it leads nowhere."""
        url = url.strip()
        if url not in self.known:
            target, shown = self._target(url), url in self.pictures
            if shown and not target.startswith("intake:"):
                # A picture of another server is no picture of ours.
                target = ""
            if not target and not NOWHERE.match(url) and url not in self.refused:
                (self.missing if shown else self.lost)[url] = None
            self.known[url] = target
        return self.known[url]

    def report(self) -> None:
        """Name what was not found, and the links that lead nowhere now."""
        lost = [url for url in self.lost if url not in self.missing]
        for rule, urls in ((rules.FILE_MISSING, list(self.missing)), (rules.LINK_LOST, lost)):
            if urls:
                shown = "、".join(unquote(url)[:SHOWN] for url in urls[:3])
                self.reading.doubt(rule, names=shown + (f" 等 {len(urls)} 个" if len(urls) > 3 else ""))

    def _target(self, url: str) -> str:
        if NOWHERE.match(url):
            return ""
        data = DATA.fullmatch(url)
        if data:
            return self._written(data)
        placed = _joined(self.base, url) if self.base else url
        files = dict(_files(placed)) | dict(_files(url))
        for address, name in files.items():
            brought = self._brought(address, name, url)
            if brought:
                return brought
        if files and url not in self.refused:
            self.missing[url] = None
        return safe_url(placed if self.base else _joined(self.address, url))

    def _written(self, data: re.Match[str]) -> str:
        """The target of a picture that is written into the page."""
        try:
            content = b64decode(unquote(data[2])) if len(data[2]) <= DATA_LIMIT * 1.5 else b""
        except Error:
            return ""
        ending = "jpg" if data[1].lower() == "jpeg" else data[1].lower()
        fits = 0 < len(content) <= DATA_LIMIT
        return self.reading.bring(f"{sha256(content).hexdigest()[:10]}.{ending}", content) if fits else ""

    def _brought(self, place: str, name: str, url: str) -> str:
        """The target of a file that comes along, without what office programs wrote into it; empty where none does."""
        try:
            found = self.source.beside(place, self.address or self.base)
            if found is None:
                return ""
            problem = disguise(name, found[1])
            if problem:
                self.reading.doubt(rules.FILE_REFUSED, name=name, problem=problem)
                self.refused.add(url)
                return ""
            content, removed = clean(name, found[1])
        except Refused as refused:
            self.reading.doubt(rules.FILE_REFUSED, name=name, problem=refused.finding.message)
            self.refused.add(url)
            return ""
        if removed:
            self.reading.doubt(rules.PROPERTIES_REMOVED, name=name, what="、".join(removed))
        elif name.lower().endswith(OLD_OFFICE):
            self.reading.doubt(rules.PROPERTIES_KEPT, name=name)
        return self.reading.bring(name, content, found[0])


def _files(url: str) -> Iterator[tuple[str, str]]:
    """Where a file that a target names may lie, and its name: its path, and what a query for a download names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    path = PurePosixPath(unquote(parts.path))
    if path.suffix.lower() in PICTURES | ATTACHMENTS | WITH_MACROS:
        yield url, path.name
    for _, value in parse_qsl(parts.query):
        named = PurePosixPath(value.replace("\\", "/"))
        if named.suffix.lower() in PICTURES | ATTACHMENTS | WITH_MACROS:
            yield quote(named.name), named.name


def _joined(base: str, url: str) -> str:
    """A target as seen from an address; itself where either is none."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url
