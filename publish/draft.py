"""A plan in the making: its nouns, and what is put into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugins.catalog.manifest import Release
from publish.channels.protocol import Action
from publish.entry import UNSENT, Entry, State
from publish.mailing import Mailing


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One channel's account as the plan needs it."""

    channel: str
    label: str
    account: str
    opened_at: datetime | None = None
    """From when on it announces; what was published before is its baseline. None for a sandbox, or after a backfill."""
    first_run: bool = False
    audiences: Mapping[Mailing, datetime] = field(default_factory=dict)
    """Of mail: what somebody reads, and since when."""
    closes_now: bool = False
    """Of a sandbox's mail, to rehearse: an issue closes at once and holds all since the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: an entry of the ledger, new or known, and the releases it is about."""

    entry: Entry
    releases: tuple[Release, ...]
    """One, except for a digest."""

    @property
    def release(self) -> Release:
        """The release, or a digest's newest."""
        return self.releases[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An entry that will not be sent any more, where it goes and why."""

    entry: Entry
    to: State
    reason: str


def live_copies(history: Iterable[Entry]) -> list[Entry]:
    """The copies of one document on one account that the public can see, the oldest first."""
    copies: list[Entry] = []
    for entry in sorted(history, key=lambda entry: entry.at):
        if entry.state is State.CONFIRMED and entry.action is not Action.RETRACT:
            copies.append(entry)
        elif entry.state is State.RETRACTED:
            copies.clear()
    return copies


def publication_order(release: Release) -> tuple[str, str]:
    """What sorts releases in the order in which they were published."""
    return str(release.record.published_at), release.record.path


class Draft:
    """A plan in the making."""

    def __init__(self, now: datetime, as_of: datetime) -> None:
        """`as_of` is the build's."""
        self.now = now
        self.as_of = as_of
        self.steps: list[Step] = []
        self.dropped: list[Dropped] = []
        self.findings: list[str] = []
        self.upcoming: list[str] = []
        """What waits for an issue that has not closed yet."""
        self.baseline = 0
        """Releases of the seat at hand that its baseline keeps back."""
        self.ambiguous: set[str] = set()
        """Index numbers that several releases claim: nothing is said or done about them."""

    def step(self, seat: Seat, release: Release, action: Action, history: Iterable[Entry]) -> None:
        """Plan one thing, unless it is on its way or has had its end."""
        record = release.record
        entry = Entry(
            document=record.index_number,
            revision=release.revision,
            channel=seat.channel,
            account=seat.account,
            action=action,
            title=record.title,
            page=release.url,
            at=self.now,
        )
        before = {known.key: known for known in history}.get(entry.key)
        if before is None or before.state in UNSENT:
            self.steps.append(Step(entry=before or entry, releases=(release,)))
        elif before.state in {State.SUPERSEDED, State.CANCELLED, State.CONFIRMED, State.RETRACTED}:
            self.findings.append(
                f"{record.title}：{seat.label}上的这一版本曾{action.label}过（{before.state.label}），不会自动再发"
            )

    def drop(self, entries: Iterable[Entry], to: State, reason: str) -> None:
        """Let go of what has not been sent; the first reason stands."""
        gone = {dropped.entry.key for dropped in self.dropped}
        self.dropped += [
            Dropped(entry=entry, to=to, reason=reason) for entry in entries if entry.state in UNSENT and entry.key not in gone
        ]
