"""What every platform asks of words: no control characters, no platform codes in a sentence's way."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from html import unescape

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_URL = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+")


def plain(text: str) -> str:
    """Text without control and direction characters."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Text on one line, without control characters, its blanks single."""
    return " ".join(plain(text.replace("\n", " ").replace("\r", " ")).split())


def without_urls(text: str) -> str:
    """Text without web addresses."""
    return " ".join(_URL.sub(" ", text).split())


def clipped(text: str, limit: int) -> str:
    """Text of at most `limit` characters, an ellipsis where something is gone."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def comparable(text: str) -> str:
    """Text as two copies of a post are compared: NFC, no addresses, no blanks, entities resolved."""
    return "".join(_URL.sub("", unicodedata.normalize("NFC", unescape(text))).split())


def word(fields: Mapping[str, object], name: str) -> str:
    """A field of an answer as text; ids come as strings or as integers."""
    value = fields.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def whole(fields: Mapping[str, object], name: str, default: int = 0) -> int:
    """A field of an answer as a whole number; platforms write numbers as text too."""
    text = word(fields, name)
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else default


def proof(fields: Mapping[str, object], *names: str) -> str:
    """Those fields of an answer as one line of JSON, to keep as evidence; none of them may be a secret."""
    return json.dumps({name: word(fields, name) for name in names if word(fields, name)}, ensure_ascii=False)


def rows(fields: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """A field of an answer as a list of objects."""
    value = fields.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def inner(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    """A field of an answer as one object."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}
