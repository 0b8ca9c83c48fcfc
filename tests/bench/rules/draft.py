"""Draft: a valid document line by line, and the copies of it that a trial spoils."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.catalog.addresses import kind_of
from plugins.catalog.terms import Kind
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import put
from tests.conftest import ROOT

SERIALS = re.compile(r"^(索引号: \w+/\d{4}-)\d+", re.MULTILINE)
NUMBERS = re.compile(r"^(文号: .*?(?:〔\d{4}〕|第))\d+", re.MULTILINE)
ISSUE = re.compile(r"^期号: (\d{4}年第)(\d+)(期)$", re.MULTILINE)
TIES = re.compile(r"^(?:废止|修改|依据|旧址|进展): *.*\n(?: .*\n)*", re.MULTILINE)
"""Items that only one document may have, that would change what is said of others, or that take several lines."""
UNITS = re.compile(r"^同步发布: .*\n", re.MULTILINE)
"""Where policy and interpretation wait for each other, what is wrong with the date of one is said of both."""
FIRST_SERIAL, FIRST_NUMBER = 100_000, 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A document under content/. `lines` has the two fences of its block, the first at 0 and the second at `end`."""

    path: str
    kind: Kind
    lines: tuple[str, ...]

    @property
    def end(self) -> int:
        """Where the block ends."""
        return self.lines.index("---", 1)

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines)

    def find(self, label: str) -> int | None:
        """Where an item of the block stands."""
        return next((at for at in range(1, self.end) if self.lines[at].startswith(f"{label}: ")), None)

    def value(self, label: str) -> str:
        """What an item says."""
        at = self.find(label)
        return "" if at is None else self.lines[at].partition(": ")[2]

    def put(self, at: int, *lines: str) -> Draft:
        """Other lines in place of one; none take it out."""
        return replace(self, lines=(*self.lines[:at], *lines, *self.lines[at + 1 :]))

    def say(self, label: str, value: str) -> tuple[Draft, int]:
        """Another value for an item, or a new last item; and the line it stands on, from 1."""
        at = self.find(label)
        if at is None:
            return self.put(self.end, f"{label}: {value}", "---"), self.end + 1
        return self.put(at, f"{label}: {value}"), at + 1

    def numbered(self, number: int) -> Draft:
        """A copy beside it under numbers of its own."""
        text = SERIALS.sub(rf"\g<1>{FIRST_SERIAL + number}", self.text)
        text = NUMBERS.sub(rf"\g<1>{FIRST_NUMBER + number}", text)
        issue = ISSUE.search(text)
        if issue:
            text = text.replace("".join(issue.groups()), f"{issue[1]}{FIRST_NUMBER + number}{issue[3]}")
        return replace(self, path=f"{self.path.rpartition('/')[0]}/m{number:05}.md", lines=tuple(text.split("\n")))


def background(content: Path, count: int) -> None:
    """Write the portal that every trial stands in: the demo portal, and documents of the bench's corpus."""
    shutil.copytree(ROOT / "content", content)
    for file in content.rglob("*.md"):
        file.write_text(UNITS.sub("", file.read_text("utf-8")), "utf-8")
    corpus = Corpus().grow(count)
    put(corpus, (document for document in corpus.documents if document.kind is not Kind.GAZETTE), {"gongkai": content})


def drafts(content: Path) -> Iterator[Draft]:
    """Every document of a portal, to make copies of."""
    for file in sorted(content.rglob("*.md")):
        path = file.relative_to(content).as_posix()
        kind = kind_of(path)
        if kind:
            yield Draft(path, kind, tuple(TIES.sub("", file.read_text("utf-8")).split("\n")))
