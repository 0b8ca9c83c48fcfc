"""Scan: every file under content/, once. No symbolic link is followed and no file is passed over.

A file is hashed again where its size, times or place on the disk are not those the store remembers. A file touched
just before it was hashed may be changed once more without any of them changing: such a one is not remembered.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b, file_digest
from pathlib import Path, PurePosixPath

import imagesize

from plugins.catalog import rules as catalog_rules
from plugins.catalog.addresses import PICTURES, STEP
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import Asset
from plugins.catalog.terms import FOLDERS
from plugins.engine import rules

MEDIA = "media"
MISNAMED = re.compile(r"(.+?)(?:\.(?:md|markdown)\.txt|\.(?!md$)(?i:md|markdown))")
"""Documents that Notepad or a system has given another ending."""
LEFT_BEHIND = re.compile(r"\..*|~\$.*|.*~|#.*#")
"""Names that editors and systems leave behind: hidden files, locks of Word, backups and unsaved texts of Emacs and Vim."""
COLUMNS = frozenset(FOLDERS.values())
RACY_NS = 2_000_000_000
"""Two seconds: the coarsest clock of a file system (FAT)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was hashed; width and height in pixels of a picture, else 0."""

    stamp: str
    """Size, both times in ns and inode: what changes when a file does."""
    digest: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown file: its path relative to content/ and the SHA-256 of its bytes."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies under content/."""

    sources: tuple[Source, ...]
    assets: dict[str, Asset]
    """Source path to the asset as output/ will hold it."""
    findings: tuple[Finding, ...]
    seen: dict[str, Seen]
    """Files hashed anew that may be remembered, by path."""
    gone: tuple[str, ...]
    """Remembered files that are not there any more, or not to be remembered."""


@dataclass(frozen=True, slots=True)
class File:
    """A file under content/, not opened yet: its path there, its status, and what is odd about it."""

    path: str
    status: os.stat_result
    oddity: Finding | None = None

    @property
    def stamp(self) -> str:
        """Size, both times in ns and inode."""
        status = self.status
        return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


@dataclass(frozen=True)
class Walk:
    """Every file under content/ in a fixed order, and the moment in ns before which a file is at rest."""

    content: Path
    files: tuple[File, ...]
    safe: int

    @cached_property
    def digest(self) -> str:
        """Changes when any file does; empty where one may change without anything of it changing."""
        if any(max(file.status.st_mtime_ns, file.status.st_ctime_ns) >= self.safe for file in self.files):
            return ""
        return blake2b("\n".join(f"{file.path}\0{file.stamp}" for file in self.files).encode()).hexdigest()


def walk(content: Path) -> Walk:
    """Walk the content folder, without opening a file."""
    safe = time.time_ns() - RACY_NS
    return Walk(content, tuple(_walk(str(content), "")), safe)


def scan(walk: Walk, known: Mapping[str, Seen]) -> Scan:
    """Look at what was walked; `known` is what was seen last time."""
    sources, assets, findings = list[Source](), dict[str, Asset](), list[Finding]()
    seen, unseen = dict[str, Seen](), set(known)
    for file in walk.files:
        if file.oddity:
            findings.append(file.oddity)
            continue
        path, status, stamp = file.path, file.status, file.stamp
        now = known.get(path)
        if now is None or now.stamp != stamp:
            now = _look(walk.content / path, path, stamp)
            if max(status.st_mtime_ns, status.st_ctime_ns) < walk.safe:
                seen[path] = now
                unseen.discard(path)
        else:
            unseen.discard(path)
        if path.endswith(".md"):
            sources.append(Source(path, now.digest))
        else:
            assets[path] = _asset(path, status.st_size, now)
    return Scan(tuple(sources), assets, tuple(findings), seen, tuple(sorted(unseen)))


def _walk(folder: str, prefix: str) -> Iterator[File]:
    column = prefix.partition("/")[0]
    ours = column in COLUMNS or column == MEDIA
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        path, status = prefix + entry.name, entry.stat(follow_symlinks=False)
        if LEFT_BEHIND.fullmatch(entry.name):
            continue
        if entry.is_symlink():
            yield File(path, status, rules.SYMLINK.at(path))
        elif entry.is_dir():
            yield from _walk(entry.path, f"{path}/")
        elif not stat.S_ISREG(status.st_mode):
            yield File(path, status, rules.NOT_A_FILE.at(path))
        elif not ours:
            folders = "、".join(f"{name}/" for name in (*FOLDERS.values(), MEDIA))
            oddity = catalog_rules.UNKNOWN_FOLDER.at(path, folder=path.rpartition("/")[0] or path, folders=folders)
            yield File(path, status, oddity)
        elif not entry.name.endswith(".md") and (meant := MISNAMED.fullmatch(entry.name)):
            oddity = rules.MISNAMED.at(path, suffix=entry.name.removeprefix(meant[1]), name=f"{meant[1]}.md")
            yield File(path, status, oddity)
        else:
            yield File(path, status)


def _look(file: Path, path: str, stamp: str) -> Seen:
    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    if path.endswith(".md") or PurePosixPath(path).suffix.lower() not in PICTURES:
        return Seen(stamp, digest)
    width, height = imagesize.get(str(file))
    return Seen(stamp, digest, max(width, 0), max(height, 0))


def _asset(path: str, size: int, seen: Seen) -> Asset:
    name = path.rpartition("/")[2]
    return Asset(
        path=_asset_path(path, seen.digest), digest=seen.digest, size=size, name=name, width=seen.width, height=seen.height
    )


def _asset_path(path: str, digest: str) -> str:
    """Where an asset goes in output/: its own path where that is ASCII, else a name from its content."""
    steps = PurePosixPath(path).parts
    if all(map(STEP.fullmatch, steps)):
        return path
    suffix = PurePosixPath(path).suffix
    return f"{MEDIA}/{digest[:16]}{suffix if suffix.isascii() else ''}"
