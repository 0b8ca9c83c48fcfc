"""The plan: what the manifest and the ledger together ask for. Pure; nothing is sent, nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.terms import ChannelName, Status
from publish.channels.protocol import Action
from publish.digest import fold
from publish.draft import Draft, Dropped, Seat, Step, live_copies, publication_order
from publish.entry import OPEN, Entry, State
from publish.mail_plan import plan_mailings
from publish.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do, in the order of publication, what to drop, and what a person must know."""

    steps: tuple[Step, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[str, ...] = ()
    upcoming: tuple[str, ...] = ()
    """What waits for its time, for whoever looks at the plan."""


def plan(
    manifest: Manifest,
    entries: Iterable[Entry],
    seats: Sequence[Seat],
    since: datetime,
    now: datetime,
    policy: Policy | None = None,
) -> Plan:
    """What is due: announce, correct or withdraw, for releases published at `since` or later.

    What lies before `since` is never announced by itself; what was announced is corrected and withdrawn whatever its date.
    The policy's `digest_from` announcements or more on one account become one digest; readers of mail get nothing else.
    """
    known, rules = tuple(entries), policy or Policy()
    draft = Draft(now, manifest.as_of)
    releases = _by_number(manifest, draft)
    for seat in seats:
        mine = [entry for entry in known if (entry.channel, entry.account) == (seat.channel, seat.account)]
        histories: dict[str, list[Entry]] = {}
        for entry in mine:
            for number in entry.covers or (entry.document,):
                histories.setdefault(number, []).append(entry)
        digests = [entry for entry in mine if entry.action is Action.DIGEST]
        if seat.channel == ChannelName.MAIL.value:
            plan_mailings(draft, seat, releases, digests, since, rules.mail_hour)
        else:
            for number, release in releases.items():
                _plan_release(draft, seat, release, histories.get(number, []), since)
            fold(draft, seat, digests, manifest.site, rules.digest_from)
        for number, history in histories.items():
            if number not in releases and number not in draft.ambiguous:
                _plan_vanished(draft, seat, number, history)
        if seat.first_run and draft.baseline:
            draft.findings.append(
                f"{seat.label}：这个账号第一次运行，此前发布的 {draft.baseline} 份文件作为基线，不会自动推送；"
                f"确要补推，用 inv publish.backfill {seat.channel} --by 姓名"
            )
        draft.baseline = 0
    steps = sorted(draft.steps, key=lambda step: publication_order(step.release))
    findings, upcoming = tuple(dict.fromkeys(draft.findings)), tuple(draft.upcoming)
    return Plan(steps=tuple(steps), dropped=tuple(draft.dropped), findings=findings, upcoming=upcoming)


def _by_number(manifest: Manifest, draft: Draft) -> Mapping[str, Release]:
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


def _plan_release(draft: Draft, seat: Seat, release: Release, history: list[Entry], since: datetime) -> None:
    record = release.record
    wanted = seat.channel in {channel.value for channel in record.channels}
    digests = [entry for entry in history if entry.action is Action.DIGEST]
    history = [entry for entry in history if entry.action is not Action.DIGEST]
    posts = [entry for entry in history if entry.action is not Action.RETRACT]
    stale = [entry for entry in posts if entry.revision != release.revision]
    copies = live_copies(history)
    announced = [entry.revision for entry in copies] or [
        entry.covers[record.index_number] for entry in digests if entry.state is State.CONFIRMED
    ]
    if record.status is Status.WITHDRAWN:
        left = "；公众号草稿箱里如有草稿请删除" if seat.channel == ChannelName.WECHAT.value else ""
        draft.drop(posts, State.CANCELLED, f"文件已撤回{left}")
        if not _wait_for_open(draft, seat, release, [*posts, *digests]) and copies:
            draft.step(seat, release, Action.RETRACT, history)
        elif announced and not copies:
            draft.findings.append(f"{record.title}：是随汇总推送到{seat.label}的，不能单独撤回，请人工处理")
        return
    draft.drop([entry for entry in history if entry.action is Action.RETRACT], State.CANCELLED, "文件已恢复发布")
    if record.status is not Status.PUBLISHED or not wanted:
        draft.drop(posts, State.CANCELLED, f"文件不再推送到{seat.label}")
        return
    draft.drop(stale, State.SUPERSEDED, "文件已有新版本")
    if _wait_for_open(draft, seat, release, stale) or any(entry.state in OPEN for entry in digests):
        return
    if announced:
        if announced[-1] == release.revision:
            draft.drop(posts, State.CANCELLED, "公众看到的已是这一版本")
        else:
            draft.step(seat, release, Action.CORRECT, history)
    elif any(entry.state is State.RETRACTED for entry in history):
        draft.findings.append(f"{record.title}：曾从{seat.label}撤回，恢复后不会自动再发，请由人发布")
    elif record.published_at and since <= record.published_at <= draft.as_of:
        if seat.opened_at and record.published_at < seat.opened_at and not history:
            draft.baseline += 1
        else:
            draft.step(seat, release, Action.PUBLISH, history)


def _wait_for_open(draft: Draft, seat: Seat, release: Release, posts: Iterable[Entry]) -> bool:
    """Whether an earlier post has no known end yet, which must come first."""
    waiting = [entry for entry in posts if entry.state in OPEN]
    for entry in waiting:
        draft.findings.append(f"{release.record.title}：{seat.label}上先前的一版{entry.state.label}，有了结果才能继续")
    return bool(waiting)


def _plan_vanished(draft: Draft, seat: Seat, number: str, history: list[Entry]) -> None:
    title = history[-1].title
    draft.drop([entry for entry in history if not entry.covers], State.CANCELLED, "文件已不在发布清单中")
    if live_copies(history) or any(entry.state in OPEN for entry in history):
        draft.findings.append(
            f"错误：{title}（{number}）已在{seat.label}发布，却从网站上消失了；要撤回请写“状态: 撤回”，不要删除文件"
        )
