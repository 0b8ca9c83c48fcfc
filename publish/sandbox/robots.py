"""Stand-ins for the robots of WeCom, DingTalk and Feishu, and for a receiver of signed calls: HTTP 200, the word in the body.

Sources: developer.work.weixin.qq.com/document/path/99110, open.dingtalk.com, open.feishu.cn, standardwebhooks.com
"""

import hmac
import json
from base64 import b64encode
from collections import deque
from collections.abc import Mapping
from hashlib import sha256

from publish.sandbox.account import Account
from publish.sandbox.clock import Clock
from publish.sandbox.exchange import JsonObject, MalformedBody, Reply, Request
from publish.sandbox.state import State

WECOM, DINGTALK, FEISHU, WEBHOOK = "/cgi-bin/webhook/send", "/robot/send", "/open-apis/bot/v2/hook/", "/webhook"
ROOTS = (WECOM, DINGTALK, FEISHU, WEBHOOK)
PER_MINUTE: Mapping[str, int] = {WECOM: 20, DINGTALK: 20, FEISHU: 100}
WECOM_BYTES, BODY_BYTES = 4096, 20 * 1024
HOUR = 3600
"""Seconds that the time of a signature may be off."""


class Refusal(Exception):
    """The robot refuses, in the body of an answer that says 200."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code, text)
        self.code, self.text = code, text


class RobotServer:
    """Answers the robots' calls; what arrived in each group stays in the state."""

    def __init__(self, *, state: State, clock: Clock, account: Account) -> None:
        self._state, self._clock, self._account = state, clock, account
        self._lately: dict[str, deque[float]] = {root: deque() for root in ROOTS}

    def messages(self, root: str) -> list[JsonObject]:
        """What arrived in a group, the oldest first."""
        with self._state.transaction() as rows:
            found = rows.execute("SELECT body FROM message WHERE place = ? ORDER BY seq", (root,)).fetchall()
        return [json.loads(row[0]) for row in found]

    def answer(self, request: Request) -> Reply:
        """The reply to one call; a message is on the disk by then."""
        root = next(one for one in ROOTS if request.path.startswith(one))
        try:
            body = request.json()
            if request.method != "POST" or not isinstance(body, dict):
                raise MalformedBody("no object")
            if root == WEBHOOK:
                return self._webhook(request, body)
            {WECOM: self._wecom, DINGTALK: self._dingtalk, FEISHU: self._feishu}[root](request, body)
            self._count(root)
        except MalformedBody:
            return self.refusal(root, 9499 if root == FEISHU else 40035, "bad request")
        except Refusal as refused:
            return self.refusal(root, refused.code, refused.text)
        self._keep(root, f"{root}:{request.path}", body)
        return self.refusal(root, 0, "ok")

    def refusal(self, path: str, code: int, text: str) -> Reply:
        """An answer with that code."""
        if path.startswith(FEISHU):
            return Reply.of_json({"code": code, "msg": text, "data": {}})
        return Reply.of_json({"errcode": code, "errmsg": text})

    def _wecom(self, request: Request, body: JsonObject) -> None:
        if request.query.get("key") != self._account.wecom_key:
            raise Refusal(93000, "invalid webhook url")
        content = _inner(body, "markdown").get("content")
        if body.get("msgtype") != "markdown" or not isinstance(content, str) or not content:
            raise Refusal(40058, "invalid Request Parameter")
        if len(content.encode()) > WECOM_BYTES:
            raise Refusal(40058, "markdown.content exceed max length 4096")

    def _dingtalk(self, request: Request, body: JsonObject) -> None:
        if request.query.get("access_token") != self._account.dingtalk_token:
            raise Refusal(300005, "token is not exist")
        secret, moment = self._account.dingtalk_secret, request.query.get("timestamp", "")
        if not self._is_now(moment, 1000) or request.query.get("sign") != _hmac(secret, f"{moment}\n{secret}"):
            raise Refusal(310000, "sign not match")
        said = _inner(body, "markdown")
        if body.get("msgtype") != "markdown" or not said.get("title") or not said.get("text"):
            raise Refusal(400402, "miss title")
        if len(request.body) > BODY_BYTES:
            raise Refusal(40035, "message too long")

    def _feishu(self, request: Request, body: JsonObject) -> None:
        if request.path != f"{FEISHU}{self._account.feishu_hook}":
            raise Refusal(19001, "param invalid: incoming webhook access token invalid")
        moment = str(body.get("timestamp", ""))
        if not self._is_now(moment, 1) or body.get("sign") != _hmac(f"{moment}\n{self._account.feishu_secret}", ""):
            raise Refusal(19021, "sign match fail or timestamp is not within one hour from current time")
        if body.get("msg_type") != "post" or len(request.body) > BODY_BYTES:
            raise Refusal(9499, "Bad Request")

    def _webhook(self, request: Request, body: JsonObject) -> Reply:
        identity, moment = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
        signed = f"{identity}.{moment}.".encode() + request.body
        wanted = b64encode(hmac.digest(self._account.webhook_secret.encode(), signed, sha256)).decode()
        if not identity or not self._is_now(moment, 1) or request.headers.get("webhook-signature") != f"v1,{wanted}":
            return Reply.of_json({"error": "signature"}, status=401)
        self._keep(WEBHOOK, identity, body | {"webhook-id": identity})
        return Reply.of_json({"taken": identity})

    def _is_now(self, moment: str, parts: int) -> bool:
        return moment.isdecimal() and abs(int(moment) / parts - self._clock().timestamp()) <= HOUR

    def _count(self, root: str) -> None:
        now, lately = self._clock().timestamp(), self._lately[root]
        while lately and now - lately[0] >= 60:
            lately.popleft()
        if len(lately) >= PER_MINUTE[root]:
            raise Refusal({WECOM: 45009, DINGTALK: 130101}.get(root, 11232), "too many requests")
        lately.append(now)

    def _keep(self, root: str, identity: str, body: JsonObject) -> None:
        """A receiver of signed calls takes an id once; a group takes everything."""
        with self._state.transaction() as rows:
            known = root == WEBHOOK and rows.execute("SELECT 1 FROM message WHERE identity = ?", (identity,)).fetchone()
            if not known:
                values = (root, identity, json.dumps(body, ensure_ascii=False))
                rows.execute("INSERT INTO message (place, identity, body) VALUES (?, ?, ?)", values)


def _inner(body: JsonObject, name: str) -> JsonObject:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _hmac(key: str, message: str) -> str:
    return b64encode(hmac.digest(key.encode(), message.encode(), sha256)).decode()
