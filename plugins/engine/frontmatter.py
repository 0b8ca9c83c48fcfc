"""Front matter: the YAML between two `---`, with the line and column of everything in it.

All values stay the texts that were typed (`文号: 010` is not 8). Aliases, anchors, tags and duplicate keys are
refused. Slips that make YAML stumble (a full-width colon, a colon inside a title) are named one by one and
mended for the rest of the reading, so that one look shows every problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from plugins.catalog.findings import Finding
from plugins.catalog.meant import mending
from plugins.catalog.parse import Block, Key, Place
from plugins.catalog.record import names_by_label
from plugins.engine import rules
from plugins.engine.controls import stripped

FENCE = re.compile(r"-{3,}\s*$")
NEARLY_FENCE = re.compile(r"\s*[-‐‑‒–—―−－─━ー]{2,}\s*$")
"""Dashes of other widths and numbers, as word processors make them of `---`."""
ITEM = re.compile(r"([^\s:：#-][^:：]{0,39}?)\s*[:：]|\s*#|[ \t]+\S|- ")
"""What a line of a block begins with: a name and a colon, a remark, the rest of a value."""
WIDE_COLON = re.compile(r"([^\s:：#'\"\[\]{}-][^:：]*?)\s*：\s*(.*)$")
NO_SPACE = re.compile(r"([^\s:#'\"\[{-][^:]*):([^\s:].*)$")
BARE_VALUE = re.compile(r"([^\s:#'\"\[{-][^:]*): +(?![ '\"\[{|>&*!])(.*:(?: .*|))$")
REMARK = re.compile(r"([^\s:#'\"\[{-][^:]*): +(?![ '\"\[{|>&*!#])(.*?)(\s+#.*)$")
DEPTH = 6
OPENING = re.compile("quoted|flow|simple key")
"""What is told where it begins, not where its end is missed: a quotation mark, a bracket, a name without a colon."""
PAIRS = "请检查这一行和上一行的引号、括号、缩进是否成对；值里有 : # [ { 时加引号"

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Split:
    """A file in two: the block's lines and the body; `body_line` is the line the body begins on."""

    block: list[str]
    body: str
    body_line: int


def split(text: str, path: str) -> Split | Finding:
    """Part a file at its fences; a finding where it has none."""
    lines = text.split("\n")
    if not FENCE.fullmatch(lines[0]):
        return rules.NO_BLOCK.at(path, **_opened(lines))
    end = next((number for number, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), None)
    if end is None:
        at = next((number for number, line in enumerate(lines[1:], 1) if not ITEM.match(line)), len(lines) - 1)
        meant = mending(lines[at], "---") if NEARLY_FENCE.fullmatch(lines[at]) else {}
        return rules.BLOCK_OPEN.at(path, at + 1, **meant)
    return Split(lines[1:end], "\n".join(lines[end + 1 :]), end + 2)


def begins_with_block(text: str) -> bool:
    """Whether a text is one of ours beyond doubt: what seems to be its block has a field we know."""
    lines = text.lstrip("\ufeff\n\r ").split("\n", 40)
    return bool(NEARLY_FENCE.fullmatch(lines[0])) and any(_name(line) in names_by_label() for line in lines[1:40])


def _opened(lines: list[str]) -> dict[str, str]:
    """The first line of a block that is there but not as it must begin."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    written, rest = "\n".join(lines[: first + 1]), lines[first + 1 :]
    if NEARLY_FENCE.fullmatch(lines[first]) and rest and _name(rest[0]):
        return mending(written, "---")
    until = next((number for number, line in enumerate(rest) if not ITEM.match(line)), len(rest))
    closed = until < len(rest) and FENCE.fullmatch(rest[until])
    return mending(written, f"---\n{lines[first]}") if closed and _name(lines[first]) in names_by_label() else {}


def _name(line: str) -> str:
    """The name that a line of a block begins with."""
    match = ITEM.match(line)
    return (match[1] or "") if match else ""


def read_block(lines: list[str], path: str) -> tuple[Block, list[Finding]]:
    """The block of a file. Line 1 of the block is line 2 of the file."""
    # Its patterns take long to compile: a build that reads no text does without.
    from plugins.engine import simple_block

    simple = simple_block.read(lines)
    return (simple, []) if simple else by_yaml(lines, path)


def by_yaml(lines: list[str], path: str) -> tuple[Block, list[Finding]]:
    """The block as YAML says, with its slips mended."""
    findings: list[Finding] = []
    mended = [_mend(line, number, path, findings) for number, line in enumerate(lines, 2)]
    reading = _Reading(path, lines)
    try:
        reading.document("\n".join(mended))
    except yaml.MarkedYAMLError as error:
        opened = error.context_mark if OPENING.search(error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        findings.append(rules.YAML.at(path, min(line, len(lines) + 1), column, hint=PAIRS))
    except yaml.YAMLError:
        findings.append(rules.YAML.at(path, 2, hint="请检查信息块里有没有看不见的字符"))
    block = Block(reading.values, reading.places, reading.key_places)
    return block, findings + reading.findings


def _mend(line: str, number: int, path: str, findings: list[Finding]) -> str:
    """The line as it was meant, with a finding for what was mended."""
    if not line or line[0].isspace():
        return line
    wide = WIDE_COLON.match(line)
    if wide and ":" not in wide[1]:
        key, value = wide.groups()
        at, right = line.index("："), f": {value}" if value else ":"
        findings.append(rules.FULL_WIDTH_COLON.at(path, number, at + 1, key=key, value=value, **mending(line[at:], right)))
        return key + right
    close = NO_SPACE.match(line)
    if close and close[1].strip() in names_by_label():
        key, value = close[1].strip(), close[2]
        meant = mending(value, f" {value}")
        findings.append(rules.NO_SPACE.at(path, number, close.start(2) + 1, key=key, value=value, **meant))
        return _mend(f"{key}: {value}", number, path, findings)
    remark = REMARK.match(line)
    if remark:
        key, value, lost = remark.groups()
        words = {"key": key, "value": f"{value}{lost}", "lost": lost.strip()}
        findings.append(rules.CUT_BY_REMARK.at(path, number, remark.start(3) + 1, **words))
    bare = BARE_VALUE.match(line)
    if bare:
        key, value = bare.groups()
        quoted = "'" + value.replace("'", "''") + "'"
        meant = mending(value, quoted)
        findings.append(rules.COLON_IN_VALUE.at(path, number, bare.start(2) + 1, key=key, value=value, **meant))
        return f"{key}: {quoted}"
    return line


@dataclass
class _Reading:
    """One pass over the events of a YAML document."""

    path: str
    lines: list[str]
    values: dict[str, object] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    key_places: dict[Key, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def document(self, text: str) -> None:
        """Read a whole block into `values`; keeps what came before an error."""
        self._events = yaml.parse(text, Loader=Loader)
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                self._checked(event)
                self._mapping((), self.values)
            elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
                self.findings.append(rules.YAML.at(self.path, *_place(event), hint="每行写作 名称: 值，冒号后有一个空格"))
                return

    def _mapping(self, above: Key, into: dict[str, object]) -> None:
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            key = event.value if isinstance(event, yaml.ScalarEvent) else str(self._value(event, above))
            self._checked(event)
            place = (*above, key)
            value_event = next(self._events)
            value = self._value(value_event, place)
            if key in into:
                meant = self._repeated(event, value_event) if value == into[key] and not above else {}
                self.findings.append(rules.KEY_TWICE.at(self.path, *_place(event), key=key, **meant))
                continue
            self.key_places[place], self.places[place] = _place(event), _place(value_event)
            into[key] = value

    def _repeated(self, key: yaml.Event, value: yaml.Event) -> dict[str, str]:
        """A line that says again what was said before: it can go."""
        line, end = _place(key)[0], value.end_mark
        whole = isinstance(value, yaml.ScalarEvent) and end and _place(value)[0] == line == end.line + 2
        return {"written": f"{self.lines[line - 2]}\n", "meant": ""} if whole else {}

    def _value(self, event: yaml.Event, above: Key) -> object:
        self._checked(event)
        if len(above) > DEPTH:
            raise RecursionError
        if isinstance(event, yaml.ScalarEvent):
            return self._plain(event)
        if isinstance(event, yaml.MappingStartEvent):
            inner: dict[str, object] = {}
            self._mapping(above, inner)
            return inner
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(above)
        return ""

    def _plain(self, event: yaml.ScalarEvent) -> str:
        """The text of a value; YAML can write unseen characters as escapes."""
        value, controls = stripped(event.value)
        if event.style in ("'", '"') and event.end_mark and event.end_mark.line + 2 > _place(event)[0]:
            swallowed = self.lines[_place(event)[0] - 1 : event.end_mark.line + 1]
            if any(_name(line) in names_by_label() for line in swallowed):
                self.findings.append(rules.YAML.at(self.path, *_place(event), hint=PAIRS))
        self.findings += [rules.CONTROL.at(self.path, *_place(event), character=character) for character in controls]
        return value

    def _sequence(self, above: Key) -> list[object]:
        parts: list[object] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            place = (*above, len(parts))
            self.places[place] = _place(event)
            parts.append(self._value(event, place))
        return parts

    def _checked(self, event: yaml.Event) -> None:
        feature = None
        if isinstance(event, yaml.AliasEvent):
            feature = "别名（*）"
        elif getattr(event, "anchor", None):
            feature = "锚点（&）"
        elif getattr(event, "tag", None):
            feature = "标签（!）"
        if feature:
            self.findings.append(rules.YAML_FEATURE.at(self.path, *_place(event), feature=feature))


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 2, mark.column + 1) if mark else (2, 1)
