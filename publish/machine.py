"""The state machine: what may happen to an entry, and what becomes of it. Pure: no clock, no ledger, no platform.

Every move there is. A test reads this drawing and holds it against `MOVES`::

    planned      ─ approve ──▶ planned, approved            (the first of two persons; the last one)
    planned      ─ drop ─────▶ superseded, cancelled
    approved     ─ void ─────▶ planned                      (the post is no longer the one that was approved)
    approved     ─ stage ────▶ staged
    approved     ─ hold ─────▶ approved                     (a quota, a pause, a blocked account)
    approved     ─ refuse ───▶ rejected
    approved     ─ hand over ▶ needs_human
    approved     ─ doubt ────▶ in_doubt                     (the ledger was restored: it may have been sent)
    approved     ─ retract ──▶ retracting
    approved     ─ drop ─────▶ superseded, cancelled
    staged       ─ void ─────▶ planned
    staged       ─ hold ─────▶ staged
    staged       ─ doubt ────▶ in_doubt
    staged       ─ claim ────▶ sending                      (the only way to send)
    staged       ─ drop ─────▶ superseded, cancelled
    sending      ─ receive ──▶ accepted, confirmed
    sending      ─ hold ─────▶ staged                       (certainly not sent)
    sending      ─ refuse ───▶ rejected
    sending      ─ hand over ▶ needs_human
    sending      ─ doubt ────▶ in_doubt                     (no outcome, or a run that died)
    accepted     ─ look ─────▶ accepted
    accepted     ─ receive ──▶ accepted, confirmed
    accepted     ─ refuse ───▶ rejected
    accepted     ─ hand over ▶ needs_human
    in_doubt     ─ look ─────▶ in_doubt
    in_doubt     ─ receive ──▶ accepted, confirmed
    in_doubt     ─ miss ─────▶ approved, staged             (proved absent)
    in_doubt     ─ refuse ───▶ rejected
    in_doubt     ─ hand over ▶ needs_human
    needs_human  ─ settle ───▶ planned, confirmed, cancelled, retracted
    retracting   ─ take down ▶ retracted
    retracting   ─ hold ─────▶ approved                     (taking down twice is no error)
    retracting   ─ hand over ▶ needs_human

confirmed, rejected, superseded, cancelled and retracted are ends: a correction or a withdrawal is a new entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from publish.channels.protocol import Action, Outcome, Patience, Post, Receipt, Sighting, Staging, Verdict
from publish.entry import Entry, State
from publish.failures import Failure, InDoubt, NeedsHuman, Parked, Rejected


class Happening(StrEnum):
    """What can happen to an entry."""

    APPROVE = "approve"
    VOID = "void"
    STAGE = "stage"
    HOLD = "hold"
    CLAIM = "claim"
    RECEIVE = "receive"
    REFUSE = "refuse"
    HAND_OVER = "hand over"
    DOUBT = "doubt"
    LOOK = "look"
    MISS = "miss"
    RETRACT = "retract"
    TAKE_DOWN = "take down"
    DROP = "drop"
    SETTLE = "settle"


SENDS = 5
"""Of one entry, each proved absent; then something is wrong that no repetition mends."""


class Settled(StrEnum):
    """What a person found out about an entry."""

    PUBLISHED = "published"
    NOT_SENT = "not_sent"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


_DROPPED = frozenset({State.SUPERSEDED, State.CANCELLED})
_RECEIVED = frozenset({State.ACCEPTED, State.CONFIRMED})
_SETTLED = {
    Settled.PUBLISHED: State.CONFIRMED,
    Settled.NOT_SENT: State.PLANNED,
    Settled.CANCELLED: State.CANCELLED,
    Settled.RETRACTED: State.RETRACTED,
}

MOVES: Mapping[tuple[State, Happening], frozenset[State]] = {
    (State.PLANNED, Happening.APPROVE): frozenset({State.PLANNED, State.APPROVED}),
    (State.PLANNED, Happening.DROP): _DROPPED,
    (State.APPROVED, Happening.VOID): frozenset({State.PLANNED}),
    (State.APPROVED, Happening.STAGE): frozenset({State.STAGED}),
    (State.APPROVED, Happening.HOLD): frozenset({State.APPROVED}),
    (State.APPROVED, Happening.REFUSE): frozenset({State.REJECTED}),
    (State.APPROVED, Happening.HAND_OVER): frozenset({State.NEEDS_HUMAN}),
    (State.APPROVED, Happening.DOUBT): frozenset({State.IN_DOUBT}),
    (State.APPROVED, Happening.RETRACT): frozenset({State.RETRACTING}),
    (State.APPROVED, Happening.DROP): _DROPPED,
    (State.STAGED, Happening.VOID): frozenset({State.PLANNED}),
    (State.STAGED, Happening.HOLD): frozenset({State.STAGED}),
    (State.STAGED, Happening.DOUBT): frozenset({State.IN_DOUBT}),
    (State.STAGED, Happening.CLAIM): frozenset({State.SENDING}),
    (State.STAGED, Happening.DROP): _DROPPED,
    (State.SENDING, Happening.RECEIVE): _RECEIVED,
    (State.SENDING, Happening.HOLD): frozenset({State.STAGED}),
    (State.SENDING, Happening.REFUSE): frozenset({State.REJECTED}),
    (State.SENDING, Happening.HAND_OVER): frozenset({State.NEEDS_HUMAN}),
    (State.SENDING, Happening.DOUBT): frozenset({State.IN_DOUBT}),
    (State.ACCEPTED, Happening.LOOK): frozenset({State.ACCEPTED}),
    (State.ACCEPTED, Happening.RECEIVE): _RECEIVED,
    (State.ACCEPTED, Happening.REFUSE): frozenset({State.REJECTED}),
    (State.ACCEPTED, Happening.HAND_OVER): frozenset({State.NEEDS_HUMAN}),
    (State.IN_DOUBT, Happening.LOOK): frozenset({State.IN_DOUBT}),
    (State.IN_DOUBT, Happening.RECEIVE): _RECEIVED,
    (State.IN_DOUBT, Happening.MISS): frozenset({State.APPROVED, State.STAGED}),
    (State.IN_DOUBT, Happening.REFUSE): frozenset({State.REJECTED}),
    (State.IN_DOUBT, Happening.HAND_OVER): frozenset({State.NEEDS_HUMAN}),
    (State.NEEDS_HUMAN, Happening.SETTLE): frozenset(_SETTLED.values()),
    (State.RETRACTING, Happening.TAKE_DOWN): frozenset({State.RETRACTED}),
    (State.RETRACTING, Happening.HOLD): frozenset({State.APPROVED}),
    (State.RETRACTING, Happening.HAND_OVER): frozenset({State.NEEDS_HUMAN}),
}
"""Where each happening can lead, by the state it meets."""

TRANSITIONS: Mapping[State, frozenset[State]] = {
    state: frozenset(to for (origin, _), targets in MOVES.items() if origin is state for to in targets) for state in State
}
"""Where each state can lead."""


def approve(entry: Entry, post: Post, by: str, *, persons: int, at: datetime, hold: timedelta = timedelta(0)) -> Entry:
    """`by` says yes to this very post. With `persons` 2 the first yes only waits for the second; ValueError if they are one.

    The entry may be sent once `hold` has passed since the last yes.
    """
    first = entry.approved_by if entry.digest == post.digest else ""
    if persons < 2 or first:
        if persons >= 2 and first == by:
            raise ValueError(f"“{entry.title}”已由{by}批准，须另一人复核")
        names = {"approved_by": first, "seconded_by": by} if persons >= 2 else {"approved_by": by}
        until = at + hold if hold else None
        return _moved(entry, Happening.APPROVE, State.APPROVED, at, hold_until=until, **names, **_bound_to(post))
    return _moved(
        entry, Happening.APPROVE, State.PLANNED, at, reason="等待第二人复核", approved_by=by, seconded_by="", **_bound_to(post)
    )


def void(entry: Entry, at: datetime) -> Entry:
    """The post is no longer the one that was approved."""
    return _moved(
        entry, Happening.VOID, State.PLANNED, at, reason="内容在批准后有变化，须重新批准", not_before=None, **_UNAPPROVED
    )


def stage(entry: Entry, staging: Staging, at: datetime) -> Entry:
    """The harmless steps are done."""
    return _moved(entry, Happening.STAGE, State.STAGED, at, staging=staging.fields, not_before=None)


def claim(entry: Entry, at: datetime) -> Entry:
    """The intent: from here on the request may leave."""
    return _moved(
        entry,
        Happening.CLAIM,
        State.SENDING,
        at,
        sent_at=at,
        first_sent_at=entry.first_sent_at or at,
        sends=entry.sends + 1,
        looks=0,
        absences=0,
        looked_at=None,
        remote_id="",
        not_before=None,
    )


def receive(entry: Entry, receipt: Receipt, at: datetime) -> Entry:
    """The platform's word that it has taken the post, or shows it."""
    to = State.CONFIRMED if receipt.outcome is Outcome.CONFIRMED else State.ACCEPTED
    evidence = receipt.evidence or entry.evidence
    return _moved(entry, Happening.RECEIVE, to, at, remote_id=receipt.remote_id, url=receipt.url, evidence=evidence)


def fail(entry: Entry, failure: Failure, at: datetime) -> Entry:
    """Staging, sending or retracting did not succeed. What is not certain of a send is a doubt."""
    reason = str(failure)
    if entry.state is State.SENDING and isinstance(failure, InDoubt):
        return doubt(entry, reason, at, until=failure.until)
    if entry.doubted and isinstance(failure, Parked) and failure.maybe_ours:
        return _moved(entry, Happening.HAND_OVER, State.NEEDS_HUMAN, at, reason=f"{reason}；可能正是先前没有回音的那一次，请核对")
    if isinstance(failure, NeedsHuman):
        return _moved(entry, Happening.HAND_OVER, State.NEEDS_HUMAN, at, reason=reason, url=failure.link or entry.url)
    if isinstance(failure, Rejected) and entry.state is not State.RETRACTING:
        return refuse(entry, reason, at)
    return hold(entry, reason, at, failure.until if isinstance(failure, Parked) else None)


def hold(entry: Entry, reason: str, at: datetime, until: datetime | None = None) -> Entry:
    """Certainly nothing has happened; the step may be taken again, not before `until`."""
    to = {State.SENDING: State.STAGED, State.RETRACTING: State.APPROVED}.get(entry.state, entry.state)
    return _moved(entry, Happening.HOLD, to, at, reason=reason, not_before=until)


def refuse(entry: Entry, reason: str, at: datetime) -> Entry:
    """The platform will never take this one."""
    return _moved(entry, Happening.REFUSE, State.REJECTED, at, reason=reason)


def doubt(entry: Entry, reason: str, at: datetime, since: datetime | None = None, *, until: datetime | None = None) -> Entry:
    """It may be public. `since`: the earliest moment at which it can have been sent, where no send of ours tells.

    If it is not, it may be sent again at `until`.
    """
    sent = entry.sent_at if since is None else since
    anew = {"looks": 0, "absences": 0, "looked_at": None, "not_before": until}
    return _moved(entry, Happening.DOUBT, State.IN_DOUBT, at, reason=reason, doubted=True, doubted_at=at, sent_at=sent, **anew)


def look(entry: Entry, sighting: Sighting, patience: Patience, at: datetime) -> Entry:
    """One look, and what follows from it: found, proved absent, given up, or nothing yet.

    A post counts as absent only after enough looks, long enough after the send: a request may still be under way when
    its sender has died. What cannot be told in time is a person's, and so is what `SENDS` sends have not brought there.
    """
    if sighting.receipt is not None:
        return receive(entry, sighting.receipt, at)
    looks, absences = entry.looks + 1, entry.absences + (sighting.verdict is Verdict.ABSENT)
    in_doubt = entry.state is State.IN_DOUBT
    if in_doubt and absences >= patience.looks and at - (entry.sent_at or at) >= patience.absent_after:
        if entry.sends >= SENDS:
            reason = f"{sighting.reason}；已发过 {entry.sends} 次，都没有发出：请人工核对后登记结果"
            return _moved(entry, Happening.HAND_OVER, State.NEEDS_HUMAN, at, reason=reason)
        to = State.STAGED if entry.sends else State.APPROVED
        return _moved(entry, Happening.MISS, to, at, reason=f"{sighting.reason}：确未发出，可以再发", absent_at=at)
    begun = (entry.doubted_at if in_doubt else entry.sent_at) or at
    hopeless = in_doubt and sighting.verdict is Verdict.HIDDEN and looks >= patience.looks
    if hopeless or at - begun >= patience.give_up:
        return _moved(entry, Happening.HAND_OVER, State.NEEDS_HUMAN, at, reason=f"{sighting.reason}；请人工核对后登记结果")
    seen = {"looks": looks, "absences": absences, "looked_at": at}
    return _moved(entry, Happening.LOOK, entry.state, at, reason=sighting.reason, **seen)


def retract(entry: Entry, at: datetime) -> Entry:
    """The copies are about to be taken down."""
    return _moved(entry, Happening.RETRACT, State.RETRACTING, at)


def take_down(entry: Entry, at: datetime) -> Entry:
    """No copy is left."""
    return _moved(entry, Happening.TAKE_DOWN, State.RETRACTED, at)


def drop(entry: Entry, to: State, reason: str, at: datetime) -> Entry:
    """It will not be sent any more: `superseded` or `cancelled`."""
    return _moved(entry, Happening.DROP, to, at, reason=reason)


def settle(entry: Entry, outcome: Settled, by: str, at: datetime, *, url: str = "", reason: str = "") -> Entry:
    """What a person found out. ValueError, in 中文, where that cannot be."""
    to = _SETTLED[outcome]
    wrong_kind = (outcome is Settled.RETRACTED) != (entry.action is Action.RETRACT) and to is not State.CANCELLED
    if entry.state is not State.NEEDS_HUMAN or wrong_kind:
        raise ValueError(f"“{entry.title}”现在是“{entry.state.label}”，不能登记为这个结果")
    if outcome is Settled.PUBLISHED and not url.startswith("https://"):
        raise ValueError("登记为已发布须写明公开网址（https://）")
    anew = {**_UNAPPROVED, "first_sent_at": None} if to is State.PLANNED else {}
    return _moved(entry, Happening.SETTLE, to, at, reason=reason or f"{by}登记", url=url or entry.url, **anew)


_UNAPPROVED: Mapping[str, object] = {"digest": "", "approved_by": "", "seconded_by": "", "hold_until": None, "staging": {}}


def _bound_to(post: Post) -> Mapping[str, str]:
    return {"digest": post.digest, "text": post.text, "link": post.link}


def _moved(entry: Entry, happening: Happening, to: State, at: datetime, *, reason: str = "", **changes: object) -> Entry:
    """The entry after the happening. ValueError for a move that is not drawn: a fault of ours, never of the platform's."""
    if to not in MOVES.get((entry.state, happening), frozenset()):
        raise ValueError(f"no move from {entry.state} by {happening} to {to}")
    return replace(entry, state=to, at=at, reason=reason, **changes)  # type: ignore[arg-type]
