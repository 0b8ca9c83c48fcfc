"""What the publish commands show: rows, previews, and the result a command turns into its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from publish import approve
from publish.channels.mail_message import to_look_at
from publish.channels.protocol import Channel
from publish.desk import Desk
from publish.draft import Step
from publish.entry import Entry
from publish.failures import MissingCredentials, Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One line of publish.plan and publish.status; `as_json()` is the object of `--json`."""

    document: str
    revision: str
    channel: str
    account: str
    action: str
    state: str
    remote_id: str
    url: str
    at: str
    title: str
    reason: str
    key: str

    def as_json(self) -> dict[str, str]:
        """The nine keys of design §7."""
        row: dict[str, str] = asdict(self)
        return {name: row[name] for name in _PUBLIC}


_PUBLIC = ("document", "revision", "channel", "account", "action", "state", "remote_id", "url", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A step of the plan as a person sees it before saying yes."""

    row: StatusRow
    title: str
    text: str
    html: str
    pictures: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command has to show. `problems` is exit 3; `missing` names channels that are not set up."""

    rows: tuple[StatusRow, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    missing: tuple[MissingCredentials, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the command must not end as if all were well."""
        return bool(self.problems)


def row_of(entry: Entry) -> StatusRow:
    """The entry as a line."""
    return StatusRow(
        document=entry.document,
        revision=entry.revision,
        channel=entry.channel,
        account=entry.account,
        action=entry.action.value,
        state=entry.state.value,
        remote_id=entry.remote_id,
        url=entry.url,
        at=entry.at.isoformat(timespec="seconds"),
        title=entry.title,
        reason=entry.reason,
        key=entry.key,
    )


def rows_of(entries: Iterable[Entry]) -> tuple[StatusRow, ...]:
    """The entries as lines."""
    return tuple(row_of(entry) for entry in entries)


def preview_of(desk: Desk, step: Step, channel: Channel) -> Preview:
    """The step as the public would see it; where nothing can be made of it, the reason is its only note."""
    row = row_of(step.entry)
    try:
        post = approve.preview(desk, step, channel)
    except Rejected as error:
        return Preview(row=row, title=row.title, text="", html="", pictures=(), notes=(str(error),))
    return Preview(
        row=row,
        title=post.title,
        text=to_look_at(post.text),
        html=post.html,
        pictures=tuple(picture.path for picture in post.pictures),
        notes=post.notes,
    )
