"""What a channel is: five verbs, and the nouns that pass between them.

::

    compose ──▶ Post ──▶ stage ──▶ Staging ──▶ send ──▶ Receipt
                                                 │ outcome unknown
                                                 ▼
                                               look ──▶ Sighting (found | absent | unknown | hidden)
    Receipt ──▶ retract

The ledger commits between any two. Only `send` and `retract` change what the public sees. The verbs raise what
`publish.failures` draws; compose raises `Rejected` alone, look lets nothing escape but `Rejected` and `NeedsHuman`
(the platform has decided) and answers `unknown` where it could not see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from plugins.catalog.manifest import Asset, Release
from plugins.catalog.site import Site
from publish.deliveries import Deliveries
from publish.inbox import Tiding
from publish.probe import Probe


class Action(StrEnum):
    """What an entry of the ledger does to the public."""

    PUBLISH = "publish"
    CORRECT = "correct"
    RETRACT = "retract"
    DIGEST = "digest"
    """One post for many documents, where so many at once would be a flood."""

    @property
    def label(self) -> str:
        """The word an operator reads."""
        return {Action.PUBLISH: "发布", Action.CORRECT: "更正", Action.RETRACT: "撤回", Action.DIGEST: "汇总"}[self]


def entry_key(document: str, revision: str, channel: str, account: str, action: Action) -> str:
    """The name of one thing to do, 64 hex digits; the same thing always has the same name."""
    return sha256("\n".join((document, revision, channel, account, action.value)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a post: where it lies under output/ and the digest of its bytes."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is to be published, complete: this is what a person approves.

    In `html` a picture is named `asset:<digest>` until staging knows its address on the platform.
    """

    title: str
    text: str
    html: str
    author: str
    link: str
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    """What the channel could not carry, in words for the person who approves."""
    parts: tuple[Post, ...] = ()
    """Of an issue of several articles: the articles; the post itself is then their heading."""

    @property
    def digest(self) -> str:
        """What approval is bound to: every word and every picture's bytes, 64 hex digits."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands over a digest besides its documents."""

    key: str
    """The entry's."""
    document: str
    """What the entry has in place of an index number."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """What the harmless steps prepared on the platform; nothing of it is public."""

    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """Warnings for the operator, such as a token that ends soon."""


class Outcome(StrEnum):
    """Whether the platform has taken the post or already shows it."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's word: its own id of the post and where the public finds it."""

    outcome: Outcome
    remote_id: str = ""
    url: str = ""
    evidence: str = ""
    """What the platform answered, as one line of JSON without secrets."""


class Verdict(StrEnum):
    """What one look could tell."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    """The place where it would stand can no longer be seen, and waiting does not bring it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The result of one look; `receipt` where found, `reason` in words where not."""

    verdict: Verdict
    receipt: Receipt | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the ledger knows of a send whose outcome is sought."""

    started_at: datetime
    staging: Staging
    remote_id: str = ""
    """The id the platform gave when it accepted, or empty."""
    first_at: datetime | None = None
    """When it was first sent."""
    sends: int = 1
    """How often it was sent."""
    known: frozenset[str] = frozenset()
    """Remote ids that belong to other entries and are never this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a channel waits. A post counts as absent only after `looks` looks `between` apart, the last one at
    least `absent_after` the send: a request may still be under way when its sender has died.
    """

    first_look: timedelta
    """From the send to the first look."""
    between: timedelta
    """Between two looks of an entry in doubt."""
    looks: int
    absent_after: timedelta
    polls: tuple[timedelta, ...]
    """Pauses before the polls of an accepted post; the last one repeats."""
    give_up: timedelta
    """From the send to the moment a person is asked."""
    pace: timedelta
    """Between two sends on one account."""
    repeat_within: timedelta | None = None
    """From the first send on, how long the platform recognises a repetition, where only that makes an absence harmless."""


SANDBOX_PATIENCE = Patience(
    first_look=timedelta(0),
    between=timedelta(seconds=0.6),
    looks=3,
    absent_after=timedelta(seconds=1.5),
    polls=(timedelta(0), timedelta(seconds=0.2), timedelta(seconds=0.5), timedelta(seconds=1)),
    give_up=timedelta(hours=24),
    pace=timedelta(0),
)
"""A sandbox on this machine answers at once; what a dead sender left on the wire arrives within a second."""


class Materials(Protocol):
    """What a channel needs besides the post: the pictures' bytes, which of them the account holds, its calls of the day, what
    it was told, how far a mailing has come.
    """

    def picture(self, picture: Picture) -> bytes:
        """The bytes behind a picture, checked against its digest."""
        ...

    def upload(self, purpose: str, digest: str) -> str | None:
        """What the account answered to an earlier upload of these bytes."""
        ...

    def keep_upload(self, purpose: str, digest: str, answer: str) -> None:
        """Remember an upload for the next time."""
        ...

    def spend(self, name: str, day: str, most: int) -> bool:
        """Count one call of that name on that day before it is made; False where `most` have been made."""
        ...

    def told(self, task: str) -> Tiding | None:
        """What the platform has told by itself of a task it had accepted."""
        ...

    def deliveries(self, mark: str) -> Deliveries:
        """How far an issue of a mailing has come, person by person."""
        ...

    def halted(self) -> str:
        """By whom and why all sending is stopped, as a sentence; empty where it is not."""
        ...

    def restored(self) -> bool:
        """Whether the ledger is a copy, or an old one, that nobody has vouched for yet."""
        ...


class Channel(Protocol):
    """One account on one platform."""

    @property
    def name(self) -> str:
        """Machine word, as `ChannelName`."""
        ...

    @property
    def label(self) -> str:
        """The word an editor writes under 推送."""
        ...

    @property
    def account(self) -> str:
        """The platform's id of the account; a sandbox account never equals a real one."""
        ...

    @property
    def sandbox(self) -> bool:
        """Whether this is a stand-in on this machine: only then may approval be waived."""
        ...

    @property
    def patience(self) -> Patience:
        """How long to wait before each look."""
        ...

    @property
    def doubt_blocks(self) -> bool:
        """Whether a post in doubt must be settled before the account posts again, because new posts hide it."""
        ...

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """The post for a release: pure, and the preview. Raises Rejected where nothing can be made of it."""
        ...

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """One post for several releases, each with its article's HTML. Pure, as `compose`."""
        ...

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Everything that may be done twice without harm: token, uploads, draft."""
        ...

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """The one step the public sees; called once per claim."""
        ...

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """Whether the platform shows the post."""
        ...

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """Take a published post down; taking it down twice is no error. Raises NeedsHuman where no interface exists."""
        ...

    def probe(self) -> Iterable[Probe]:
        """Whether the account could send now: asks the platform, changes nothing. May raise what the verbs raise."""
        ...


def picture_of(asset: Asset) -> Picture:
    """The picture behind an asset of the manifest."""
    return Picture(path=asset.path, digest=asset.digest, size=asset.size)
