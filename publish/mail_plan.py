"""The plan of mailings: for each that somebody reads, one issue of what has been released since the last one. Pure.

An issue closes at the hour of the policy and holds what was released before. Until it has an end no other one of the mailing is
begun: so "since the last one" is always known, and a document comes to a reader once; again where it was corrected or withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from plugins.catalog.dates import BEIJING
from plugins.catalog.manifest import Release
from plugins.catalog.terms import Status
from publish.channels.protocol import Action
from publish.digest import place, revision_of
from publish.draft import Draft, Seat, Step, publication_order
from publish.entry import OPEN, UNSENT, Entry, State
from publish.mailing import Mailing

Told = Mapping[str, tuple[str, datetime]]
"""What the issues so far have said, by index number: in which revision, and when."""


def plan_mailings(
    draft: Draft, seat: Seat, releases: Mapping[str, Release], digests: Sequence[Entry], since: datetime, hour: int
) -> None:
    """Put the step of each mailing into the draft, and let go of what is no longer true."""
    # An issue that was begun goes on, though nobody may read the mailing any more.
    begun = {Mailing.of(entry.document): since for entry in digests if entry.sends and entry.state in UNSENT}
    for mailing, joined in (begun | dict(seat.audiences)).items():
        mine = [entry for entry in digests if entry.document == mailing.document]
        begin = since if seat.closes_now else max(filter(None, (since, joined, seat.opened_at)))
        _plan_mailing(draft, seat, mailing, releases, mine, begin, hour)
    wanted = {step.entry.key for step in draft.steps}
    gone = [entry for entry in digests if entry.key not in wanted and not entry.sends]
    draft.drop(gone, State.SUPERSEDED, "汇总的内容有变化")


def _plan_mailing(
    draft: Draft,
    seat: Seat,
    mailing: Mailing,
    releases: Mapping[str, Release],
    digests: Sequence[Entry],
    since: datetime,
    hour: int,
) -> None:
    ended = sorted((entry for entry in digests if _ended(entry)), key=lambda entry: entry.at)
    # From its first message on: whoever got it before a correction is told, though the last one got it later.
    told: Told = {
        number: (revision, entry.first_sent_at or entry.at) for entry in ended for number, revision in entry.covers.items()
    }
    for number, (revision, _) in told.items():
        if number in releases and releases[number].record.withdrawn and releases[number].revision != revision:
            title = releases[number].record.title
            draft.findings.append(f"{title}：已随{seat.label}汇总发出，邮件收不回；下一期汇总会登出撤回说明")
    for entry in digests:
        if entry.state in OPEN:
            draft.findings.append(f"{seat.label}“{entry.title}”{entry.state.label}，有了结果才出下一期")
            return
        stays = entry.state in UNSENT and (entry.sends or (entry.approved_by and _still_true(entry, releases)))
        covered = sorted((releases[one] for one in entry.covers if one in releases), key=publication_order)
        if stays and covered:
            draft.steps.append(Step(entry=entry, releases=tuple(covered)))
            return
    closed = draft.now if seat.closes_now else mailing.closed(draft.now, hour)

    def due_until(until: datetime) -> Mapping[str, Release]:
        return {
            number: release
            for number, release in releases.items()
            if mailing.takes(release.record) and _is_due(release, told.get(number), seat, since, min(until, draft.as_of))
        }

    issued = any(entry.first_sent_at and entry.first_sent_at >= closed for entry in ended)
    due = {} if issued else due_until(closed)
    if waiting := len(due_until(draft.as_of)) - len(due):
        closes = mailing.closes(draft.now, hour).astimezone(BEIJING)
        draft.upcoming.append(f"{seat.label}“{mailing.label}”：下一期 {closes:%m-%d %H:%M} 截稿，现有 {waiting} 份")
    if due:
        found = tuple(sorted(due.values(), key=publication_order))
        place(draft, seat, _entry(draft, seat, mailing, due, closed), found, digests)


def _is_due(release: Release, told: tuple[str, datetime] | None, seat: Seat, since: datetime, until: datetime) -> bool:
    record = release.record
    if told is None:
        wanted = seat.channel in {channel.value for channel in record.channels} and record.status is Status.PUBLISHED
        return wanted and record.published_at is not None and since <= record.published_at < until
    revision, at = told
    if revision == release.revision:
        return False
    if record.status is Status.WITHDRAWN:
        return True
    # What was merely touched up is no news to who has read it; what says 更正 is.
    day = at.astimezone(BEIJING).date()
    return record.status is Status.PUBLISHED and any(one.on and one.on >= day for one in record.corrections)


def _ended(entry: Entry) -> bool:
    """Whether readers have it, or some of them."""
    return entry.state is State.CONFIRMED or bool(entry.sends and entry.state not in UNSENT | OPEN)


def _still_true(entry: Entry, releases: Mapping[str, Release]) -> bool:
    return all(number in releases and releases[number].revision == revision for number, revision in entry.covers.items())


def _entry(draft: Draft, seat: Seat, mailing: Mailing, due: Mapping[str, Release], closed: datetime) -> Entry:
    covers = {number: release.revision for number, release in due.items()}
    day = f"{closed.astimezone(BEIJING):%Y-%m-%d}"
    return Entry(
        document=mailing.document,
        revision=revision_of(covers, day),
        channel=seat.channel,
        account=seat.account,
        action=Action.DIGEST,
        title=f"{mailing.label} {day}，{len(covers)} 份",
        page=next(iter(due.values())).url,
        at=draft.now,
        covers=covers,
    )
