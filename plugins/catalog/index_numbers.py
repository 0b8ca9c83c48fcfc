"""Index numbers (索引号): the form a portal gives them, as data; read by it, made by it, doubted.

A form is one line of parts in braces and signs between them, `{organ}/{year}-{serial:5}`:

=====================  =====================================================================================
part                   what it stands for
=====================  =====================================================================================
`{organ}`              an organ code of 9 characters (GB 11714, a hyphen before the last may stand) or 18 (GB 32100);
                       `{organ:9}` and `{organ:18}` allow the one alone
`{year}`               four figures; `{month}` and `{day}` two each
`{serial:5}`           the serial, filled up with noughts to five figures; `{serial}` is not filled up
`{name:3}`             a code of the portal's own, three characters of 0-9 and A-Z
`{name:A01|B02}`       a code of the portal's own, one of these
=====================  =====================================================================================

The serial begins anew with every value of the other parts; `{serial:5 per year}` names those it begins anew with,
`{serial:5 per portal}` none. No law gives a form: 政府信息公开条例 article 12 only asks for an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from plugins.catalog.organ_codes import code_is_sound

DEFAULT = "{organ}/{year}-{serial:5}"
USUAL = re.compile(r"(?P<organ>[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{18})/(?P<year>\d{4})(?:\d{2})?-(?P<serial>\d{5,6})")
"""What the portals of the country write; the founding document's own number among them."""
PART = re.compile(r"\{([^{}]*)\}")
ORGANS = {"": "[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{18}", "9": "[0-9A-Z]{9}", "18": "[0-9A-Z]{18}"}
DATED = {"year": r"(?:19|20)\d{2}", "month": r"0[1-9]|1[0-2]", "day": r"0[1-9]|[12]\d|3[01]"}
NAME = re.compile("[a-z][a-z_]*")
CODE = re.compile("[0-9A-Z]+")
SERIAL = re.compile(r"(\d?)(?: per ([a-z_ ]+))?")
WHOLE_PORTAL = "portal"

Scope = tuple[str, ...]
"""The values that one run of serials belongs to."""


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """An index number taken apart: the values of its parts by name, and its serial."""

    values: Mapping[str, str]
    serial: int


@dataclass(frozen=True)
class IndexNumberForm:
    """How a portal writes its index numbers. Made by `form_of`."""

    written: str
    pieces: tuple[tuple[str, str], ...]
    """In order: the name of a part with its pattern, or "" with a sign."""
    width: int
    """Figures that the serial is filled up to; 0 where it is not."""
    grows: bool
    """Whether the serial may outgrow its width: the sign behind it says where it ends."""
    per: tuple[str, ...]
    """The parts with whose values the serial begins anew."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parts beside the serial, in order."""
        return tuple(name for name, _ in self.pieces if name not in ("", "serial"))

    def make(self, values: Mapping[str, str], serial: int) -> str:
        """The number of a serial. Raises ValueError with a 中文 sentence for a value that the form cannot hold."""
        figures = f"{serial:0{self.width}}"
        if serial < 1 or (len(figures) > self.width and not self.grows):
            raise ValueError(f"流水号 {serial} 放不进“{self.written}”：只有 {self.width} 位。")
        text = "".join((values.get(name, "") if name != "serial" else figures) if name else sign for name, sign in self.pieces)
        if self.read(text) is None:
            raise ValueError(self._unfit(values))
        return text

    def read(self, text: str) -> IndexNumber | None:
        """The number taken apart; None where it has another form."""
        match = self._pattern.fullmatch(text)
        return IndexNumber({name: match[name] for name in self.names}, int(match["serial"])) if match else None

    def run_of(self, text: str) -> tuple[Scope, int] | None:
        """The run of serials that a number belongs to, and its serial; None where it has another form."""
        match = self._pattern.fullmatch(text)
        return (tuple([match[name] for name in self.per]), int(match["serial"])) if match else None

    def highest(self, numbers: Iterable[str]) -> dict[Scope, int]:
        """The highest serial of each run; numbers of another form belong to none."""
        found = dict[Scope, int]()
        for scope, serial in filter(None, map(self.run_of, numbers)):
            found[scope] = max(serial, found.get(scope, 0))
        return found

    def next(self, values: Mapping[str, str], highest: Mapping[Scope, int]) -> str:
        """The number after the highest of its run. Raises ValueError with a 中文 sentence where the form cannot hold it."""
        asked = self.run_of(self.make(values, 1))
        return self.make(values, highest.get(asked[0], 0) + 1 if asked else 1)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(f"(?P<{name}>{pattern})" if name else re.escape(pattern) for name, pattern in self.pieces))

    def _unfit(self, values: Mapping[str, str]) -> str:
        for name, pattern in self.pieces:
            if name not in ("", "serial") and not re.fullmatch(pattern, values.get(name, "")):
                said = f"不能是“{values[name]}”" if values.get(name) else "没有给出"
                return f"索引号的形式是“{self.written}”，其中的 {name} {said}。"
        return f"这些值合不成“{self.written}”这样的索引号。"


@cache
def form_of(written: str) -> IndexNumberForm:
    """The form that a portal's settings say. Raises ValueError with a 中文 sentence where it is none."""
    cut = PART.split(written)
    signs, parts = cut[::2], cut[1::2]
    if any("{" in sign or "}" in sign for sign in signs):
        raise ValueError(_said(written, "花括号要成对"))
    pieces, specs, grows = [("", signs[0])], dict[str, str](), False
    for at, (part, sign) in enumerate(zip(parts, signs[1:], strict=True), 1):
        name, _, spec = part.partition(":")
        if name in specs:
            raise ValueError(_said(written, f"{{{name}}} 写了两次"))
        ends = not re.match("[0-9A-Za-z]", sign) if sign else at == len(parts)
        specs[name], grows = spec, ends if name == "serial" else grows
        pieces += [(name, _pattern_of(name, spec, ends, written)), ("", sign)]
    if "serial" not in specs:
        raise ValueError(_said(written, "要有 {serial}"))
    width, per = _serial_of(specs.pop("serial"), tuple(specs), written)
    return IndexNumberForm(written, tuple(piece for piece in pieces if piece[1]), width, grows, per)


def own_parts(code: str, day: date) -> dict[str, str]:
    """The parts that follow from the organ whose code this is and from the day."""
    return {"organ": code, "year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}


def index_number_doubt(text: str, form: IndexNumberForm, history: bool = False) -> str | None:
    """What is odd about an index number, as a 中文 clause; real codes fail these, so it is never more than doubt.

    A portal with a form of its own has documents older than that: `history` allows the usual shape for them.
    """
    number = form.read(text)
    usual = USUAL.fullmatch(text) if form.written == DEFAULT or history else None
    if number is None and usual is None:
        return f"不是“{'机构代码/年份-流水号' if form.written == DEFAULT else form.written}”的形式"
    organ = number.values.get("organ") if number else usual and usual["organ"]
    return None if organ is None or code_is_sound(organ) else "机构代码的校验位不符"


def serial_of_index_number(text: str) -> str | None:
    """The serial part of an index number of the usual shape, as it is written: the name of a file may rest on it for ever."""
    match = USUAL.fullmatch(text)
    return match["serial"] if match else None


def _pattern_of(name: str, spec: str, ends: bool, written: str) -> str:
    """What one part matches. A part that has no fixed length needs a sign behind it to say where it ends."""
    if name == "organ" and spec in ORGANS and (spec or ends):
        return ORGANS[spec]
    if name in DATED and not spec:
        return DATED[name]
    if name == "serial" and (match := SERIAL.fullmatch(spec)) and (match[1] or ends):
        width = int(match[1] or 1)
        return rf"\d{{{width}}}|[1-9]\d{{{width},8}}" if ends else rf"\d{{{width}}}"
    choices = spec.split("|")
    if name not in ("organ", "serial", *DATED) and NAME.fullmatch(name):
        if re.fullmatch("[1-9]", spec):
            return f"[0-9A-Z]{{{spec}}}"
        if all(map(CODE.fullmatch, choices)) and len({len(choice) for choice in choices}) == 1:
            return "|".join(choices)
    raise ValueError(_said(written, f"读不懂 {{{name}{':' if spec else ''}{spec}}}"))


def _serial_of(spec: str, names: tuple[str, ...], written: str) -> tuple[int, tuple[str, ...]]:
    """The width of the serial and what it begins anew with."""
    width, _, per = spec.partition(" per ")
    chosen = tuple(per.split()) if per else names
    chosen = () if chosen == (WHOLE_PORTAL,) else chosen
    if unknown := set(chosen) - set(names):
        raise ValueError(_said(written, f"流水号按 {'、'.join(sorted(unknown))} 重新开始，而它不在里面"))
    return int(width or 0), chosen


def _said(written: str, problem: str) -> str:
    return f"索引号的形式“{written}”：{problem}。例如 {DEFAULT}，各部分的写法见 docs/operators.md"
