"""The short way through a block: one `name: value` a line, as nearly every editor writes it.

`read` gives what the YAML parser gives, places and all, or None where a block holds anything else: quotes over several
lines, anchors, nested blocks, a name written twice, a slip to be named. A test holds the two beside each other.
"""

from __future__ import annotations

import re

from plugins.catalog.parse import Block, Key, Place

NAME = r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,100}"
SAFE = r"·—‘’“”…\u3000-\u9fff\uff01-\uff60"
"""Beyond ASCII, what official texts are written with; no sign of YAML and no unseen character is among it."""
WORD = rf"[A-Za-z0-9({SAFE}](?:[A-Za-z0-9 ()./_;\\〔〕{SAFE}-]*[A-Za-z0-9()./_;\\{SAFE}-])?"
"""Within brackets: no comma, no colon."""
LINE = re.compile(rf"({NAME}): (?:([A-Za-z0-9({SAFE}][!-\"$-9;-~ {SAFE}]*(?::[0-9][!-\"$-9;-~ {SAFE}]*)*)|(\[.*\])|(\{{.*\}}))")
ITEMS = re.compile(rf"\[ *{WORD}(?: *, *{WORD})* *\]")
ITEM = re.compile(WORD)
PAIR = rf"{NAME}: +(?:{WORD}|\"[A-Za-z0-9 ./:_?=&%{SAFE}-]*\")"
PAIRS = re.compile(rf"\{{ *{PAIR}(?: *, *{PAIR})* *\}}")
PARTS = re.compile(rf"({NAME}): +(?:\"([^\"]*)\"|({WORD}))")


def read(lines: list[str]) -> Block | None:
    """The block, or None where YAML must say what it means."""
    values: dict[str, object] = {}
    places: dict[Key, Place] = {}
    key_places: dict[Key, Place] = {}
    for number, line in enumerate(lines, 2):
        match = LINE.fullmatch(line)
        if match is None or line[-1] == " " or match[1] in values:
            return None
        key, kind = match[1], match.lastindex or 0
        column = match.start(kind)
        key_places[(key,)], places[(key,)] = (number, 1), (number, column + 1)
        if kind == 2:
            values[key] = match[2]
        elif kind == 3 and ITEMS.fullmatch(match[3]):
            items = list(ITEM.finditer(line, column + 1))
            values[key] = [item[0] for item in items]
            places.update({(key, at): (number, item.start() + 1) for at, item in enumerate(items)})
        elif kind == 4 and PAIRS.fullmatch(match[4]):
            parts = list(PARTS.finditer(line, column + 1))
            inner = {part[1]: part[3] or part[2] for part in parts}
            if len(inner) < len(parts):
                return None
            values[key] = inner
            key_places.update({(key, part[1]): (number, part.start() + 1) for part in parts})
            places.update({(key, part[1]): (number, part.start(3 if part[3] else 2) + (1 if part[3] else 0)) for part in parts})
        else:
            return None
    return Block(values, places, key_places) if values else None
