"""WeChat Official Account: one article a document, published silently (发布): cover, pictures, draft, submit, result.

What tells our article from others is a mark in its 阅读原文 address, which every list of the platform gives back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName
from publish.channels.protocol import (
    SANDBOX_PATIENCE,
    Action,
    Attempt,
    Materials,
    Outcome,
    Patience,
    Picture,
    Post,
    Receipt,
    Sighting,
    Staging,
    Verdict,
    entry_key,
)
from publish.channels.wechat_api import BAD_MEDIA, NO_SUCH_ARTICLE, NO_SUCH_PUBLISH, WechatApi
from publish.channels.wechat_article import MARK, compose_article, media_type, suffix
from publish.channels.wording import inner, rows, whole, word
from publish.failures import Blocked, Failure, InDoubt, NeedsHuman, NotSent, Rejected
from publish.http import Upload

PAGE = 20
"""Items of one batchget, the platform's most."""
PAGES = 5
CONSOLE = "https://mp.weixin.qq.com"

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

_REFUSED = {2: "原创校验未通过", 3: "发布失败", 4: "平台审核不通过"}
_TAKEN_DOWN = {5: "发布后已被删除", 6: "发布后已被平台封禁"}


class Wechat:
    """One official account."""

    name = ChannelName.WECHAT.value
    label = ChannelName.WECHAT.label
    doubt_blocks = False

    def __init__(self, api: WechatApi, *, appid: str) -> None:
        """`api` speaks for the account `appid`."""
        self._api = api
        self._appid = appid

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
        return SANDBOX_PATIENCE if self.sandbox else PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """The article within every limit of draft/add; a text too long becomes its summary and 阅读原文."""
        key = entry_key(release.record.index_number, release.revision, self.name, self.account, action)
        return compose_article(release, article_html, site, correction=action is Action.CORRECT, mark=key[:MARK])

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Cover and pictures uploaded, one draft with our mark in the box."""
        try:
            return self._draft(post, self._article(post, materials))
        except NeedsHuman as missing:
            # Without a draft there is nothing to hand over: the account itself has to be mended.
            raise Blocked(str(missing)) from None

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """freepublish/submit, once. Its success means only that the platform has taken the task."""
        draft = staging.fields.get("draft", "")
        try:
            fields = self._api.act("/cgi-bin/freepublish/submit", {"media_id": draft}, allowed=frozenset({BAD_MEDIA}))
        except NeedsHuman as missing:
            raise NeedsHuman(f"{missing}；草稿“{post.title}”已在草稿箱，请在公众号后台发表", CONSOLE) from None
        if whole(fields, "errcode") == BAD_MEDIA:
            # A draft leaves the box by being published, or by a person's hand: only looking tells which.
            raise InDoubt("草稿已不在草稿箱：可能已发表，也可能被删除")
        task = word(fields, "publish_id")
        if not task:
            raise InDoubt("微信没有给出发布任务编号")
        return Receipt(outcome=Outcome.ACCEPTED, remote_id=task)

    def look(self, post: Post, attempt: Attempt) -> Sighting:
        """The result of the task where its id is known, otherwise the published list, otherwise the draft box."""
        try:
            if attempt.remote_id and (sighting := self._task(attempt.remote_id)):
                return sighting
            for item in self._pages("/cgi-bin/freepublish/batchget"):
                if _marked(item, post.link):
                    return _found(word(item, "article_id"), _article_url(item))
            draft = attempt.staging.fields.get("draft", "")
            fields = self._api.ask("/cgi-bin/draft/get", {"media_id": draft}, allowed=frozenset({BAD_MEDIA}))
        except (Rejected, _Decided) as decided:
            raise NeedsHuman(str(decided)) if isinstance(decided, _Decided) else decided from None
        except Failure as failure:
            return Sighting(verdict=Verdict.UNKNOWN, reason=f"看不到公众号的发布情况：{failure}")
        if whole(fields, "errcode") == BAD_MEDIA:
            return Sighting(verdict=Verdict.UNKNOWN, reason="草稿已不在草稿箱，但还没有列入已发布")
        if attempt.remote_id:
            return Sighting(verdict=Verdict.UNKNOWN, reason="平台接受过任务，草稿却还在草稿箱")
        return Sighting(verdict=Verdict.ABSENT, reason="草稿还在草稿箱，也没有列入已发布")

    def retract(self, remote_id: str, url: str) -> None:
        """freepublish/delete, unless the article is gone already (ten deletions a day)."""
        gone = frozenset({NO_SUCH_ARTICLE})
        try:
            fields = self._api.ask("/cgi-bin/freepublish/getarticle", {"article_id": remote_id}, allowed=gone)
            if whole(fields, "errcode") in gone or _all_deleted(fields):
                return
            self._api.act("/cgi-bin/freepublish/delete", {"article_id": remote_id, "index": 0}, allowed=gone)
        except NeedsHuman as missing:
            raise NeedsHuman(f"{missing}；请在公众号后台删除：{url}", CONSOLE) from None

    def _draft(self, post: Post, article: Mapping[str, object]) -> Staging:
        # What an interrupted run left in the box was never submitted, and may be worded otherwise.
        for stray in [word(item, "media_id") for item in self._pages("/cgi-bin/draft/batchget") if _marked(item, post.link)]:
            self._api.ask("/cgi-bin/draft/delete", {"media_id": stray}, allowed=frozenset({BAD_MEDIA}))
        try:
            draft = word(self._api.act("/cgi-bin/draft/add", {"articles": [article]}), "media_id")
        except InDoubt as doubt:
            raise NotSent(f"草稿可能已建，下次先清草稿箱：{doubt}") from None
        if not draft:
            raise NotSent("微信没有给出草稿编号，下次先清草稿箱")
        return Staging(fields={"draft": draft})

    def _task(self, task: str) -> Sighting | None:
        fields = self._api.ask("/cgi-bin/freepublish/get", {"publish_id": task}, allowed=frozenset({NO_SUCH_PUBLISH}))
        if whole(fields, "errcode") == NO_SUCH_PUBLISH:
            return None
        status = whole(fields, "publish_status", -1)
        if status == 0:
            items = rows(inner(fields, "article_detail"), "item")
            return _found(word(fields, "article_id"), word(items[0], "article_url") if items else "")
        if status in _REFUSED:
            raise Rejected(f"微信发布任务 {task}：{_REFUSED[status]}")
        if status in _TAKEN_DOWN:
            raise _Decided(f"微信发布任务 {task}：{_TAKEN_DOWN[status]}")
        return Sighting(verdict=Verdict.UNKNOWN, reason="微信仍在发布中")

    def _pages(self, path: str) -> Iterator[Mapping[str, object]]:
        for page in range(PAGES):
            fields = self._api.ask(path, {"offset": page * PAGE, "count": PAGE, "no_content": 1})
            items = rows(fields, "item")
            yield from items
            if not items or (page + 1) * PAGE >= whole(fields, "total_count"):
                return

    def _article(self, post: Post, materials: Materials) -> dict[str, object]:
        html = post.html
        for picture in post.pictures:
            html = html.replace(f"asset:{picture.digest}", self._picture_url(picture, materials))
        return {
            "article_type": "news",
            "title": post.title,
            "author": post.author,
            "digest": post.text,
            "content": html,
            "content_source_url": post.link,
            "thumb_media_id": self._cover(materials),
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }

    def _picture_url(self, picture: Picture, materials: Materials) -> str:
        if known := materials.upload("uploadimg", picture.digest):
            return known
        content = materials.picture(picture)
        upload = Upload(
            part="media",
            name=f"{picture.digest}{suffix(picture.path)}",
            media_type=media_type(picture, content),
            content=content,
        )
        url = word(self._api.upload("/cgi-bin/media/uploadimg", upload), "url")
        if not url:
            raise NotSent("微信没有给出图片地址")
        if not self.sandbox:
            url = url.replace("http://", "https://", 1)
        materials.keep_upload("uploadimg", picture.digest, url)
        return url

    def _cover(self, materials: Materials) -> str:
        content = cover()
        digest = sha256(content).hexdigest()
        if known := materials.upload("cover", digest):
            return known
        upload = Upload(part="media", name=f"{digest}.png", media_type="image/png", content=content)
        media_id = word(self._api.upload("/cgi-bin/material/add_material", upload, {"type": "image"}), "media_id")
        if not media_id:
            raise NotSent("微信没有给出封面编号")
        materials.keep_upload("cover", digest, media_id)
        return media_id


class _Decided(Exception):
    """The platform shows an end that a person has to take up."""


@cache
def cover() -> bytes:
    """The shipped cover, 900 × 383 (2.35:1)."""
    return Path(__file__).with_name("cover.png").read_bytes()


def _found(article: str, url: str) -> Sighting:
    return Sighting(verdict=Verdict.FOUND, receipt=Receipt(outcome=Outcome.CONFIRMED, remote_id=article, url=url))


def _news(item: Mapping[str, object]) -> list[Mapping[str, object]]:
    return rows(inner(item, "content"), "news_item")


def _marked(item: Mapping[str, object], link: str) -> bool:
    return any(word(news, "content_source_url") == link for news in _news(item))


def _article_url(item: Mapping[str, object]) -> str:
    return next((word(news, "url") for news in _news(item)), "")


def _all_deleted(fields: Mapping[str, object]) -> bool:
    news = rows(fields, "news_item")
    return bool(news) and all(item.get("is_deleted") in (True, 1) for item in news)


def _suffix(path: str) -> str:
    return f".{path.rpartition('.')[2].lower()}"
