"""WeChat's publishing: a task that takes a while, then articles that anyone may read.

Source: developers.weixin.qq.com/doc/service/api/public/api_freepublish_{submit,get,batchget}
A task moves on when it is looked at (freepublish/get of it, or batchget) or when all are told to end, never by itself: tests see
each step.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from publish.sandbox.behaviour import Behaviour, CallbackManner, DraftLeaves, PublishStatus
from publish.sandbox.clock import Clock
from publish.sandbox.exchange import JsonObject, Request
from publish.sandbox.state import State
from publish.sandbox.wechat_drafts import PAGE, Article, find_draft, load_articles, without_content
from publish.sandbox.wechat_refusal import WechatRefusal, json_body, number_in, text_in

FIRST_PUBLISH_ID = 2247483655
_ONCE_PUBLIC = (PublishStatus.SUCCESS, PublishStatus.DELETED_BY_USER, PublishStatus.BANNED_BY_PLATFORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One accepted task and, once it succeeded, its public articles."""

    publish_id: int
    media_id: str
    article_id: str
    articles: tuple[Article, ...]
    status: PublishStatus
    deleted: frozenset[int]
    """Positions, from 1, of the articles that were deleted."""
    submitted_at: float
    published_at: float | None
    """Seconds since 1970 UTC; None until it succeeds."""
    clientmsgid: str | None
    """Of a mass sending: the caller's name for it. None for a silent publication."""

    @property
    def number(self) -> int | str:
        """The publish_id as replies carry it: now a number, now a string, as on the real platform."""
        return self.publish_id if self.publish_id % 2 else str(self.publish_id)


class Publications:
    """Everything the account ever submitted."""

    def __init__(self, state: State, clock: Clock, behaviour: Behaviour, base: Callable[[], str]) -> None:
        self._state, self._clock, self._behaviour, self._base = state, clock, behaviour, base

    def submit(self, request: Request) -> JsonObject:
        """POST /cgi-bin/freepublish/submit: success means that the task was accepted, nothing more."""
        media_id = text_in(json_body(request), "media_id")
        with self._state.transaction() as rows:
            draft = find_draft(rows, media_id)
            last = rows.execute("SELECT MAX(publish_id) AS last FROM publication").fetchone()["last"]
            publish_id = FIRST_PUBLISH_ID if last is None else int(last) + 1
            self.take(rows, publish_id, draft, None)
        number = publish_id if publish_id % 2 else str(publish_id)
        return {"errcode": 0, "errmsg": "ok", "publish_id": number, "msg_data_id": str(publish_id)}

    def take(self, rows: sqlite3.Connection, number: int, draft: sqlite3.Row, clientmsgid: str | None) -> None:
        """Begin a task for a draft, within the caller's transaction."""
        row = (
            number,
            draft["media_id"],
            secrets.token_urlsafe(48),
            draft["articles"],
            PublishStatus.PUBLISHING,
            self._clock().timestamp(),
            clientmsgid,
        )
        rows.execute(
            "INSERT INTO publication (publish_id, media_id, article_id, articles, status, submitted_at, clientmsgid)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        if self._behaviour.draft_leaves is DraftLeaves.ACCEPTED:
            rows.execute("DELETE FROM draft WHERE media_id = ?", (draft["media_id"],))
        if self._behaviour.callback_manner is CallbackManner.EARLY:
            self._finish(rows, number)

    def finish_all(self) -> None:
        """Let every task end now, as they do by themselves on the platform."""
        with self._state.transaction() as rows:
            running = rows.execute("SELECT publish_id FROM publication WHERE status = ?", (PublishStatus.PUBLISHING,))
            for row in running.fetchall():
                self._finish(rows, int(row["publish_id"]))

    def untold(self) -> tuple[Publication, ...]:
        """The tasks that have ended since this was asked last."""
        news, publishing = "told = 0 AND status != ?", (PublishStatus.PUBLISHING,)
        with self._state.transaction() as rows:
            ended = rows.execute(f"SELECT * FROM publication WHERE {news} ORDER BY publish_id", publishing).fetchall()
            rows.execute(f"UPDATE publication SET told = 1 WHERE {news}", publishing)
        return tuple(map(_publication, ended))

    def task(self, rows: sqlite3.Connection, number: str, *, mass: bool) -> Publication | None:
        """Look at a task, which moves it on; within the caller's transaction."""
        row = rows.execute("SELECT * FROM publication WHERE publish_id = ?", (number,)).fetchone()
        if row is None or (row["clientmsgid"] is not None) != mass:
            return None
        self._look(rows, row)
        return _one(rows, int(row["publish_id"]))

    def get(self, request: Request) -> JsonObject:
        """POST /cgi-bin/freepublish/get: how far the task is."""
        wanted = json_body(request).get("publish_id")
        with self._state.transaction() as rows:
            publication = self.task(rows, str(wanted), mass=False)
            if publication is None:
                raise WechatRefusal(53502)
        return self._progress(publication)

    def batchget(self, request: Request) -> JsonObject:
        """POST /cgi-bin/freepublish/batchget: what was published, in no useful order."""
        body = json_body(request)
        offset = number_in(body, "offset", least=0, most=2**31, otherwise=0)
        count = number_in(body, "count", least=1, most=PAGE, otherwise=PAGE)
        bare = number_in(body, "no_content", least=0, most=1, otherwise=0) == 1
        with self._state.transaction() as rows:
            for row in rows.execute("SELECT * FROM publication").fetchall():
                self._look(rows, row)
        silent = (one for one in self.all() if one.status in _ONCE_PUBLIC and one.clientmsgid is None)
        listed = sorted(silent, key=_shuffled)
        items = [
            {
                "article_id": one.article_id,
                "content": {"news_item": self._items(one, bare=bare)},
                "update_time": int(one.published_at or one.submitted_at),
            }
            for one in listed[offset : offset + count]
        ]
        return {"total_count": len(listed), "item_count": len(items), "item": items}

    def getarticle(self, request: Request) -> JsonObject:
        """POST /cgi-bin/freepublish/getarticle."""
        publication = self.find(text_in(json_body(request), "article_id"))
        if publication is None:
            raise WechatRefusal(53600)
        return {"news_item": self._items(publication)}

    def delete(self, request: Request) -> JsonObject:
        """POST /cgi-bin/freepublish/delete: ``index`` 0 or none deletes all, n the n-th article."""
        body = json_body(request)
        publication = self.find(text_in(body, "article_id"))
        if publication is None:
            raise WechatRefusal(53600)
        index = number_in(body, "index", least=0, most=len(publication.articles), otherwise=0)
        self.withdraw(publication, index, PublishStatus.DELETED_BY_USER)
        return {"errcode": 0, "errmsg": "ok"}

    def withdraw(self, publication: Publication, index: int, reason: PublishStatus) -> None:
        """Delete one article (from 1) or all of them (0); when none is left the task's status is ``reason``."""
        everything = frozenset(range(1, len(publication.articles) + 1))
        deleted = publication.deleted | (frozenset({index}) if index else everything)
        status = reason if deleted == everything else publication.status
        with self._state.transaction() as rows:
            rows.execute(
                "UPDATE publication SET deleted = ?, status = ? WHERE publish_id = ?",
                (json.dumps(sorted(deleted)), status, publication.publish_id),
            )

    def all(self) -> tuple[Publication, ...]:
        """Every task, in the order of submission."""
        with self._state.transaction() as rows:
            return tuple(_publication(row) for row in rows.execute("SELECT * FROM publication ORDER BY publish_id"))

    def find(self, article_id: str) -> Publication | None:
        """The publication of that article_id, if it ever became public."""
        with self._state.transaction() as rows:
            row = rows.execute("SELECT * FROM publication WHERE article_id = ?", (article_id,)).fetchone()
        publication = None if row is None else _publication(row)
        return publication if publication and publication.status in _ONCE_PUBLIC else None

    def address(self, publication: Publication, position: int) -> str:
        """Where the n-th article, from 1, can be read."""
        return self._base() + article_path(publication, position)

    def _look(self, rows: sqlite3.Connection, row: sqlite3.Row) -> None:
        if row["status"] != PublishStatus.PUBLISHING:
            return
        polls = self._behaviour.publish_polls
        if polls is None or int(row["looks"]) < polls:
            rows.execute("UPDATE publication SET looks = looks + 1 WHERE publish_id = ?", (row["publish_id"],))
            return
        self._finish(rows, int(row["publish_id"]))

    def _finish(self, rows: sqlite3.Connection, number: int) -> None:
        outcome = self._behaviour.publish_outcome
        succeeded = outcome is PublishStatus.SUCCESS
        rows.execute(
            "UPDATE publication SET status = ?, published_at = ? WHERE publish_id = ?",
            (outcome, self._clock().timestamp() if succeeded else None, number),
        )
        if succeeded:
            rows.execute("DELETE FROM draft WHERE media_id = (SELECT media_id FROM publication WHERE publish_id = ?)", (number,))

    def _progress(self, publication: Publication) -> JsonObject:
        status = publication.status
        failed = status in (PublishStatus.ORIGINALITY_FAILED, PublishStatus.FAILED, PublishStatus.REJECTED)
        positions = range(1, len(publication.articles) + 1)
        body: JsonObject = {"publish_id": publication.number, "publish_status": int(status)}
        if status in _ONCE_PUBLIC:
            items = [{"idx": place, "article_url": self.address(publication, place)} for place in positions]
            body["article_id"] = publication.article_id
            body["article_detail"] = {"count": len(items), "item": items}
        body["fail_idx"] = list(positions) if failed else []
        return body

    def _items(self, publication: Publication, *, bare: bool = False) -> list[JsonObject]:
        items = [
            {**article.as_item(self.address(publication, place)), "is_deleted": place in publication.deleted}
            for place, article in enumerate(publication.articles, 1)
        ]
        return [without_content(item) for item in items] if bare else items


def article_path(publication: Publication, position: int) -> str:
    """The path of the n-th article, from 1, on this server."""
    page = f"/wechat/s/{publication.article_id}"
    return page if position == 1 else f"{page}?idx={position}"


def _shuffled(publication: Publication) -> str:
    return hashlib.sha256(str(publication.publish_id).encode()).hexdigest()


def _one(rows: sqlite3.Connection, publish_id: int) -> Publication:
    return _publication(rows.execute("SELECT * FROM publication WHERE publish_id = ?", (publish_id,)).fetchone())


def _publication(row: sqlite3.Row) -> Publication:
    return Publication(
        publish_id=int(row["publish_id"]),
        media_id=str(row["media_id"]),
        article_id=str(row["article_id"]),
        articles=load_articles(row["articles"]),
        status=PublishStatus(row["status"]),
        deleted=frozenset(int(place) for place in json.loads(row["deleted"])),
        submitted_at=float(row["submitted_at"]),
        published_at=None if row["published_at"] is None else float(row["published_at"]),
        clientmsgid=row["clientmsgid"],
    )
