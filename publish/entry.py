"""Entry: one thing to do to the public, and the states it passes through.

::

    planned → approved → staged → sending → accepted → confirmed
       ↑________|__________|         │ ├──→ rejected, needs_human
     approval void (post changed)    │ └──→ staged          (certainly not sent)
                                     └────→ in_doubt ──look──→ accepted, confirmed | staged (absent) | needs_human
    approved → retracting → retracted | needs_human          (entries whose action is retract)
    before sending: → superseded (newer revision), cancelled (withdrawn, or a person's word)

Every state without an arrow out of it is an end: what comes after is a new entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from publish.channels.protocol import Action, Post, Staging, entry_key


class State(StrEnum):
    """Where an entry stands."""

    PLANNED = "planned"
    APPROVED = "approved"
    STAGED = "staged"
    SENDING = "sending"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    IN_DOUBT = "in_doubt"
    REJECTED = "rejected"
    NEEDS_HUMAN = "needs_human"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    RETRACTING = "retracting"
    RETRACTED = "retracted"

    @property
    def label(self) -> str:
        """The word an operator reads."""
        return _LABELS[self]


_LABELS = {
    State.PLANNED: "待批准",
    State.APPROVED: "已批准",
    State.STAGED: "已备好",
    State.SENDING: "发送中",
    State.ACCEPTED: "平台已受理",
    State.CONFIRMED: "已发布",
    State.IN_DOUBT: "结果不明",
    State.REJECTED: "被拒绝",
    State.NEEDS_HUMAN: "待人工处理",
    State.SUPERSEDED: "已被新版本取代",
    State.CANCELLED: "已取消",
    State.RETRACTING: "撤回中",
    State.RETRACTED: "已撤回",
}

UNSENT = frozenset({State.PLANNED, State.APPROVED, State.STAGED})
"""Nothing has left the house."""
OPEN = frozenset({State.SENDING, State.ACCEPTED, State.IN_DOUBT, State.NEEDS_HUMAN, State.RETRACTING})
"""Something may have left the house and its end is not known."""

_LEAVING = frozenset({State.SUPERSEDED, State.CANCELLED, State.NEEDS_HUMAN, State.REJECTED})

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.APPROVED}) | _LEAVING,
    State.APPROVED: frozenset({State.PLANNED, State.APPROVED, State.STAGED, State.RETRACTING}) | _LEAVING,
    State.STAGED: frozenset({State.PLANNED, State.STAGED, State.SENDING}) | _LEAVING,
    State.SENDING: frozenset({State.STAGED, State.ACCEPTED, State.CONFIRMED, State.IN_DOUBT, State.REJECTED, State.NEEDS_HUMAN}),
    State.ACCEPTED: frozenset({State.ACCEPTED, State.CONFIRMED, State.REJECTED, State.NEEDS_HUMAN}),
    State.IN_DOUBT: frozenset({State.IN_DOUBT, State.STAGED, State.ACCEPTED, State.CONFIRMED, State.REJECTED, State.NEEDS_HUMAN}),
    State.NEEDS_HUMAN: frozenset({State.PLANNED, State.CONFIRMED, State.CANCELLED, State.RETRACTED}),
    State.RETRACTING: frozenset({State.APPROVED, State.RETRACTED, State.NEEDS_HUMAN}),
    State.CONFIRMED: frozenset(),
    State.REJECTED: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.CANCELLED: frozenset(),
    State.RETRACTED: frozenset(),
}
"""Every move there is. A state that names itself notes a look that settled nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger. (document, revision, channel, account, action) is its key; times are aware."""

    document: str
    """索引号"""
    revision: str
    channel: str
    account: str
    action: Action
    title: str
    page: str
    """The document's address."""
    state: State = State.PLANNED
    at: datetime
    """When the state was reached."""
    digest: str = ""
    """The post that was approved."""
    approved_by: str = ""
    text: str = ""
    """The approved post's words, by which a look finds it after the document has changed."""
    link: str = ""
    """The approved post's address, with the mark of this entry where the channel carries one."""
    staging: Mapping[str, str] = field(default_factory=dict)
    remote_id: str = ""
    url: str = ""
    reason: str = ""
    """Why the entry stands where it stands, in words."""
    sent_at: datetime | None = None
    """When the last send began."""
    not_before: datetime | None = None
    """A quota or a pause holds it until then."""
    sends: int = 0
    looks: int = 0
    """Looks since the last send."""
    absences: int = 0
    """How many of them saw that the post is not there."""
    looked_at: datetime | None = None
    doubted: bool = False
    """Whether it was ever in doubt."""

    @property
    def key(self) -> str:
        """The name of the thing to do, 64 hex digits."""
        return entry_key(self.document, self.revision, self.channel, self.account, self.action)

    @property
    def staged(self) -> Staging:
        """What was prepared on the platform."""
        return Staging(fields=self.staging)

    @property
    def account_key(self) -> tuple[str, str]:
        """Channel and account."""
        return self.channel, self.account

    @property
    def sought(self) -> Post:
        """The post as far as a look needs it."""
        return Post(title=self.title, text=self.text, html="", author="", link=self.link)

    def line(self) -> str:
        """The entry as one line of canonical JSON: what the ledger stores, chains and exports."""
        row = asdict(self)
        for name in _TIMES:
            moment = row[name]
            row[name] = moment.isoformat() if moment else None
        return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Entry:
        """The entry that `line` wrote; ValueError, KeyError or TypeError for anything else."""
        row = json.loads(line)
        moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _TIMES}
        return cls(**(row | moments | {"action": Action(row["action"]), "state": State(row["state"])}))


_TIMES = tuple(f.name for f in fields(Entry) if "datetime" in str(f.type))
