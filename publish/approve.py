"""Approval: a named person says yes to one post as it is; another word or picture in it, and the yes is void."""

from __future__ import annotations

from datetime import timedelta

from publish import machine
from publish.channels.protocol import Action, Channel, Post
from publish.desk import Desk
from publish.draft import Step, live_copies
from publish.entry import Entry, State

SANDBOX = "sandbox"
"""The name under which a stand-in's posts approve themselves."""


def preview(desk: Desk, step: Step, channel: Channel) -> Post:
    """What approval is asked for; of a retraction, the addresses that will be taken down.

    Raises Rejected where the channel can make nothing of the release, ManifestError where the output is damaged.
    """
    if step.entry.action is Action.RETRACT:
        copies = (f"撤下 {copy.url}（{copy.remote_id or '人工登记'}）" for copy in targets(desk, step.entry))
        return Post(title=step.entry.title, text="\n".join(copies), html="", author="", link=step.entry.page)
    articles = [(release, desk.article(release)) for release in step.releases]
    if step.entry.action is Action.DIGEST:
        return channel.compose_digest(articles, desk.site, step.entry.heading)
    return channel.compose(*articles[0], desk.site, step.entry.action)


def targets(desk: Desk, entry: Entry) -> list[Entry]:
    """The copies that a retraction takes down."""
    return live_copies(
        other
        for other in desk.ledger.entries()
        if (other.document, other.channel, other.account) == (entry.document, entry.channel, entry.account)
    )


def approve(desk: Desk, step: Step, channel: Channel, by: str) -> Entry:
    """Record that `by` approves the post as it is now. ValueError for a nameless approver, or for the same one twice."""
    if not by.strip():
        raise ValueError("批准必须写明批准人")
    post = preview(desk, step, channel)
    entry = step.entry
    if entry.state is not State.PLANNED and is_approved(entry, post):
        return entry
    if entry.state is not State.PLANNED:
        entry = void(desk, entry)
    waived = channel.sandbox and by == SANDBOX
    persons, hold = (1, timedelta(0)) if waived else (desk.policy.persons, desk.policy.hold)
    after = machine.approve(entry, post, by.strip(), persons=persons, at=desk.clock.now(), hold=hold)
    return desk.record(entry, after, actor=by.strip())


def is_approved(entry: Entry, post: Post) -> bool:
    """Whether the entry's approval is for this very post."""
    return bool(entry.approved_by) and entry.digest == post.digest


def void(desk: Desk, entry: Entry) -> Entry:
    """Take an approval back, because the post is no longer the one that was approved."""
    return desk.record(entry, machine.void(entry, desk.clock.now()))
