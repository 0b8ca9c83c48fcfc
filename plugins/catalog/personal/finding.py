"""Finding: every sort of personal information in one text, each at its places in what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.catalog.personal.figures import Plain
from plugins.catalog.personal.hits import Hit
from plugins.catalog.personal.numbers import Numbers
from plugins.catalog.personal.others import emails, plates
from plugins.catalog.personal.words import Surroundings

_HOME = re.compile("住址|家庭地址|家庭详细地址|户籍|户口所在地|居住地|栋|幢|号楼|单元")
"""One of these stands in whatever reads like the address of a home."""


def find(written: str) -> list[Hit]:
    """Everything personal in a text, in the order in which it stands."""
    plain = Plain(written)
    found = sorted(_hits(plain.text), key=lambda hit: hit.start)
    if plain.text is written:
        return found
    return [replace(hit, places=tuple((plain.at(start), plain.at(end)) for start, end in hit.places)) for hit in found]


def _hits(text: str) -> Iterator[Hit]:
    around = Surroundings(text)
    yield from Numbers(text, around).hits()
    yield from plates(text, around)
    if "@" in text or "＠" in text:
        yield from emails(text)
    if _HOME.search(text):
        # Few texts have homes, and their patterns take as long to compile as all others together.
        from plugins.catalog.personal.homes import homes

        yield from homes(text)
