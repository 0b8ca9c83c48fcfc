"""Seal: what a run came to is put on record: the manifest and output/ at once, the store, the note of a standstill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from plugins.catalog.catalog import Catalog
from plugins.catalog.manifest import FOLDER
from plugins.engine.press import New, Press
from plugins.engine.releases import Releases, restamped
from plugins.engine.session import STAGES, Goal, Session
from plugins.engine.stage import Journal, Stage
from plugins.engine.standstill import Standstill, forget, keep
from plugins.engine.store import Made, Store

TOLD = (Goal.CHECK, Goal.BUILD)
"""The runs that a build can stand in for."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of one run. `inputs` is the digest of all that it read, but for the moment."""

    session: Session
    store: Store
    stage: Stage
    inputs: str

    def close(
        self, catalog: Catalog, press: Press, paths: set[str], pages: Counter[str], new: list[New], moved: list[Made]
    ) -> None:
        """Index what was released, stage the manifest and move everything at once.

        `paths` are those of all pages of the batches that were worked out, `pages` their number by batch.
        """
        request, outcome = self.session.request, self.session.outcome
        new = sorted(new, key=lambda one: one.made.path)
        made = tuple(one.made for one in new)
        left = {path for path in press.before if path not in paths}
        of_documents = {one.source: one for one in made if one.source}
        releases = Releases(request, catalog, self.store, of_documents, press.amiss, press.recipe)
        # What is made anew is moved over what stands there: it is not gone.
        gone = {*left, *press.strays} - {one.path for one in made}
        files = list(releases.seal(outcome.report.warnings, moving=bool(made or gone)))
        rows = [row if content is None else self._staged(row, content) for row, content in files]
        sealed = tuple(row.path for row, content in files if content is not None)
        gone |= {row.path for row in self.store.made_by(FOLDER)} - {row.path for row in rows}
        outcome.made = {one.made.path: one.reason for one in new}
        outcome.kept = press.kept + len(paths) - len(made)
        outcome.removed = tuple(path for path in sorted(gone) if not path.startswith(f"{FOLDER}/"))
        outcome.written = len(made) + len(sealed)
        self.store.keep_keys(dict.fromkeys(press.stale, ("", 0)))
        self._commit(made, sealed, tuple(sorted(gone)))
        self.store.keep_made([*moved, *rows], ())
        self.store.keep_keys({batch.name: (press.key(batch), pages[batch.name]) for batch in press.tasks})
        self.note(catalog, TOLD)

    def note(self, catalog: Catalog, goals: Iterable[Goal]) -> None:
        """Note what this run came to, for the next ones that go as far."""
        request, outcome = self.session.request, self.session.outcome
        outcome.until = catalog.until
        still = Standstill(
            inputs=self.inputs,
            as_of=request.as_of,
            until=catalog.until,
            documents=outcome.documents,
            pages=outcome.kept + len(outcome.made),
            findings=tuple(outcome.report),
        )
        keep(self.store, goals, still)

    def repeat(self, still: Standstill) -> None:
        """Say what was said last time; of all files only the index of the manifest may have to tell another moment."""
        request, outcome = self.session.request, self.session.outcome
        outcome.documents = outcome.report.documents = still.documents
        outcome.until = still.until
        outcome.report.add(still.findings)
        if request.goal is Goal.BUILD:
            outcome.kept = still.pages
            if still.as_of != request.as_of:
                row = self._staged(*restamped(request, self.store))
                self._commit((), (row.path,), ())
                self.store.keep_made([row], ())
                outcome.written = 1
                keep(self.store, TOLD, replace(still, as_of=request.as_of))

    def _commit(self, made: tuple[Made, ...], sealed: tuple[str, ...], gone: tuple[str, ...]) -> None:
        """Move everything at once. What was noted of the last state of output/ does not hold from here on."""
        request = self.session.request
        if made or sealed or gone:
            forget(self.store, Goal.BUILD)
            journal = Journal(str(request.output), made, sealed, gone)
            self.stage.commit(self.store, journal, partial(request.progress, STAGES["seal"]))

    def _staged(self, row: Made, content: bytes) -> Made:
        size, modified = self.stage.put(row.path, content)
        return replace(row, size=size, modified=modified)
