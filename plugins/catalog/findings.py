"""Findings: every problem has a place, a code, what is wrong and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from posixpath import normpath

SHOWN = ("path", "line", "column", "code", "level", "message", "hint")
"""What a finding tells a machine."""
BESIDE = "../"
"""From content/ to what lies beside it."""
CONTENT = "content"
"""What commands in hints call the content folder."""


class Level(StrEnum):
    """An error keeps output/ as it was; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Mend(StrEnum):
    """What of a file `inv check --fix` may change, where no person is needed to say what was meant."""

    WORDS = "words"
    """The words at the place of the finding."""
    NAME = "name"
    """The name of the file."""
    ENCODING = "encoding"
    """The bytes of the file; not one of its characters."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem in one file.

    `path` is relative to content/ and POSIX; that of a file beside content/ begins with `../`. `line` and `column` count
    from 1, in characters.
    """

    path: str
    line: int
    column: int
    code: str
    level: Level
    message: str
    hint: str
    written: str = ""
    """What stands at its place and can safely be mended: words, a name or an encoding; empty where a person must decide."""
    meant: str = ""
    """What belongs there instead of `written`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A code with its words. Braces in `message` and `hint` are filled by `at`.

    `reason` says in 中文 why the rule exists, for `inv explain` and docs/findings.md; `mend` says what of a file can be put
    right without asking, where a finding knows what was meant.
    """

    code: str
    level: Level
    message: str
    hint: str
    reason: str = ""
    mend: Mend | None = None

    def at(self, path: str, line: int = 1, column: int = 1, /, **values: object) -> Finding:
        """The finding this rule makes at one place; `written` and `meant` among the values where it can be mended.

        No number of a person is repeated in its words, whoever wrote it where.
        """
        return Finding(
            path=path,
            line=line,
            column=column,
            code=self.code,
            level=self.level,
            message=_filled(self.message, values),
            hint=_filled(self.hint, values),
            written=str(values.get("written", "")),
            meant=str(values.get("meant", "")),
        )


class Report:
    """The findings of one run over one content folder, printed once and sorted by place."""

    def __init__(self, folder: str = "content") -> None:
        """`folder` is the name of the content folder; it stands before every printed path."""
        self.folder = folder
        self.documents = 0
        self._findings: set[Finding] = set()

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings in; the same finding twice counts once."""
        self._findings.update(findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._findings))

    def __len__(self) -> int:
        return len(self._findings)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level is Level.ERROR for finding in self._findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self._findings) - self.errors

    @property
    def failed(self) -> bool:
        """Whether anything in this report keeps output/ as it was."""
        return self.errors > 0

    def path(self, finding: Finding) -> str:
        """The printed path of a finding: relative to the folder that holds content/, and that may hold the file itself."""
        return printed(f"{self.folder}/{finding.path}")

    def json_lines(self) -> Iterator[str]:
        """One JSON object a line, with the keys path, line, column, code, level, message and hint."""
        for finding in self:
            row = {name: getattr(finding, name) for name in SHOWN} | {"path": self.path(finding)}
            yield json.dumps(row, ensure_ascii=False)

    def text(self) -> Iterator[str]:
        """The lines a terminal shows."""
        for finding in self:
            place = f"{self.path(finding)}:{finding.line}:{finding.column}"
            mark = "" if finding.level is Level.ERROR else "（警告）"
            yield f"{place} {finding.code} {mark}{finding.message}"
            if finding.hint:
                yield f"    提示：{finding.hint}"

    def summary(self) -> str:
        """One sentence with the counts."""
        touched = len({finding.path for finding in self._findings})
        return f"{self.errors} 个错误，{self.warnings} 个警告（{self.documents} 个文件中的 {touched} 个）"


def printed(path: str) -> str:
    """A path as it may be shown: without numbers of persons that a name holds."""
    return _veiled(normpath(path))


def _filled(words: str, values: Mapping[str, object]) -> str:
    return _veiled(words.format_map(values)) if "{" in words else words


def _veiled(text: str) -> str:
    # A list of verbs does not wait for what finds the numbers.
    from plugins.catalog.personal import veiled

    return veiled(text)
