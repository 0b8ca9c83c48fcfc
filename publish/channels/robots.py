"""Robots in the groups of an office: WeCom, DingTalk, Feishu. One message for each document, to colleagues, not to the public.

All three answer HTTP 200 whatever happens; the word is in the body. They give no id, show nothing and take nothing back: a
message in doubt is a person's to look at, and so is one that should go. What differs between them is a `Speech`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

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
from publish.channels.wording import clipped, one_line, proof, whole, without_urls, word
from publish.failures import Blocked, Failure, InDoubt, NeedsHuman, Parked, Rejected
from publish.http import Call, Client, Reply
from publish.probe import Health, Probe, probe_of_skew

SUMMARY = 300
"""Characters of a summary: a message is read at a glance."""
PATIENCE = Patience(
    first_look=timedelta(0),
    between=timedelta(minutes=1),
    looks=1,  # no look can tell: a person is asked at once
    absent_after=timedelta(minutes=1),
    polls=(timedelta(0),),
    give_up=timedelta(hours=1),
    pace=timedelta(seconds=4),  # 20 messages a minute: WeCom, DingTalk
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How one platform is spoken to. `code` is the field of an answer that says how it went, 0 for well."""

    channel: ChannelName
    code: str
    text: str
    """The field that says it in words."""
    limit: int
    """Bytes of a message."""
    call: Callable[[Post, datetime], Call]
    quota: Mapping[int, timedelta]
    """How long the robot rests, by code."""
    blocked: frozenset[int]
    """The address, the secret or the robot's settings are wrong."""
    rejected: frozenset[int]


class Robot:
    """One robot of one group."""

    doubt_blocks = False

    def __init__(
        self, client: Client, speech: Speech, account: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """`account` names the robot without giving its secret away."""
        self._client, self._speech, self._account, self._now = client, speech, account, now
        self.name = speech.channel.value
        self.label = speech.channel.label

    @property
    def account(self) -> str:
        """The robot; a sandbox's is marked."""
        return f"{self._account}@sandbox" if self.sandbox else self._account

    @property
    def sandbox(self) -> bool:
        """Whether the platform is this machine."""
        return self._client.loopback

    @property
    def patience(self) -> Patience:
        """No look tells anything, on a sandbox neither."""
        return replace(PATIENCE, between=SANDBOX_PATIENCE.between, pace=SANDBOX_PATIENCE.pace) if self.sandbox else PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """Title, summary and address. Raises Rejected where they do not fit into a message."""
        record = release.record
        title = without_urls(one_line(record.post_title or record.title))
        summary = clipped(without_urls(one_line(record.post_summary or record.summary)), SUMMARY)
        head = f"【更正】{title}" if action is Action.CORRECT else title
        return self._fitting(
            Post(title=head, text=summary, html="", author=one_line(record.issuing_agency or site.name), link=release.url)
        )

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """As many titles as fit, and the portal's address."""
        titles = [one_line(release.record.title) for release, _ in articles]
        head = Post(title=f"新公开文件 {len(titles)} 份", text="", html="", author=one_line(site.name), link=f"{site.url}/")
        return self._fitting(replace(head, text=clipped("；".join(titles), SUMMARY)))

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Nothing to prepare."""
        return Staging()

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """One message."""
        reply = self._client.write(self._speech.call(post, self._now()))
        if not word(reply.fields, self._speech.code) or reply.status >= 400:
            raise InDoubt(f"{self.label}的回答读不懂（HTTP {reply.status}）")
        code = whole(reply.fields, self._speech.code, -1)
        if code:
            raise self._failure(code, reply)
        evidence = proof(reply.fields, self._speech.code, self._speech.text)
        return Receipt(outcome=Outcome.CONFIRMED, remote_id=post.digest[:16], evidence=evidence)

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """Nothing shows what is in a group."""
        return Sighting(verdict=Verdict.HIDDEN, reason=f"{self.label}机器人没有查询接口，请到群里看有没有这一条")

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """A person does what can be done."""
        raise NeedsHuman(f"{self.label}机器人发出的消息没有撤回接口：请到群里说明已撤稿，能删的请群主删除")

    def probe(self) -> Iterable[Probe]:
        """Asking would be sending."""
        yield Probe(what="机器人", health=Health.GOOD, says=f"{self._account}，没有查询接口，发过一条才知道通不通")
        yield from probe_of_skew(self._client.skew, timedelta(minutes=10))

    def _fitting(self, post: Post) -> Post:
        """The post, its summary cut until the message is no longer than the platform takes."""
        while (size := self._size(post)) > self._speech.limit:
            if not post.text:
                raise Rejected(f"名称太长，一条{self.label}消息放不下（{size} 字节，最多 {self._speech.limit}）")
            rest = len(post.text) * 3 // 4
            post = replace(post, text=clipped(post.text, rest) if rest > 1 else "")
        return post

    def _size(self, post: Post) -> int:
        return len(self._speech.call(post, datetime(2026, 1, 1, tzinfo=UTC)).encoded or b"")

    def _failure(self, code: int, reply: Reply) -> Failure:
        said = f"{self.label}：{self._client.clean(word(reply.fields, self._speech.text))}（{code}）"
        if code in self._speech.quota:
            return Parked(said, self._now() + self._speech.quota[code])
        if code in self._speech.blocked:
            return Blocked(f"{said}：请核对机器人的地址、密钥和安全设置")
        if code in self._speech.rejected:
            return Rejected(said)
        return InDoubt(said)
