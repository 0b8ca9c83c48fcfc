"""The plan: what the manifest and the ledger together ask for. Pure; nothing is sent, nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.terms import Status
from publish.channels.protocol import Action
from publish.entry import OPEN, UNSENT, Entry, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One channel's account as the plan needs it."""

    channel: str
    label: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: an entry of the ledger, new or known, and the release it is about."""

    entry: Entry
    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An entry that will not be sent any more, where it goes and why."""

    entry: Entry
    to: State
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do, in the order of publication, what to drop, and what a person must know."""

    steps: tuple[Step, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[str, ...] = ()


def plan(manifest: Manifest, entries: Iterable[Entry], seats: Sequence[Seat], since: datetime, now: datetime) -> Plan:
    """What is due: announce, correct or withdraw, for releases published at `since` or later.

    What lies before `since` is never announced by itself; what was announced is corrected and withdrawn whatever its date.
    """
    known = tuple(entries)
    draft = _Draft(now, manifest.as_of)
    releases = _by_number(manifest, draft)
    for seat in seats:
        mine = [entry for entry in known if (entry.channel, entry.account) == (seat.channel, seat.account)]
        histories: dict[str, list[Entry]] = {}
        for entry in mine:
            histories.setdefault(entry.document, []).append(entry)
        for number, release in releases.items():
            _plan_release(draft, seat, release, histories.get(number, []), since)
        for number, history in histories.items():
            if number not in releases and number not in draft.ambiguous:
                _plan_vanished(draft, seat, history)
    steps = sorted(draft.steps, key=lambda step: (str(step.release.record.published_at), step.release.record.path))
    return Plan(steps=tuple(steps), dropped=tuple(draft.dropped), findings=tuple(dict.fromkeys(draft.findings)))


def live_copies(history: Iterable[Entry]) -> list[Entry]:
    """The copies of one document on one account that the public can see, the oldest first."""
    copies: list[Entry] = []
    for entry in sorted(history, key=lambda entry: entry.at):
        if entry.state is State.CONFIRMED and entry.action is not Action.RETRACT:
            copies.append(entry)
        elif entry.state is State.RETRACTED:
            copies.clear()
    return copies


class _Draft:
    """A plan in the making."""

    def __init__(self, now: datetime, as_of: datetime) -> None:
        self.now = now
        self.as_of = as_of
        self.steps: list[Step] = []
        self.dropped: list[Dropped] = []
        self.findings: list[str] = []
        self.ambiguous: set[str] = set()
        """Index numbers that several releases claim: nothing is said or done about them."""

    def step(self, seat: Seat, release: Release, action: Action, history: Iterable[Entry]) -> None:
        """Plan one thing, unless it is on its way or has had its end."""
        record = release.record
        entry = Entry(
            document=record.index_number,
            revision=release.revision,
            channel=seat.channel,
            account=seat.account,
            action=action,
            title=record.title,
            page=release.url,
            at=self.now,
        )
        before = {known.key: known for known in history}.get(entry.key)
        if before is None or before.state in UNSENT:
            self.steps.append(Step(entry=before or entry, release=release))
        elif before.state in {State.SUPERSEDED, State.CANCELLED, State.CONFIRMED, State.RETRACTED}:
            self.findings.append(
                f"{record.title}：{seat.label}上的这一版本曾{action.label}过（{before.state.label}），不会自动再发"
            )

    def drop(self, entries: Iterable[Entry], to: State, reason: str) -> None:
        """Let go of what has not been sent; the first reason stands."""
        gone = {dropped.entry.key for dropped in self.dropped}
        self.dropped += [
            Dropped(entry=entry, to=to, reason=reason) for entry in entries if entry.state in UNSENT and entry.key not in gone
        ]


def _by_number(manifest: Manifest, draft: _Draft) -> Mapping[str, Release]:
    """Releases that can be announced at all, by index number; the others are named."""
    numbered: dict[str, Release] = {}
    counts = Counter(release.record.index_number for release in manifest.releases)
    for release in manifest.releases:
        record = release.record
        if not record.index_number and record.channels:
            draft.findings.append(f"{record.path}：要推送却没有索引号，无法推送")
        elif record.index_number and counts[record.index_number] > 1:
            draft.findings.append(f"{record.path}：索引号 {record.index_number} 不止一份文件使用，无法推送")
            draft.ambiguous.add(record.index_number)
        elif record.index_number:
            numbered[record.index_number] = release
    return numbered


def _plan_release(draft: _Draft, seat: Seat, release: Release, history: list[Entry], since: datetime) -> None:
    record = release.record
    wanted = seat.channel in {channel.value for channel in record.channels}
    posts = [entry for entry in history if entry.action is not Action.RETRACT]
    stale = [entry for entry in posts if entry.revision != release.revision]
    copies = live_copies(history)
    if record.status is Status.WITHDRAWN:
        draft.drop(posts, State.CANCELLED, "文件已撤回；公众号草稿箱里如有草稿请删除")
        if not _wait_for_open(draft, seat, release, posts) and copies:
            draft.step(seat, release, Action.RETRACT, history)
        return
    draft.drop([entry for entry in history if entry.action is Action.RETRACT], State.CANCELLED, "文件已恢复发布")
    if record.status is not Status.PUBLISHED or not wanted:
        draft.drop(posts, State.CANCELLED, f"文件不再推送到{seat.label}")
        return
    draft.drop(stale, State.SUPERSEDED, "文件已有新版本")
    if _wait_for_open(draft, seat, release, stale):
        return
    if copies:
        if copies[-1].revision == release.revision:
            draft.drop(posts, State.CANCELLED, "公众看到的已是这一版本")
        else:
            draft.step(seat, release, Action.CORRECT, history)
    elif any(entry.state is State.RETRACTED for entry in history):
        draft.findings.append(f"{record.title}：曾从{seat.label}撤回，恢复后不会自动再发，请由人发布")
    elif record.published_at and since <= record.published_at <= draft.as_of:
        draft.step(seat, release, Action.PUBLISH, history)


def _wait_for_open(draft: _Draft, seat: Seat, release: Release, posts: Iterable[Entry]) -> bool:
    """Whether an earlier post has no known end yet, which must come first."""
    waiting = [entry for entry in posts if entry.state in OPEN]
    for entry in waiting:
        draft.findings.append(f"{release.record.title}：{seat.label}上先前的一版{entry.state.label}，有了结果才能继续")
    return bool(waiting)


def _plan_vanished(draft: _Draft, seat: Seat, history: list[Entry]) -> None:
    title = history[-1].title
    draft.drop(history, State.CANCELLED, "文件已不在发布清单中")
    if live_copies(history) or any(entry.state in OPEN for entry in history):
        draft.findings.append(
            f"错误：{title}（{history[-1].document}）已在{seat.label}发布，却从网站上消失了；要撤回请写“状态: 撤回”，不要删除文件"
        )
