"""Personal information in a text: what of it may not be published, where it stands, how it is masked.

个人信息保护法 articles 4 and 28, 政府信息公开条例 article 15. This room only finds; `plugins/privacy` judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.catalog.personal.figures import Plain
from plugins.catalog.personal.hits import Hit, Personal
from plugins.catalog.personal.numbers import Numbers
from plugins.catalog.personal.others import emails, homes, plates
from plugins.catalog.personal.words import Surroundings

__all__ = ["Hit", "Personal", "find_personal", "veiled"]


def find_personal(written: str) -> list[Hit]:
    """Everything personal in a text, in the order in which it stands. Time grows with the length of the text."""
    plain = Plain(written)
    found = sorted(_hits(plain.text), key=lambda hit: hit.start)
    if plain.text is written:
        return found
    return [replace(hit, places=tuple((plain.at(start), plain.at(end)) for start, end in hit.places)) for hit in found]


def veiled(text: str) -> str:
    """A sentence of ours that may quote an editor's words: whatever surely is personal in it is masked."""
    for hit in reversed(find_personal(text)):
        for start, end in reversed(hit.hidden if hit.certain else ()):
            text = f"{text[:start]}*{text[end:]}"
    return text


def _hits(text: str) -> Iterator[Hit]:
    around = Surroundings(text)
    yield from Numbers(text, around).hits()
    yield from plates(text, around)
    if "@" in text or "＠" in text:
        yield from emails(text)
    yield from homes(text)
