"""The QR code of a page's own address."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.frame import qr
from tests.conftest import write_document

POLICY = "policies/2026/a.md"


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
    site = build_site({POLICY: write_document()})
    svg = re.search(r"<svg.*?</svg>", site.page("/policies/2026/a/"))[0]  # type: ignore[index]
    wanted = segno.make_qr("https://www.shili.example/policies/2026/a/", error="m", boost_error=False, mask=4)
    assert modules(svg) == [[bool(module) for module in row] for row in wanted.matrix_iter(border=4)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=90), min_size=2, max_size=12))
def test_a_code_put_together_is_the_code_segno_makes(paths: list[str]) -> None:
    """Whatever was drawn before it."""
    codes = qr.Codes()
    width = max(map(len, paths))
    for path in paths:
        url = f"https://www.shili.example/{path.ljust(width, '-')}"
        wanted = segno.make_qr(url, error="m", boost_error=False, mask=4).matrix
        assert codes.rows(url) == ["".join(map(str, row)) for row in wanted]


def test_addresses_that_are_alike_are_seldom_made_by_segno(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred documents of a year differ in a few bits."""
    made: list[str] = []
    make = segno.make_qr
    monkeypatch.setattr(segno, "make_qr", lambda text, **options: made.append(text) or make(text, **options))
    codes = qr.Codes()
    for number in range(500):
        codes.rows(f"https://www.shili.example/policies/2026/{number:04}/")
    assert len(made) < 16
