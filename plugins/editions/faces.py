"""Faces: the free fonts that editions are printed in, where a machine may have them, and what they have glyphs for.

GB/T 9704—2012 asks for 小标宋, 仿宋, 楷体, 黑体 and 宋体. Fandol (GPL with the font exception, so a file may hold its
glyphs) has all five with the characters of GB 2312; Noto CJK (SIL Open Font License) has those of GB 18030 up to
extension A, BabelStone Han (Arphic Public License) nearly all others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOTS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
)
"""Where fonts are installed; texlive-lang-chinese has Fandol in a folder of its own."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its name as it is distributed, the family it has, the package of Debian that brings it."""

    file: str
    family: str
    package: str
    needed: bool = True
    bold: bool = False


FANG = Face("FandolFang-Regular.otf", "FandolFang R", "texlive-lang-chinese")
KAI = Face("FandolKai-Regular.otf", "FandolKai", "texlive-lang-chinese")
HEI = Face("FandolHei-Regular.otf", "FandolHei", "texlive-lang-chinese")
SONG = Face("FandolSong-Regular.otf", "FandolSong", "texlive-lang-chinese")
HEADLINE = Face("FandolSong-Bold.otf", "FandolSong", "texlive-lang-chinese", bold=True)
WIDE_SONG = Face("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "fonts-noto-cjk")
WIDE_HEADLINE = Face("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", "fonts-noto-cjk", bold=True)
WIDE_HEI = Face("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "fonts-noto-cjk")
WIDEST = Face("BabelStoneHan.ttf", "BabelStone Han", "fonts-babelstone-han", needed=False)
OFFICIAL = (FANG, KAI, HEI, SONG, HEADLINE)
"""The faces of the standard. What none of them has is set in the wide ones."""
FACES = (*OFFICIAL, WIDE_SONG, WIDE_HEADLINE, WIDE_HEI, WIDEST)
WIDE = (WIDE_SONG, WIDEST)
"""What at least one of these has a glyph for can be printed: all others have less."""

Found = Mapping[Face, Path]
"""The font file of each face that a machine has."""


def find_faces(roots: Iterable[str] = ROOTS) -> dict[Face, Path]:
    """The first file of each face below these folders."""
    wanted = {face.file: face for face in FACES}
    found: dict[Face, Path] = {}
    for folder, files in _folders(roots):
        for name in wanted.keys() & files:
            found.setdefault(wanted[name], Path(folder, name))
    return {face: found[face] for face in FACES if face in found}


def lacking(found: Found) -> tuple[Face, ...]:
    """The faces that must be there and are not."""
    return tuple(face for face in FACES if face.needed and face not in found)


def missing(text: str, found: Found) -> str:
    """The characters that none of the wide faces has, each once, in the order of the text."""
    covered = frozenset[int]().union(*(glyphs(found[face]) for face in WIDE if face in found))
    return "".join(dict.fromkeys(character for character in text if ord(character) not in covered))


@cache
def glyphs(file: Path) -> Mapping[int, str]:
    """The glyph of each code point a font has; of a collection those of its first font, which all others share."""
    from fontTools.ttLib import TTFont

    with TTFont(file, fontNumber=0, lazy=True) as font:
        return dict(font.getBestCmap())


def _folders(roots: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for root in roots:
        for folder, below, files in os.walk(os.path.expanduser(root)):
            below.sort()
            yield folder, frozenset(files)
