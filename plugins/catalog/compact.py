"""Compact: records as rows of JSON values and back. Only for what this program itself wrote: nothing is validated.

A row is the shape of a record, which attributes it has beside the defaults, and their values in order. Records of one
shape are many, so what a shape needs is worked out once. A value that many records share is kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from plugins.catalog.blocks import Correction, FirstPublished, PrivacyReview, Progress, Publication, SecrecyReview, Section
from plugins.catalog.dates import BEIJING
from plugins.catalog.record import Record
from plugins.catalog.terms import Term

T = TypeVar("T")
Row = tuple[str, list[object]]
Reader = Callable[[object], object]
Setter = Callable[[object, object], None]

BLOCKS = (SecrecyReview, PrivacyReview, FirstPublished, Correction, Progress, Publication, Section)
OWN = frozenset({"path", "address", "title", "index_number", "document_number", "summary", "post_title", "post_summary"})
"""Attributes whose texts are a document's own: no other record will ask for them."""


def pack(noun: object) -> Row:
    """The row of a record, or of a block within one: shape and values."""
    kind: type = noun.__class__
    kept = [
        (at, getattr(noun, name))
        for at, (name, default) in enumerate(_defaults(kind))
        if getattr(noun, name) != default or type(getattr(noun, name)) is not type(default)
    ]
    return " ".join(str(at) for at, _ in kept), [_plain(value) for _, value in kept]


class _Kept(dict[object, object]):
    """What was read once, by what is written: asked for a million times, so by the subscript alone."""

    def __init__(self, make: Reader) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, written: object) -> object:
        found = self[written] = self._make(written)
        return found


@dataclass(frozen=True, slots=True)
class _Shared:
    """The values that many nouns have in common, each once."""

    same: _Kept = field(default_factory=lambda: _Kept(lambda value: value))
    days: _Kept = field(default_factory=lambda: _Kept(lambda value: date.fromisoformat(str(value))))
    moments: _Kept = field(default_factory=lambda: _Kept(_moment))


class Unpacker(Generic[T]):
    """Gives nouns back from their rows. One for many rows: what they share it keeps."""

    def __init__(self, noun: type[T], shared: _Shared | None = None) -> None:
        """`noun` is `Record` or a block."""
        self._noun: type = noun
        self._shared = shared or _Shared()
        self._plans: dict[str, tuple[list[tuple[Setter, object]], list[tuple[Setter, Reader | None]]]] = {}

    def __call__(self, shape: str, values: Sequence[object]) -> T:
        """The noun of a row."""
        plan = self._plans.get(shape) or self._plans.setdefault(shape, self._plan(shape))
        found: T = object.__new__(self._noun)
        for put, value in plan[0]:
            put(found, value)
        for (put, reader), value in zip(plan[1], values, strict=True):
            put(found, reader(value) if reader else value)
        return found

    def _plan(self, shape: str) -> tuple[list[tuple[Setter, object]], list[tuple[Setter, Reader | None]]]:
        """What is put in as it is for each noun of this shape, and how its values are read."""
        written = [int(at) for at in shape.split()]
        hints = _hints(self._noun)
        names = [name for name, _ in _defaults(self._noun)]
        # What is None by default is written only where it is something.
        blank = [default is not None and isinstance(hints[name], UnionType) for name, default in _defaults(self._noun)]
        # The descriptors of the slots: a frozen noun is filled here and never changed after.
        setters: list[Setter] = [self._noun.__dict__[name].__set__ for name in names]
        given = [(setters[at], default) for at, (_, default) in enumerate(_defaults(self._noun)) if at not in written]
        return given, [(setters[at], self._reader(names[at], hints[names[at]], optional=blank[at])) for at in written]

    def _reader(self, name: str, hint: object, *, optional: bool) -> Reader | None:
        """How the value of one attribute is read; None where it is taken as it is. An optional one may be written as None."""
        inner = [kind for kind in get_args(hint) if kind is not NoneType and kind is not Ellipsis] or [hint]
        kind = inner[0]
        if get_origin(hint) is not tuple:
            return self._one(name, kind, optional=optional)
        one = self._one(name, kind, optional=False)
        if kind is str:
            share = self._shared.same.__getitem__
            return lambda value: share(tuple(cast(list[object], value)))
        return lambda value: tuple(one(item) if one else item for item in cast(list[object], value))

    def _one(self, name: str, kind: object, *, optional: bool) -> Reader | None:
        reader: Reader | None = None
        if kind is str:
            return None if name in OWN else self._shared.same.__getitem__
        if kind is date:
            reader = self._shared.days.__getitem__
        elif kind is datetime:
            reader = self._shared.moments.__getitem__
        elif kind in BLOCKS:
            block = Unpacker(cast(type[object], kind), self._shared)
            reader = lambda value: block(*cast(Row, value))  # noqa: E731
        elif isinstance(kind, type) and issubclass(kind, Term):
            reader = {term.value: term for term in kind}.__getitem__  # type: ignore[assignment]
        if reader is None or not optional:
            return reader
        return lambda value: None if value is None else reader(value)


def _moment(written: object) -> datetime:
    return datetime.fromisoformat(str(written)).replace(tzinfo=BEIJING)


@cache
def _defaults(noun: type) -> tuple[tuple[str, object], ...]:
    """Attribute name and default, in order; what has no default is always written."""
    return tuple((part.name, part.default) for part in fields(noun))


@cache
def _hints(noun: type) -> dict[str, object]:
    """Attribute name to its type."""
    return dict(get_type_hints(noun))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Term):
        return value.value
    if isinstance(value, BLOCKS):
        return pack(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def record_reader() -> Unpacker[Record]:
    """An unpacker of records."""
    return Unpacker(Record)
