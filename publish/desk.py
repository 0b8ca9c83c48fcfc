"""The desk: what every step of a run needs at hand, put together once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from plugins.catalog.manifest import Asset, Release, read_article, read_asset
from plugins.catalog.site import Site
from publish.channels.protocol import Channel, Materials, Picture
from publish.deliveries import Deliveries
from publish.entry import Entry
from publish.inbox import Inbox, Tiding
from publish.ledger import RESTORED, Ledger
from publish.policy import Policy
from publish.served import Served
from publish.shelf import AccountShelf
from publish.subscribers import Subscribers

KEPT_ARTICLES = 8


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _unremarked(_moment: str) -> None:
    """What a run does at each of its moments outside tests: nothing."""


def _unseen(_step: str, _done: int, _total: int) -> None:
    """What a run tells of its progress where nobody looks on: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time (aware) and the waiting; tests bring their own."""

    now: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The open ledger, the inbox and the subscribers beside it, the channels that are set up, the site that was built."""

    ledger: Ledger
    inbox: Inbox
    subscribers: Subscribers
    channels: Mapping[str, Channel]
    output: Path
    site: Site
    clock: Clock = field(default_factory=Clock)
    moment: Callable[[str], None] = _unremarked
    """Told the name of every moment between two steps that last: where a test may kill the run."""
    actor: str = "publish"
    policy: Policy = field(default_factory=Policy)
    served: Served = field(default_factory=lambda: Served(""))
    progress: Callable[[str, int, int], None] = _unseen
    """Told a step in 中文, how many are done and how many there are."""
    articles: dict[str, str] = field(default_factory=dict, repr=False)
    """The texts read last, by page."""

    def channel(self, entry: Entry) -> Channel | None:
        """The entry's channel, if it is set up for the very account of the entry."""
        channel = self.channels.get(entry.channel)
        return channel if channel is not None and channel.account == entry.account else None

    def article(self, release: Release) -> str:
        """The text of a release as `read_article` gives it, read once for all channels that follow one another."""
        if release.page not in self.articles:
            while len(self.articles) >= KEPT_ARTICLES:
                self.articles.pop(next(iter(self.articles)))
            self.articles[release.page] = read_article(self.output, release)
        return self.articles[release.page]

    def record(self, before: Entry, after: Entry, actor: str = "") -> Entry:
        """Commit a move of the state machine; raises Claimed where the entry is no longer as `before` says."""
        return self.ledger.move(before, after, actor=actor or self.actor)

    def opened_at(self, channel: Channel) -> datetime | None:
        """From when on the account announces; None where everything since PUBLISH_SINCE is announced."""
        if channel.sandbox:
            return None
        mark = self.ledger.mark(_opened(channel))
        if mark is not None:
            return datetime.fromisoformat(mark["at"]) if mark["at"] else None
        return self.clock.now() if self.first_run(channel) else None

    def first_run(self, channel: Channel) -> bool:
        """Whether the ledger has never heard of the account."""
        known = self.ledger.mark(_opened(channel)) is not None or any(
            entry.account_key == (channel.name, channel.account) for entry in self.ledger.entries()
        )
        return not channel.sandbox and not known

    def open_account(self, channel: Channel, at: datetime | None, by: str) -> None:
        """Let the account announce what is published from `at` on; with None, all since PUBLISH_SINCE."""
        self.ledger.set_mark(_opened(channel), {"at": at.isoformat() if at else ""}, by)

    def materials(self, channel: Channel) -> Materials:
        """The pictures of the output, the uploads of the account and what it was told."""
        return _Materials(self, channel)

    def told(self, channel: Channel, task: str) -> Tiding | None:
        """What the platform has told by itself of a task of the channel's account."""
        return self.inbox.told(channel.name, channel.account, task) if task else None

    def wait(self, pause: timedelta) -> None:
        """Let time pass."""
        self.clock.sleep(max(0.0, pause.total_seconds()))


def _opened(channel: Channel) -> str:
    return f"opened:{channel.name}:{channel.account}"


class _Materials:
    """Materials of one account."""

    def __init__(self, desk: Desk, channel: Channel) -> None:
        shelf = AccountShelf(desk.ledger, f"{channel.name}:{channel.account}")
        self._desk = desk
        self.told = partial(desk.told, channel)
        self.halted = desk.ledger.halted
        self.upload = shelf.upload
        self.keep_upload = shelf.keep_upload
        self.spend = shelf.spend

    def picture(self, picture: Picture) -> bytes:
        """The bytes behind a picture, checked against its digest."""
        return read_asset(self._desk.output, Asset(path=picture.path, digest=picture.digest, size=picture.size))

    def deliveries(self, mark: str) -> Deliveries:
        """How far an issue of a mailing has come."""
        return Deliveries(self._desk.subscribers, mark)

    def restored(self) -> bool:
        """Whether nobody has vouched for the ledger yet."""
        return self._desk.ledger.mark(RESTORED) is not None
