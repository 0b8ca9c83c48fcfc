"""Press: which batches of pages must be worked out, and their pages made. The others are as the store remembers them.

A batch whose key is what it was is not looked into. Of any other, every page is composed and fingerprinted by the worker
that makes it, so that no process ever holds the inputs of more pages than those of one batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from plugins.catalog.findings import Finding
from plugins.catalog.manifest import FOLDER
from plugins.catalog.rules import ADDRESS_TWICE
from plugins.engine.page import DRAFTED, TEXTS, Batch, Page, Rooms
from plugins.engine.presence import Presence
from plugins.engine.reasons import RECIPE, reason
from plugins.engine.rows import Damaged
from plugins.engine.session import STAGES, BuildError, Request
from plugins.engine.stage import Stage
from plugins.engine.store import Made, Store
from plugins.engine.theme import Theme
from plugins.engine.workers import Executor, Lost

SECONDS, DEAR_SECONDS = 120.0, 1200.0
"""What one batch may take; and where something is printed: a page of paper takes as long as a hundred of the site."""
FEW = 0.05
"""The share of all batches from which the number of all pages is guessed."""

Claim = tuple[str, str]
"""The path of a page, and the document it shows."""


@dataclass(frozen=True, slots=True)
class New:
    """A page that was made, and why in 中文."""

    made: Made
    reason: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of one batch. `kept` are the claims of pages that stay; `moved` those that stood in another batch."""

    batch: str
    kept: tuple[Claim, ...]
    new: tuple[New, ...]
    moved: tuple[Made, ...]

    @property
    def pages(self) -> int:
        """How many pages the batch has."""
        return len(self.kept) + len(self.new)


@dataclass(slots=True)
class Press:
    """One build's pages. `before` holds what the store remembers of the batches to be worked out."""

    request: Request
    theme: Theme
    store: Store
    stage: Stage
    recipe: str
    text: Callable[[str], str]
    """The safe HTML of a document."""
    kept: int = 0
    """Pages of batches that stay as they are."""
    before: dict[str, Made] = field(default_factory=dict)
    amiss: set[str] = field(default_factory=set)
    """Paths whose file is not as it was made."""
    strays: list[str] = field(default_factory=list)
    """Files that no build remembers."""
    tasks: list[Batch] = field(default_factory=list)
    """The batches to be worked out."""
    rooms: Rooms = field(init=False)
    stale: Set[str] = frozenset()
    """The batches whose keys do not hold any more."""

    def __post_init__(self) -> None:
        content = self.request.content
        text = lru_cache(TEXTS)(self.text)
        self.rooms = Rooms(self.request.site, self.theme.render, text, lambda path: (content / path).read_bytes())

    def sort(self, batches: Sequence[Batch], presence: Presence | None) -> None:
        """Tell the batches that stay from the others, by their keys and by the files that are there, if they were looked at.

        Raises Damaged where the store has lost a page of a batch that it calls whole.
        """
        keys = self.store.keys()
        same = {batch.name for batch in batches if batch.name in keys and keys[batch.name][0] == self.key(batch)}
        if presence:
            lost = next((name for name, (_, pages) in keys.items() if presence.counts[name] != pages), None)
            if lost:
                raise Damaged(lost)
            self.amiss, self.strays = presence.amiss, sorted(presence.strays)
            same -= self.store.batches_of(presence.amiss)
        self.tasks = [batch for batch in batches if batch.name not in same]
        self.kept = sum(keys[name][1] for name in same)
        self.stale = keys.keys() - same
        self.before = {made.path: made for made in self.store.made(without=same | {FOLDER})}

    def key(self, batch: Batch) -> str:
        """What the store keeps for a batch; one without a key is always worked out."""
        return f"{self.recipe[:RECIPE]}-{batch.key}" if batch.key else ""

    def run(self) -> Iterator[Worked]:
        """Work out the batches, make the pages that need it. Raises BuildError naming a page that could not be made."""
        recipes = {made.fingerprint[:RECIPE] for made in self.before.values()}
        # A few pages take a few templates; a process that builds again and again will want them all.
        if recipes - {self.recipe[:RECIPE], DRAFTED} or not recipes or self.request.memory is not None:
            self.theme.prepare()
        for prepare in {batch.prepare for batch in self.tasks if batch.prepare}:
            prepare()
        made = 0
        # What is printed comes first, so that the cheap rest keeps every worker busy to the end.
        tasks = sorted(self.tasks, key=lambda batch: batch.prepare is None)
        dear = sum(1 for batch in tasks if batch.prepare)
        executor = Executor(self.request.workers, DEAR_SECONDS if dear else SECONDS, self.request.allowance)
        for number, (index, result) in enumerate(executor.map(self._work, tasks, dear), 1):
            found = [result] if isinstance(result, Worked) else self._one_by_one(tasks[index], executor)
            for worked in found:
                made += worked.pages
                yield worked
            # How many pages the other batches have shows when they are worked out; these let guess, once they are a few.
            guess = made * len(self.tasks) // number if number >= len(self.tasks) * FEW else 0
            self.request.progress(STAGES["render"], made, guess)

    def claims(self) -> Iterator[Claim]:
        """The pages of the batches to be worked out, without making them. A batch is looked into once under each key."""
        known, new = self.store.claims(), dict[str, tuple[str, str]]()
        for batch in self.tasks:
            key = self.key(batch)
            before, told = known.get(batch.name, ("", ""))
            if not key or before != key:
                told = json.dumps([(page.path, page.source) for page in batch.pages()], ensure_ascii=False)
                new[batch.name] = (key, told)
            yield from ((path, source) for path, source in json.loads(told))
        self.store.keep_claims(new)

    def conflicts(self, claims: Iterable[Claim]) -> Iterator[Finding]:
        """Two pages that claim one path, or a page and the folder of another."""
        taken: dict[str, Claim] = {}
        for claim in claims:
            other = taken.setdefault(claim[0].casefold(), claim)
            if other is not claim:
                yield _twice(claim, other)
        blocked = taken.keys() & _above(taken)
        for path, claim in taken.items():
            if blocked:
                yield from (_twice(claim, taken[folder]) for folder in _folders(path) if folder in blocked)
            if self.kept and claim[0] not in self.before:
                here = (path, *_folders(path))
                yield from (_twice(claim, other) for other in self.store.claimed(here, path) if other[0] not in self.before)

    def _one_by_one(self, batch: Batch, executor: Executor) -> Iterator[Worked]:
        """A batch that was lost: its pages alone, until the culprit is named."""
        singles = [_single(batch, page) for page in batch.pages()]
        for index, result in executor.map(self._work, singles):
            if isinstance(result, Lost):
                path = next(iter(singles[index].pages())).path
                raise BuildError(f"页面 {path} 没有做成（{result.said(executor.seconds, executor.memory)}），output/ 保持原样。")
            yield result

    def _work(self, batch: Batch) -> Worked:
        kept, new, moved = [], [], []
        for page in batch.pages():
            recipe, draft = self._recipe(page)
            wanted = f"{recipe[:RECIPE]}-{page.fingerprint(recipe)}"
            before = self.before.get(page.path)
            why = reason(page, wanted, before, page.path in self.amiss)
            if why or before is None:
                new.append(self._make(page, draft, wanted, batch.name, why))
                continue
            kept.append((page.path, page.source))
            if before.batch != batch.name:
                moved.append(replace(before, batch=batch.name))
        return Worked(batch.name, tuple(kept), tuple(new), tuple(moved))

    def _recipe(self, page: Page) -> tuple[str, bytes | None]:
        """The recipe of all pages; of a page that is known by its draft, this draft stands for it."""
        if page.finish is None:
            return self.recipe, None
        draft = page.make(self.rooms)
        return f"{DRAFTED}{sha256(draft).hexdigest()}", draft

    def _make(self, page: Page, draft: bytes | None, wanted: str, batch: str, why: str) -> New:
        content = page.finish.make(draft, self.rooms) if page.finish and draft is not None else page.make(self.rooms)
        size, modified = self.stage.put(page.path, content)
        digest = sha256(content).hexdigest() if page.source else ""
        return New(Made(page.path, wanted, digest, size, modified, batch, page.source), why)


def _single(batch: Batch, page: Page) -> Batch:
    return replace(batch, pages=lambda: [page])


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _above(paths: Iterable[str]) -> set[str]:
    """Every folder of these paths; each is come by once."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _twice(claim: Claim, other: Claim) -> Finding:
    return ADDRESS_TWICE.at(claim[1] or claim[0], address=f"/{claim[0]}", other=other[1] or other[0])
