"""The cases: what an editor or a designer does between two builds, done to a site of any generator and undone again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from console import ROOT
from plugins.engine.session import SettingsError
from tests.bench.build.corpus import Corpus
from tests.bench.build.document import Document
from tests.bench.build.forms import put
from tests.bench.build.measure import Failed, Taken, take
from tests.bench.build.tools import Tool, profile_of


class Case(StrEnum):
    """In the order they are run; each begins where the one before ended."""

    COLD = "cold"
    UNCHANGED = "unchanged"
    ADDED = "added"
    THEME = "theme"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Editing:
    """What the editors of all sites do."""

    corpus: Corpus
    added: tuple[Document, ...]
    renamed: Document

    @classmethod
    def of(cls, corpus: Corpus) -> Editing:
        """The newest policy with its interpretation; another title for a policy in the middle that others refer to."""
        referred = [target.number for document in corpus.documents for target in document.related]
        middle = min(referred, key=lambda number: abs(number - len(corpus.documents) // 2))
        return cls(corpus, corpus.newest(), corpus.documents[middle - 1])


@dataclass(slots=True)
class Place:
    """One site of one generator: its folder, and what has been done to it."""

    tool: Tool
    site: Path
    editing: Editing
    before: dict[Path, bytes | None] = field(default_factory=dict)
    """What the files held that an edit has changed; None where there was none."""

    def edit(self, case: Case) -> None:
        """Do what the case asks for."""
        documents, layout = self.site / self.tool.documents, self.site / self.tool.layout
        if case is Case.ADDED:
            for document in self.editing.added:
                self._keep(documents / f"{document.path}.md")
            put(self.editing.corpus, self.editing.added, {self.tool.name: documents})
        elif case is Case.THEME:
            self._replace(layout, "</body>", " </body>")
        elif case is Case.TITLE:
            title = self.editing.renamed.title
            self._replace(documents / f"{self.editing.renamed.path}.md", title, title.replace("关于", "关于进一步", 1))

    def undo(self) -> None:
        """As it was."""
        for file, content in self.before.items():
            file.unlink() if content is None else file.write_bytes(content)
        self.before.clear()

    def build(self, output: Path) -> Taken:
        """Build it, measured. Raises SettingsError where the generator fails."""
        folder = ROOT if self.tool.ours else self.site
        try:
            return take(self.tool.command(self.site, output), folder, self.site.with_suffix(".log"), self.tool.environment)
        except Failed as error:
            raise SettingsError(f"{self.tool.label} 没有构建成功：\n{error}") from None

    def counts(self, output: Path) -> Mapping[str, object]:
        """What our build says it did."""
        found: dict[str, object] = json.loads(profile_of(output).read_text("utf-8"))
        return found

    def _keep(self, file: Path) -> bytes:
        content = file.read_bytes() if file.exists() else None
        self.before.setdefault(file, content)
        return content or b""

    def _replace(self, file: Path, old: str, new: str) -> None:
        text = self._keep(file).decode()
        if old not in text:
            raise SettingsError(f"{file.name} 里没有“{old}”，这一例做不了。")
        file.write_text(text.replace(old, new, 1), "utf-8")


def pages_of(output: Path) -> int:
    """How many web pages an output folder holds."""
    return sum(1 for _ in output.rglob("*.html"))
