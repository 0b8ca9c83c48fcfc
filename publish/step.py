"""The publish step as the command line sees it: plan, approve, send, status, reconcile, settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from plugins.catalog.manifest import Manifest, ManifestError, open_manifest
from plugins.catalog.terms import ChannelName
from publish import approve, machine
from publish.announce import Outcomes, announce, enter
from publish.channels import CHANNELS, closes_now
from publish.channels.protocol import Channel
from publish.deliveries import Deliveries, Delivery
from publish.desk import Clock, Desk
from publish.doctor import examine, probe
from publish.draft import Seat, Step
from publish.entry import Entry
from publish.failures import Busy, MissingCredentials, Rejected
from publish.inbox import Inbox
from publish.ledger import HALT, Ledger, open_ledger
from publish.ledger_server import VARIABLE
from publish.lock import publish_lock
from publish.machine import Settled
from publish.mailing import mark_of
from publish.plan import Plan, plan
from publish.policy import Policy
from publish.preflight import clear_to_send
from publish.preview import write_previews
from publish.probe import Health, Probe
from publish.reconcile import recover, settle
from publish.served import Served
from publish.status import Preview, Result, StatusRow, preview_of, row_of, rows_of
from publish.subscribers import Subscribers
from publish.websub import Hub, probe_of_hub
from publish.worker import at_work

RUN_WAIT = timedelta(seconds=60)
"""How long a run waits for platforms to finish; what is not settled by then is the next run's."""
UNUSED = "门户不用这个渠道（PUBLISH_POLICY 的 channels 里没有）：不推送"


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
        policy: Policy | None = None,
        live: str = "",
        moment: Callable[[str], None] = lambda _: None,
        progress: Callable[[str, int, int], None] = lambda *_: None,
    ) -> None:
        """Use `open_step`."""
        self._output, self._var, self._since = output, var, since
        self._url = environment.get(VARIABLE, "").strip()
        self._clock = clock or Clock()
        self._policy, self._progress = policy or Policy(), progress
        self._wait, self._lock_wait, self._moment = wait, lock_wait, moment
        self._served = Served(live)
        self._subscribers = Subscribers(var)
        self._closes_now = closes_now(environment)
        self._channels: dict[str, Channel] = {}
        self._missing: list[MissingCredentials] = []
        self._unused = tuple(one.label for one in ChannelName if one not in self._policy.channels)
        for name, open_channel in CHANNELS.items():
            if name not in self._policy.channels:
                continue
            try:
                self._channels[name] = open_channel(environment, self._clock.now)
            except MissingCredentials as missing:
                self._missing.append(missing)

    def plan(self) -> Result:
        """What would happen; writes nothing."""
        with open_ledger(self._var, write=False, url=self._url) as ledger:
            manifest = open_manifest(self._output)
            made = self._plan(self._desk(ledger, manifest), manifest)
            notes = (*made.findings, *made.upcoming)
            return self._result(rows_of(step.entry for step in made.steps), notes=notes, manifest=manifest)

    def previews(self) -> tuple[Preview, ...]:
        """Every step of the plan as the public would see it."""
        with open_ledger(self._var, write=False, url=self._url) as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            return tuple(
                preview_of(desk, step, channel)
                for step in self._plan(desk, manifest).steps
                if (channel := desk.channel(step.entry))
            )

    def write_previews(self, folder: Path) -> Path:
        """Every step of the plan beside the page it is about, as HTML to look at; gives the file to open."""
        with open_ledger(self._var, write=False, url=self._url) as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            return write_previews(folder, desk, self._plan(desk, manifest).steps)

    def doctor(self) -> tuple[Probe, ...]:
        """Whether a send could succeed now; writes and sends nothing. Raises LedgerError where the ledger cannot be trusted."""
        with open_ledger(self._var, write=False, url=self._url) as ledger:
            site = open_manifest(self._output).site
            missing = (Probe(what=one.label, health=Health.NOTICE, says=str(one)) for one in self._missing)
            unused = (Probe(what=one, health=Health.NOTICE, says=UNUSED) for one in self._unused)
            accounts = (found for channel in self._channels.values() for found in probe(channel))
            return (*examine(self._var, ledger, self._clock.now()), probe_of_hub(site, ledger), *missing, *unused, *accounts)

    def approve(self, by: str, keys: Sequence[str] | None = None) -> Result:
        """Approve the planned entries whose key begins with one of `keys`, or all, in the name of `by` (ValueError if empty)."""
        if not by.strip():
            raise ValueError("批准必须写明批准人")
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            manifest = open_manifest(self._output)
            desk = self._desk(ledger, manifest)
            made = self._plan(desk, manifest)
            enter(desk, made)
            approved: list[Entry] = []
            problems: list[str] = []
            for step in made.steps:
                channel, entry = desk.channel(step.entry), ledger.entry(step.entry.key)
                if channel is None or entry is None or not _named(entry, keys):
                    continue
                try:
                    approved.append(approve.approve(desk, Step(entry=entry, releases=step.releases), channel, by))
                except (Rejected, ManifestError, ValueError) as error:
                    problems.append(f"{channel.label}{entry.action.label}“{entry.title}”：{error}")
            return self._result(rows_of(approved), notes=made.findings, problems=tuple(problems), manifest=manifest)

    def send(self) -> Result:
        """Send what is approved and settle what is not; a sandbox's announcements approve themselves. Gives what has changed."""
        if not self._channels and not (unsent := open_manifest(self._output)).site.hub:
            return self._result((), manifest=unsent)
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            outcomes = Outcomes.begun(ledger)
            manifest = open_manifest(self._output)
            with at_work(self._desk(ledger, manifest), outcomes.note) as desk:
                recover(desk)
                desk.moment("recovered")
                until = self._clock.now() + self._wait
                if halted := ledger.halted():
                    outcomes.note(halted)
                settle(desk, until)
                clear_to_send(self._var, ledger, self._clock.now())
                made = self._plan(desk, manifest)
                enter(desk, made)
                announce(desk, made, outcomes, until)
                settle(desk, until)
                # What a look found not sent is sent in the same run, once: a second doubt is the next run's.
                announce(desk, self._plan(desk, manifest), outcomes, until)
                settle(desk, until)
            self._tell_hub(ledger, manifest, outcomes)
            return self._after(ledger, outcomes, made, manifest)

    def reconcile(self) -> Result:
        """Only look, send nothing. Gives what has changed."""
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            outcomes = Outcomes.begun(ledger)
            manifest = open_manifest(self._output)
            with at_work(self._desk(ledger, manifest), outcomes.note) as desk:
                recover(desk)
                settle(desk, self._clock.now() + self._wait)
            return self._after(ledger, outcomes, Plan(), manifest)

    def retract(self, document: str, by: str) -> Result:
        """Take a withdrawn document back from every channel at once, in the name of `by`; rows and problems say what remains.

        Nothing else is sent. ValueError for a nameless person, and for a document the site does not show as withdrawn.
        """
        if not by.strip():
            raise ValueError("撤回必须写明是谁决定的")
        manifest = open_manifest(self._output)
        named = {release.record.index_number for release in manifest.releases if release.record.withdrawn}
        if document not in named:
            raise ValueError(f"网站上没有索引号为“{document}”的已撤回文件：先写 状态: 撤回 并构建")
        outcomes = Outcomes()
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            with at_work(self._desk(ledger, manifest), outcomes.note) as desk:
                recover(desk)
                whole = self._plan(desk, manifest)
                mine = tuple(step for step in whole.steps if step.entry.document == document)
                made = Plan(steps=mine, dropped=tuple(one for one in whole.dropped if one.entry.document == document))
                enter(desk, made)
                for step in made.steps:
                    entry, channel = ledger.entry(step.entry.key), desk.channel(step.entry)
                    if entry is not None and channel is not None:
                        approve.approve(desk, Step(entry=entry, releases=step.releases), channel, by)
                announce(desk, made, outcomes, self._clock.now() + self._wait)
            self._tell_hub(ledger, manifest, outcomes)
            rows = rows_of(entry for entry in ledger.entries() if document in (entry.document, *entry.covers))
            notes = (*whole.findings, *outcomes.notes)
            problems = outcomes.problems(entry for entry in ledger.entries() if entry.document == document)
            return self._result(rows, notes=notes, problems=problems, manifest=manifest)

    def status(self) -> Result:
        """Every entry of the ledger; writes nothing."""
        with open_ledger(self._var, write=False, url=self._url) as ledger:
            notes = tuple(filter(None, (ledger.halted(),)))
            return Result(rows=rows_of(ledger.entries()), notes=notes, missing=tuple(self._missing))

    def settle(self, key: str, outcome: Settled, by: str, url: str = "") -> StatusRow:
        """Record what a person found out about an entry in `needs_human`. ValueError where that cannot be."""
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            found = [entry for entry in ledger.entries() if key and entry.key.startswith(key)]
            if len(found) != 1 or not by.strip():
                raise ValueError(f"以“{key}”开头的条目有 {len(found)} 个，须恰好一个，并写明登记人")
            after = machine.settle(found[0], outcome, by.strip(), self._clock.now(), url=url)
            readers = self._readers_of(after)
            waiting = readers.counts().get(Delivery.PENDING, 0) if readers else 0
            if waiting and outcome is Settled.PUBLISHED:
                raise ValueError(f"还有 {waiting} 位没有发：登记 not_sent 接着发给他们，或登记 cancelled 不再发")
            row = row_of(ledger.move(found[0], after, actor=by.strip()))
            if readers and not waiting and outcome is Settled.NOT_SENT:
                readers.again()  # else those go first who have not been tried, and the question is asked again
            return row

    def halt(self, by: str, reason: str = "") -> None:
        """Stop every run, one at work too, before its next post. ValueError for a nameless person."""
        self._mark_halt({"by": by.strip(), "reason": reason.strip()}, by)

    def resume(self, by: str) -> None:
        """Take a halt back."""
        self._mark_halt(None, by)

    def backfill(self, channel: str, by: str) -> None:
        """Let the channel's account announce all since PUBLISH_SINCE, not only what is published after its first run."""
        if not by.strip() or channel not in self._channels:
            raise ValueError(f"渠道应是 {'、'.join(self._channels)} 之一，并写明登记人")
        with publish_lock(self._var, self._lock_wait), self._open() as ledger:
            self._desk(ledger, open_manifest(self._output)).open_account(self._channels[channel], None, by.strip())

    def _mark_halt(self, says: Mapping[str, str] | None, by: str) -> None:
        if not by.strip():
            raise ValueError("请写明是谁")
        try:
            with publish_lock(self._var, 0.0), self._open() as ledger:
                ledger.set_mark(HALT, says, by.strip())
        except Busy:
            # A halt is for the very moment at which a run is at work: it does not wait for its lock.
            with open_ledger(self._var, write=True, now=self._clock.now, alone=False, url=self._url) as ledger:
                ledger.set_mark(HALT, says, by.strip())

    def _tell_hub(self, ledger: Ledger, manifest: Manifest, outcomes: Outcomes) -> None:
        """The feeds that have changed; nothing of it makes a run fail."""
        if manifest.site.hub and not ledger.halted():
            for sentence in Hub(manifest.site, ledger, self._clock.now).tell(self._output, self._served):
                outcomes.note(sentence)

    def _readers_of(self, entry: Entry) -> Deliveries | None:
        mail = entry.channel == ChannelName.MAIL.value and self._subscribers.there
        return Deliveries(self._subscribers, mark_of(entry.key)) if mail else None

    def _open(self) -> Ledger:
        return open_ledger(self._var, write=True, now=self._clock.now, url=self._url)

    def _desk(self, ledger: Ledger, manifest: Manifest) -> Desk:
        return Desk(
            ledger=ledger,
            inbox=Inbox(self._var),
            subscribers=self._subscribers,
            channels=self._channels,
            output=self._output,
            site=manifest.site,
            clock=self._clock,
            moment=self._moment,
            policy=self._policy,
            served=self._served,
            progress=self._progress,
        )

    def _plan(self, desk: Desk, manifest: Manifest) -> Plan:
        seats = [
            Seat(
                channel=name,
                label=one.label,
                account=one.account,
                opened_at=desk.opened_at(one),
                first_run=desk.first_run(one),
                audiences=self._subscribers.audiences() if name == ChannelName.MAIL.value else {},
                closes_now=self._closes_now,
            )
            for name, one in desk.channels.items()
        ]
        return plan(manifest, desk.ledger.entries(), seats, self._since, self._clock.now(), self._policy)

    def _after(self, ledger: Ledger, outcomes: Outcomes, made: Plan, manifest: Manifest) -> Result:
        notes = (*made.findings, *outcomes.notes)
        mine = [entry for entry in ledger.entries() if entry.channel in self._channels]
        changed = rows_of(ledger.entries(since=outcomes.events))
        return self._result(changed, notes=notes, problems=outcomes.problems(mine), manifest=manifest)

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
    policy: Policy | None = None,
    live: str = "",
    moment: Callable[[str], None] = lambda _: None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> PublishStep:
    """The publish step of one built site.

    `since` (aware) is the baseline: what was published before is never announced by itself. `live` is the address at which
    pages must be before they are announced; empty where that is not asked. The verbs raise
    ManifestError, LedgerError or Busy with a sentence; opening raises ValueError for a bad base address.
    """
    return PublishStep(
        output,
        var,
        environment,
        since,
        clock=clock,
        wait=wait,
        lock_wait=lock_wait,
        policy=policy,
        live=live,
        moment=moment,
        progress=progress,
    )


def _named(entry: Entry, keys: Sequence[str] | None) -> bool:
    return keys is None or any(key and entry.key.startswith(key) for key in keys)
