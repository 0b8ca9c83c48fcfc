"""A machine of one's own that wants to know: a signed call for each release, by the rules of standardwebhooks.com.

The receiver checks `webhook-signature` (`v1,` and HMAC-SHA256 of id, time and body, in base64), answers 200 with a JSON object
and takes a `webhook-id` once. So a call whose outcome is unknown is simply made again, and a withdrawal is a call, too.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName
from publish.channels.protocol import (
    SANDBOX_PATIENCE,
    Action,
    Attempt,
    Heading,
    Materials,
    Outcome,
    Patience,
    Post,
    Receipt,
    Sighting,
    Staging,
    Verdict,
)
from publish.channels.wording import one_line
from publish.failures import Blocked, InDoubt, Rejected
from publish.http import Call, Client, Reply, Secret
from publish.probe import Health, Probe

PATIENCE = Patience(
    first_look=timedelta(minutes=1),
    between=timedelta(minutes=1),
    looks=1,
    absent_after=timedelta(minutes=2),
    polls=(timedelta(0),),
    give_up=timedelta(hours=24),
    pace=timedelta(0),
)


class Webhook:
    """One receiver."""

    name = ChannelName.WEBHOOK.value
    label = ChannelName.WEBHOOK.label
    doubt_blocks = False

    def __init__(
        self, client: Client, path: str, secret: Secret, account: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """`account` names the receiver: its host and path."""
        self._client, self._path, self._secret, self._account, self._now = client, path, secret, account, now

    @property
    def account(self) -> str:
        """The receiver; one on this machine is marked."""
        return f"{self._account}@sandbox" if self.sandbox else self._account

    @property
    def sandbox(self) -> bool:
        """Whether the receiver is this machine."""
        return self._client.loopback

    @property
    def patience(self) -> Patience:
        """An unanswered call is repeated after a while."""
        return replace(SANDBOX_PATIENCE, looks=1) if self.sandbox else PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """Title, summary, address; `author` is the agency."""
        record = release.record
        title = one_line(record.post_title or record.title)
        author = one_line(record.issuing_agency or site.name)
        return Post(
            title=f"【更正】{title}" if action is Action.CORRECT else title,
            text=one_line(record.post_summary or record.summary),
            html="",
            author=author,
            link=release.url,
        )

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """All titles, and the portal's address."""
        titles = "；".join(one_line(release.record.title) for release, _ in articles)
        return Post(title=f"新公开文件 {len(articles)} 份", text=titles, html="", author=site.name, link=f"{site.url}/")

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Nothing to prepare."""
        return Staging()

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """One call."""
        event = {"type": "release.published", "title": post.title, "summary": post.text, "agency": post.author, "url": post.link}
        identity = post.digest[:32]
        self._tell(identity, event)
        return Receipt(outcome=Outcome.CONFIRMED, remote_id=identity)

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """Nothing is shown, and nothing needs to be: the receiver takes a repetition for one."""
        return Sighting(verdict=Verdict.ABSENT, reason="接收方认得重复的通知")

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """Another call, under an id that follows from the first."""
        self._tell(f"{remote_id}-withdrawn", {"type": "release.withdrawn", "id": remote_id, "url": url})

    def probe(self) -> Iterable[Probe]:
        """Asking would be telling."""
        yield Probe(what="接收方", health=Health.GOOD, says=f"{self._account}，发过一条才知道通不通")

    def _tell(self, identity: str, event: Mapping[str, object]) -> None:
        moment = str(int(self._now().timestamp()))
        call = Call(method="POST", path=self._path, json={"timestamp": self._now().isoformat(), **event})
        signed = f"{identity}.{moment}.".encode() + (call.encoded or b"")
        signature = b64encode(hmac.digest(self._secret.reveal().encode(), signed, sha256)).decode()
        headers = {"webhook-id": identity, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
        _judge(self._client.write(replace(call, headers=headers)))


def _judge(reply: Reply) -> None:
    """Raises what an answer other than 2xx means."""
    match reply.status:
        case 200 | 201 | 202:
            return
        case 401 | 403 | 404 | 405 | 410:
            raise Blocked(f"接收方不收（HTTP {reply.status}）：请核对地址和密钥")
        case 400 | 413 | 422:
            raise Rejected(f"接收方不收这一条（HTTP {reply.status}）")
        case _:
            raise InDoubt(f"接收方没有说收到（HTTP {reply.status}）")
