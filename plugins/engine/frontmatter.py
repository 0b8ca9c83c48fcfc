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
from plugins.catalog.parse import Block, Key, Place
from plugins.catalog.record import names_by_label
from plugins.engine import rules, simple_block
from plugins.engine.controls import stripped

FENCE = re.compile(r"-{3,}\s*$")
WIDE_COLON = re.compile(r"([^\s:：#'\"\[\]{}-][^:：]*?)\s*：\s*(.*)$")
NO_SPACE = re.compile(r"([^\s:#'\"\[{-][^:]*):([^\s:].*)$")
BARE_VALUE = re.compile(r"([^\s:#'\"\[{-][^:]*): +(?!['\"\[{|>&*!])(.*:(?: .*|))$")
DEPTH = 6

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
    if not lines or not FENCE.fullmatch(lines[0]):
        return rules.NO_BLOCK.at(path)
    end = next((number for number, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), None)
    if end is None:
        return rules.BLOCK_OPEN.at(path, len(lines))
    return Split(lines[1:end], "\n".join(lines[end + 1 :]), end + 2)


def read_block(lines: list[str], path: str) -> tuple[Block, list[Finding]]:
    """The block of a file. Line 1 of the block is line 2 of the file."""
    simple = simple_block.read(lines)
    return (simple, []) if simple else by_yaml(lines, path)


def by_yaml(lines: list[str], path: str) -> tuple[Block, list[Finding]]:
    """The block as YAML says, with its slips mended."""
    findings: list[Finding] = []
    mended = [_mend(line, number, path, findings) for number, line in enumerate(lines, 2)]
    reading = _Reading(path)
    try:
        reading.document("\n".join(mended))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        hint = "请检查这一行和上一行的引号、括号、缩进是否成对；值里有 : # [ { 时加引号"
        findings.append(rules.YAML.at(path, min(line, len(lines) + 1), column, hint=hint))
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
        findings.append(rules.FULL_WIDTH_COLON.at(path, number, line.index("：") + 1, key=key, value=value))
        return f"{key}: {value}" if value else f"{key}:"
    close = NO_SPACE.match(line)
    if close and close[1].strip() in names_by_label():
        key, value = close[1].strip(), close[2]
        findings.append(rules.NO_SPACE.at(path, number, close.start(2) + 1, key=key, value=value))
        return _mend(f"{key}: {value}", number, path, findings)
    bare = BARE_VALUE.match(line)
    if bare:
        key, value = bare.groups()
        findings.append(rules.COLON_IN_VALUE.at(path, number, bare.start(2) + 1, key=key, value=value))
        return f"{key}: " + "'" + value.replace("'", "''") + "'"
    return line


@dataclass
class _Reading:
    """One pass over the events of a YAML document."""

    path: str
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
                self.findings.append(rules.KEY_TWICE.at(self.path, *_place(event), key=key))
                continue
            self.key_places[place], self.places[place] = _place(event), _place(value_event)
            into[key] = value

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
