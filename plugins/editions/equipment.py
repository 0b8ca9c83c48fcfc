"""Equipment: whether this machine can print, and with what. Nothing is loaded here that takes time: each run asks."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from plugins.catalog.editions import Edition, Editions
from plugins.catalog.site import Site
from plugins.editions.faces import Face, Found, find_faces, lacking, missing
from plugins.engine.signals import Equipment

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "ebooklib")
"""What shapes the bytes of an edition."""
GROUP = "pip install -r requirements.lock"
ENDING = "lib{}.dylib" if sys.platform == "darwin" else "lib{}.so.0"
SHARED = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
"""Libraries of the system that WeasyPrint sets text with."""
DEBIAN = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Machine:
    """What one machine has: versions of libraries, empty for one that is not there, and fonts."""

    versions: tuple[tuple[str, str], ...]
    shared: str
    """The version of Pango; empty where a library of the system is missing."""
    faces: Found

    @property
    def has(self) -> frozenset[str]:
        """The libraries that are there."""
        return frozenset(name for name, said in self.versions if said)

    @property
    def editions(self) -> frozenset[Edition]:
        """What it can make."""
        prints = "weasyprint" in self.has and self.shared and not lacking(self.faces)
        able = ((Edition.PDF, prints), (Edition.EPUB, "ebooklib" in self.has), (Edition.READING, True))
        return frozenset(edition for edition, can in able if can)

    @property
    def digest(self) -> str:
        """Of versions, and of the place, size and time of each font file: their bytes are too many to read in each run."""
        stats = ((str(path), path.stat()) for path in self.faces.values())
        fonts = (f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats)
        return sha256("\0".join((repr(self.versions), self.shared, *fonts)).encode()).hexdigest()

    @property
    def lack(self) -> str:
        """A 中文 sentence on what is missing and how to get it; empty where nothing is."""
        lost = [name for name in ("weasyprint", "ebooklib") if name not in self.has]
        fonts = lacking(self.faces)
        parts = [
            *([f"Python 的 {'、'.join(lost)}（{GROUP}）"] if lost else ()),
            *([f"系统的 Pango（{DEBIAN}）"] if "weasyprint" in self.has and not self.shared else ()),
            *([f"字体 {'、'.join(face.file for face in fonts)}（{'、'.join(_packages(fonts))}）"] if fonts else ()),
        ]
        unmade = [edition.label for edition in Edition if edition not in self.editions]
        return f"没有做 {' 和 '.join(unmade)}：缺少{'，'.join(parts)}，见 docs/operators.md。" if parts else ""


def look(site: Site) -> Iterator[Equipment]:
    """The receiver."""
    machine = this_machine()
    yield Equipment(Editions(machine.editions, machine.digest, partial(missing, found=machine.faces)), machine.lack)


def this_machine() -> Machine:
    """What is installed now."""
    return Machine(tuple((name, _version(name)) for name in LIBRARIES), _pango(), find_faces())


def _packages(faces: Iterable[Face]) -> list[str]:
    return list(dict.fromkeys(face.package for face in faces))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _pango() -> str:
    """The version of Pango, with all that goes with it; empty where something cannot be loaded."""
    try:
        pango, *_ = [ctypes.CDLL(ENDING.format(name)) for name in SHARED]
    except OSError:
        return ""
    pango.pango_version_string.restype = ctypes.c_char_p
    return str(pango.pango_version_string().decode())
