"""The mark of the issuing organ at the head of a paper (GB/T 9704—2012 7.2.4, 10.1, 10.2): how large, how narrow."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.frame.views import PaperForm, Signature

WIDTH = 156.0
"""Of the type area, in mm."""
HEIGHT = {PaperForm.DOCUMENT: 17.0, PaperForm.LETTER: 13.0, PaperForm.ORDER: 17.0}
"""Of the characters of a mark where there is room, in mm; 22 × 15 is the most that is usual."""
NARROWEST = 0.68
"""A long mark is set narrower, down to this; a longer one smaller."""
MARGIN = 0.97
JOINT_HEIGHT = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark: `size` of its characters in mm, `narrowed` to this share of their width."""

    names: tuple[str, ...]
    """Of one organ with the kind of paper, or of several, below each other."""
    word: str
    """What stands to the right of several organs."""
    size: float
    narrowed: float
    spacing: tuple[float, ...] = ()
    """Between the characters of each of several names, so that all are of one width; in mm."""
    wide: float = 0.0
    """That width, in mm."""


def mark_of(signature: Signature) -> Mark:
    """The mark of an issuing line. A letter of several organs bears that of the one in the lead alone."""
    organs = signature.organs[:1] if signature.form is PaperForm.LETTER else signature.organs
    if len(organs) == 1:
        return _single(organs[0] + signature.word, HEIGHT[signature.form])
    return _joint(organs, signature.word)


def _single(name: str, height: float) -> Mark:
    natural = len(name) * height
    narrowed = min(1.0, max(NARROWEST, MARGIN * WIDTH / natural))
    size = min(height, MARGIN * WIDTH / narrowed / len(name))
    return Mark(names=(name,), word="", size=round(size, 2), narrowed=round(narrowed, 3))


def _joint(organs: tuple[str, ...], word: str) -> Mark:
    longest = max(map(len, organs))
    across = longest + len(word) + 1
    narrowed = min(1.0, max(NARROWEST, MARGIN * WIDTH / (across * JOINT_HEIGHT)))
    size = min(JOINT_HEIGHT, MARGIN * WIDTH / narrowed / across)
    wide = longest * size
    spacing = tuple(round((wide - len(name) * size) / max(1, len(name) - 1), 3) for name in organs)
    return Mark(names=organs, word=word, size=round(size, 2), narrowed=round(narrowed, 3), spacing=spacing, wide=round(wide, 2))
