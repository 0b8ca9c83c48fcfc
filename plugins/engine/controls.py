"""Characters that nobody sees: controls break feeds, line separators blocks; bidirectional ones make a text read otherwise."""

from __future__ import annotations

import re

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


def stripped(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without them, and the name of each that was there, once: U+202E."""
    found = dict.fromkeys(f"U+{ord(character):04X}" for character in CONTROLS.findall(text))
    return (CONTROLS.sub("", text), tuple(found)) if found else (text, ())
