"""A digest: where very many documents are due at once, one post announces them all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from publish.channels.protocol import Action
from publish.draft import Draft, Seat, Step, publication_order
from publish.entry import UNSENT, Entry, State

DOCUMENT = "digest"
"""What stands in place of an index number."""

_GIVEN_UP = frozenset({State.SUPERSEDED, State.CANCELLED})


def fold(draft: Draft, seat: Seat, digests: Sequence[Entry], site: Site, digest_from: int) -> None:
    """Put one step in place of the seat's announcements, where they are `digest_from` or more; 0 for never.

    Only what nobody has approved yet is folded. An approved digest stays as it is while its documents do.
    """
    due = {step.release.record.index_number: step for step in draft.steps if _may_be_folded(step, seat)}
    for digest in digests:
        if digest.state in UNSENT and digest.approved_by and _still_true(digest, due):
            draft.steps.append(Step(entry=digest, releases=_take(draft, due, digest.covers)))
    if digest_from and len(due) >= digest_from:
        releases = _take(draft, due, tuple(due))
        place(draft, seat, _entry(draft, seat, releases, site), releases, digests)
    wanted = {step.entry.key for step in draft.steps}
    draft.drop([digest for digest in digests if digest.key not in wanted], State.SUPERSEDED, "汇总的内容有变化")


def place(draft: Draft, seat: Seat, entry: Entry, releases: tuple[Release, ...], digests: Sequence[Entry]) -> None:
    """Plan this digest, as the ledger knows it already."""
    known = {digest.key: digest for digest in digests}
    # The same documents may come together again after others had joined and left.
    while (before := known.get(entry.key)) and before.state in _GIVEN_UP:
        entry = replace(entry, revision=sha256(entry.revision.encode()).hexdigest())
    if before is None or before.state in UNSENT:
        draft.steps.append(Step(entry=before or entry, releases=releases))
    else:
        draft.findings.append(f"{seat.label}的“{entry.title}”{before.state.label}，不会自动再发，请人工处理")


def revision_of(covers: Mapping[str, str], *more: str) -> str:
    """What names a digest of these documents in these revisions, 64 hex digits."""
    return sha256("\n".join((*more, *(f"{number} {covers[number]}" for number in sorted(covers)))).encode()).hexdigest()


def _may_be_folded(step: Step, seat: Seat) -> bool:
    entry = step.entry
    mine = (entry.channel, entry.account) == (seat.channel, seat.account)
    return mine and entry.action is Action.PUBLISH and entry.state is State.PLANNED and not entry.approved_by


def _still_true(digest: Entry, due: dict[str, Step]) -> bool:
    return all(number in due and due[number].release.revision == revision for number, revision in digest.covers.items())


def _take(draft: Draft, due: dict[str, Step], numbers: Iterable[str]) -> tuple[Release, ...]:
    steps = [due.pop(number) for number in tuple(numbers)]
    # What the ledger knows of them stays planned, and is dropped once the digest is confirmed.
    draft.steps[:] = [step for step in draft.steps if step not in steps]
    return tuple(sorted((step.release for step in steps), key=publication_order))


def _entry(draft: Draft, seat: Seat, releases: tuple[Release, ...], site: Site) -> Entry:
    covers = {release.record.index_number: release.revision for release in releases}
    return Entry(
        document=DOCUMENT,
        revision=revision_of(covers),
        channel=seat.channel,
        account=seat.account,
        action=Action.DIGEST,
        title=f"新公开文件 {len(covers)} 份",
        page=f"{site.url}/",
        at=draft.now,
        covers=covers,
    )
