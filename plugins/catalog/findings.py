"""Findings: every problem has a place, a code, what is wrong and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from posixpath import normpath


class Level(StrEnum):
    """An error keeps output/ as it was; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


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


@dataclass(frozen=True, slots=True)
class Rule:
    """A code with its words. Braces in `message` and `hint` are filled by `at`.

    `reason` says in 中文 why the rule exists, for `inv explain` and docs/findings.md.
    """

    code: str
    level: Level
    message: str
    hint: str
    reason: str = ""

    def at(self, path: str, line: int = 1, column: int = 1, **values: object) -> Finding:
        """The finding this rule makes at one place."""
        return Finding(
            path=path,
            line=line,
            column=column,
            code=self.code,
            level=self.level,
            message=self.message.format_map(values),
            hint=self.hint.format_map(values),
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
        return normpath(f"{self.folder}/{finding.path}")

    def json_lines(self) -> Iterator[str]:
        """One JSON object a line, keys as design §7 names them."""
        for finding in self:
            row = asdict(finding) | {"path": self.path(finding)}
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
