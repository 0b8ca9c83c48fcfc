"""Weibo: one post a document through statuses/share, the only open interface that creates one.

There is no idempotency key and no interface to delete. What tells our post from others is its text, because the
platform rewrites the address in it. Source of limits and codes: open.weibo.com/wiki/2/statuses/share, /wiki/Error_code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

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
from publish.channels.weibo_post import base62, compose_list, compose_post, media_type
from publish.channels.wording import comparable, proof, rows, whole, word
from publish.failures import Blocked, Failure, InDoubt, NeedsHuman, NotSent, Parked, Rejected, doubtful
from publish.http import SKEW_LIMIT, Call, Client, Reply, Secret, Upload
from publish.probe import Health, Probe, probe_of_skew

TIMELINE = 5
"""The timeline shows an ordinary app no more than the newest five (statuses/user_timeline)."""
EXPIRY_WARNING = timedelta(days=7)
COMPOSER = "https://service.weibo.com/share/share.php"
CLOCK_SLACK = timedelta(minutes=5)

PATIENCE = Patience(
    first_look=timedelta(minutes=3),  # 20032: the timeline may lag one to two minutes
    between=timedelta(minutes=5),
    looks=2,
    absent_after=timedelta(minutes=8),
    polls=(timedelta(minutes=3), timedelta(minutes=10), timedelta(hours=1)),
    give_up=timedelta(hours=24),
    pace=timedelta(seconds=60),  # machine-like rhythm gets an app banned even below its limits
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_DOUBT = {10001, 10002, 10003, 10009, 10010, 10011}
_QUOTA = {10022: timedelta(hours=1), 10023: timedelta(hours=1), 10024: timedelta(hours=1), 20016: timedelta(hours=1)}
_BLOCKED = {10004, 10006, 10013, 20023, 20031, 20033}
_REJECTED = {10007, 10008, 10012, 10016, 10017, 10018, 10020, 10021, 20005, 20006, 20007, 20008, 20012, 20018, 20020, 20021}
_NO_PERMISSION = {10005, 10014}
_SENT_BUT_LATE = 20032
_CALL_AGAIN = 20014
_GONE = 20101


class Weibo:
    """One Weibo account."""

    name = ChannelName.WEIBO.value
    label = ChannelName.WEIBO.label
    doubt_blocks = True

    def __init__(
        self, client: Client, *, token: Secret, uid: str, rip: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """`rip` is the public address of the publishing host, which statuses/share asks for."""
        self._client = client
        self._token = token
        self._uid = uid
        self._rip = rip
        self._now = now
        self._checked: tuple[str, ...] | None = None

    @property
    def account(self) -> str:
        """The UID; a sandbox's is marked, so that its receipts never count for the real account."""
        return f"{self._uid}@sandbox" if self.sandbox else self._uid

    @property
    def sandbox(self) -> bool:
        """Whether the platform is this machine."""
        return self._client.loopback

    @property
    def patience(self) -> Patience:
        """Real pauses for the real platform."""
        return SANDBOX_PATIENCE if self.sandbox else PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """Title, summary and address within 138 as the platform counts, and the first picture that fits."""
        return compose_post(release, site, action)

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """As many titles as fit, and the portal's address."""
        return compose_list([release for release, _ in articles], site)

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Check the token once a run, and the picture's bytes."""
        for picture in post.pictures:
            media_type(picture, materials.picture(picture))
        if self._checked is None:
            self._checked = self._check_token()
        return Staging(notes=self._checked)

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """statuses/share, once."""
        form = {"access_token": self._token.reveal(), "status": post.text, "rip": self._rip}
        upload = None
        if post.pictures:
            picture = post.pictures[0]
            content = materials.picture(picture)
            kind = media_type(picture, content)
            upload = Upload(part="pic", name=f"{picture.digest[:16]}.{kind.rpartition('/')[2]}", media_type=kind, content=content)
        reply = self._client.write(Call(method="POST", path="/2/statuses/share.json", form=form, upload=upload))
        code = whole(reply.fields, "error_code")
        if code == _SENT_BUT_LATE:
            return Receipt(outcome=Outcome.ACCEPTED, evidence=proof(reply.fields, "error_code"))
        remote = word(reply.fields, "idstr")
        if code or "error_code" in reply.fields or not 200 <= reply.status < 300:
            failure = self._failure(code, reply, post)
            raise doubtful(failure) if isinstance(failure, Parked) else failure
        if not remote:
            raise InDoubt("微博的回答里没有博文编号")
        return self._receipt(reply.fields)

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """Search the account's newest five, those of this app first, for the text of the post."""
        try:
            if attempt.remote_id:
                return self._look_by_id(attempt.remote_id)
            seen_all = True
            for scope in ({"base_app": "1"}, {}):
                statuses = rows(self._timeline(scope), "statuses")
                for status in statuses:
                    if word(status, "idstr") not in attempt.known and self._is_ours(status, post, attempt):
                        return Sighting(verdict=Verdict.FOUND, receipt=self._receipt(status))
                seen_all = seen_all and _reaches_back(statuses, attempt)
        except Failure as failure:
            return Sighting(verdict=Verdict.UNKNOWN, reason=f"看不到微博时间线：{failure}")
        if seen_all:
            return Sighting(verdict=Verdict.ABSENT, reason="时间线里没有这条微博")
        return Sighting(verdict=Verdict.HIDDEN, reason="发送之后又有五条以上微博，时间线看不到当时")

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """Weibo gives apps no deletion: done once the post is gone, otherwise a person deletes it."""
        reply = self._show(remote_id)
        if whole(reply.fields, "error_code") != _GONE:
            raise NeedsHuman(f"微博没有删除接口，请登录微博删除：{url}", url)

    def probe(self) -> Iterator[Probe]:
        """The token and its end, what is left of the hour, the clock."""
        warnings = self._check_token()
        health = Health.NOTICE if warnings else Health.GOOD
        yield Probe(what="授权", health=health, says="；".join(warnings) or f"令牌属于账号 {self._uid}，离过期还远")
        yield from probe_of_skew(self._client.skew, SKEW_LIMIT)
        limits = rows(
            self._asked("/2/account/rate_limit_status.json", {"access_token": self._token.reveal()}).fields, "api_rate_limits"
        )
        for limit in limits:
            if word(limit, "api").endswith("statuses/share"):
                left = whole(limit, "remaining_hits")
                health = Health.GOOD if left else Health.NOTICE
                yield Probe(what="次数", health=health, says=f"本时段还可发 {left} 条（共 {whole(limit, 'limit')} 条）")

    def _look_by_id(self, remote_id: str) -> Sighting:
        reply = self._show(remote_id)
        if word(reply.fields, "idstr") == remote_id:
            return Sighting(verdict=Verdict.FOUND, receipt=self._receipt(reply.fields))
        return Sighting(verdict=Verdict.UNKNOWN, reason=f"微博 {remote_id} 已不存在")

    def _is_ours(self, status: Mapping[str, object], post: Post, attempt: Attempt) -> bool:
        created = _created_at(status)
        if created is None or created < (attempt.first_at or attempt.started_at) - CLOCK_SLACK:
            return False
        return comparable(word(status, "text")) == comparable(post.text)

    def _timeline(self, scope: Mapping[str, str]) -> Mapping[str, object]:
        query = {"access_token": self._token.reveal(), "uid": self._uid, "count": str(TIMELINE), "trim_user": "1", **scope}
        return self._asked("/2/statuses/user_timeline.json", query).fields

    def _show(self, remote_id: str) -> Reply:
        query = {"access_token": self._token.reveal(), "id": remote_id}
        return self._asked("/2/statuses/show.json", query, allowed=_GONE)

    def _asked(self, path: str, query: Mapping[str, str], allowed: int = 0) -> Reply:
        reply = self._client.read(Call(method="GET", path=path, query=query))
        code = whole(reply.fields, "error_code")
        if code not in {0, allowed} or (code == 0 and "error_code" in reply.fields):
            failure = self._failure(code, reply, None)
            raise NotSent(str(failure)) if isinstance(failure, InDoubt) else failure
        return reply

    def _check_token(self) -> tuple[str, ...]:
        call = Call(method="POST", path="/oauth2/get_token_info", form={"access_token": self._token.reveal()})
        reply = self._client.read(call)
        if "error_code" in reply.fields or reply.status >= 400:
            failure = self._failure(whole(reply.fields, "error_code"), reply, None)
            raise NotSent(str(failure)) if isinstance(failure, InDoubt) else failure
        if (uid := word(reply.fields, "uid")) != self._uid:
            raise Blocked(f"微博令牌属于账号 {self._client.clean(uid)}，不是 {self._uid}：请检查 GONGKAI_WEIBO_UID 与令牌")
        left = timedelta(seconds=whole(reply.fields, "expire_in"))
        if left <= timedelta(0):
            raise Blocked("微博授权已过期：请在浏览器中重新授权，更新 GONGKAI_WEIBO_TOKEN")
        if left < EXPIRY_WARNING:
            return (f"微博授权还有 {left.days} 天过期，须由人在浏览器中重新授权",)
        return ()

    def _failure(self, code: int, reply: Reply, post: Post | None) -> Failure:
        said = f"微博答复 {code or f'HTTP {reply.status}'}：{self._client.clean(word(reply.fields, 'error'))}"
        if code in _IN_DOUBT:
            return InDoubt(said)
        if code in _QUOTA:
            return Parked(said, self._now() + _QUOTA[code])
        if code == _CALL_AGAIN:
            return NotSent(said)
        if code in _NO_PERMISSION:
            return NeedsHuman(f"{said}；应用没有发布权限，请由人发出，再登记网址", composer(post) if post else "")
        if code in _BLOCKED or 21300 <= code < 21400:
            return Blocked(f"{said}；请检查微博应用与授权")
        if code == 10017 and "domain" in said:
            return Blocked(f"{said}；请在微博开放平台把本站域名设为安全域名并通过审核")
        # "Just posted" (20017, 20019, 20111) may be what a second try of the platform's own was told, and of a code that no table
        # knows nobody can tell what was done.
        return Rejected(said) if code in _REJECTED else InDoubt(said)

    def _receipt(self, status: Mapping[str, object]) -> Receipt:
        remote = word(status, "idstr")
        address = f"https://weibo.com/{self._uid}/{base62(remote)}"
        evidence = proof(status, "idstr", "mid", "created_at")
        return Receipt(outcome=Outcome.CONFIRMED, remote_id=remote, url=address, evidence=evidence)


def composer(post: Post) -> str:
    """The address at which a person finds the post written already and presses send."""
    return f"{COMPOSER}?{urlencode({'url': post.link, 'title': post.text})}"


def _created_at(status: Mapping[str, object]) -> datetime | None:
    """Read `Wed Oct 24 23:49:17 +0800 2012` without asking the locale for month names."""
    parts = word(status, "created_at").split()
    if len(parts) != 6 or parts[1] not in _MONTHS:
        return None
    _, month, day, clock, zone, year = parts
    try:
        return datetime.strptime(f"{year}-{_MONTHS.index(month) + 1}-{day} {clock} {zone}", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _reaches_back(statuses: list[Mapping[str, object]], attempt: Attempt) -> bool:
    """Whether the list shows everything since the send: it is short, or goes past it, or holds a post of ours from before."""
    if len(statuses) < TIMELINE:
        return True
    times = [created for status in statuses if (created := _created_at(status))]
    ours = [_created_at(status) for status in statuses if word(status, "idstr") in attempt.known]
    before = any(created and created <= attempt.started_at for created in ours)
    return before or (bool(times) and min(times) < attempt.started_at - CLOCK_SLACK)
