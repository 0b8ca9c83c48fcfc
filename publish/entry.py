"""Entry: one thing to do to the public, the state it stands in, and all the ledger keeps of it.

What may happen to an entry, and what becomes of it, is drawn in `publish.machine`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from publish.channels.protocol import Action, Heading, Post, Staging, entry_key


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
    seconded_by: str = ""
    """The second person, where the policy asks for two."""
    text: str = ""
    """The approved post's words, by which a look finds it after the document has changed."""
    link: str = ""
    """The approved post's address, with the mark of this entry where the channel carries one."""
    covers: Mapping[str, str] = field(default_factory=dict)
    """Of a digest: the documents it announces, each with its revision."""
    staging: Mapping[str, str] = field(default_factory=dict)
    remote_id: str = ""
    url: str = ""
    evidence: str = ""
    """What the platform answered, as one line of JSON without secrets."""
    reason: str = ""
    """Why the entry stands where it stands, in words."""
    sent_at: datetime | None = None
    """When the last send began."""
    first_sent_at: datetime | None = None
    """When the first one did."""
    hold_until: datetime | None = None
    """The policy keeps an approved entry back until then."""
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
    doubted_at: datetime | None = None
    """When the last doubt began."""
    absent_at: datetime | None = None
    """When the platform was last proved not to show it."""

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
    def heading(self) -> Heading:
        """Of a digest: what stands over it."""
        return Heading(key=self.key, document=self.document, title=self.title)

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
        """The entry that `line` wrote, or an older programme, which knew fewer attributes. ValueError, KeyError or TypeError
        for anything else.
        """
        row = json.loads(line)
        moments = {name: datetime.fromisoformat(row[name]) if row.get(name) else None for name in _TIMES}
        return cls(**(row | moments | {"action": Action(row["action"]), "state": State(row["state"])}))


_TIMES = tuple(f.name for f in fields(Entry) if "datetime" in str(f.type))
