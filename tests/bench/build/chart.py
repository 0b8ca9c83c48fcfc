"""The chart: a bar for each case and generator on a logarithmic scale of seconds.

Words and hatching, not colour, tell the bars apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tests.bench.build.report import CASES, label
from tests.bench.build.results import Figures
from tests.bench.build.tools import OURS

WIDTH, LEFT, RIGHT = 860, 150, 80
BAR, GAP, CASE_GAP, TITLE = 16, 3, 16, 52
PATTERNS = {OURS: "", "pelican": "M0,4 h8", "hugo": "M0,8 L8,0", "eleventy": "M4,0 v8"}
"""What is drawn over the bars of each, again and again; ours are plain."""
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1a1a1a }
.head { font-size: 15px; font-weight: 600 }
.bar { fill: #1f5fa8; stroke: #1a1a1a } .peer { fill: #fff; stroke: #1a1a1a } .hatch { stroke: #1a1a1a; fill: none }
.grid { stroke: #bbb } .paper { fill: #fff }
@media (prefers-color-scheme: dark) {
  text { fill: #eee } .paper { fill: #16181b } .bar { fill: #7fb2ea; stroke: #eee }
  .peer { fill: #16181b; stroke: #eee } .hatch { stroke: #eee } .grid { stroke: #555 }
}
"""


def chart(sizes: Sequence[Figures]) -> bytes:
    """An SVG of all sizes, one below the other."""
    heights = [_height(size) for size in sizes]
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {sum(heights)}", role="img")
    SubElement(root, "title").text = "Seconds from start to end of a build, by case and generator"
    SubElement(root, "style").text = STYLE
    _patterns(SubElement(root, "defs"))
    SubElement(root, "rect", {"class": "paper", "width": str(WIDTH), "height": str(sum(heights))})
    top = 0
    for size, height in zip(sizes, heights, strict=True):
        _panel(SubElement(root, "g", transform=f"translate(0 {top})"), size, height)
        top += height
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _height(size: Figures) -> int:
    bars = len(_bars(size, "cold"))
    return TITLE + len(CASES) * (bars * (BAR + GAP) + CASE_GAP) + 8


def _patterns(defs: Element) -> None:
    for name, path in PATTERNS.items():
        box = {"id": name, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
        pattern = SubElement(defs, "pattern", box)
        SubElement(
            pattern, "rect", {"class": "bar" if name == OURS else "peer", "width": "8", "height": "8", "stroke-width": "0"}
        )
        if path:
            SubElement(pattern, "path", {"class": "hatch", "d": path})


def _panel(group: Element, size: Figures, height: int) -> None:
    values = [value for case in CASES for _, value in _bars(size, case)]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def along(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(seconds) - low) / max(1, high - low)

    _text(group, 8, 22, f"{size['documents']:,} documents: wall-clock seconds, logarithmic", "head")
    for power in range(low, high + 1):
        x = f"{along(10**power):.1f}"
        SubElement(group, "line", {"class": "grid", "x1": x, "x2": x, "y1": str(TITLE - 6), "y2": str(height - 8)})
        _text(group, along(10**power), TITLE - 10, f"{10**power:g}", anchor="middle")
    y = TITLE
    for case, words in CASES.items():
        _text(group, 8, y + 12, words)
        for tool, seconds in _bars(size, case):
            end = along(seconds)
            box = {"x": str(LEFT), "y": str(y), "width": f"{max(1.0, end - LEFT):.1f}", "height": str(BAR)}
            SubElement(group, "rect", {"class": "bar" if tool == OURS else "peer", **box, "style": f"fill: url(#{tool})"})
            _text(group, end + 6, y + 12, f"{label(tool)} {seconds:,.3g}" if seconds < 1000 else f"{label(tool)} {seconds:,.0f}")
            y += BAR + GAP
        y += CASE_GAP


def _bars(size: Figures, case: str) -> list[tuple[str, float]]:
    found = size["cases"][case]
    return [(OURS, found["ours"]["wall"]), *((peer, taken["wall"]) for peer, taken in found["peers"].items())]


def _text(group: Element, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, **({"class": kind} if kind else {})}
    SubElement(group, "text", place).text = words
