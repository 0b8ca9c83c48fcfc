"""The value of a field in an official's words, as the record table and the sheets of open data write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from plugins.catalog.dates import block_date, clock
from plugins.catalog.terms import Term


def in_words(value: object, day: Callable[[date], str] = block_date) -> tuple[str, ...]:
    """One text, several for several values, none for an empty one; the parts of a block stand in one text. `day` writes dates."""
    if isinstance(value, tuple):
        return tuple(word for part in value for word in in_words(part, day))
    if isinstance(value, Term):
        return (value.label,)
    if isinstance(value, bool):
        return ("是" if value else "否",)
    if isinstance(value, datetime):
        return (clock(value),)
    if isinstance(value, date):
        return (day(value),)
    if is_dataclass(value):
        parts = (word for part in fields(value) for word in in_words(getattr(value, part.name), day))
        return (" ".join(parts),)
    return (str(value),) if value not in ("", None) else ()
