"""A digest by mail: one message for each subscriber of a mailing, handed to the office's own mail server.

A mail can be neither looked up nor taken back. What is known of each person's copy is in `publish.deliveries`; a copy without an
answer is a person's to look up in the server's log, or, where the account says so, sent again under the same Message-ID. Whether
mail of this domain is believed (SPF, DKIM, DMARC) is the mail server's and the domain's business.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from plugins.catalog.dates import BEIJING
from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName
from publish.channels.mail_message import MOST, SIZE, html_of, message_id, message_of, subject_of, text_of
from publish.channels.mail_run import Run
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
from publish.deliveries import Deliveries, Delivery, Recipient
from publish.failures import Blocked, Failure, InDoubt, NeedsHuman, NotSent, Parked, Rejected
from publish.mailing import Mailing, mark_of
from publish.probe import Health, Probe
from publish.smtp import TOTAL, Fate, Line, Server

PATIENCE = Patience(
    first_look=timedelta(0),
    between=timedelta(minutes=1),
    looks=1,  # the look is at our own notes
    absent_after=timedelta(seconds=2 * TOTAL),  # a dead sender's last message may still be under way
    polls=(timedelta(0),),
    give_up=timedelta(hours=24),
    pace=timedelta(0),
)
GIVE_UP = timedelta(hours=4)
"""How long a server may ask to be tried again later for one person: greylisting takes minutes, a full box has no end."""


class Doubt(StrEnum):
    """GONGKAI_MAIL_DOUBT: what becomes of a message that got no answer."""

    PERSON = "person"
    AGAIN = "again"


class Mail:
    """One sender."""

    name = ChannelName.MAIL.value
    label = ChannelName.MAIL.label
    doubt_blocks = False

    def __init__(
        self,
        server: Server,
        *,
        sender: str,
        leave: str,
        doubt: Doubt = Doubt.PERSON,
        per_day: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`leave` is the address before a reader's token; `per_day` how many messages the server takes, 0 for any number."""
        self._server, self._sender, self._leave = server, sender, leave
        self._doubt, self._per_day, self._now = doubt, per_day, now
        self._address = parseaddr(sender)[1]
        self._domain = self._address.rpartition("@")[2]

    @property
    def account(self) -> str:
        """The sender's address; a sandbox's is marked."""
        return f"{self._address}@sandbox" if self.sandbox else self._address

    @property
    def sandbox(self) -> bool:
        """Whether the server is the stand-in."""
        return self._server.sandbox

    @property
    def patience(self) -> Patience:
        """A look at our own notes needs none."""
        return replace(SANDBOX_PATIENCE, looks=1) if self.sandbox else PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """There is none for a single document."""
        raise Rejected("邮件只发汇总，不单发一份文件")

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """An issue of a mailing: titles, summaries, addresses. Its link carries the mark of the entry."""
        mailing = Mailing.of(heading.document)
        releases = [release for release, _ in articles]
        shown, left = releases[:MOST], max(0, len(releases) - MOST)
        text, html = text_of(shown, left, mailing, site), html_of(shown, left, mailing, site)
        if (size := len(text.encode()) + len(html.encode())) > SIZE:
            raise Rejected(f"一封汇总有 {size // 1024} KB，最多 {SIZE // 1024} KB：名称太长的文件请写推送标题")
        return Post(
            title=subject_of(heading.title, site),
            text=text,
            html=html,
            author=one_line(site.name),
            link=f"{site.url}/#{quote(heading.document)}/{mark_of(heading.key)}",
            notes=(f"一封最多列 {MOST} 份，另有 {left} 份只写了数目",) if left else (),
        )

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Enter everybody who reads the mailing now; once, so that an issue taken up again goes to whom it was begun for."""
        mailing, mark = _issue(post)
        deliveries = materials.deliveries(mark)
        if not deliveries.counts():
            deliveries.enrol(mailing, self._now())
        return Staging()

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """A message for each person who has none yet, one after the other; what has come so far stands whatever happens."""
        mailing, mark = _issue(post)
        deliveries = materials.deliveries(mark)
        if deliveries.lost(mailing):
            raise NeedsHuman(
                "订阅者名单换过了，不知道这一期发到了谁，请看邮件服务器的日志："
                "都发到了登记 published；登记 not_sent 会发给现在的每一位"
            )
        try:
            self._hand_out(post, mark, deliveries, materials)
        except Failure as failure:
            if open_ := deliveries.of(Delivery.ATTEMPTED):
                until = failure.until if isinstance(failure, Parked) else None
                raise InDoubt(f"{failure}；另有 {len(open_)} 封没有回音", until) from None
            raise
        if open_ := deliveries.of(Delivery.ATTEMPTED):
            raise InDoubt(self._unanswered(mark, open_))
        counts = deliveries.counts()
        if left := counts.get(Delivery.PENDING, 0):
            raise NotSent(f"还有 {left} 位，服务器请稍后再试，或断了连接：下次接着发")
        return _receipt(deliveries, mark)

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """What our own notes say; no mail server can be asked."""
        _, mark = _issue(post)
        deliveries = materials.deliveries(mark)
        counts = deliveries.counts()
        pending, open_ = counts.get(Delivery.PENDING, 0), deliveries.of(Delivery.ATTEMPTED)
        if counts and not pending and not open_:
            return Sighting(verdict=Verdict.FOUND, receipt=_receipt(deliveries, mark))
        if not counts or materials.restored():
            return Sighting(verdict=Verdict.HIDDEN, reason="账本或订阅者名单是恢复的，发到了谁要看邮件服务器的日志")
        if pending or self._doubt is Doubt.AGAIN:
            doubts = f"；{self._unanswered(mark, open_)}" if open_ else ""
            return Sighting(verdict=Verdict.ABSENT, reason=f"还有 {pending} 位没有发{doubts}")
        return Sighting(verdict=Verdict.HIDDEN, reason=self._unanswered(mark, open_))

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """A mail cannot be taken back; the next issue says so."""
        raise NeedsHuman("邮件收不回：下一期汇总会登出更正或撤回说明")

    def probe(self) -> Iterable[Probe]:
        """Reach the server and log in; nothing is sent."""
        with Line(self._server, self._domain) as line:
            size = f"，一封最多 {line.most // 1024} KB" if line.most else ""
        yield Probe(what="服务器", health=Health.GOOD, says=f"{self._server.host}:{self._server.port} 连得上，账号可用{size}")
        says = f"收信方信不信 {self._domain} 的邮件，看域名的 SPF、DMARC 和邮件服务器的 DKIM：那里没有设好，汇总会进垃圾箱"
        yield Probe(what="域名", health=Health.GOOD, says=says)

    def _hand_out(self, post: Post, mark: str, deliveries: Deliveries, materials: Materials) -> None:
        if self._doubt is Doubt.AGAIN:
            deliveries.again()
        waiting = deque(deliveries.of(Delivery.PENDING))
        run = Run(deliveries)
        while waiting:
            with Line(self._server, self._domain) as line:
                carried = 0
                while waiting and line.stands:
                    who = waiting.popleft()
                    fate, code = self._hand_in(line, who, post, mark, deliveries, materials)
                    if fate is Fate.POSTPONED and carried and not line.stands:
                        waiting.append(who)  # servers take only so many messages a line
                    elif fate is not None:
                        run.note(who, fate, code)
                    if fate is Fate.UNKNOWN:
                        break  # the line is of no more use
                    carried += 1
        run.end()

    def _hand_in(
        self, line: Line, who: Recipient, post: Post, mark: str, deliveries: Deliveries, materials: Materials
    ) -> tuple[Fate | None, str]:
        """What became of it; None where they have left meanwhile."""
        if halted := materials.halted():
            raise NotSent(halted)
        message = self._message(who, post, mark)
        if line.most and len(message) > line.most:
            raise Blocked(f"一封有 {len(message) // 1024} KB，邮件服务器最多收 {line.most // 1024} KB")
        self._count(materials)
        if not deliveries.claim(who):
            return None, ""
        try:
            fate, code = line.hand_in(self._address, who.address, message)
        except Failure:
            deliveries.note(who, Delivery.PENDING)
            raise
        tired = who.put_off is not None and self._now() - who.put_off > GIVE_UP
        if fate is Fate.POSTPONED and tired and deliveries.counts().get(Delivery.DONE):
            deliveries.note(who, Delivery.REFUSED, code)
        elif fate is Fate.POSTPONED:
            deliveries.put_off(who, code, self._now())
        elif fate is not Fate.UNKNOWN:
            deliveries.note(who, _FATES[fate], code)
        return fate, code

    def _message(self, who: Recipient, post: Post, mark: str) -> bytes:
        return message_of(
            subject=post.title,
            text=post.text,
            html=post.html,
            sender=self._sender,
            recipient=who.address,
            identity=message_id(mark, who.id, self._domain),
            mailing=_issue(post)[0],
            leave=f"{self._leave}{who.token}",
            at=self._now(),
        )

    def _count(self, materials: Materials) -> None:
        today = self._now().astimezone(BEIJING)
        if self._per_day and not materials.spend("mail", f"{today:%Y-%m-%d}", self._per_day):
            tomorrow = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            raise Parked(f"今天的 {self._per_day} 封已发完，其余的明天接着发", tomorrow)

    def _unanswered(self, mark: str, open_: Sequence[Recipient]) -> str:
        names = "、".join(message_id(mark, who.id, self._domain) for who in open_[:5])
        return (
            f"{len(open_)} 封交给邮件服务器以后没有回音，请在它的日志里找 {names}{' 等' if len(open_) > 5 else ''}："
            "都收下了登记 published，没有的登记 not_sent，会以同一个 Message-ID 再发"
        )


_FATES = {Fate.TAKEN: Delivery.DONE, Fate.REFUSED: Delivery.REFUSED}


def _issue(post: Post) -> tuple[Mailing, str]:
    """Which mailing it is of, and the mark of its entry, as its link says."""
    document, _, mark = unquote(urlsplit(post.link).fragment).rpartition("/")
    return Mailing.of(document), mark


def _receipt(deliveries: Deliveries, mark: str) -> Receipt:
    counts = {state.value: number for state, number in sorted(deliveries.counts().items())}
    return Receipt(outcome=Outcome.CONFIRMED, remote_id=mark, evidence=json.dumps(counts))
