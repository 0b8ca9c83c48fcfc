"""The QR code of a page's own address."""

from __future__ import annotations

import re
import sqlite3

import pytest

from plugins.frame import qr
from tests.conftest import Site, write_document

POLICY = "policies/2026/a.md"


def drawings(site: Site) -> list[tuple[str, str]]:
    """Page and key of everything the store has drawn."""
    with sqlite3.connect(site.folder / "cache/store.sqlite") as store:
        return store.execute("SELECT page, key FROM drawings").fetchall()


def modules(svg: str) -> list[list[bool]]:
    """The dark and light modules of a drawn code."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    grid = [[False] * size for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):  # type: ignore[index]
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            for at in range(int(values[0])):
                grid[int(y)][int(x) + at] = True
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return grid


def test_the_code_holds_the_public_address(build_site) -> None:  # type: ignore[no-untyped-def]
    """The drawn modules are those of the address, with its quiet zone."""
    import segno

    site = build_site({POLICY: write_document()})
    svg = re.search(r"<svg.*?</svg>", site.page("/policies/2026/a/"))[0]  # type: ignore[index]
    wanted = segno.make_qr("https://www.shili.example/policies/2026/a/", error="m", boost_error=False, mask=4)
    assert modules(svg) == [[bool(module) for module in row] for row in wanted.matrix_iter(border=4)]


def test_a_code_is_drawn_once_and_goes_with_its_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the text draws nothing anew; another address does; a removed document leaves nothing in the store."""
    drawn: list[str] = []
    draw = qr._drawn
    monkeypatch.setattr(qr, "_drawn", lambda url: drawn.append(url) or draw(url))
    site.write({POLICY: write_document()}).build(workers=0)
    before = drawings(site)
    assert [page for page, _ in before] == ["policies/2026/a/index.html"]
    site.write({POLICY: write_document("改过的正文。\n")}).build(workers=0)
    assert drawings(site) == before
    assert drawn == ["https://www.shili.example/policies/2026/a/"]
    (site.content / POLICY).unlink()
    site.build(workers=0)
    assert drawings(site) == []
