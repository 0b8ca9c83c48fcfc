"""Automatic numbering of a Word document: the labels Word shows but does not write into the text, such as 一、 and 第三条."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from intake.office.numerals import WRITERS
from intake.office.styles import Styles
from intake.office.wordml import MC, Element, W, find, is_on, number, value

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
BULLET_TEXT = re.compile(r"[^\w（(]?")
"""A bullet is one sign; what has letters or brackets is a label that happens to be the same every time."""
CLOSING = "、）．，：）]】〕"
LINKS_LIMIT = 5
HIGHEST = 32_767
"""Word counts no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level of a list counts and looks."""

    start: int
    format: str
    text: str
    """Such as 第%1条 or %1.%2."""
    restart: int
    """The number of levels above whose use begins this one anew; 0 never."""
    spaced: bool
    """Whether something stands between label and text."""
    all_decimal: bool
    style: str
    """The paragraph style tied to this level; may be empty."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph."""

    text: str
    bullet: bool
    level: int


@dataclass(frozen=True, slots=True)
class _List:
    """One w:num: its counters' name and its levels."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The counters of one document; ask for labels in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """`root` is the numbering part, None where a document has none."""
        self._styles = styles
        every = [] if root is None else list(root)
        self._abstract = {value(one, "abstractNumId"): one for one in every if one.tag == W + "abstractNum"}
        self._numbers = {value(one, "numId"): one for one in every if one.tag == W + "num"}
        self._lists: dict[str, _List | None] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        """Names of formats that were written 1, 2, 3 for want of knowledge."""

    def label(self, paragraph: Element) -> Label | None:
        """The label of a paragraph, None of an unnumbered one; counts it."""
        number_id, depth = self._place(paragraph)
        wanted = self._list(number_id)
        level = wanted.levels.get(depth) if wanted else None
        if wanted is None or level is None:
            return None
        self._count(number_id, wanted, depth)
        if level.format == "bullet" and BULLET_TEXT.fullmatch(level.text):
            return Label("", True, depth)
        text = self._written(wanted, level)
        return Label(text + _space(text, level.spaced), False, depth) if text else None

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Which list a paragraph belongs to and how deep: by itself, or by its style."""
        own = find(paragraph, "pPr", "numPr")
        number_id, depth = value(find(own, "numId")), number(find(own, "ilvl"), default=-1)
        for style in self._styles.of(paragraph):
            if number_id:
                break
            by_style = find(style, "pPr", "numPr")
            number_id = value(find(by_style, "numId"))
            if number_id and depth < 0:
                depth = self._tied(number_id, value(style, "styleId"), number(find(by_style, "ilvl")))
        return number_id, max(depth, 0)

    def _tied(self, number_id: str, style_id: str, usual: int) -> int:
        """The level a paragraph style is tied to."""
        wanted = self._list(number_id)
        levels = wanted.levels if wanted else {}
        return next((depth for depth, level in levels.items() if level.style == style_id), usual)

    def _list(self, number_id: str) -> _List | None:
        if number_id not in self._lists:
            self._lists[number_id] = self._read(number_id)
        return self._lists[number_id]

    def _read(self, number_id: str) -> _List | None:
        own = self._numbers.get(number_id)
        counters, abstract = self._linked(own)
        if own is None or abstract is None:
            return None
        levels = {number(one, "ilvl"): _level(one) for one in abstract.findall(W + "lvl")}
        starts = {}
        for change in own.findall(W + "lvlOverride"):
            depth, new, start = number(change, "ilvl"), find(change, "lvl"), find(change, "startOverride")
            if new is not None:
                levels[depth] = _level(new)
            if start is not None:
                starts[depth] = number(start)
        return _List(counters, levels, starts)

    def _linked(self, own: Element | None) -> tuple[str, Element | None]:
        """The abstract list of a list, through list styles."""
        for _ in range(LINKS_LIMIT):
            counters = value(find(own, "abstractNumId"))
            abstract = self._abstract.get(counters)
            style_id = value(find(abstract, "numStyleLink"))
            if not style_id:
                return counters, abstract
            style = next(self._styles.chain(style_id), None)
            own = self._numbers.get(value(find(style, "pPr", "numPr", "numId")))
        return "", None

    def _count(self, number_id: str, wanted: _List, depth: int) -> None:
        """One more at this level; deeper levels begin anew, one above that was never used counts as begun."""
        counts, level = self._counts[wanted.counters], wanted.levels[depth]
        for above in range(depth):
            if above in wanted.levels:
                counts.setdefault(above, wanted.starts.get(above, wanted.levels[above].start))
        begin = wanted.starts.get(depth, level.start)
        if depth in counts and (depth not in wanted.starts or (number_id, depth) in self._begun):
            counts[depth] += 1
        else:
            counts[depth] = begin
        self._begun.add((number_id, depth))
        for deeper in range(depth + 1, LEVELS):
            below = wanted.levels.get(deeper)
            if below is not None and depth < below.restart:
                counts.pop(deeper, None)

    def _written(self, wanted: _List, level: Level) -> str:
        counts = self._counts[wanted.counters]

        def one(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            named = wanted.levels.get(depth)
            if named is None:
                return ""
            way = "decimal" if level.all_decimal and named.format != "none" else named.format
            if way not in WRITERS and way != "bullet":
                self.unknown.add(way)
            return WRITERS.get(way, str)(min(max(counts.get(depth, named.start), 0), HIGHEST))

        return PLACE.sub(one, level.text)


def _level(element: Element) -> Level:
    depth = number(element, "ilvl")
    restart = find(element, "lvlRestart")
    suffix = value(find(element, "suff"), default="tab")
    start = find(element, "start")
    return Level(
        start=number(start, default=1) if start is not None else 0,
        format=_format(element),
        text=value(find(element, "lvlText")),
        restart=depth if restart is None else min(number(restart), depth),
        spaced=suffix != "nothing",
        all_decimal=is_on(find(element, "isLgl")),
        style=value(find(element, "pStyle")),
    )


def _format(element: Element) -> str:
    """The format's name; of one written twice, that for programs which do not know the new one."""
    own = find(element, "numFmt")
    if own is None:
        own = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return value(own, default="decimal")


def _space(label: str, spaced: bool) -> str:
    """What stands between label and text: after 第一条 a full-width space, after 一、 nothing."""
    if not spaced or label[-1] in CLOSING or label[-1].isspace():
        return ""
    return "\u3000" if "\u4e00" <= label[-1] <= "\u9fff" else " "
