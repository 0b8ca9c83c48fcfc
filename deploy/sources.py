"""Where a site is looked at: in a folder, which shows all its files, or at an address, which shows what is asked for."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from deploy.checksums import OWN, Sums, sums_of_file, unlisted
from deploy.live import HOME, LiveSite, Unreachable

MOVED = 301
THREADS = 8
STRANGERS = 500
"""So many pages that no list names are followed."""
PATIENCE = 50
"""After so many files without an answer a server is not asked any more."""
_LINK = re.compile(r"""(?:href|src|action)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_LEADING_ON = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">\n<link rel="canonical" href="([^"]+)">')
"""Where a page of theme/templates/redirect.html leads to, on the same host and by the portal's own name."""
Progress = Callable[[int, int], None]
"""Told how many files are compared and how many there are."""


class Kind(StrEnum):
    """How a site differs from what was signed."""

    FORGED = "forged"
    OLDER = "older"
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNREACHABLE = "unreachable"

    @property
    def label(self) -> str:
        """The word an operator reads."""
        return _LABELS[self]


_LABELS = {
    Kind.FORGED: "签名不对",
    Kind.OLDER: "旧版",
    Kind.CHANGED: "被改动",
    Kind.MISSING: "缺少",
    Kind.EXTRA: "多出",
    Kind.UNREACHABLE: "没有回答",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was signed."""

    kind: Kind
    path: str
    says: str = ""


class Source(Protocol):
    """A site that can be looked at."""

    @property
    def name(self) -> str:
        """How a person calls it."""

    def content(self, path: str) -> bytes | None:
        """The bytes of one small file, None where there is none. Raises Unreachable."""

    def differences(self, listed: Mapping[str, Sums], progress: Progress) -> Iterator[Difference]:
        """Everything that is not as the list says."""


class Folder:
    """A site in a folder. Every file is known, and none is reached through a symbolic link."""

    def __init__(self, folder: Path) -> None:
        """`folder` itself may be a link, as `current` is."""
        self.name = str(folder)
        self._root = folder.resolve()
        self._files, self._odd = _files_of(self._root)

    def content(self, path: str) -> bytes | None:
        """The bytes of one file."""
        return (self._root / path).read_bytes() if path in self._files else None

    def differences(self, listed: Mapping[str, Sums], progress: Progress) -> Iterator[Difference]:
        """A symbolic link counts as changed: what it shows may be another thing at any time."""
        for number, (path, wanted) in enumerate(listed.items(), 1):
            progress(number, len(listed))
            if path in self._files:
                yield from self._compared(path, wanted)
            elif os.path.lexists(self._root / path):
                yield Difference(kind=Kind.CHANGED, path=path, says="不是普通文件，或经由符号链接")
            else:
                yield Difference(kind=Kind.MISSING, path=path)
        for path in unlisted((*self._files, *self._odd), listed):
            yield Difference(kind=Kind.EXTRA, path=path)

    def _compared(self, path: str, wanted: Sums) -> Iterator[Difference]:
        try:
            if sums_of_file(self._root / path) != wanted:
                yield Difference(kind=Kind.CHANGED, path=path)
        except OSError as error:
            yield Difference(kind=Kind.CHANGED, path=path, says=f"读不出来（{error.strerror}）")


class Web:
    """A site at an address. What is too many is looked for where it can be known: see `differences`."""

    def __init__(self, site: LiveSite, gone: Iterable[str] = ()) -> None:
        """`gone` are paths that earlier deploys had."""
        self.name = site.address
        self._site = site
        self._gone = frozenset(gone)
        self._silent = 0

    def content(self, path: str) -> bytes | None:
        """The bytes of one file. Raises Unreachable."""
        answer = self._site.get(path)
        return answer.content if answer.status == 200 else None

    def differences(self, listed: Mapping[str, Sums], progress: Progress) -> Iterator[Difference]:
        """Every listed file; then what answers where earlier deploys had files, where changed pages lead, where nothing is."""
        leads: set[str] = set(unlisted(self._gone, listed))
        with ThreadPoolExecutor(THREADS) as pool:
            for number, (found, links) in enumerate(pool.map(partial(self._asked, listed), listed.items()), 1):
                progress(number, len(listed))
                leads |= links
                yield from found
        if self._silent >= PATIENCE:
            yield Difference(kind=Kind.UNREACHABLE, path="", says=f"{PATIENCE} 个文件没有回答，其余的没有再问")
        yield from self._extras(listed, leads)
        nowhere = f"{secrets.token_hex(8)}.html"
        yield from (
            Difference(kind=Kind.EXTRA, path=nowhere, says="随便一个网址也有回答") for _ in self._stranger(listed, nowhere)
        )

    def _asked(self, listed: Mapping[str, Sums], one: tuple[str, Sums]) -> tuple[list[Difference], set[str]]:
        path, wanted = one
        if self._silent >= PATIENCE:
            return [], set()
        try:
            answer = self._site.get(path)
        except Unreachable as error:
            self._silent += 1
            return [Difference(kind=Kind.UNREACHABLE, path=path, says=str(error))], set()
        if answer.status in (404, 410):
            return [Difference(kind=Kind.MISSING, path=path)], set()
        if answer.status == MOVED and self._leads_as_signed(path, wanted, answer.location):
            return [], set()
        if answer.status != 200:
            says = f"转到 {answer.location}" if answer.location else f"HTTP {answer.status}"
            return [Difference(kind=Kind.CHANGED, path=path, says=says)], set()
        if answer.sums == wanted:
            return [], set()
        return [Difference(kind=Kind.CHANGED, path=path)], self._links(path, answer.content, listed)

    def _leads_as_signed(self, path: str, wanted: Sums, location: str) -> bool:
        """Whether a redirect stands before a page of the list that leads to the same place.

        A map of old addresses (docs/operators.md) counts the query, so with one the server shows the page itself.
        """
        try:
            page = self._site.get(path, f"?{secrets.token_hex(8)}")
        except Unreachable:
            return False
        if page.status != 200 or page.sums != wanted:
            return False
        match = _LEADING_ON.search(page.content.decode("utf-8", "replace"))
        here = f"{self.name}/{path}"
        led = {unquote(urljoin(here, unescape(address))) for address in match.groups()} if match else set()
        return unquote(urljoin(here, location)) in led

    def _extras(self, listed: Mapping[str, Sums], leads: set[str]) -> Iterator[Difference]:
        seen: set[str] = set()
        while leads - seen and len(seen) < STRANGERS:
            path = min(leads - seen)
            seen.add(path)
            for content in self._stranger(listed, path):
                yield Difference(kind=Kind.EXTRA, path=path)
                leads |= self._links(path, content, listed)

    def _stranger(self, listed: Mapping[str, Sums], path: str) -> Iterator[bytes]:
        """What answers at a path that must not answer."""
        try:
            answer = self._site.get(path)
        except Unreachable:
            return
        if answer.status == 200:
            yield answer.content

    def _links(self, path: str, content: bytes, listed: Mapping[str, Sums]) -> set[str]:
        """Paths of this site that a page leads to and the list does not name."""
        here = f"{self.name}/{path}"
        found = (urljoin(here, unescape(link)) for link in _LINK.findall(content.decode("utf-8", "replace")))
        ours = (urlsplit(link) for link in found if link.startswith(f"{self.name}/"))
        base = urlsplit(self.name).path
        paths = (unquote(link.path).removeprefix(base).lstrip("/") for link in ours)
        return set(unlisted((f"{one}{HOME}" if one.endswith("/") or not one else one for one in paths), listed)) - OWN


def _files_of(root: Path) -> tuple[set[str], set[str]]:
    """Plain files under a folder, and what else lies there."""
    files: set[str] = set()
    odd: set[str] = set()
    waiting = [""]
    while waiting:
        before = waiting.pop()
        with os.scandir(root / before) as entries:
            for entry in entries:
                path = f"{before}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                else:
                    (files if entry.is_file(follow_symlinks=False) else odd).add(path)
    return files, odd
