"""Whatever may be done to a served site behind the back of its owner, and what verify must call it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from deploy.sources import Kind

Tampering = Callable[[Path, random.Random], tuple[Kind, str]]
"""Does something to a site; what it is, and the path that must be named."""


def flip(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """One bit of one file."""
    path = _some(site, dice)
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    _write(path, bytes(content))
    return Kind.CHANGED, _name(site, path)


def cut(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """The end of a file."""
    path = _some(site, dice)
    content = path.read_bytes()
    _write(path, content[: dice.randrange(len(content))])
    return Kind.CHANGED, _name(site, path)


def remove(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """One file."""
    path = _some(site, dice)
    path.unlink()
    return Kind.MISSING, _name(site, path)


def rename(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """One file: one is missing and one is too many; the missing one is asked for."""
    path = _some(site, dice)
    path.rename(path.with_name(f"{path.name}.old"))
    return Kind.MISSING, _name(site, path)


def add(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """A page of somebody else."""
    folder = dice.choice(sorted({path.parent for path in _files(site)}))
    path = folder / f"{dice.randrange(1 << 32):x}.html"
    path.write_bytes(b"casino")
    return Kind.EXTRA, _name(site, path)


def link(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """A symbolic link in the place of a file."""
    path = _some(site, dice)
    other = path.with_name(f".{path.name}")
    path.rename(site.parent / "aside")
    path.symlink_to(other)
    return Kind.CHANGED, _name(site, path)


def swap(site: Path, dice: random.Random) -> tuple[Kind, str]:
    """Two pages of the site itself."""
    pages = sorted(site.glob("policies/*/*/index.html"))
    one, other = dice.sample(pages, 2)
    first = one.read_bytes()
    _write(one, other.read_bytes())
    _write(other, first)
    return Kind.CHANGED, _name(site, one)


TAMPERINGS: tuple[Tampering, ...] = (flip, cut, remove, rename, add, link, swap)


def _files(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*") if path.is_file() and not path.name.startswith("checksums."))


def _some(site: Path, dice: random.Random) -> Path:
    return dice.choice([path for path in _files(site) if path.stat().st_size])


def _write(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def _name(site: Path, path: Path) -> str:
    return path.relative_to(site).as_posix()
