"""WeChat's harmless steps: cover and pictures uploaded once, one draft with our mark in the box."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from publish.channels.protocol import Materials, Picture, Post, Staging
from publish.channels.wechat_api import BAD_MEDIA, WechatApi
from publish.channels.wechat_article import marked, media_type, news, suffix
from publish.channels.wording import whole, word
from publish.failures import InDoubt, NotSent
from publish.http import Upload


@cache
def cover() -> bytes:
    """The shipped cover, 900 × 383 (2.35:1)."""
    return Path(__file__).with_name("cover.png").read_bytes()


class Stager:
    """Prepares drafts on one account."""

    def __init__(self, api: WechatApi) -> None:
        """`api` speaks for the account."""
        self._api = api

    def draft(self, post: Post, materials: Materials) -> Staging:
        """The post as the one draft of its mark. What an interrupted run left in the box is brought up to date.

        Raises NotSent where it is not certain: the next run finds the stray and goes on from there.
        """
        articles = [self._article(part, materials) for part in post.parts or (post,)]
        strays = [item for item in self._api.pages("/cgi-bin/draft/batchget") if marked(item, post.link)]
        same = [word(item, "media_id") for item in strays if len(news(item)) == len(articles)]
        for item in strays:
            if word(item, "media_id") not in same[:1]:
                gone = frozenset({BAD_MEDIA})
                self._api.ask("/cgi-bin/draft/delete", {"media_id": word(item, "media_id")}, allowed=gone)
        try:
            return Staging(fields={"draft": self._updated(same[0], articles) if same else self._added(articles)})
        except InDoubt as doubt:
            raise NotSent(f"草稿可能已建，下次先看草稿箱：{doubt}") from None

    def _added(self, articles: list[dict[str, object]]) -> str:
        draft = word(self._api.act("/cgi-bin/draft/add", {"articles": articles}), "media_id")
        if not draft:
            raise NotSent("微信没有给出草稿编号，下次先看草稿箱")
        return draft

    def _updated(self, draft: str, articles: list[dict[str, object]]) -> str:
        for place, article in enumerate(articles):
            # `articles` is one object here, although its name is a plural (draft/update).
            body = {"media_id": draft, "index": place, "articles": article}
            if whole(self._api.ask("/cgi-bin/draft/update", body, allowed=frozenset({BAD_MEDIA})), "errcode") == BAD_MEDIA:
                raise NotSent("草稿刚被删除，下次重建")
        return draft

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
        if not self._api.loopback:
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
