"""Reconcile: what is in doubt, or only accepted, is settled by looking. Nothing here ever sends.

A post that is not seen counts as not sent only after the channel's patience: enough looks, far enough apart, long
enough after the send. Until then it stays in doubt, and when even that does not help, a person is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from publish.channels.protocol import Action, Attempt, Channel, Outcome, Sighting, Verdict
from publish.desk import Desk
from publish.entry import Entry, State
from publish.failures import Failure, NeedsHuman, Rejected

UNSETTLED = frozenset({State.ACCEPTED, State.IN_DOUBT})
_SLOWEST = timedelta(hours=1)


def recover(desk: Desk) -> None:
    """Take up what an earlier run left behind: its sends are in doubt, its retractions are begun again.

    Only with the lock held: then nobody else can still be sending.
    """
    for entry in desk.ledger.entries():
        if entry.state is State.SENDING:
            desk.ledger.move(entry, State.IN_DOUBT, actor=desk.actor, reason="上次运行在发送时中断", doubted=True)
        elif entry.state is State.RETRACTING:
            desk.ledger.move(entry, State.APPROVED, actor=desk.actor, reason="上次运行在撤回时中断")


def settle(desk: Desk, until: datetime) -> None:
    """Look at everything unsettled, each when its look is due, sleeping in between, until `until`."""
    _retractions_by_hand(desk)
    while waiting := _unsettled(desk):
        moment, entry, channel = min(waiting, key=lambda item: item[0])
        now = desk.clock.now()
        if moment > now:
            if moment > until:
                return
            desk.wait(moment - now)
        look(desk, entry, channel)
        desk.moment("looked")


def next_look(entry: Entry, channel: Channel, now: datetime) -> datetime:
    """When the next look is due."""
    patience = channel.patience
    sent = min(entry.sent_at or now, now)
    since = min(entry.looked_at or sent, now)
    if entry.state is State.ACCEPTED:
        return since + patience.polls[min(entry.looks, len(patience.polls) - 1)]
    if entry.looks == 0:
        return sent + patience.first_look
    slower: timedelta = patience.between * 2 ** min(max(0, entry.looks - patience.looks), 16)
    return since + min(slower, max(patience.between, _SLOWEST))


def look(desk: Desk, entry: Entry, channel: Channel) -> Entry:
    """One look, and what follows from it."""
    known = frozenset(
        other.remote_id
        for other in desk.ledger.entries()
        if other.account_key == entry.account_key and other.key != entry.key and other.remote_id
    )
    attempt = Attempt(
        started_at=entry.sent_at or entry.at,
        staging=entry.staged,
        remote_id=entry.remote_id if entry.state is State.ACCEPTED else "",
        known=known,
    )
    try:
        sighting = channel.look(entry.sought, attempt)
    except Rejected as refusal:
        return desk.ledger.move(entry, State.REJECTED, actor=desk.actor, reason=str(refusal))
    except NeedsHuman as missing:
        return desk.ledger.move(entry, State.NEEDS_HUMAN, actor=desk.actor, reason=str(missing), url=missing.link or entry.url)
    return _conclude(desk, entry, channel, sighting)


def _conclude(desk: Desk, entry: Entry, channel: Channel, sighting: Sighting) -> Entry:
    now = desk.clock.now()
    if sighting.receipt is not None:
        receipt = sighting.receipt
        to = State.CONFIRMED if receipt.outcome is Outcome.CONFIRMED else State.ACCEPTED
        return desk.ledger.move(entry, to, actor=desk.actor, remote_id=receipt.remote_id, url=receipt.url)
    patience = channel.patience
    looks, absences = entry.looks + 1, entry.absences + (sighting.verdict is Verdict.ABSENT)
    elapsed = now - (entry.sent_at or now)
    reason = sighting.reason
    if entry.state is State.IN_DOUBT and absences >= patience.looks and elapsed >= patience.absent_after:
        return desk.ledger.move(entry, State.STAGED, actor=desk.actor, reason=f"{reason}：确未发出，可以再发")
    if elapsed >= patience.give_up:
        return desk.ledger.move(entry, State.NEEDS_HUMAN, actor=desk.actor, reason=f"{reason}；请人工核对后登记结果")
    return desk.ledger.move(entry, entry.state, actor=desk.actor, reason=reason, looks=looks, absences=absences, looked_at=now)


def _unsettled(desk: Desk) -> list[tuple[datetime, Entry, Channel]]:
    now = desk.clock.now()
    return [
        (next_look(entry, channel, now), entry, channel)
        for entry in desk.ledger.entries()
        if entry.state in UNSETTLED and (channel := desk.channel(entry))
    ]


def _retractions_by_hand(desk: Desk) -> None:
    """See whether a person has meanwhile deleted what no interface can."""
    entries = desk.ledger.entries()
    for entry in entries:
        channel = desk.channel(entry)
        if entry.action is not Action.RETRACT or entry.state is not State.NEEDS_HUMAN or channel is None:
            continue
        copies = [
            other
            for other in entries
            if (other.document, *other.account_key) == (entry.document, *entry.account_key) and other.state is State.CONFIRMED
        ]
        if not all(copy.remote_id for copy in copies):
            continue
        try:
            for copy in copies:
                channel.retract(copy.remote_id, copy.url)
        except Failure:
            continue
        desk.ledger.move(entry, State.RETRACTED, actor=desk.actor, reason="平台上已看不到")
