"""How one value of the front matter is read: from what an editor typed, or from what a store wrote.

Each reader takes a string, list or mapping and returns the typed value. What it cannot read it
raises as a `PydanticCustomError` whose type is the code of a rule; the record parser gives it a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.catalog import rules
from plugins.catalog.dates import BEIJING
from plugins.catalog.findings import Rule
from plugins.catalog.meant import meant_day, meant_flag, meant_moment, meant_name, meant_path, mending
from plugins.catalog.numbers import FORMS, document_number_hint, is_document_number, mend_document_number
from plugins.catalog.terms import Term

DAY = re.compile(r"(\d{4})(?:-|/|\.|年)\s*(\d{1,2})(?:-|/|\.|月)\s*(\d{1,2})日?")
CLOCK = re.compile(r"(\d{1,2})(?:[:：]|时|点)(\d{1,2})(?:[:：]\d{2}|分)?(?:\+08:00)?")
WHOLE = re.compile(r"(?:总?第)?\s*(\d{1,9})\s*期?")
YES = ("是", "true", "yes")
NO = ("否", "false", "no")

T = TypeVar("T", bound=Term)


def fault(rule: Rule, value: str = "", meant: str = "", **values: object) -> PydanticCustomError:
    """The error that stands for a finding until it has a place; `meant` is what `value` surely was meant to be."""
    return PydanticCustomError(rule.code, "{value}", {"value": value, **mending(value, meant), **values})


def text(value: object) -> str:
    """One line of text, trimmed."""
    if isinstance(value, dict | list | tuple):
        raise fault(rules.TEXT_EXPECTED, shape="分项" if isinstance(value, dict) else "列表")
    return " ".join(str(value).split())


def items(value: object, separators: str = ";；") -> tuple[str, ...]:
    """A list, or text split at its separators; empty items are dropped, the order is kept."""
    if isinstance(value, dict):
        raise fault(rules.LIST_EXPECTED)
    parts = value if isinstance(value, list | tuple) else re.split(f"[{separators}]", str(value))
    return tuple(dict.fromkeys(part for part in map(text, parts) if part))


def words(value: object) -> tuple[str, ...]:
    """Short words, also split at commas and the pause mark."""
    return items(value, ";；,，、")


def day(value: object) -> date | None:
    """A date in the forms 2026-02-27 and 2026年2月27日."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    written = text(value)
    match = DAY.fullmatch(written)
    if not match:
        raise fault(rules.NOT_A_DATE, written, meant_day(written))
    try:
        year, month, day_ = map(int, match.groups())
        return date(year, month, day_)
    except ValueError:
        raise fault(rules.NOT_A_DATE, written) from None


def moment(value: object) -> datetime | None:
    """A date or a minute in Beijing time; a date alone means its first minute."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.astimezone(BEIJING)
    written = text(value)
    plain = written.replace("T", " ")
    match = DAY.match(plain)
    clock = plain[match.end() :].strip() if match else ""
    time = CLOCK.fullmatch(clock or "0:00")
    if not match or not time:
        raise fault(rules.NOT_A_TIME, written, meant_moment(written))
    year, month, date_, hour, minute = map(int, (*match.groups(), *time.groups()))
    try:
        return datetime(year, month, date_, hour, minute, tzinfo=BEIJING)
    except ValueError:
        raise fault(rules.NOT_A_TIME, written) from None


def flag(value: object) -> bool | None:
    """是 or 否; None where nothing was said."""
    if value is None or isinstance(value, bool):
        return value
    written = text(value)
    if written and written.lower() not in YES + NO:
        raise fault(rules.NOT_A_FLAG, written, meant_flag(written))
    return written.lower() in YES if written else None


def whole(value: object) -> int | None:
    """A whole number, as an issue of a gazette has one."""
    if value is None or isinstance(value, int):
        return value
    written = text(value)
    match = WHOLE.fullmatch(written)
    if written and not match:
        raise fault(rules.NOT_A_NUMBER, written)
    return int(match[1]) if match else None


def document_number(value: object) -> str:
    """A well-formed 文号, or nothing."""
    written = text(value)
    if not written or is_document_number(written):
        return written
    raise fault(rules.BAD_DOCUMENT_NUMBER, written, mend_document_number(written) or "", mend=document_number_hint(written))


def content_paths(value: object) -> tuple[str, ...]:
    """Paths under content/, without a step upwards."""
    paths = items(value)
    for path in paths:
        if path.startswith(("/", "\\")) or "\\" in path or ".." in PurePosixPath(path).parts:
            raise fault(rules.PATH_EXPECTED, path, meant_path(path))
    return tuple(str(PurePosixPath(path)) for path in paths)


def several(value: object) -> object:
    """One block or a list of blocks, as a list."""
    return [value] if isinstance(value, dict) else value


def term(terms: type[T]) -> Callable[[object], T | None]:
    """A reader of one closed word list."""

    def read(value: object) -> T | None:
        written = text(value) if value is not None else ""
        found = terms.read(written)
        if written and found is None:
            raise fault(
                rules.NOT_A_TERM, written, meant_name(written, (*terms.labels(), *terms)), choices="、".join(terms.labels())
            )
        return found

    return read


def terms_of(terms: type[T]) -> Callable[[object], tuple[T, ...]]:
    """A reader of several words of one closed list."""
    one = term(terms)
    return lambda value: tuple(found for word in words(value) if (found := one(word)) is not None)


def one_of(terms: type[Term]) -> BeforeValidator:
    """How a field holds one word of a closed list."""
    return BeforeValidator(term(terms), json_schema_input_type=_written(enum=[*terms.labels(), *terms]))


def some_of(terms: type[Term]) -> BeforeValidator:
    """How a field holds words of a closed list."""
    words: dict[str, object] = {"type": "array", "items": {"enum": [*terms.labels(), *terms]}}
    return BeforeValidator(terms_of(terms), json_schema_input_type=_written(anyOf=[{"type": "string"}, words]))


def one_or_several(block: type) -> BeforeValidator:
    """How a field holds blocks of one kind."""
    return BeforeValidator(several, json_schema_input_type=block | list[block])  # type: ignore[valid-type]


def _written(**schema: object) -> object:
    """What an editor may type, as JSON Schema says it."""
    return Annotated[object, WithJsonSchema(schema)]


def _unnamed(form: re.Pattern[str]) -> str:
    """A pattern without names of groups, which JSON Schema does not know."""
    return re.sub(r"\?P<\w+>", "?:", form.pattern)


_LINE = _written(type="string")
_LIST = _written(anyOf=[{"type": "string"}, {"type": "array", "items": {"type": "string"}}])
_DAY = _written(type="string", pattern=f"^{DAY.pattern}$")
_MOMENT = _written(type="string", pattern=f"^{DAY.pattern}(?:[T ]?\\s*(?:{CLOCK.pattern}))?$")
_FLAG = _written(enum=[*YES, *NO, True, False])
_WHOLE = _written(type=["integer", "string"], pattern="[0-9]")
_NUMBER = _written(type="string", pattern=f"^(?:{'|'.join(map(_unnamed, FORMS))})$")

Text = Annotated[str, BeforeValidator(text, json_schema_input_type=_LINE)]
Items = Annotated[tuple[str, ...], BeforeValidator(items, json_schema_input_type=_LIST)]
Words = Annotated[tuple[str, ...], BeforeValidator(words, json_schema_input_type=_LIST)]
Day = Annotated[date | None, BeforeValidator(day, json_schema_input_type=_DAY)]
Moment = Annotated[datetime | None, BeforeValidator(moment, json_schema_input_type=_MOMENT)]
Flag = Annotated[bool | None, BeforeValidator(flag, json_schema_input_type=_FLAG)]
Whole = Annotated[int | None, BeforeValidator(whole, json_schema_input_type=_WHOLE)]
DocumentNumber = Annotated[str, BeforeValidator(document_number, json_schema_input_type=_NUMBER)]
ContentPaths = Annotated[tuple[str, ...], BeforeValidator(content_paths, json_schema_input_type=_LIST)]
