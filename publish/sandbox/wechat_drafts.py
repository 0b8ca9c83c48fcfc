"""WeChat's draft box.

Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/{api_draft_add,api_getdraft,api_draft_batchget}
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

from publish.sandbox.behaviour import Behaviour, LinkPolicy
from publish.sandbox.clock import Clock
from publish.sandbox.exchange import JsonObject, Request
from publish.sandbox.state import State
from publish.sandbox.wechat_content import filter_content
from publish.sandbox.wechat_pictures import is_permanent
from publish.sandbox.wechat_refusal import WechatRefusal, json_body, number_in, text_in

ARTICLES = 8
TITLE = 32
AUTHOR = 16
CONTENT = 20_000
"""Characters; an article must have fewer. The limits above are the most there may be."""
CONTENT_BYTES = 1024 * 1024
SOURCE_URL_BYTES = 1024
DIGEST_FROM_TEXT = 54
PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a draft or a publication, its content already filtered."""

    title: str
    author: str
    digest: str
    content: str
    content_source_url: str
    thumb_media_id: str
    need_open_comment: int
    only_fans_can_comment: int

    def as_item(self, url: str) -> JsonObject:
        """The article as one ``news_item`` of a reply."""
        return {"article_type": "news", **asdict(self), "show_cover_pic": 0, "url": url}


class Drafts:
    """The draft box of the account."""

    def __init__(self, state: State, clock: Clock, behaviour: Behaviour, base: Callable[[], str]) -> None:
        self._state, self._clock, self._behaviour, self._base = state, clock, behaviour, base

    def add(self, request: Request) -> JsonObject:
        """POST /cgi-bin/draft/add."""
        wanted = json_body(request).get("articles")
        if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) for one in wanted):
            raise WechatRefusal(44003)
        if len(wanted) > ARTICLES:
            raise WechatRefusal(45008)
        articles = [_read(one, self._behaviour) for one in wanted]
        if len(articles) > 1:
            articles = [replace(article, digest="") for article in articles]
        media_id = secrets.token_urlsafe(48)
        with self._state.transaction() as rows:
            if not all(is_permanent(rows, article.thumb_media_id) for article in articles):
                raise WechatRefusal(40007)
            rows.execute(
                "INSERT INTO draft (media_id, articles, created_at) VALUES (?, ?, ?)",
                (media_id, dump_articles(articles), self._clock().timestamp()),
            )
        return {"media_id": media_id, "item": []}

    def get(self, request: Request) -> JsonObject:
        """POST /cgi-bin/draft/get."""
        media_id = text_in(json_body(request), "media_id")
        with self._state.transaction() as rows:
            row = find_draft(rows, media_id)
        created = int(row["created_at"])
        items = self._items(media_id, load_articles(row["articles"]))
        return {"news_item": items, "create_time": created, "update_time": created}

    def update(self, request: Request) -> JsonObject:
        """POST /cgi-bin/draft/update: one article of a draft, by its index from 0; `articles` is one object here."""
        body = json_body(request)
        wanted = body.get("articles")
        if not isinstance(wanted, dict):
            raise WechatRefusal(44003)
        article = _read(wanted, self._behaviour)
        media_id = text_in(body, "media_id")
        with self._state.transaction() as rows:
            articles = list(load_articles(find_draft(rows, media_id)["articles"]))
            index = number_in(body, "index", least=0, most=len(articles) - 1, otherwise=0)
            if not is_permanent(rows, article.thumb_media_id):
                raise WechatRefusal(40007)
            articles[index] = article if len(articles) == 1 else replace(article, digest="")
            rows.execute("UPDATE draft SET articles = ? WHERE media_id = ?", (dump_articles(articles), media_id))
        return {"errcode": 0, "errmsg": "ok"}

    def delete(self, request: Request) -> JsonObject:
        """POST /cgi-bin/draft/delete."""
        media_id = text_in(json_body(request), "media_id")
        with self._state.transaction() as rows:
            find_draft(rows, media_id)
            rows.execute("DELETE FROM draft WHERE media_id = ?", (media_id,))
        return {"errcode": 0, "errmsg": "ok"}

    def count(self, _request: Request) -> JsonObject:
        """GET /cgi-bin/draft/count."""
        with self._state.transaction() as rows:
            return {"total_count": _total(rows)}

    def batchget(self, request: Request) -> JsonObject:
        """POST /cgi-bin/draft/batchget: the newest first."""
        body = json_body(request)
        offset = number_in(body, "offset", least=0, most=2**31, otherwise=0)
        count = number_in(body, "count", least=1, most=PAGE, otherwise=PAGE)
        bare = number_in(body, "no_content", least=0, most=1, otherwise=0) == 1
        with self._state.transaction() as rows:
            total = _total(rows)
            page = rows.execute("SELECT * FROM draft ORDER BY seq DESC LIMIT ? OFFSET ?", (count, offset)).fetchall()
        items = [
            {
                "media_id": str(row["media_id"]),
                "content": {"news_item": self._items(row["media_id"], load_articles(row["articles"]), bare=bare)},
                "update_time": int(row["created_at"]),
            }
            for row in page
        ]
        return {"total_count": total, "item_count": len(items), "item": items}

    def articles(self, media_id: str) -> tuple[Article, ...] | None:
        """The articles of a draft, None when it is not in the box."""
        with self._state.transaction() as rows:
            row = rows.execute("SELECT articles FROM draft WHERE media_id = ?", (media_id,)).fetchone()
        return None if row is None else load_articles(row["articles"])

    def media_ids(self) -> tuple[str, ...]:
        """Every draft in the box, the oldest first."""
        with self._state.transaction() as rows:
            return tuple(str(row["media_id"]) for row in rows.execute("SELECT media_id FROM draft ORDER BY seq"))

    def _items(self, media_id: str, articles: tuple[Article, ...], *, bare: bool = False) -> list[JsonObject]:
        items = [article.as_item(f"{self._base()}/wechat/draft/{media_id}") for article in articles]
        return [without_content(item) for item in items] if bare else items


def without_content(item: JsonObject) -> JsonObject:
    """The item as batchget gives it with ``no_content=1``."""
    return {name: value for name, value in item.items() if name != "content"}


def find_draft(rows: sqlite3.Connection, media_id: str) -> sqlite3.Row:
    """The row of a draft; refused with 40007 when it is not in the box."""
    row: sqlite3.Row | None = rows.execute("SELECT * FROM draft WHERE media_id = ?", (media_id,)).fetchone()
    if row is None:
        raise WechatRefusal(40007)
    return row


def dump_articles(articles: list[Article]) -> str:
    """The articles as the text that is stored."""
    return json.dumps([asdict(article) for article in articles], ensure_ascii=False)


def load_articles(text: str) -> tuple[Article, ...]:
    """The articles out of the stored text."""
    return tuple(Article(**values) for values in json.loads(text))


def _total(rows: sqlite3.Connection) -> int:
    return int(rows.execute("SELECT COUNT(*) AS n FROM draft").fetchone()["n"])


def _read(wanted: Mapping[str, object], behaviour: Behaviour) -> Article:
    if text_in(wanted, "article_type") not in ("", "news"):
        raise WechatRefusal(40035)
    article = Article(
        title=text_in(wanted, "title"),
        author=text_in(wanted, "author"),
        digest=text_in(wanted, "digest"),
        content=text_in(wanted, "content"),
        content_source_url=text_in(wanted, "content_source_url"),
        thumb_media_id=text_in(wanted, "thumb_media_id"),
        need_open_comment=number_in(wanted, "need_open_comment", least=0, most=1, otherwise=0),
        only_fans_can_comment=number_in(wanted, "only_fans_can_comment", least=0, most=1, otherwise=0),
    )
    for broken, errcode in _limits(article, behaviour):
        if broken:
            raise WechatRefusal(errcode)
    return _filtered(article, behaviour)


def _limits(article: Article, behaviour: Behaviour) -> tuple[tuple[bool, int], ...]:
    address = article.content_source_url
    return (
        (not article.title.strip(), 40035),
        (len(article.title) > TITLE, 45003),
        (len(article.author) > AUTHOR, 45110),
        (len(article.digest) > behaviour.digest_limit, 45004),
        (len(address.encode()) > SOURCE_URL_BYTES, 45005),
        (bool(address) and not address.startswith(("http://", "https://")), 40035),
        (not article.content.strip(), 44004),
        (len(article.content) >= CONTENT or len(article.content.encode()) >= CONTENT_BYTES, 45002),
        (not article.thumb_media_id, 40007),
    )


def _filtered(article: Article, behaviour: Behaviour) -> Article:
    content = filter_content(article.content)
    if content.is_document:
        raise WechatRefusal(47001)
    if content.has_foreign_links and behaviour.link_policy is LinkPolicy.REFUSE:
        raise WechatRefusal(45166)
    return replace(article, content=content.html, digest=article.digest or content.text[:DIGEST_FROM_TEXT])
