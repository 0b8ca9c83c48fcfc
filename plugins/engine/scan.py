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
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import imagesize

from plugins.catalog import rules as catalog_rules
from plugins.catalog.addresses import PICTURES, STEP
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import Asset
from plugins.catalog.terms import FOLDERS
from plugins.engine import rules
from plugins.engine.controls import CONTROLS
from plugins.engine.sorts import HEAD, disguise

MEDIA = "media"
BESIDE = ("registers", "vocabularies")
"""Folders beside content/: what was registered, the portal's own words and holidays."""
MISNAMED = re.compile(r"(.+?)(?:\.(?:md|markdown)\.txt|\.(?!md$)(?i:md|markdown))")
"""Documents that Notepad or a system has given another ending."""
LEFT_BEHIND = re.compile(r"\..*|~\$.*|.*~|#.*#")
"""Names that editors and systems leave behind: hidden files, locks of Word, backups and unsaved texts of Emacs and Vim."""
COLUMNS = frozenset(FOLDERS.values())
LONGEST = 250
"""Bytes of the path of a folder below content/: with the name of a file it stays within what systems and archives take."""
LARGEST = 40_000_000
"""Pixels of a picture: a page of A4 scanned at 600 dpi has 35 million. Shown, each takes four bytes of a reader's phone."""
UNREADABLE = re.compile(f"{CONTROLS.pattern}|[\ud800-\udfff]")
"""What no name may hold: characters that nobody sees, and bytes that are no UTF-8 (PEP 383)."""
_name = attrgetter("name")
RACY_NS = 2_000_000_000
"""Two seconds: the coarsest clock of a file system (FAT)."""


class Seen(NamedTuple):
    """A file as it was when it was hashed; width and height in pixels of a picture, else 0; what it is in disguise."""

    stamp: str
    """`File.stamp`."""
    digest: str
    width: int = 0
    height: int = 0
    disguise: str = ""


class Source(NamedTuple):
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


class File(NamedTuple):
    """A file under content/, not opened yet."""

    path: str
    size: int
    touched: int
    """The later of its times in ns."""
    stamp: str
    """Size, both times and inode: what changes when a file does."""
    oddity: Finding | None = None


@dataclass(frozen=True)
class Walk:
    """Every file under content/ in a fixed order, and the moment in ns before which a file is at rest."""

    content: Path
    files: tuple[File, ...]
    safe: int

    @cached_property
    def digest(self) -> str:
        """Changes when any file does; empty where one may change without anything of it changing."""
        if max((file.touched for file in self.files), default=0) >= self.safe:
            return ""
        lines = [f"{path}\0{stamp}" for path, _, _, stamp, _ in self.files]
        return blake2b("\n".join(lines).encode(errors="surrogateescape")).hexdigest()


def beside(home: Path) -> str:
    """A digest of the files that a portal keeps beside content/ and that its checks and pages read.

    A register of reviews may have a hundred megabytes: a file at rest is known by its stamp, another by its bytes.
    """
    safe = time.time_ns() - RACY_NS
    files = (file for folder in BESIDE for file in sorted((home / folder).rglob("*")) if file.is_file())
    lines = (f"{file.relative_to(home).as_posix()}\0{_known(file, safe)}" for file in files)
    return blake2b("\n".join(lines).encode()).hexdigest()


def walk(content: Path) -> Walk:
    """Walk the content folder, without opening a file."""
    safe = time.time_ns() - RACY_NS
    return Walk(content, tuple(_walk(str(content), "")), safe)


def scan(walk: Walk, known: Mapping[str, Seen]) -> Scan:
    """Look at what was walked; `known` is what was seen last time."""
    sources, assets, findings = list[Source](), dict[str, Asset](), list[Finding]()
    seen, unseen = dict[str, Seen](), set(known)
    for path, size, touched, stamp, oddity in walk.files:
        if oddity:
            findings.append(oddity)
            continue
        now = known.get(path)
        if now is None or now.stamp != stamp:
            now = _look(walk.content / path, path, stamp)
            if touched < walk.safe:
                seen[path] = now
                unseen.discard(path)
        else:
            unseen.discard(path)
        if path.endswith(".md"):
            sources.append(Source(path, now.digest))
        else:
            assets[path] = _asset(path, size, now)
            findings += _wrong(path, now)
    return Scan(tuple(sources), assets, tuple(findings), seen, tuple(sorted(unseen)))


def _walk(folder: str, prefix: str) -> list[File]:
    found = list[File]()
    column = prefix.partition("/")[0]
    ours = column in COLUMNS or column == MEDIA
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=_name)
    for entry in ordered:
        name, path = entry.name, prefix + entry.name
        if LEFT_BEHIND.fullmatch(name):
            continue
        status = entry.stat(follow_symlinks=False)
        if not name.isprintable() and UNREADABLE.search(name):
            found.append(_file(path, status, rules.NAME.at(UNREADABLE.sub("\ufffd", path))))
        elif stat.S_ISDIR(status.st_mode):
            if len(path.encode()) > LONGEST:
                found.append(_file(path, status, rules.LONG_PATH.at(path, size=len(path.encode()), limit=LONGEST)))
            else:
                found += _walk(entry.path, f"{path}/")
        elif ours and name.endswith(".md") and stat.S_ISREG(status.st_mode):
            found.append(_file(path, status))
        else:
            found.append(_file(path, status, _oddity(path, name, status.st_mode, ours)))
    return found


def _file(path: str, status: os.stat_result, oddity: Finding | None = None) -> File:
    size, modified, changed = status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return File(path, size, max(modified, changed), f"{size} {modified} {changed} {status.st_ino}", oddity)


def _known(file: Path, safe: int) -> str:
    seen = _file("", file.stat())
    return seen.stamp if seen.touched < safe else blake2b(file.read_bytes()).hexdigest()


def _oddity(path: str, name: str, mode: int, ours: bool) -> Finding | None:
    """What is wrong with a file without opening it."""
    if stat.S_ISLNK(mode):
        return rules.SYMLINK.at(path)
    if not stat.S_ISREG(mode):
        return rules.NOT_A_FILE.at(path)
    if not ours:
        folders = "、".join(f"{folder}/" for folder in (*FOLDERS.values(), MEDIA))
        return catalog_rules.UNKNOWN_FOLDER.at(path, folder=path.rpartition("/")[0] or path, folders=folders)
    meant = None if name.endswith(".md") else MISNAMED.fullmatch(name)
    return rules.MISNAMED.at(path, suffix=name.removeprefix(meant[1]), name=f"{meant[1]}.md") if meant else None


def _wrong(path: str, seen: Seen) -> Iterator[Finding]:
    """What is wrong with an asset by what was seen of its bytes."""
    if seen.disguise:
        yield rules.DISGUISED.at(path, suffix=PurePosixPath(path).suffix, what=seen.disguise)
    if seen.width * seen.height > LARGEST:
        yield rules.HUGE_PICTURE.at(path, width=seen.width, height=seen.height, limit=LARGEST // 10_000)


def _look(file: Path, path: str, stamp: str) -> Seen:
    with file.open("rb") as opened:
        head = opened.read(HEAD)
        opened.seek(0)
        digest = file_digest(opened, "sha256").hexdigest()
    if path.endswith(".md"):
        return Seen(stamp, digest)
    suffix = PurePosixPath(path).suffix.lower()
    instead = disguise(suffix.removeprefix("."), head)
    if suffix not in PICTURES or instead:
        return Seen(stamp, digest, disguise=instead)
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
