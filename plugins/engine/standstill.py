"""Standstill: told from file times alone, that a run would come to what the last one came to.

Pages are made of the sources, the recipe and the moment; where none of them can have changed since a run ended, and output/ is
as that run left it, there is nothing to read, to check or to make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugins.catalog.findings import Finding
from plugins.engine.rows import packed, unpacked
from plugins.engine.session import Goal
from plugins.engine.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """What one run saw and came to. It holds from `as_of` on and before `until`."""

    inputs: str
    """A digest of all that a run reads, but for the moment."""
    as_of: datetime
    until: datetime
    documents: int
    pages: int
    findings: tuple[Finding, ...]

    def holds(self, inputs: str, as_of: datetime) -> bool:
        """Whether a run of these inputs at this moment would come to the same."""
        return bool(inputs) and self.inputs == inputs and self.as_of <= as_of < self.until


def recall(store: Store, goal: Goal) -> Standstill | None:
    """What the last run of this kind noted."""
    note = store.note(_name(goal))
    if not note:
        return None
    inputs, as_of, until, documents, pages, findings = json.loads(note)
    return Standstill(
        inputs=inputs,
        as_of=datetime.fromisoformat(as_of),
        until=datetime.fromisoformat(until),
        documents=documents,
        pages=pages,
        findings=unpacked(findings),
    )


def keep(store: Store, goals: Iterable[Goal], still: Standstill) -> None:
    """Note it for the next runs of these kinds."""
    moments = (still.as_of.isoformat(), still.until.isoformat())
    note = json.dumps([still.inputs, *moments, still.documents, still.pages, packed(still.findings)], ensure_ascii=False)
    for goal in goals:
        store.keep_note(_name(goal), note if still.inputs else "")


def forget(store: Store, goal: Goal) -> None:
    """Take the note back: what it tells of is about to change."""
    store.keep_note(_name(goal), "")


def _name(goal: Goal) -> str:
    return f"standstill {goal.value}"
