"""What a page brings along: the pictures and attachments that lie beside it, each of them what its name says."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from intake import rules
from intake.disguise import disguise
from intake.markdown import safe_url
from intake.properties import WITH_MACROS, clean
from intake.reading import Reading, Refused
from intake.sources import Source

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
ATTACHMENTS = frozenset(".doc .docx .xls .xlsx .ppt .pptx .pdf .wps .et .ofd .rtf .zip .rar .7z .csv .txt .ceb".split())
OLD_OFFICE = (".doc", ".xls", ".ppt", ".wps", ".et")
"""Endings of files whose properties stay where they are: they are no packages."""


class Bringing:
    """Where the links and pictures of a page lead: what lies beside it comes along, what does not is said."""

    def __init__(self, source: Source, address: str, reading: Reading) -> None:
        self.source, self.address, self.reading = source, address, reading
        self.missing: dict[str, None] = {}
        self.known: dict[str, str] = {}

    def target(self, url: str) -> str:
        """The target of a link or picture; empty where it leads nowhere."""
        url = url.strip()
        if url not in self.known:
            self.known[url] = self._target(url)
        return self.known[url]

    def report(self) -> None:
        """Name what was not found."""
        if self.missing:
            names = [unquote(url) for url in self.missing]
            shown = "、".join(names[:3]) + (f" 等 {len(names)} 个" if len(names) > 3 else "")
            self.reading.doubt(rules.FILE_MISSING, names=shown)

    def _brought(self, url: str, name: str) -> str:
        """The target of a file that comes along, without what office programs wrote into it; empty where none does."""
        try:
            found = self.source.beside(url, self.address)
            if found is None:
                self.missing[url] = None
                return ""
            problem = disguise(name, found[1])
            if problem:
                self.reading.doubt(rules.FILE_REFUSED, name=name, problem=problem)
                return ""
            content, removed = clean(name, found[1])
        except Refused as refused:
            self.reading.doubt(rules.FILE_REFUSED, name=name, problem=refused.finding.message)
            return ""
        if removed:
            self.reading.doubt(rules.PROPERTIES_REMOVED, name=name, what="、".join(removed))
        elif name.lower().endswith(OLD_OFFICE):
            self.reading.doubt(rules.PROPERTIES_KEPT, name=name)
        return self.reading.bring(name, content, found[0])

    def _target(self, url: str) -> str:
        try:
            path = PurePosixPath(unquote(urlsplit(url).path))
        except ValueError:
            return ""
        if url.startswith(("#", "javascript:", "data:")) or not url:
            return ""
        if path.suffix.lower() in PICTURES | ATTACHMENTS | WITH_MACROS:
            brought = self._brought(url, path.name)
            if brought:
                return brought
        if path.suffix.lower() in PICTURES:
            # A picture of another server is no picture of ours: it is named as missing.
            return ""
        return safe_url(urljoin(self.address, url)) if self.address else safe_url(url)
