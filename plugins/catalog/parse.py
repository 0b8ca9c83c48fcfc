"""From a block of front matter to a Record: every problem at once, each at its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter, ValidationError

from plugins.catalog import rules
from plugins.catalog.addresses import address_of, check_address
from plugins.catalog.blocks import Row
from plugins.catalog.findings import Finding, Rule
from plugins.catalog.meant import meant_key, mending
from plugins.catalog.record import Record, names_by_label, nested, rows
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import genre_of_title

Place = tuple[int, int]
Key = tuple[str | int, ...]

VALUE_RULES: dict[str, Rule] = {rule.code: rule for rule in vars(rules).values() if isinstance(rule, Rule)}


@dataclass(frozen=True, slots=True)
class Block:
    """Front matter as it was written: texts, lists and mappings under the editor's own keys.

    `places` gives the line and column of each value, and `key_places` of each key, from 1.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[Key, Place] = field(default_factory=dict)
    key_places: Mapping[Key, Place] = field(default_factory=dict)


MOST = 1000
"""Values of one field: more than the longest list of repealed documents has. What is said of each costs the whole portal."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A record, where its values stand, and what was wrong. An unreadable value is left out of the record."""

    record: Record
    places: Mapping[str, Place]
    unreadable: frozenset[str]
    """Attributes that were written but could not be read."""
    findings: tuple[Finding, ...]


def parse(block: Block, path: str, kind: Kind) -> Parsed:
    """Read a whole block; whatever can be read is read, whatever cannot is a finding."""
    keys, findings = _keys(block.values, Record, path, block, ())
    raw = {name: _inner(name, block.values[key], path, block, key, findings) for name, key in keys.items()}
    many = {name: len(value) for name, value in raw.items() if isinstance(value, list) and len(value) > MOST}
    for name, count in many.items():
        place = block.places.get((keys[name],), (1, 1))
        findings.append(rules.TOO_MANY.at(path, *place, label=rows()[name].label, count=count, most=MOST))
    raw = {name: value for name, value in raw.items() if value is not None and name not in many}
    findings += [
        rules.NOT_FOR_KIND.at(path, *block.key_places.get((keys[name],), (1, 1)), kind=kind.label, label=rows()[name].label)
        for name in raw
        if kind not in rows()[name].kinds
    ]
    identity = {"path": path, "kind": kind, "address": ""}
    record, values, faults = _validated(raw | identity, kind)
    findings += [_finding(fault, path, block, keys) for fault in faults]
    findings += check_address(path, kind, record.address or None)
    places = {name: block.places.get((key,), (1, 1)) for name, key in keys.items()}
    places |= {part_of(name, at): place for name, key in keys.items() for at, place in _parts(name, block, key)}
    unreadable = frozenset(name for name, key in keys.items() if block.values[key] != "") - frozenset(values)
    return Parsed(record=record, places=places, unreadable=unreadable, findings=tuple(findings))


def part_of(name: str, at: int) -> str:
    """Under which name `places` has one block of several, from 1."""
    return f"{name} {at}"


def nearest(key: str, noun: type = Record) -> str:
    """A hint that names the field a slip of the pen meant."""
    close = difflib.get_close_matches(key, names_by_label(noun), n=1, cutoff=0.5)
    return f"是不是想写“{close[0]}”？" if close else "所有字段见 docs/editors.md"


def _keys(values: Mapping[str, object], noun: type, path: str, block: Block, above: Key) -> tuple[dict[str, str], list[Finding]]:
    """Attribute name to the key it was written under."""
    known, keys, findings = names_by_label(noun), dict[str, str](), list[Finding]()
    there = {known.get(key) for key in values}
    free = [label for label, name in known.items() if name not in there]
    for key in values:
        place = block.key_places.get((*above, key), (1, 1))
        name = known.get(key)
        if name is None:
            meant = mending(key, meant_key(key, free))
            findings.append(rules.UNKNOWN_KEY.at(path, *place, key=key, nearest=nearest(key, noun), **meant))
        elif name in keys:
            findings.append(rules.KEY_TWICE.at(path, *place, label=rows(noun)[name].label, key=key))
        else:
            keys[name] = key
    return keys, findings


def _inner(name: str, value: object, path: str, block: Block, key: str, findings: list[Finding]) -> object:
    """The value of a field; blocks within the block get their own keys translated."""
    noun = dict(nested()).get(name)
    if noun is None:
        return value
    if value == "":
        return None
    if not (rows()[name].repeated and isinstance(value, list)):
        return _part(name, noun, value, path, block, (key,), findings)
    parts = (_part(name, noun, part, path, block, (key, number), findings) for number, part in enumerate(value))
    return [part for part in parts if part is not None]


def _parts(name: str, block: Block, key: str) -> Iterator[tuple[int, Place]]:
    """Where each of several blocks stands."""
    value = block.values[key]
    if rows()[name].repeated and isinstance(value, list):
        for number in range(len(value)):
            if (key, number) in block.places:
                yield number + 1, block.places[key, number]


def _part(
    name: str, noun: type, value: object, path: str, block: Block, above: Key, findings: list[Finding]
) -> dict[str, object] | None:
    """One block within the block, under the names of its attributes."""
    if not isinstance(value, Mapping):
        labels = "、".join(inner.label for inner in rows(noun).values())
        place = block.places.get(above, (1, 1))
        findings.append(rules.PARTS_EXPECTED.at(path, *place, label=rows()[name].label, parts=labels, sample=rows()[name].sample))
        return None
    keys, wrong = _keys(value, noun, path, block, above)
    findings.extend(wrong)
    return {inner: value[inner_key] for inner, inner_key in keys.items()}


def _validated(raw: dict[str, object], kind: Kind) -> tuple[Record, dict[str, object], list[Mapping[str, object]]]:
    """The record of the values that can be read, these values, and the faults of the others."""
    try:
        return _ADAPTER.validate_python(_completed(raw, kind)), raw, []
    except ValidationError as error:
        faults = [dict(fault) for fault in error.errors(include_url=False)]
        bad = {fault["loc"][0] for fault in faults}  # type: ignore[index]
    values = {name: value for name, value in raw.items() if name not in bad}
    return _ADAPTER.validate_python(_completed(values, kind)), values, list(faults)


def _completed(values: dict[str, object], kind: Kind) -> dict[str, object]:
    """Add what the file says without writing it: its address, its genre."""
    index_number = str(values.get("index_number", "")).strip()
    values = values | {"address": address_of(str(values["path"]), kind, index_number) or ""}
    if kind is Kind.POLICY and not values.get("genre"):
        values["genre"] = genre_of_title(str(values.get("title", "")))
    return values


def _finding(fault: Mapping[str, object], path: str, block: Block, keys: Mapping[str, str]) -> Finding:
    """A pydantic fault in an editor's words."""
    loc: Key = fault["loc"]  # type: ignore[assignment]
    name, within = str(loc[0]), loc[1:]
    key = keys.get(name, name)
    row, place = rows()[name], block.places.get((key,), (1, 1))
    if within and name in dict(nested()):
        inner = rows(dict(nested())[name]).get(str(within[-1]))
        label = inner.label if inner else within[-1]
        row, place = inner or row, block.places.get((key, *within[:-1], label), place)
    context: Mapping[str, object] = fault.get("ctx") or {}  # type: ignore[assignment]
    words = {"label": row.label, "sample": row.sample, "shape": "别的东西", "value": fault.get("input")} | dict(context)
    written = block.values.get(key)
    if isinstance(written, list) and words["value"] in written:
        place = block.places.get((key, written.index(words["value"])), place)
    return VALUE_RULES.get(str(fault["type"]), rules.TEXT_EXPECTED).at(path, *place, **words)


def labels_needed(record: Record) -> Iterator[tuple[str, Row]]:
    """The fields that this record's kind needs and that it does not have."""
    return ((name, row) for name, row in _needed(record.kind) if getattr(record, name) in ("", (), None))


@cache
def _needed(kind: Kind) -> tuple[tuple[str, Row], ...]:
    return tuple((name, row) for name, row in rows().items() if kind in row.needed)


_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)
