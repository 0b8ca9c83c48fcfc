"""Announce: carry a plan out. One failure never stops the rest; a blocked account stops only its own channel.

The order of each send is what keeps the promise of at most one copy: the claim and the intent are committed, then the
request leaves, then its outcome is committed. A run that dies in between leaves an entry in `sending`, which the next
run finds in doubt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.catalog.dates import BEIJING
from plugins.catalog.manifest import ManifestError
from plugins.catalog.terms import ChannelName
from publish import approve, machine
from publish.channels.protocol import Action, Channel, Post, Receipt
from publish.draft import Step
from publish.entry import OPEN, UNSENT, Entry, State
from publish.failures import Blocked, Claimed, Failure, Halted, InDoubt, LedgerError, NeedsHuman, Parked, Rejected
from publish.preflight import check_clock
from publish.recovery import unproven_since

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from publish.desk import Desk
    from publish.ledger import Ledger
    from publish.plan import Plan


@dataclass(slots=True)
class Outcomes:
    """What a run has to say besides the ledger's rows."""

    notes: list[str] = field(default_factory=list)
    """To know, not to mend: what waits for approval, a token that ends soon."""
    troubles: dict[str, str] = field(default_factory=dict)
    """What went wrong with an entry last, by the entry's key."""
    stopped: set[str] = field(default_factory=set)
    """Channels whose account is blocked or out of quota: left alone for the rest of the run."""
    events: int = 0
    """How many the ledger had before the run."""
    old: frozenset[str] = frozenset()
    """Keys of what had been refused by then; it was said then."""

    @classmethod
    def begun(cls, ledger: Ledger) -> Outcomes:
        """Those of a run that begins now."""
        refused = frozenset(entry.key for entry in ledger.entries() if entry.state is State.REJECTED)
        return cls(events=ledger.events(), old=refused)

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
            elif entry.state in OPEN or (entry.state is State.REJECTED and entry.key not in self.old and entry.key not in said):
                label = ChannelName[entry.channel.upper()].label
                said[entry.key] = f"{label}{entry.action.label}“{entry.title}”：{entry.state.label}；{entry.reason}"
        return tuple(dict.fromkeys(said.values()))


_WELL = frozenset({State.ACCEPTED, State.CONFIRMED, State.RETRACTED, State.SUPERSEDED, State.CANCELLED})


def enter(desk: Desk, plan: Plan) -> None:
    """Write the plan into the ledger: new entries, those that will not be sent any more, accounts that begin today."""
    for channel in desk.channels.values():
        if desk.first_run(channel):
            desk.open_account(channel, desk.clock.now(), desk.actor)
    for dropped in plan.dropped:
        desk.record(dropped.entry, machine.drop(dropped.entry, dropped.to, dropped.reason, desk.clock.now()))
    desk.ledger.add((step.entry for step in plan.steps), desk.actor)
    desk.moment("planned")


def announce(desk: Desk, plan: Plan, outcomes: Outcomes, until: datetime) -> None:
    """Send what is approved, in the plan's order; sleeps for a channel's pace no longer than `until`."""
    held: set[str] = set()
    for number, step in enumerate(plan.steps, 1):
        desk.progress("推送", number, len(plan.steps))
        channel = desk.channel(step.entry)
        entry = desk.ledger.entry(step.entry.key)
        if channel is None or entry is None or channel.name in outcomes.stopped:
            continue
        if channel.name in held and entry.action is not Action.RETRACT:
            continue
        try:
            goes_on = _Courier(desk, channel, outcomes, until).carry(Step(entry=entry, releases=step.releases))
        except Halted as halted:
            outcomes.note(str(halted))
            return
        if not goes_on:
            held.add(channel.name)


class _Courier:
    """Carries steps on one channel."""

    def __init__(self, desk: Desk, channel: Channel, outcomes: Outcomes, until: datetime) -> None:
        self._desk = desk
        self._channel = channel
        self._outcomes = outcomes
        self._until = until

    def carry(self, step: Step) -> bool:
        """Take one step as far as it goes; False where no other post may follow it on this channel for now."""
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
        if entry is None or not self._is_time(entry) or not self._is_served(entry, step):
            return True
        now = self._desk.clock.now()
        if entry.not_before and entry.not_before > now:
            self._fail(entry, f"{entry.reason}，{_when(entry.not_before)} 之后再试")
            self._outcomes.stopped.add(self._channel.name)
            return False
        if entry.action is Action.RETRACT:
            return self._retract(entry)
        published = step.release.record.published_at or now
        if since := unproven_since(self._desk.ledger, entry, published):
            self._desk.record(entry, machine.doubt(entry, "账本是恢复的，可能已经发过：先查看", now, since=since))
            return True
        limit = self._channel.patience.repeat_within
        if limit and entry.doubted and entry.first_sent_at and now - entry.first_sent_at > limit:
            self._desk.record(entry, machine.doubt(entry, "平台认得出重复的时间已过：先查看", now, since=entry.first_sent_at))
            return True
        return self._send_staged(entry, post)

    def _approved(self, step: Step, post: Post) -> Entry | None:
        entry = step.entry
        if entry.state is not State.PLANNED and not approve.is_approved(entry, post):
            entry = approve.void(self._desk, entry)
        if entry.state is not State.PLANNED:
            return entry
        if self._channel.sandbox and entry.action in (Action.PUBLISH, Action.DIGEST):
            fresh = Step(entry=entry, releases=step.releases)
            entry = approve.approve(self._desk, fresh, self._channel, approve.SANDBOX)
            self._desk.moment("approved")
            return entry
        self._outcomes.note(f"{self._name(entry)}：{'等待第二人复核' if entry.approved_by else '等待批准'}")
        return None

    def _is_time(self, entry: Entry) -> bool:
        """Whether the policy lets it go now; a retraction never waits."""
        now = self._desk.clock.now()
        if entry.action is Action.RETRACT:
            return True
        if entry.hold_until and entry.hold_until > now:
            self._outcomes.note(f"{self._name(entry)}：批准后的等待期到 {_when(entry.hold_until)}")
            return False
        if (free := self._desk.policy.free_at(now)) > now:
            self._outcomes.note(f"现在不推送（静默时段或停发日），{_when(free)} 之后再发")
            return False
        return True

    def _is_served(self, entry: Entry, step: Step) -> bool:
        """Whether readers find what is announced; what is taken back needs no page."""
        lacks = "" if entry.action is Action.RETRACT else self._desk.served.lacks(step.releases)
        if lacks:
            self._outcomes.note(f"{self._name(entry)}：{lacks}")
        return not lacks

    def _send_staged(self, entry: Entry, post: Post) -> bool:
        materials = self._desk.materials(self._channel)
        if entry.state is State.APPROVED:
            try:
                staging = self._channel.stage(post, materials)
            except Failure as failure:
                return self._failed(entry, failure)
            for sentence in staging.notes:
                self._outcomes.note(sentence)
            self._desk.moment("staged, not committed")
            entry = self._desk.record(entry, machine.stage(entry, staging, self._desk.clock.now()))
            self._desk.moment("staged")
        if not self._may_send(entry):
            return False
        now = self._desk.clock.now()
        check_clock(self._desk.ledger, now)
        entry = self._desk.record(entry, machine.claim(entry, now))
        self._desk.moment("intent committed")
        try:
            receipt = self._channel.send(post, entry.staged, materials)
        except Failure as failure:
            return self._failed(entry, failure)
        except LedgerError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke, the request may have left
            return self._failed(entry, InDoubt(f"内部错误（{type(error).__name__}）"))
        self._desk.moment("sent, not committed")
        self._receive(entry, receipt)
        self._desk.moment("receipt committed")
        return True

    def _receive(self, entry: Entry, receipt: Receipt) -> None:
        try:
            self._desk.record(entry, machine.receive(entry, receipt, self._desk.clock.now()))
        except LedgerError as error:
            proof = json.dumps({"key": entry.key, "remote_id": receipt.remote_id, "url": receipt.url}, ensure_ascii=False)
            raise LedgerError(f"{error}。{self._name(entry)}已经发出，请记下这一行，下次运行会核对：\n{proof}") from error

    def _may_send(self, entry: Entry) -> bool:
        """Whether the account is free: nothing in doubt that a new post would hide, its day not full, its pace kept."""
        mine = [other for other in self._desk.ledger.entries() if other.account_key == entry.account_key]
        hidden = [
            other for other in mine if other.state is State.IN_DOUBT or (other.state is State.ACCEPTED and not other.remote_id)
        ]
        if self._channel.doubt_blocks and hidden:
            self._fail(entry, f"先前的“{hidden[0].title}”结果还不明，先不发新的，以免看不到它")
            return False
        now = self._desk.clock.now()
        sent = [other.sent_at for other in mine if other.sends and other.sent_at and other.state not in UNSENT]
        today = [moment for moment in sent if _day(moment) == _day(now)]
        if self._desk.policy.per_day and len(today) >= self._desk.policy.per_day:
            self._outcomes.note(f"{self._channel.label}：今天已发 {len(today)} 条，其余的明天再发")
            return False
        free = min(max(sent), now) + self._channel.patience.pace if sent else now
        if free > max(self._until, now):
            self._outcomes.note(f"{self._channel.label}：为免发得太密，其余的下次再发")
            return False
        self._desk.wait(free - now)
        return True

    def _retract(self, entry: Entry) -> bool:
        copies = approve.targets(self._desk, entry)
        entry = self._desk.record(entry, machine.retract(entry, self._desk.clock.now()))
        self._desk.moment("retraction begun")
        materials = self._desk.materials(self._channel)
        try:
            for copy in copies:
                if not copy.remote_id:
                    raise NeedsHuman(f"这一条是人工登记的，请人工删除：{copy.url}", copy.url)
                self._channel.retract(copy.remote_id, copy.url, materials)
                self._desk.moment("one copy retracted")
        except Failure as failure:
            return self._failed(entry, failure)
        self._desk.record(entry, machine.take_down(entry, self._desk.clock.now()))
        return True

    def _fail(self, entry: Entry, sentence: str) -> None:
        self._outcomes.troubles[entry.key] = f"{self._name(entry)}：{sentence}"

    def _failed(self, entry: Entry, failure: Failure) -> bool:
        """Record a failure; whether another post of the channel may still be tried."""
        after = self._desk.record(entry, machine.fail(entry, failure, self._desk.clock.now()))
        if isinstance(failure, Parked | Blocked) or (isinstance(failure, InDoubt) and failure.until):
            self._outcomes.stopped.add(self._channel.name)
        self._fail(entry, str(failure))
        if after.state is State.IN_DOUBT:
            self._desk.moment("doubt committed")
        return self._channel.name not in self._outcomes.stopped

    def _name(self, entry: Entry) -> str:
        return f"{self._channel.label}{entry.action.label}“{entry.title}”"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"
