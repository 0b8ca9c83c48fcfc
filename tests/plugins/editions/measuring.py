"""A page of a PDF as a ruler sees it: where there is ink, in millimetres from the upper left corner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

import pdfplumber
import pypdfium2
from pdfplumber.page import Page as Plumbed
from PIL import Image, ImageChops

DPI = 300
MM = 25.4 / DPI
POINT = 25.4 / 72
RED = (230, 0, 18)

Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge, in mm."""


@dataclass(frozen=True)
class Sheet:
    """One page: its ink and its characters."""

    picture: Image.Image
    plumbed: Plumbed

    def ink(self, box: Box, red: bool = False) -> Box | None:
        """The edges of all ink within a box, of the red alone if asked."""
        left, top, right, bottom = (round(edge / MM) for edge in box)
        part = self.picture.crop((left, top, right, bottom))
        found = _redness(part).getbbox() if red else ImageChops.invert(part.convert("L")).point(_dark).getbbox()
        if found is None:
            return None
        return (left + found[0]) * MM, (top + found[1]) * MM, (left + found[2]) * MM, (top + found[3]) * MM

    def bands(self, box: Box, red: bool = False) -> list[Box]:
        """The runs of rows that have ink, from the top, each with its edges."""
        found, (left, top, right, bottom) = list[Box](), box
        while edges := self.ink((left, top, right, bottom), red):
            low = edges[1]
            while self.ink((left, low, right, low + 2 * MM), red) is not None:
                low += MM
            inner = self.ink((left, edges[1], right, low), red)
            assert inner
            found.append(inner)
            top = low + MM
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of text from the top."""
        rows: dict[float, list[dict[str, object]]] = {}
        for one in self.plumbed.chars:
            if str(one["text"]).strip():
                rows.setdefault(_near(rows, float(one["bottom"])), []).append(one)
        return [Line(sorted(row, key=lambda one: float(one["x0"]))) for _, row in sorted(rows.items())]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Line:
    """Characters on one line, from the left."""

    characters: list[dict[str, object]]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(str(one["text"]) for one in self.characters)

    @property
    def left(self) -> float:
        """Where its first character begins, in mm."""
        return float(self.characters[0]["x0"]) * POINT  # type: ignore[arg-type]

    @property
    def right(self) -> float:
        """Where its last character ends, in mm."""
        return float(self.characters[-1]["x1"]) * POINT  # type: ignore[arg-type]

    @property
    def foot(self) -> float:
        """Where the boxes of its characters end, in mm."""
        return float(self.characters[0]["bottom"]) * POINT  # type: ignore[arg-type]

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return round(float(self.characters[0]["size"]), 2)  # type: ignore[arg-type]

    @property
    def faces(self) -> set[str]:
        """The fonts it is set in, without the mark of their subsets."""
        return {str(one["fontname"]).partition("+")[2] for one in self.characters}


def sheets(pdf: bytes) -> list[Sheet]:
    """Every page of a PDF."""
    rendered = pypdfium2.PdfDocument(pdf)
    plumbed = pdfplumber.open(io.BytesIO(pdf))
    return [Sheet(page.render(scale=DPI / 72).to_pil().convert("RGB"), plumbed.pages[at]) for at, page in enumerate(rendered)]


def _near(rows: dict[float, list[dict[str, object]]], bottom: float) -> float:
    return next((known for known in rows if abs(known - bottom) < 3), bottom)


def _dark(value: int) -> int:
    return 255 if value > 110 else 0


def _redness(picture: Image.Image) -> Image.Image:
    red, green, _ = picture.split()
    return ImageChops.subtract(red, green).point(_dark)
