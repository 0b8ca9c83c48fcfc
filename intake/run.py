"""A run of intake: many sources, each read in a worker of its own; what is found is written in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath

from intake import rules
from intake.draft import Draft, draft_of
from intake.known import Known, known_in
from intake.lock import one_at_a_time
from intake.readers import ASIDE, reader_of
from intake.reading import Refused
from intake.sources import Source, sources_in
from intake.trouble import trouble
from intake.write import Shelf, write
from plugins.catalog.findings import Finding
from plugins.catalog.parse import Block, parse
from plugins.catalog.terms import Kind
from plugins.engine.workers import Executor, Loss, Lost

MEMORY = 320 * 1024 * 1024
"""Bytes a worker may take beyond what it begins with."""

LOCAL = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\\/'\"\n:]*[\\/])*")
"""The folders of a path: nobody outside needs to know where they lie."""
PROBLEM_LIMIT = 300

Progress = Callable[[str, int, int], None]


class Fate(StrEnum):
    """What became of a source."""

    TAKEN = "收下"
    THERE = "已有"
    REFUSED = "拒绝"


@dataclass(frozen=True, slots=True)
class Taken:
    """One source: what became of it, where its document lies, and what a person should look at."""

    source: str
    fate: Fate
    path: Path | None = None
    findings: tuple[Finding, ...] = ()
    draft: Draft | None = None
    """Without the bytes of its files: those lie under media/."""
    problem: str = ""
    """What a technician should know of a reader that stumbled."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A source without a draft, and why."""

    finding: Finding
    problem: str = ""


@dataclass(slots=True)
class Outcome:
    """A run: every source in order, and which files beside them were not taken for documents."""

    taken: list[Taken] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    """Endings of the files beside them, with how many there are."""
    waited: bool = False
    """Whether another run had to end first."""

    def count(self, fate: Fate) -> int:
        """How many sources have this fate."""
        return sum(one.fate is fate for one in self.taken)

    def findings(self) -> Iterator[Finding]:
        """Every finding of what is new or refused, each with the path of its source."""
        return (finding for one in self.taken if one.fate is not Fate.THERE for finding in one.findings)


def take_in(
    path: Path, shelf: Shelf, kind: Kind, progress: Progress, *, site: str = "", dry_run: bool = False, workers: int | None = None
) -> Outcome:
    """Take in a file or a folder. A source that cannot be read is refused; the others go on."""
    everything = sources_in(path, site)
    wanted = [source for source in everything if source.ending not in ASIDE or not path.is_dir()]
    outcome = Outcome(aside=Counter(source.ending for source in everything if path.is_dir() and source.ending in ASIDE))
    with one_at_a_time(shelf.content, dry_run, progress) as outcome.waited:
        writer = _Writer(shelf, kind, known_in(shelf.content / kind.folder), dry_run)
        for turn in sorted({reader_of(source).turn for source in wanted}):
            batch = [source for source in wanted if reader_of(source).turn == turn and source.name not in writer.brought]
            for source, draft in _in_order(batch, kind, workers):
                outcome.taken.append(writer.take(source, draft))
                progress("收取", len(outcome.taken), len(wanted))
    alone = {one.source for one in outcome.taken}
    outcome.aside.update(source.ending for source in wanted if source.name not in alone)
    outcome.taken.sort(key=lambda one: one.source)
    progress("收取", len(wanted), len(wanted))
    return outcome


@dataclass(slots=True)
class _Writer:
    """Writes what was read, one after another."""

    shelf: Shelf
    kind: Kind
    known: Known
    dry_run: bool
    brought: set[str] = field(default_factory=set)
    """Sources that came along with another."""

    def take(self, source: Source, draft: Draft | Unread) -> Taken:
        """Write one; what could not be read is refused."""
        if isinstance(draft, Unread):
            return Taken(source.name, Fate.REFUSED, findings=(draft.finding,), problem=draft.problem)
        self.brought |= {one.path for one in draft.files if one.path}
        try:
            written = write(draft, PurePosixPath(source.name).stem, self.shelf, self.known, self.dry_run)
        except Refused as refused:
            return Taken(source.name, Fate.REFUSED, findings=(replace(refused.finding, path=source.name),))
        except OSError as error:
            return Taken(source.name, Fate.REFUSED, findings=(rules.CANNOT_WRITE.at(source.name, problem=trouble(error)),))
        draft.files = [replace(one, content=b"") for one in draft.files]
        inside = written.path.relative_to(self.shelf.content).as_posix()
        values = {label: value if isinstance(value, list | dict) else str(value) for label, value in draft.fields.items()}
        odd = (replace(one, path=source.name) for one in parse(Block(values=values), inside, self.kind).findings)
        findings = (*(replace(one, path=source.name) for one in draft.findings), *odd)
        return Taken(source.name, Fate.TAKEN if written.new else Fate.THERE, written.path, findings, draft)


def _in_order(batch: Sequence[Source], kind: Kind, workers: int | None) -> Iterator[tuple[Source, Draft | Unread]]:
    """The drafts of sources read in workers, in the order of the sources."""
    seconds = max((reader_of(source).seconds for source in batch), default=0.0)
    waiting, following = dict[int, Draft | Unread](), 0
    for number, draft in Executor(workers, seconds, MEMORY).map(partial(_read, kind=kind), batch):
        waiting[number] = _lost(batch[number], draft, seconds) if isinstance(draft, Lost) else draft
        while following in waiting:
            yield batch[following], waiting.pop(following)
            following += 1


def _read(source: Source, kind: Kind) -> Draft | Unread:
    """Read one source. What is refused is a finding."""
    reader = reader_of(source)
    try:
        draft = draft_of(reader.read(source), kind, PurePosixPath(source.name).stem, reader.old)
    except Refused as refused:
        return Unread(replace(refused.finding, path=source.name))
    return draft


def _lost(source: Source, lost: Lost, seconds: float) -> Unread:
    if lost.loss is Loss.RAISED:
        return Unread(rules.STUMBLED.at(source.name), LOCAL.sub("…/", lost.problem)[:PROBLEM_LIMIT])
    limit = f"{seconds:.0f} 秒" if lost.loss is Loss.TOO_SLOW else f"{MEMORY // 1024 // 1024} MB 内存"
    return Unread(rules.EXHAUSTED.at(source.name, limit=limit))
