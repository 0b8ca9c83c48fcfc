"""Scan: every file under content/, once. No symbolic link is followed and no file is passed over."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

import imagesize

from plugins.catalog import rules as catalog_rules
from plugins.catalog.addresses import STEP, kind_of
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import Asset
from plugins.catalog.terms import FOLDERS
from plugins.engine import rules

MEDIA = "media"
MISNAMED = re.compile(r"(.+?)(?:\.(?:md|markdown)\.txt|\.(?!md$)(?i:md|markdown))")
"""Documents that Notepad or a system has given another ending."""
LEFT_BEHIND = re.compile(r"\..*|~\$.*|.*~|#.*#")
"""Names that editors and systems leave behind: hidden files, locks of Word, backups and unsaved texts of Emacs and Vim."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


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


def scan(content: Path) -> Scan:
    """Walk the content folder in a fixed order."""
    sources, assets, findings = [], {}, []
    for path, found in _walk(content, ""):
        if isinstance(found, Finding):
            findings.append(found)
            continue
        with found.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        if path.endswith(".md"):
            sources.append(Source(path, digest))
        else:
            assets[path] = _asset(path, found, digest)
    return Scan(tuple(sources), assets, tuple(findings))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Path | Finding]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if LEFT_BEHIND.fullmatch(entry.name):
            continue
        if entry.is_symlink():
            yield path, rules.SYMLINK.at(path)
        elif entry.is_dir():
            yield from _walk(Path(entry.path), f"{path}/")
        elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            yield path, rules.NOT_A_FILE.at(path)
        elif not prefix or (kind_of(path) is None and path.split("/")[0] != MEDIA):
            folders = "、".join(f"{name}/" for name in (*FOLDERS.values(), MEDIA))
            yield path, catalog_rules.UNKNOWN_FOLDER.at(path, folder=path.rpartition("/")[0] or path, folders=folders)
        elif meant := MISNAMED.fullmatch(entry.name):
            yield path, rules.MISNAMED.at(path, suffix=entry.name.removeprefix(meant[1]), name=f"{meant[1]}.md")
        else:
            yield path, Path(entry.path)


def _asset(path: str, file: Path, digest: str) -> Asset:
    width, height = imagesize.get(file) if file.suffix.lower() in PICTURES else (0, 0)
    return Asset(
        path=_asset_path(path, digest),
        digest=digest,
        size=file.stat().st_size,
        name=file.name,
        width=max(width, 0),
        height=max(height, 0),
    )


def _asset_path(path: str, digest: str) -> str:
    """Where an asset goes in output/: its own path where that is ASCII, else a name from its content."""
    steps = PurePosixPath(path).parts
    if all(map(STEP.fullmatch, steps)):
        return path
    suffix = PurePosixPath(path).suffix
    return f"{MEDIA}/{digest[:16]}{suffix if suffix.isascii() else ''}"
