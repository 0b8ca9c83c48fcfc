"""Files of vocabularies: ours, and beside each the portal's own. What is wrong in a portal's file is said with its place.

A file is a mapping with its source, the law or the register its words come from, and one vocabulary under the file's own name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

P = ParamSpec("P")
T = TypeVar("T")
Key = tuple[str | int, ...]
Place = tuple[int, int]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OURS = Path(__file__).parent
NAMES = tuple(sorted(file.stem for file in OURS.glob("*.yaml")))
WORDS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "unexpected_keyword_argument": "没有这一项",
    "extra_forbidden": "没有这一项",
}
"""What a fault is called; any other is a value of the wrong shape."""


class VocabularyError(Exception):
    """A portal's vocabularies cannot be used; each of `problems` is a 中文 sentence with its place."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was written; `places` gives the line and column of each value, from 1."""

    name: str
    words: object
    places: Mapping[Key, Place] = field(default_factory=dict)

    def problem(self, key: Key, words: str) -> str:
        """A sentence about one place of the file; about the nearest one above, where that place is not written."""
        while key and key not in self.places:
            key = key[:-1]
        line, column = self.places.get(key, (1, 1))
        return f"vocabularies/{self.name}.yaml 第{line}行第{column}列：{words}"

    def read(self, shape: TypeAdapter[T]) -> T:
        """Its words in their shape; raises VocabularyError."""
        try:
            return shape.validate_python(self.words)
        except ValidationError as error:
            raise VocabularyError(tuple(map(self._fault, error.errors(include_url=False)))) from None

    def _fault(self, fault: Mapping[str, object]) -> str:
        key: Key = (self.name, *fault["loc"])  # type: ignore[misc]
        said = WORDS.get(str(fault["type"])) or f"不能是“{fault['input']}”"
        return self.problem(key, f"“{key[-1]}”{said}")


_own: dict[str, File] = {}
"""The files of the portal at work, by name: one process works for one portal at a time."""
_kept: list[Callable[[], None]] = []


def learned(ask: Callable[P, T]) -> Callable[P, T]:
    """`cache` for what follows from vocabularies: forgotten where a portal's own files are others."""
    kept = cache(ask)
    _kept.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def adopt_files(folder: Path) -> None:
    """Take a portal's files in place of those before; without the folder a portal has none. Raises VocabularyError."""
    found, problems = dict[str, File](), list[str]()
    for path in sorted(folder.glob("*.y*ml")):
        try:
            found[path.stem] = _read(path)
        except VocabularyError as error:
            problems += error.problems
    if found != _own:
        forget_files()
        _own.update(found)
    if problems:
        raise VocabularyError(tuple(problems))


def forget_files() -> None:
    """Be as for a portal without files of its own."""
    _own.clear()
    for forget in _kept:
        forget()


def own_digest() -> str:
    """A digest of the portal's own files: what they change, pages show."""
    return sha256(repr([(name, file.words) for name, file in sorted(_own.items())]).encode()).hexdigest() if _own else ""


def layers(name: str) -> tuple[File, ...]:
    """Our file of this name, and the portal's where it has one."""
    return (_ours(name), *(file for file in (_own.get(name),) if file))


@cache
def _ours(name: str) -> File:
    return _read(OURS / f"{name}.yaml")


def _read(path: Path) -> File:
    name = path.stem
    if name not in NAMES:
        raise VocabularyError((f"vocabularies/{path.name}：没有这个词表，可用的有 {'、'.join(f'{one}.yaml' for one in NAMES)}",))
    places: dict[Key, Place] = {}
    problems: list[str] = []
    file = File(name, None, places)
    try:
        loader = LOADER(path.read_text("utf-8"))
        node = loader.get_single_node()
        written = loader.construct_document(node) if node else None
        for key, place, twice in _walk(node, ()) if node else ():
            places[key] = place
            problems += [file.problem(key, f"“{key[-1]}”写了两次，只保留一处")] if twice else []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        places[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise VocabularyError((file.problem((), "这里不合 YAML 的写法，请核对引号、冒号和缩进"),)) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise VocabularyError((file.problem((), "读不出来：请存为 UTF-8 编码的 YAML 文本"),)) from None
    if not isinstance(written, dict) or not written.get(name):
        written = {}
        problems.append(file.problem((), f"要有“{name}:”，词写在它下面"))
    elif not str(written.get("source") or "").strip():
        problems.append(file.problem((), "要有“source:”，写明这些词的依据"))
    elif unknown := sorted(map(str, written.keys() - {name, "source"})):
        problems += [file.problem((one,), f"“{one}”没有这一项") for one in unknown]
    if problems:
        raise VocabularyError(tuple(problems))
    return File(name, written[name], places)


def _walk(node: yaml.Node, above: Key) -> Iterator[tuple[Key, Place, bool]]:
    """Every value below a node: its key, its place, and whether the key was there before."""
    seen: set[str] = set()
    parts = node.value if isinstance(node, yaml.MappingNode | yaml.SequenceNode) else ()
    for at, part in enumerate(parts):
        key, value = part if isinstance(node, yaml.MappingNode) else (None, part)
        step = (*above, str(key.value) if key is not None else at)
        mark = (key or value).start_mark
        yield step, (mark.line + 1, mark.column + 1), str(step[-1]) in seen
        seen.add(str(step[-1]))
        yield from _walk(value, step)
