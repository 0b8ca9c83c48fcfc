"""WeChat Official Account: one article a document: cover, pictures, draft, then published silently (发布) or sent to all (群发).

What tells our article from others is a mark in its 阅读原文 address, which every list of the platform gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName
from publish.callbacks.message import MASS, PUBLISH_STATUS
from publish.channels import wechat_mass
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
    entry_key,
)
from publish.channels.wechat_api import BAD_MEDIA, CONSOLE, NO_SUCH_ARTICLE, NO_SUCH_PUBLISH, WechatApi
from publish.channels.wechat_article import MARK, compose_article, compose_issue, marked, news
from publish.channels.wechat_stage import Stager
from publish.channels.wording import inner, proof, rows, whole, word
from publish.failures import Blocked, Decided, Failure, InDoubt, NeedsHuman, Parked, Rejected, doubtful
from publish.http import SKEW_LIMIT
from publish.inbox import End
from publish.probe import Health, Probe, probe_of_skew

DAILY: Mapping[str, int] = {
    "/cgi-bin/freepublish/submit": 100,
    "/cgi-bin/freepublish/get": 90,
    "/cgi-bin/freepublish/batchget": 90,
    "/cgi-bin/freepublish/getarticle": 100,
    "/cgi-bin/freepublish/delete": 10,
}
"""Calls a day that we allow ourselves, below the platform's (API_Call_Limits). The last two are for retractions alone, so no
polling can use them up; of the lists a tenth is left to persons and other programmes.
"""
LISTING_SLACK = timedelta(minutes=10)

PATIENCE = Patience(
    first_look=timedelta(minutes=1),
    between=timedelta(minutes=10),
    looks=2,
    absent_after=timedelta(minutes=11),
    # freepublish/get allows a hundred calls a day for the whole account.
    polls=(timedelta(seconds=10), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1)),
    give_up=timedelta(hours=24),
    pace=timedelta(0),
)


class WechatMode(StrEnum):
    """GONGKAI_WECHAT_MODE."""

    PUBLISH = "publish"
    MASS = "mass"
    DRAFT = "draft"
    """Drafts only: a person publishes in the console."""


class Wechat:
    """One official account."""

    name = ChannelName.WECHAT.value
    label = ChannelName.WECHAT.label
    doubt_blocks = False

    def __init__(self, api: WechatApi, *, appid: str, mode: WechatMode, now: Callable[[], datetime]) -> None:
        """`api` speaks for the account `appid`."""
        self._api = api
        self._appid = appid
        self._mode = mode
        self._now = now
        self._stager = Stager(api)

    @property
    def account(self) -> str:
        """The AppID; a sandbox's is marked, so that its receipts never count for the real account."""
        return f"{self._appid}@sandbox" if self.sandbox else self._appid

    @property
    def sandbox(self) -> bool:
        """Whether the platform is this machine."""
        return self._api.loopback

    @property
    def patience(self) -> Patience:
        """Real pauses for the real platform."""
        patience = SANDBOX_PATIENCE if self.sandbox else PATIENCE
        return replace(patience, repeat_within=wechat_mass.WINDOW) if self._mode is WechatMode.MASS else patience

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """The article within every limit of draft/add; a text too long becomes its summary and 阅读原文."""
        key = entry_key(release.record.index_number, release.revision, self.name, self.account, action)
        return compose_article(release, article_html, site, correction=action is Action.CORRECT, mark=key[:MARK])

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """An issue of up to eight articles; beyond that, one article that lists the titles."""
        return compose_issue(articles, site, mark=heading.key[:MARK])

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Cover and pictures uploaded, one draft with our mark in the box."""
        try:
            return self._stager.draft(post, materials)
        except NeedsHuman as missing:
            # Without a draft there is nothing to hand over: the account itself has to be mended.
            raise Blocked(str(missing)) from None

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """freepublish/submit or mass/sendall, once. Success means only that the platform has taken the task."""
        draft = staging.fields.get("draft", "")
        by_hand = f"草稿“{post.title}”已在草稿箱，请在公众号后台发表，再用 publish.settle 登记网址"
        if self._mode is WechatMode.DRAFT:
            raise NeedsHuman(by_hand, CONSOLE)
        try:
            if self._mode is WechatMode.MASS:
                return wechat_mass.send(self._api, draft, post.link, self._now())
            self._spend("/cgi-bin/freepublish/submit", materials)
            fields = self._submitted(draft)
        except NeedsHuman as missing:
            raise NeedsHuman(f"{missing}；{by_hand}", CONSOLE) from None
        if whole(fields, "errcode") == BAD_MEDIA:
            # A draft leaves the box by being published, or by a person's hand: only looking tells which.
            raise InDoubt("草稿已不在草稿箱：可能已发表，也可能被删除")
        task = word(fields, "publish_id")
        if not task:
            raise InDoubt("微信没有给出发布任务编号")
        evidence = proof(fields, "errcode", "publish_id", "msg_data_id")
        return Receipt(outcome=Outcome.ACCEPTED, remote_id=task, evidence=evidence)

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """The inbox, the result of the task where its id is known, otherwise the published list, otherwise the draft box."""
        try:
            if told := materials.told(attempt.remote_id):
                return _ended(told.task, told.end, told.says, told.remote_id, told.url, told.evidence)
            if attempt.remote_id.startswith(MASS) or (self._mode is WechatMode.MASS and not attempt.remote_id):
                return wechat_mass.look(self._api, attempt, self._now())
            if attempt.remote_id and (sighting := self._task(attempt.remote_id, materials)):
                return sighting
            return self._listed(post, attempt, materials)
        except Decided as decided:
            raise decided.failure from None
        except Failure as failure:
            return Sighting(verdict=Verdict.UNKNOWN, reason=f"看不到公众号的发布情况：{failure}")

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """freepublish/delete, unless the article is gone already (ten deletions a day)."""
        gone = frozenset({NO_SUCH_ARTICLE})
        try:
            if remote_id.startswith(MASS):
                return wechat_mass.retract(self._api, remote_id)
            self._spend("/cgi-bin/freepublish/getarticle", materials)
            fields = self._api.ask("/cgi-bin/freepublish/getarticle", {"article_id": remote_id}, allowed=gone)
            if whole(fields, "errcode") in gone or _all_deleted(fields):
                return
            self._spend("/cgi-bin/freepublish/delete", materials)
            self._api.act("/cgi-bin/freepublish/delete", {"article_id": remote_id, "index": 0}, allowed=gone)
        except NeedsHuman as missing:
            raise NeedsHuman(f"{missing}；请在公众号后台删除：{url}", CONSOLE) from None

    def probe(self) -> Iterator[Probe]:
        """The token and the address list, drafts, publishing, the clock."""
        self._api.ask("/cgi-bin/draft/batchget", {"offset": 0, "count": 1, "no_content": 1})
        yield Probe(what="令牌与草稿", health=Health.GOOD, says="AppID、AppSecret、IP 白名单和草稿权限都可用")
        yield from probe_of_skew(self._api.skew, SKEW_LIMIT)
        try:
            self._api.ask("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1, "no_content": 1})
        except NeedsHuman:
            says = "没有发布接口的权限（48001）：草稿会备好，由人在后台发表"
            yield Probe(what="发布", health=Health.NOTICE, says=says)
        else:
            yield Probe(what="发布", health=Health.GOOD, says=f"可用；方式：{self._mode}")

    def _spend(self, path: str, materials: Materials) -> None:
        midnight = self._api.next_midnight()
        day = (midnight - timedelta(days=1)).date().isoformat()
        if not materials.spend(path, day, DAILY[path]):
            raise Parked(f"今天的 {path.rpartition('/')[2]} 次数已用完（{DAILY[path]} 次）", midnight)

    def _submitted(self, draft: str) -> Mapping[str, object]:
        try:
            return self._api.act("/cgi-bin/freepublish/submit", {"media_id": draft}, allowed=frozenset({BAD_MEDIA}))
        except Parked as parked:
            raise doubtful(parked) from None

    def _task(self, task: str, materials: Materials) -> Sighting | None:
        self._spend("/cgi-bin/freepublish/get", materials)
        fields = self._api.ask("/cgi-bin/freepublish/get", {"publish_id": task}, allowed=frozenset({NO_SUCH_PUBLISH}))
        if whole(fields, "errcode") == NO_SUCH_PUBLISH:
            return None
        status = whole(fields, "publish_status", -1)
        if status not in PUBLISH_STATUS:
            return Sighting(verdict=Verdict.UNKNOWN, reason="微信仍在发布中")
        end, says = PUBLISH_STATUS[status]
        items = rows(inner(fields, "article_detail"), "item")
        url = word(items[0], "article_url") if items else ""
        return _ended(
            task, end, says, word(fields, "article_id"), url, proof(fields, "publish_id", "publish_status", "article_id")
        )

    def _listed(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        times: list[int] = []
        spend = lambda: self._spend("/cgi-bin/freepublish/batchget", materials)  # noqa: E731 - called before each page
        pages = self._api.pages("/cgi-bin/freepublish/batchget", before=spend)
        for item in pages:
            if marked(item, post.link):
                return _found(word(item, "article_id"), _article_url(item), proof(item, "article_id", "update_time"))
            times.append(whole(item, "update_time"))
        draft = attempt.staging.fields.get("draft", "")
        if not draft:
            return self._never_drafted(times, attempt)
        fields = self._api.ask("/cgi-bin/draft/get", {"media_id": draft}, allowed=frozenset({BAD_MEDIA}))
        if whole(fields, "errcode") == BAD_MEDIA:
            return Sighting(verdict=Verdict.UNKNOWN, reason="草稿已不在草稿箱，但还没有列入已发布")
        if attempt.remote_id:
            return Sighting(verdict=Verdict.UNKNOWN, reason="平台接受过任务，草稿却还在草稿箱")
        return Sighting(verdict=Verdict.ABSENT, reason="草稿还在草稿箱，也没有列入已发布")

    def _never_drafted(self, times: list[int], attempt: Attempt) -> Sighting:
        """What a list without our mark proves: all, where it is whole or goes back far enough (its order is not promised)."""
        whole_list = len(times) < self._api.most_listed
        since = (attempt.started_at - LISTING_SLACK).timestamp()
        if whole_list or (times == sorted(times, reverse=True) and times[-1] < since):
            return Sighting(verdict=Verdict.ABSENT, reason="没有列入已发布")
        return Sighting(verdict=Verdict.HIDDEN, reason="已发布的文章太多，看不到当时")


def _ended(task: str, end: End, says: str, article: str, url: str, evidence: str) -> Sighting:
    if end is End.PUBLISHED:
        return _found(article, url, evidence)
    reason = f"微信任务 {task.removeprefix(MASS)}：{says}"
    raise Decided(Rejected(reason) if end is End.REFUSED else NeedsHuman(reason))


def _found(article: str, url: str, evidence: str) -> Sighting:
    receipt = Receipt(outcome=Outcome.CONFIRMED, remote_id=article, url=url, evidence=evidence)
    return Sighting(verdict=Verdict.FOUND, receipt=receipt)


def _article_url(item: Mapping[str, object]) -> str:
    return next((word(one, "url") for one in news(item)), "")


def _all_deleted(fields: Mapping[str, object]) -> bool:
    articles = rows(fields, "news_item")
    return bool(articles) and all(one.get("is_deleted") in (True, 1) for one in articles)
