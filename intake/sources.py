"""Sources: the files to take in, and what lies beside each. Nothing outside the folder that was named is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from intake import rules
from intake.reading import Refused
from intake.trouble import trouble

SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a source or of a file beside it."""
HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov|hk|mo|example)(?::\d+)?", re.I)
IN_PATH = "/?=&+,;@!$'()*~:"
"""Signs that stay in an address: mirrors keep a query in the name of the file."""
HOME = re.compile(r"(?:/+(?:index|default|main)\.\w+)?/*", re.I)
LEFT_BEHIND = re.compile(r"\..*|~\$.*|.*~|Thumbs\.db|desktop\.ini", re.I)
"""Names that systems and editors leave behind."""


def is_home(address: str) -> bool:
    """Whether an address is the home page of a site: no document's own, though systems write it on every page."""
    parts = urlsplit(address)
    return bool(parts.netloc) and not parts.query and bool(HOME.fullmatch(parts.path))


def site_of(text: str) -> str:
    """The address of an old portal as `Source` needs it, with a slash at its end. Raises ValueError with a 中文 sentence."""
    try:
        parts = urlsplit(text.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if not good or re.search(r"\s", text.strip()):
        meant = text.strip("/ ") if HOST.match(text.strip("/ ")) else "www.example.gov.cn"
        raise ValueError(f"--site 须是老网站的网址，如 http://{meant}/；不能是“{text}”。")
    return f"{parts.scheme}://{parts.netloc}{quote(parts.path.rstrip('/'), safe='/%')}/"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in."""

    root: Path
    """The folder that was named; for a single file, its own folder."""
    name: str
    """Path below `root`, POSIX."""
    site: str = ""
    """Address of the old portal whose root is `root`, where it is known."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.root / self.name

    @property
    def ending(self) -> str:
        """Its ending in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    def read(self) -> bytes:
        """Its bytes. Raises Refused."""
        return _bytes(self.path)

    def address(self) -> str:
        """The address it had, by where it lies; empty where nothing tells."""
        first, _, rest = self.name.partition("/")
        if self.site:
            address = f"{self.site.rstrip('/')}/{quote(self.name, safe=IN_PATH)}"
        else:
            address = f"http://{first}/{quote(rest, safe=IN_PATH)}" if rest and HOST.fullmatch(first) else ""
        return "" if is_home(address) else address

    def beside(self, url: str, page: str = "") -> tuple[str, bytes] | None:
        """The path below the root and the bytes of a file that this page links; None where it lies neither beside it nor below.

        `page` is the page's address: a whole URL of the same portal is looked for too. Raises Refused where it is too large.
        """
        for path in self._places(url, page):
            if self._found(path):
                return path, _bytes(self.root / path)
        return None

    def lies_beside(self, url: str) -> bool:
        """Whether `beside` would find a file."""
        return any(self._found(path) for path in self._places(url, ""))

    def _found(self, path: str) -> bool:
        found = self.root / path
        # A name no disk can hold is no file, and no error.
        return (
            bool(path)
            and os.path.isfile(found)
            and not found.is_symlink()
            and found.resolve().is_relative_to(self.root.resolve())
        )

    def _places(self, url: str, page: str) -> Iterator[str]:
        try:
            parts, old = urlsplit(url), urlsplit(page)
        except ValueError:
            return
        path = unquote(parts.path)
        if "\0" in path or parts.scheme not in ("", "http", "https", "file"):
            return
        if not parts.netloc or parts.netloc == old.netloc:
            if not path.startswith("/"):
                yield _joined(PurePosixPath(self.name).parent, path)
            yield _joined(PurePosixPath(), path.lstrip("/"))
            yield _joined(PurePosixPath(self.name.partition("/")[0]), path.lstrip("/"))
        yield _joined(PurePosixPath(self.name).parent, PurePosixPath(path).name)
        yield _joined(PurePosixPath(parts.netloc or "."), path.lstrip("/"))


def sources_in(path: Path, site: str = "") -> list[Source]:
    """The sources under a folder in a fixed order, or the one file. What systems leave behind and links are passed over."""
    if not path.is_dir():
        return [Source(path.parent, path.name, site)]
    return [Source(path, name, site) for name in _walk(path, "")]


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if LEFT_BEHIND.fullmatch(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name}"


def _joined(folder: PurePosixPath, path: str) -> str:
    """A path below the root; empty where it leaves it."""
    joined = os.path.normpath(folder / path).replace(os.sep, "/")
    return "" if joined.startswith("..") or joined in (".", "/") else joined


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise Refused(rules.TOO_LARGE, size=f"{size / 1024 / 1024:.0f}", limit=SIZE_LIMIT // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise Refused(rules.DAMAGED, problem=trouble(error)) from None
