"""WeChat's mass sending: to all followers, once a day, known again by the caller's clientmsgid for 24 hours.

Source: developers.weixin.qq.com/doc/service/api/notify/message/{api_sendall,api_deletemassmsg}
"""

import sqlite3

from publish.sandbox.behaviour import Behaviour, PublishStatus
from publish.sandbox.clock import Clock, china_day
from publish.sandbox.exchange import JsonObject, Request
from publish.sandbox.state import State
from publish.sandbox.wechat_drafts import find_draft
from publish.sandbox.wechat_publications import Publications
from publish.sandbox.wechat_quotas import spend
from publish.sandbox.wechat_refusal import WechatRefusal, json_body, text_in

FIRST_MSG_ID = 1000000001
WINDOW_SECONDS = 24 * 3600
APART_SECONDS = 60
NAME_BYTES = 64

_WORDS = {
    PublishStatus.SUCCESS: "SEND_SUCCESS",
    PublishStatus.PUBLISHING: "SENDING",
    PublishStatus.DELETED_BY_USER: "DELETE",
    PublishStatus.BANNED_BY_PLATFORM: "DELETE",
}


class Masses:
    """The mass sendings of the account; their articles are publications that no list shows."""

    def __init__(self, state: State, clock: Clock, behaviour: Behaviour, publications: Publications) -> None:
        self._state, self._clock, self._behaviour, self._publications = state, clock, behaviour, publications

    def sendall(self, request: Request) -> JsonObject:
        """POST /cgi-bin/message/mass/sendall; a repeated clientmsgid is refused with 45065 and the first job's id."""
        body = json_body(request)
        material = body.get("mpnews")
        media_id = text_in(material, "media_id") if isinstance(material, dict) else ""
        name = text_in(body, "clientmsgid") or f"digest of {media_id}"
        if len(name.encode()) > NAME_BYTES:
            raise WechatRefusal(45067)
        now = self._clock().timestamp()
        with self._state.transaction() as rows:
            if first := _known(rows, name, now - WINDOW_SECONDS):
                if now - float(first["submitted_at"]) < APART_SECONDS:
                    raise WechatRefusal(45066)
                raise WechatRefusal(45065, msg_id=int(first["publish_id"]))
            draft = find_draft(rows, media_id)
            if not spend(rows, "mass", china_day(self._clock()), self._behaviour.mass_quota):
                raise WechatRefusal(45028)
            last = rows.execute("SELECT MAX(publish_id) AS n FROM publication WHERE clientmsgid IS NOT NULL").fetchone()["n"]
            msg_id = FIRST_MSG_ID if last is None else int(last) + 1
            self._publications.take(rows, msg_id, draft, name)
        return {"errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id, "msg_data_id": msg_id + 7}

    def get(self, request: Request) -> JsonObject:
        """POST /cgi-bin/message/mass/get: how far the job is."""
        wanted = json_body(request).get("msg_id")
        with self._state.transaction() as rows:
            job = self._publications.task(rows, str(wanted), mass=True)
        if job is None:
            raise WechatRefusal(40059)
        return {"msg_id": job.publish_id, "msg_status": _WORDS.get(job.status, "SEND_FAIL")}

    def delete(self, request: Request) -> JsonObject:
        """POST /cgi-bin/message/mass/delete: the article's page goes, cards already received stay."""
        wanted = json_body(request).get("msg_id")
        with self._state.transaction() as rows:
            job = self._publications.task(rows, str(wanted), mass=True)
        if job is None or job.status is not PublishStatus.SUCCESS:
            raise WechatRefusal(40059)
        self._publications.withdraw(job, 0, PublishStatus.DELETED_BY_USER)
        return {"errcode": 0, "errmsg": "ok"}


def _known(rows: sqlite3.Connection, name: str, since: float) -> sqlite3.Row | None:
    row: sqlite3.Row | None = rows.execute(
        "SELECT * FROM publication WHERE clientmsgid = ? AND submitted_at > ? ORDER BY publish_id LIMIT 1", (name, since)
    ).fetchone()
    return row
