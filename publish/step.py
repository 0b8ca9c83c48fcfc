"""The publish step as the command line sees it: plan, approve, send, status, reconcile, settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from plugins.catalog.manifest import Manifest, ManifestError, open_manifest
from publish import approve
from publish.announce import Outcomes, announce, enter
from publish.channels import CHANNELS
from publish.channels.protocol import Action, Channel
from publish.desk import Clock, Desk
from publish.entry import Entry, State
from publish.failures import MissingCredentials, Rejected
from publish.ledger import Ledger, open_ledger
from publish.lock import publish_lock
from publish.plan import Plan, Seat, Step, plan
from publish.reconcile import recover, settle
from publish.status import Preview, Result, StatusRow, preview_of, row_of, rows_of

RUN_WAIT = timedelta(seconds=60)
"""How long a run waits for platforms to finish; what is not settled by then is the next run's."""


class Settled(StrEnum):
    """What a person found out about an entry."""

    PUBLISHED = "published"
    NOT_SENT = "not_sent"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


_SETTLED = {
    Settled.PUBLISHED: State.CONFIRMED,
    Settled.NOT_SENT: State.PLANNED,
    Settled.CANCELLED: State.CANCELLED,
    Settled.RETRACTED: State.RETRACTED,
}


class PublishStep:
    """One build's output, one ledger, the channels of one environment."""

    def __init__(
        self,
        output: Path,
        var: Path,
        environment: Mapping[str, str],
        since: datetime,
        *,
        clock: Clock | None = None,
        wait: timedelta = RUN_WAIT,
        lock_wait: float = 30.0,
        moment: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Use `open_step`."""
        self._output, self._var, self._since = output, var, since
        self._clock = clock or Clock()
        self._wait, self._lock_wait, self._moment = wait, lock_wait, moment
        self._channels: dict[str, Channel] = {}
        self._missing: list[MissingCredentials] = []
        for name, open_channel in CHANNELS.items():
            try:
                self._channels[name] = open_channel(environment, self._clock.now)
            except MissingCredentials as missing:
                self._missing.append(missing)

    def plan(self) -> Result:
        """What would happen; writes nothing."""
        with open_ledger(self._var, write=False) as ledger:
            manifest = open_manifest(self._output)
            made = self._plan(manifest, ledger.entries())
            return self._result(rows_of(step.entry for step in made.steps), notes=made.findings, manifest=manifest)

    def previews(self) -> tuple[Preview, ...]:
        """Every step of the plan as the public would see it."""
        with open_ledger(self._var, write=False) as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            return tuple(
                preview_of(desk, step, channel)
                for step in self._plan(manifest, ledger.entries()).steps
                if (channel := desk.channel(step.entry))
            )

    def approve(self, by: str, keys: Sequence[str] | None = None) -> Result:
        """Approve the planned entries whose key begins with one of `keys`, or all, in the name of `by`."""
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            made = self._plan(manifest, ledger.entries())
            enter(desk, made)
            approved: list[Entry] = []
            problems: list[str] = []
            for step in made.steps:
                channel, entry = desk.channel(step.entry), ledger.entry(step.entry.key)
                if channel is None or entry is None or not _named(entry, keys):
                    continue
                try:
                    approved.append(approve.approve(desk, Step(entry=entry, release=step.release), channel, by))
                except (Rejected, ManifestError) as error:
                    problems.append(f"{channel.label}{entry.action.label}“{entry.title}”：{error}")
            return self._result(rows_of(approved), notes=made.findings, problems=tuple(problems), manifest=manifest)

    def send(self) -> Result:
        """Send what is approved and settle what is not; a sandbox's announcements approve themselves."""
        if not self._channels:
            return self._result((), manifest=open_manifest(self._output))
        outcomes = Outcomes()
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            recover(desk)
            desk.moment("recovered")
            until = self._clock.now() + self._wait
            settle(desk, until)
            made = self._plan(manifest, ledger.entries())
            enter(desk, made)
            announce(desk, made, outcomes, until)
            settle(desk, until)
            # What a look found not sent is sent in the same run, once: a second doubt is the next run's.
            announce(desk, self._plan(manifest, ledger.entries()), outcomes, until)
            settle(desk, until)
            return self._after(ledger, outcomes, made, manifest)

    def reconcile(self) -> Result:
        """Only look, send nothing."""
        outcomes = Outcomes()
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            recover(desk)
            settle(desk, self._clock.now() + self._wait)
            return self._after(ledger, outcomes, Plan(), manifest)

    def status(self) -> Result:
        """Every entry of the ledger; writes nothing."""
        with open_ledger(self._var, write=False) as ledger:
            return Result(rows=rows_of(ledger.entries()), missing=tuple(self._missing))

    def settle(self, key: str, outcome: Settled, by: str, url: str = "") -> StatusRow:
        """Record what a person found out about an entry in `needs_human`. ValueError where that cannot be."""
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            found = [entry for entry in ledger.entries() if key and entry.key.startswith(key)]
            if len(found) != 1 or not by.strip():
                raise ValueError(f"以“{key}”开头的条目有 {len(found)} 个，须恰好一个，并写明登记人")
            entry, to = found[0], _SETTLED[outcome]
            wrong_kind = (outcome is Settled.RETRACTED) != (entry.action is Action.RETRACT) and to is not State.CANCELLED
            if entry.state is not State.NEEDS_HUMAN or wrong_kind:
                raise ValueError(f"“{entry.title}”现在是“{entry.state.label}”，不能登记为这个结果")
            if outcome is Settled.PUBLISHED and not url.startswith("https://"):
                raise ValueError("登记为已发布须写明公开网址（https://）")
            anew = {"digest": "", "approved_by": "", "staging": {}} if to is State.PLANNED else {}
            reason = f"{by.strip()}登记"
            return row_of(ledger.move(entry, to, actor=by.strip(), reason=reason, url=url or entry.url, **anew))

    def _open(self) -> Ledger:
        return open_ledger(self._var, write=True, now=self._clock.now)

    def _desk(self, ledger: Ledger, manifest: Manifest) -> Desk:
        return Desk(
            ledger=ledger,
            channels=self._channels,
            output=self._output,
            site=manifest.site,
            clock=self._clock,
            moment=self._moment,
        )

    def _plan(self, manifest: Manifest, entries: Iterable[Entry]) -> Plan:
        seats = [Seat(channel=name, label=one.label, account=one.account) for name, one in self._channels.items()]
        return plan(manifest, entries, seats, self._since, self._clock.now())

    def _after(self, ledger: Ledger, outcomes: Outcomes, made: Plan, manifest: Manifest) -> Result:
        notes = (*made.findings, *outcomes.notes)
        mine = [entry for entry in ledger.entries() if entry.channel in self._channels]
        return self._result(rows_of(ledger.entries()), notes=notes, problems=outcomes.problems(mine), manifest=manifest)

    def _result(
        self,
        rows: tuple[StatusRow, ...],
        *,
        manifest: Manifest,
        notes: tuple[str, ...] = (),
        problems: tuple[str, ...] = (),
    ) -> Result:
        """Errors among the notes are problems, and so is a channel that releases name and nobody set up."""
        errors = tuple(note for note in notes if note.startswith("错误"))
        wanted = {channel.label for release in manifest.releases for channel in release.record.channels}
        missing = tuple(one for one in self._missing if one.label in wanted)
        return Result(
            rows=rows,
            notes=tuple(note for note in notes if note not in errors),
            problems=(*errors, *problems, *(str(one) for one in missing)),
            missing=missing,
        )


def open_step(
    output: Path,
    var: Path,
    environment: Mapping[str, str],
    since: datetime,
    *,
    clock: Clock | None = None,
    wait: timedelta = RUN_WAIT,
    lock_wait: float = 30.0,
    moment: Callable[[str], None] = lambda _: None,
) -> PublishStep:
    """The publish step of one built site.

    `since` (aware) is the baseline: what was published before is never announced by itself. The verbs raise
    ManifestError, LedgerError or Busy with a sentence; opening raises ValueError for a bad base address.
    """
    return PublishStep(output, var, environment, since, clock=clock, wait=wait, lock_wait=lock_wait, moment=moment)


def _named(entry: Entry, keys: Sequence[str] | None) -> bool:
    return keys is None or any(key and entry.key.startswith(key) for key in keys)
