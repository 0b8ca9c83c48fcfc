"""Reconcile: what is in doubt, or only accepted, is settled by looking. Nothing here ever sends.

A post that is not seen counts as not sent only after the channel's patience: enough looks, far enough apart, long
enough after the send. Until then it stays in doubt, and when even that does not help, a person is asked. What the inbox
tells of is looked at without waiting.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from publish import machine
from publish.channels.protocol import Action, Attempt, Channel
from publish.desk import Desk
from publish.entry import Entry, State
from publish.failures import Failure, NeedsHuman, Rejected

UNSETTLED = frozenset({State.ACCEPTED, State.IN_DOUBT})
_SLOWEST = timedelta(hours=1)


def recover(desk: Desk) -> None:
    """Take up what an earlier run left behind: its sends are in doubt, its retractions are begun again.

    Only with the lock held, or the account leased: then nobody else can still be sending.
    """
    now = desk.clock.now()
    for entry in desk.ledger.entries():
        if desk.ledger.shared and desk.channel(entry) is None:
            continue
        if entry.state is State.SENDING:
            desk.record(entry, machine.doubt(entry, "上次运行在发送时中断", now))
        elif entry.state is State.RETRACTING:
            desk.record(entry, machine.hold(entry, "上次运行在撤回时中断", now))


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
        desk.progress("查看结果", 0, len(waiting))
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
        first_at=entry.first_sent_at,
        sends=entry.sends,
        known=known,
    )
    now = desk.clock.now()
    try:
        after = machine.look(entry, channel.look(entry.sought, attempt, desk.materials(channel)), channel.patience, now)
    except (Rejected, NeedsHuman) as decided:
        after = machine.fail(entry, decided, now)
    return desk.record(entry, after)


def _unsettled(desk: Desk) -> list[tuple[datetime, Entry, Channel]]:
    now = desk.clock.now()
    return [
        (now if desk.told(channel, entry.remote_id) else next_look(entry, channel, now), entry, channel)
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
                channel.retract(copy.remote_id, copy.url, desk.materials(channel))
        except Failure:
            continue
        gone = machine.settle(entry, machine.Settled.RETRACTED, desk.actor, desk.clock.now(), reason="平台上已看不到")
        desk.record(entry, gone)
