"""The QR code of a page's own address, as inline SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

import segno
from markupsafe import Markup

from plugins.engine.page import Late, Rooms

MASK = 4
"""A fixed mask: trying all eight costs four times as much, and every reader takes any."""
BORDER = 4
"""Modules of quiet zone (ISO/IEC 18004)."""
DARK = re.compile("1+")
"""Dark modules side by side in a row."""
ROWS = 4096
"""Rows kept as they are drawn: the codes of a portal's addresses are much alike."""


@dataclass(frozen=True, slots=True)
class QrCode(Late):
    """The code of a site path."""

    address: str

    def load(self, rooms: Rooms) -> Markup:
        """An `<svg>` of one path, black on white in every scheme."""
        return Markup(_drawn(rooms.site.absolute(self.address)))


@dataclass(slots=True)
class Codes:
    """The codes of all texts of one length.

    Error correction and mask are linear over single bits: what two texts differ in decides what their codes differ in. So a
    code is put together from differences that are known, and only where one is new is it made by segno: a few dozen times
    for the addresses of a portal.
    """

    text: int = -1
    code: int = 0
    """The first text and its code; the codes' modules are the bits of a number."""
    size: int = 0
    """Modules of a side."""
    known: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By their highest bit: differences between texts, with those between their codes."""

    def rows(self, text: str) -> list[str]:
        """The modules of a code, 1 for a dark one."""
        bits = f"{self._code(text):0{self.size * self.size}b}"
        return [bits[at : at + self.size] for at in range(0, len(bits), self.size)]

    def _code(self, text: str) -> int:
        number = int.from_bytes(text.encode())
        if self.text < 0:
            self.text, self.code = number, self._made(text)
        difference, code = number ^ self.text, self.code
        while difference:
            known = self.known.get(difference.bit_length())
            if known is None:
                made = self._made(text)
                self.known[difference.bit_length()] = (difference, made ^ code)
                return made
            difference, code = difference ^ known[0], code ^ known[1]
        return code

    def _made(self, text: str) -> int:
        matrix = segno.make_qr(text, error="m", boost_error=False, mask=MASK, mode="byte", encoding="utf-8").matrix
        self.size = len(matrix)
        return int("".join(str(module) for row in matrix for module in row), 2)


@cache
def _codes(length: int) -> Codes:
    return Codes()


def _drawn(url: str) -> str:
    """Every run of dark modules is a line; its place is told from the end of the line before."""
    rows = _codes(len(url.encode())).rows(url)
    lines, x, y = [], 0, 0
    for row, modules in enumerate(rows):
        start, drawn, end = _row(modules)
        if drawn:
            lines.append(f"m{start - x} {row - y}{drawn}")
            x, y = end, row
    size = len(rows) + 2 * BORDER
    # A finder pattern begins in the first module: the first line starts there, half a module down.
    path = f"M{BORDER} {BORDER}.5{''.join(lines).removeprefix('m0 0')}"
    ground = f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
    return f'<svg viewBox="0 0 {size} {size}" class="segno">{ground}<path class="qrline" stroke="#000" d="{path}"/></svg>'


@lru_cache(ROWS)
def _row(modules: str) -> tuple[int, str, int]:
    """Where the first line of a row starts; its lines from there on; where the last one ends."""
    spans = [run.span() for run in DARK.finditer(modules)]
    ends = [0, *(end for _, end in spans)]
    lines = "".join(f"m{start - before} 0h{end - start}" for (start, end), before in zip(spans, ends, strict=False))
    first = spans[0][0] if spans else 0
    return first, lines.removeprefix(f"m{first} 0"), ends[-1]
