"""Page: a path in output/, a maker and its inputs. Its fingerprint says whether it must be made.

Everything in output/ but the manifest is a page: HTML, feeds, assets, attachments. The inputs hold only what the page
shows, so that a page changes when what it shows changes, and never else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from markupsafe import Markup

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.engine.body import settle

TEXTS = 256
"""Texts that a process keeps at hand: feeds of a document in three formats follow each other."""

DIGEST, TRACE = 32, 4
"""Hexadecimal digits of a digest and of a trace in a fingerprint."""
PART = "\0"
PARTED = json.dumps(PART).encode()
"""What stands between two inputs of a page: no text holds the control character."""

Maker = Callable[..., bytes]
"""A named function `(site, **inputs) -> bytes`."""
DRAFTED = "by its own draft"
"""Stands for the recipe of a page that is known by its draft: another theme or code that drafts the same changes nothing."""


class Late:
    """An input that becomes what the maker gets only when the page is made. Its fields are what the fingerprint sees."""

    __slots__ = ()

    def load(self, rooms: Rooms) -> object:
        """What the maker gets."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class StoredText(Late):
    """The safe HTML of a document, fetched from the store only when its page is made."""

    path: str
    digest: str
    links: tuple[tuple[str, str], ...] = ()
    """Local target to site path, for every target that has one."""
    sizes: tuple[tuple[str, int, int], ...] = ()
    """Local target to width and height, for every picture whose size is known."""
    cited: tuple[tuple[int, str], ...] = ()
    """Place among its citations to site path, for every citation of a released document."""

    def load(self, rooms: Rooms) -> Markup:
        """The HTML with its links settled."""
        return _settled(rooms.text(self.path), self.links, self.sizes, self.cited)


@dataclass(frozen=True, slots=True)
class Shared(Late):
    """An input of many pages, with a digest that stands for it in their fingerprints."""

    value: object
    digest: str

    @classmethod
    def of(cls, value: object) -> Shared:
        """A value with the digest of what a fingerprint would see of it."""
        return cls(value, _digest(_seen(value)))

    def load(self, rooms: Rooms) -> object:
        """The value itself, what is late within it loaded."""
        return _loaded(self.value, rooms)


class Desk:
    """Inputs made of documents, each composed once, however many pages show it; so many at most lie at hand."""

    def __init__(self, compose: Callable[[Record], object], most: int) -> None:
        self._compose = compose
        self._most = most
        self._at_hand: dict[str, Shared] = {}

    def inputs(self, records: Iterable[Record]) -> tuple[Shared, ...]:
        """What is made of these documents, in their order."""
        return tuple(map(self._input, records))

    def _input(self, record: Record) -> Shared:
        found = self._at_hand.get(record.path)
        if found is None:
            if len(self._at_hand) == self._most:
                self._at_hand.clear()
            found = self._at_hand[record.path] = Shared.of(self._compose(record))
        return found


@dataclass(frozen=True, slots=True)
class SourceFile(Late):
    """A file under content/ or theme/, read only when its page is made."""

    path: Path
    digest: str

    def load(self, rooms: Rooms) -> bytes:
        """Its bytes."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class StoredFile(Late):
    """A file under content/ by its path there, read only when its page is made."""

    path: str
    digest: str

    def load(self, rooms: Rooms) -> bytes:
        """Its bytes."""
        return rooms.file(self.path)


class Finish:
    """What makes a file of a page's draft where that is dear, as printing is. Its fields are what the fingerprint sees."""

    __slots__ = ()

    def make(self, draft: bytes, rooms: Rooms) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where a page's late inputs come from, and what every page gets."""

    site: Site
    render: Callable[..., bytes]
    """`render(template, **values)` of the theme."""
    text: Callable[[str], str]
    """The stored HTML of a document, by source path."""
    file: Callable[[str], bytes]
    """The bytes of a file under content/, by its path there."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of output/. `maker` is the name of a template or a named function returning bytes."""

    path: str
    maker: str | Maker
    inputs: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    """The document it shows, if it is the page of one."""
    finish: Finish | None = None
    """Where this is given, the maker gives a draft only. The page is known by it: what drafts the same is not made again."""

    @property
    def parts(self) -> Mapping[str, object]:
        """What the fingerprint sees, by name: the inputs, and the finish of a page that has one."""
        return {**self.inputs, "finish": self.finish} if self.finish else self.inputs

    def fingerprint(self, recipe: str) -> str:
        """A digest of the recipe (theme, site, code; or the draft), the maker, the source and the inputs; behind it the traces.

        A trace tells two values apart so that a reason can be given. The first is that of the kind of page, then come those
        of the inputs, by their names.
        """
        maker = self.maker if isinstance(self.maker, str) else f"{self.maker.__module__}.{self.maker.__qualname__}"
        parts = self.parts
        names = sorted(parts)
        kind = "\0".join((maker, self.source, *names)).encode()
        inputs = _seen([part for name in names for part in (parts[name], PART)]).encode()
        traces = (f"{crc32(part) & 0xFFFF:04x}" for part in (kind, *inputs.split(PARTED)[:-1]))
        return sha256(b"\0".join((recipe.encode(), kind, inputs))).hexdigest()[:DIGEST] + "".join(traces)

    def make(self, rooms: Rooms) -> bytes:
        """The bytes of the file, or of its draft."""
        values = {name: _loaded(value, rooms) for name, value in self.inputs.items()}
        if isinstance(self.maker, str):
            return rooms.render(self.maker, site=rooms.site, source=self.source, **values)
        return self.maker(rooms.site, **values)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages made of the same documents. They are worked out only where `key` is not what it was, by whoever makes them.

    The key covers all that the pages show, but for what is in every page's recipe; it may cover more.
    """

    name: str
    key: str
    pages: Callable[[], Iterable[Page]]
    sources: tuple[str, ...] = ()
    """The documents whose own pages are among them."""
    prepare: Callable[[], None] | None = None
    """What is done once before workers are forked, so that not each of them does it: loading a large library."""


def pages_of(answers: Iterable[object]) -> Iterator[Page]:
    """Every page among what plugins yield, those of batches worked out."""
    for answer in answers:
        if isinstance(answer, Page):
            yield answer
        elif isinstance(answer, Batch):
            yield from answer.pages()


def text_of(record: Record, catalog: Catalog) -> StoredText:
    """The text of a document, with the addresses of everything it links to and shows."""
    entry = catalog.entry(record)
    pairs = ((target, catalog.address_of(target)) for target in sorted({*entry.links, *entry.pictures}))
    links = tuple((target, address) for target, address in pairs if address)
    shown = ((target, catalog.assets[target]) for target in sorted(set(entry.pictures)) if target in catalog.assets)
    sizes = tuple((target, asset.width, asset.height) for target, asset in shown if asset.width and asset.height)
    bound = enumerate(catalog.citations.of(record))
    cited = tuple((place, target.address) for place, (_, target) in bound if target)
    return StoredText(record.path, entry.digest, links, sizes, cited)


@lru_cache(maxsize=TEXTS)
def _settled(
    html: str,
    links: tuple[tuple[str, str], ...],
    sizes: tuple[tuple[str, int, int], ...],
    cited: tuple[tuple[int, str], ...],
) -> Markup:
    shown = {target: (width, height) for target, width, height in sizes}
    return Markup(settle(html, dict(links), shown, dict(cited)))


def copy(site: Site, file: bytes) -> bytes:
    """The maker of assets: the file as it is."""
    return file


def _loaded(value: object, rooms: Rooms) -> object:
    if isinstance(value, Late):
        return value.load(rooms)
    # Most tuples hold plain values only: a list of fifty documents is not made anew to find that out.
    if isinstance(value, tuple) and any(isinstance(item, (Late, tuple)) for item in value):
        return tuple([_loaded(item, rooms) for item in value])
    return value


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return _SIGHTS[type(value)](value)


class _Sights(dict[type, Callable[[Any], object]]):
    """How values of a class are seen. Found once a class: a list shows fifty small values."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], object]:
        self[kind] = sight = _sight(kind)
        return sight


def _sight(kind: type[Any]) -> Callable[[Any], object]:
    if issubclass(kind, (SourceFile, Shared)):
        return lambda value: value.digest
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if not is_dataclass(kind):
        raise TypeError(f"an input cannot be a {kind.__name__}")
    name, names = kind.__name__, tuple(part.name for part in fields(kind))
    if len(names) < 2:
        return lambda value: (name, *(getattr(value, part) for part in names))
    values = attrgetter(*names)
    return lambda value: (name, *values(value))


_SIGHTS = _Sights()
_seen = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False, sort_keys=True).encode
"""What a fingerprint sees of inputs."""
