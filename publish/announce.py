"""Announce: carry a plan out. One failure never stops the rest; a blocked account stops only its own channel.

The order of each send is what keeps the promise of at most one copy: the claim and the intent are committed, then the
request leaves, then its outcome is committed. A run that dies in between leaves an entry in `sending`, which the next
run finds in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from plugins.catalog.manifest import ManifestError
from plugins.catalog.terms import ChannelName
from publish import approve
from publish.channels.protocol import Action, Channel, Outcome, Post, Receipt
from publish.entry import OPEN, Entry, State
from publish.failures import (
    Blocked,
    Claimed,
    Failure,
    InDoubt,
    LedgerError,
    NeedsHuman,
    Parked,
    Rejected,
    Repeated,
)
from publish.plan import Step

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from publish.desk import Desk
    from publish.plan import Plan


_BEIJING = timezone(timedelta(hours=8))


@dataclass(slots=True)
class Outcomes:
    """What a run has to say besides the ledger's rows."""

    notes: list[str] = field(default_factory=list)
    """To know, not to mend: what waits for approval, a token that ends soon."""
    troubles: dict[str, str] = field(default_factory=dict)
    """What went wrong with an entry last, by the entry's key."""
    stopped: set[str] = field(default_factory=set)
    """Channels whose account is blocked or out of quota: left alone for the rest of the run."""

    def note(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def problems(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """What failed, or is not settled, as the ledger now stands: the reasons for exit 3."""
        said = dict(self.troubles)
        for entry in entries:
            if entry.state in _WELL:
                said.pop(entry.key, None)
            elif entry.state in OPEN:
                label = ChannelName[entry.channel.upper()].label
                said[entry.key] = f"{label}{entry.action.label}“{entry.title}”：{entry.state.label}；{entry.reason}"
        return tuple(dict.fromkeys(said.values()))


_WELL = frozenset({State.ACCEPTED, State.CONFIRMED, State.RETRACTED, State.SUPERSEDED, State.CANCELLED})


def enter(desk: Desk, plan: Plan) -> None:
    """Write the plan into the ledger: new entries, and those that will not be sent any more."""
    for dropped in plan.dropped:
        desk.ledger.move(dropped.entry, dropped.to, actor=desk.actor, reason=dropped.reason)
    desk.ledger.add((step.entry for step in plan.steps), desk.actor)
    desk.moment("planned")


def announce(desk: Desk, plan: Plan, outcomes: Outcomes, until: datetime) -> None:
    """Send what is approved, in the plan's order; sleeps for a channel's pace no longer than `until`."""
    held: set[str] = set()
    for step in plan.steps:
        channel = desk.channel(step.entry)
        entry = desk.ledger.entry(step.entry.key)
        if channel is None or entry is None or channel.name in outcomes.stopped | held:
            continue
        current = Step(entry=entry, release=step.release)
        if not _Courier(desk, channel, outcomes, until).carry(current):
            held.add(channel.name)


class _Courier:
    """Carries steps on one channel."""

    def __init__(self, desk: Desk, channel: Channel, outcomes: Outcomes, until: datetime) -> None:
        self._desk = desk
        self._channel = channel
        self._outcomes = outcomes
        self._until = until

    def carry(self, step: Step) -> bool:
        """Take one step as far as it goes; False where nothing more may follow it on this channel for now."""
        try:
            return self._carry(step)
        except Claimed as claimed:
            self._outcomes.note(str(claimed))
        except LedgerError:
            raise
        except (ManifestError, Rejected) as error:
            self._fail(step.entry, str(error))
        except Exception as error:  # noqa: BLE001 - the guard of a delivery: what breaks here must not stop the others
            self._fail(step.entry, f"内部错误（{type(error).__name__}）")
        return True

    def _carry(self, step: Step) -> bool:
        post = approve.preview(self._desk, step, self._channel)
        entry = self._approved(step, post)
        if entry is None:
            return True
        if entry.not_before and entry.not_before > self._desk.clock.now():
            self._fail(entry, f"{entry.reason}，{_when(entry.not_before)} 之后再试")
            self._outcomes.stopped.add(self._channel.name)
            return False
        if entry.action is Action.RETRACT:
            return self._retract(entry)
        return self._send_staged(entry, post)

    def _approved(self, step: Step, post: Post) -> Entry | None:
        entry = step.entry
        if entry.state is not State.PLANNED and not approve.is_approved(entry, post):
            entry = approve.void(self._desk, entry)
        if entry.state is not State.PLANNED:
            return entry
        if self._channel.sandbox and entry.action is Action.PUBLISH:
            fresh = Step(entry=entry, release=step.release)
            entry = approve.approve(self._desk, fresh, self._channel, approve.SANDBOX)
            self._desk.moment("approved")
            return entry
        self._outcomes.note(f"{self._name(entry)}：等待批准")
        return None

    def _send_staged(self, entry: Entry, post: Post) -> bool:
        materials = self._desk.materials(self._channel)
        if entry.state is State.APPROVED:
            try:
                staging = self._channel.stage(post, materials)
            except Failure as failure:
                return self._not_staged(entry, failure)
            for sentence in staging.notes:
                self._outcomes.note(sentence)
            self._desk.moment("staged, not committed")
            entry = self._move(entry, State.STAGED, staging=staging.fields, not_before=None)
            self._desk.moment("staged")
        if not self._may_send(entry):
            return False
        entry = self._move(
            entry,
            State.SENDING,
            sent_at=self._desk.clock.now(),
            sends=entry.sends + 1,
            looks=0,
            absences=0,
            looked_at=None,
            remote_id="",
            not_before=None,
        )
        self._desk.moment("intent committed")
        try:
            receipt = self._channel.send(post, entry.staged, materials)
        except Failure as failure:
            return self._not_confirmed(entry, failure)
        except Exception as error:  # noqa: BLE001 - whatever broke, the request may have left
            return self._not_confirmed(entry, InDoubt(f"内部错误（{type(error).__name__}）"))
        self._desk.moment("sent, not committed")
        self._receive(entry, receipt)
        self._desk.moment("receipt committed")
        return True

    def _receive(self, entry: Entry, receipt: Receipt) -> None:
        to = State.CONFIRMED if receipt.outcome is Outcome.CONFIRMED else State.ACCEPTED
        try:
            self._move(entry, to, remote_id=receipt.remote_id, url=receipt.url)
        except LedgerError as error:
            raise LedgerError(
                f"{error}。{self._name(entry)}已经发出（平台编号 {receipt.remote_id} {receipt.url}），请记下；下次运行会核对"
            ) from error

    def _may_send(self, entry: Entry) -> bool:
        """Whether the account is free: nothing in doubt that a new post would hide, and its pace kept."""
        mine = [other for other in self._desk.ledger.entries() if other.account_key == entry.account_key]
        hidden = [
            other for other in mine if other.state is State.IN_DOUBT or (other.state is State.ACCEPTED and not other.remote_id)
        ]
        if self._channel.doubt_blocks and hidden:
            self._fail(entry, f"先前的“{hidden[0].title}”结果还不明，先不发新的，以免看不到它")
            return False
        now = self._desk.clock.now()
        last = max((other.sent_at for other in mine if other.sent_at), default=None)
        free = min(last, now) + self._channel.patience.pace if last else now
        if free > max(self._until, now):
            self._outcomes.note(f"{self._channel.label}：为免发得太密，其余的下次再发")
            return False
        self._desk.wait(free - now)
        return True

    def _not_staged(self, entry: Entry, failure: Failure) -> bool:
        if isinstance(failure, Rejected):
            self._move(entry, State.REJECTED, reason=str(failure))
        elif isinstance(failure, NeedsHuman):
            self._move(entry, State.NEEDS_HUMAN, reason=str(failure), url=failure.link)
        else:
            self._move(entry, entry.state, reason=str(failure), not_before=_until(failure))
        return self._failed(entry, failure)

    def _not_confirmed(self, entry: Entry, failure: Failure) -> bool:
        reason = str(failure)
        if isinstance(failure, InDoubt) or (isinstance(failure, Repeated) and entry.doubted):
            self._move(entry, State.IN_DOUBT, reason=reason, doubted=True)
            self._desk.moment("doubt committed")
            return True
        if isinstance(failure, Rejected):
            self._move(entry, State.REJECTED, reason=reason)
        elif isinstance(failure, NeedsHuman):
            self._move(entry, State.NEEDS_HUMAN, reason=reason, url=failure.link)
        else:
            self._move(entry, State.STAGED, reason=reason, not_before=_until(failure))
        return self._failed(entry, failure)

    def _retract(self, entry: Entry) -> bool:
        copies = approve.targets(self._desk, entry)
        entry = self._move(entry, State.RETRACTING)
        self._desk.moment("retraction begun")
        try:
            for copy in copies:
                if not copy.remote_id:
                    raise NeedsHuman(f"这一条是人工登记的，请人工删除：{copy.url}", copy.url)
                self._channel.retract(copy.remote_id, copy.url)
                self._desk.moment("one copy retracted")
        except NeedsHuman as missing:
            self._move(entry, State.NEEDS_HUMAN, reason=str(missing), url=missing.link)
            self._fail(entry, str(missing))
            return True
        except Failure as failure:
            # Deleting what is deleted does no harm: whatever happened, it is simply done again.
            self._move(entry, State.APPROVED, reason=str(failure), not_before=_until(failure))
            return self._failed(entry, failure)
        self._move(entry, State.RETRACTED)
        return True

    def _move(self, entry: Entry, to: State, *, reason: str = "", **changes: object) -> Entry:
        return self._desk.ledger.move(entry, to, actor=self._desk.actor, reason=reason, **changes)

    def _fail(self, entry: Entry, sentence: str) -> None:
        self._outcomes.troubles[entry.key] = f"{self._name(entry)}：{sentence}"

    def _failed(self, entry: Entry, failure: Failure) -> bool:
        """Whether the next step of the channel may still be tried."""
        self._fail(entry, str(failure))
        if isinstance(failure, Parked | Blocked):
            self._outcomes.stopped.add(self._channel.name)
        return self._channel.name not in self._outcomes.stopped

    def _name(self, entry: Entry) -> str:
        return f"{self._channel.label}{entry.action.label}“{entry.title}”"


def _until(failure: Failure) -> datetime | None:
    return failure.until if isinstance(failure, Parked) else None


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M}"
