"""The QR code of a page's own address, as inline SVG. Drawn once: the store keeps it over changes of the theme."""

from __future__ import annotations

import re
from dataclasses import dataclass

import segno
from markupsafe import Markup

from plugins.engine.page import Late, Rooms

MASK = 4
"""A fixed mask: trying all eight costs four times as much, and every reader takes any."""
BORDER = 4
"""Modules of quiet zone (ISO/IEC 18004)."""
DARK = re.compile(rb"\x01+")
"""Dark modules side by side in a row."""


@dataclass(frozen=True, slots=True)
class QrCode(Late):
    """The code of a site path."""

    address: str

    def load(self, rooms: Rooms) -> Markup:
        """An `<svg>` of one path, black on white in every scheme."""
        url = rooms.site.absolute(self.address)
        return Markup(rooms.remember(f"qr {segno.__version__} {url}", lambda: _drawn(url)))


def _drawn(url: str) -> str:
    """Every run of dark modules is a line; its place is told from the end of the line before."""
    matrix = segno.make_qr(url, error="m", boost_error=False, mask=MASK).matrix
    lines, x, y = [], 0, 0
    for row, modules in enumerate(matrix):
        for run in DARK.finditer(modules):
            lines.append(f"m{run.start() - x} {row - y}h{run.end() - run.start()}")
            x, y = run.end(), row
    size = len(matrix) + 2 * BORDER
    # A finder pattern begins in the first module: the first line starts there, half a module down.
    path = f"M{BORDER} {BORDER}.5{''.join(lines).removeprefix('m0 0')}"
    ground = f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
    return f'<svg viewBox="0 0 {size} {size}" class="segno">{ground}<path class="qrline" stroke="#000" d="{path}"/></svg>'
