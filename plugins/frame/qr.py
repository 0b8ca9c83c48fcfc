"""The QR code of a page's own address, as inline SVG. Drawn once: the store keeps it over changes of the theme."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO

import segno
from markupsafe import Markup

from plugins.engine.page import Rooms

MASK = 4
"""A fixed mask: trying all eight costs four times as much, and every reader takes any."""
BORDER = 4
"""Modules of quiet zone (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """The code of a site path."""

    address: str

    def load(self, rooms: Rooms) -> Markup:
        """An `<svg>` of one path, black on white in every scheme."""
        url = rooms.site.absolute(self.address)
        return Markup(rooms.remember(f"qr {version('segno')} {url}", lambda: _drawn(url)))


def _drawn(url: str) -> str:
    out = BytesIO()
    segno.make_qr(url, error="m", boost_error=False, mask=MASK).save(
        out, kind="svg", border=BORDER, xmldecl=False, svgns=False, nl=False, omitsize=True, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
