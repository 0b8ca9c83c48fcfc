"""WeChat's stable access tokens: one at a time, the old one overlapping its successor by five minutes.

Source: developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
"""

import secrets
import sqlite3

from publish.sandbox.account import Account
from publish.sandbox.clock import Clock, china_day
from publish.sandbox.exchange import JsonObject, Request
from publish.sandbox.state import State
from publish.sandbox.wechat_quotas import spend
from publish.sandbox.wechat_refusal import WechatRefusal, json_body, text_in

LIFE_SECONDS = 7200
OVERLAP_SECONDS = 300
FORCED_PER_DAY = 20
FORCED_APART_SECONDS = 30
PREFIX = "95_"


class Tokens:
    """Issues tokens for the one account, and checks those that calls carry."""

    def __init__(self, state: State, clock: Clock, account: Account) -> None:
        self._state, self._clock, self._account = state, clock, account

    def issue(self, request: Request) -> JsonObject:
        """POST /cgi-bin/stable_token."""
        body = json_body(request)
        self._check_account(body)
        forced = body.get("force_refresh") is True
        now = self._clock().timestamp()
        with self._state.transaction() as rows:
            current = _current(rows, now)
            if forced and self._may_force(rows, now):
                rows.execute("UPDATE token SET revoked = 1")
                current = _issue(rows, now, forced=True)
            elif current is None or float(current["expires_at"]) - now <= OVERLAP_SECONDS:
                current = _issue(rows, now, forced=False)
        return {"access_token": str(current["value"]), "expires_in": int(float(current["expires_at"]) - now)}

    def check(self, value: str) -> None:
        """Refuse a token that is missing (41001), malformed (40014), expired (42001) or not the latest (40001)."""
        if not value:
            raise WechatRefusal(41001)
        if not value.startswith(PREFIX):
            raise WechatRefusal(40014)
        with self._state.transaction() as rows:
            row = rows.execute("SELECT * FROM token WHERE value = ?", (value,)).fetchone()
        if row is None or row["revoked"]:
            raise WechatRefusal(40001)
        if float(row["expires_at"]) <= self._clock().timestamp():
            raise WechatRefusal(42001)

    def _check_account(self, body: JsonObject) -> None:
        if text_in(body, "grant_type") != "client_credential":
            raise WechatRefusal(40002)
        appid, secret = text_in(body, "appid"), text_in(body, "secret")
        for missing, errcode in ((not appid, 41002), (not secret, 41004)):
            if missing:
                raise WechatRefusal(errcode)
        if appid != self._account.wechat_appid:
            raise WechatRefusal(40013)
        if not secrets.compare_digest(secret.encode(), self._account.wechat_secret.encode()):
            raise WechatRefusal(40125)

    def _may_force(self, rows: sqlite3.Connection, now: float) -> bool:
        last = rows.execute("SELECT MAX(issued_at) AS at FROM token WHERE forced = 1").fetchone()["at"]
        if last is not None and now - float(last) < FORCED_APART_SECONDS:
            return False
        return spend(rows, "force_refresh", china_day(self._clock()), FORCED_PER_DAY)


def _current(rows: sqlite3.Connection, now: float) -> sqlite3.Row | None:
    row: sqlite3.Row | None = rows.execute(
        "SELECT * FROM token WHERE revoked = 0 AND expires_at > ? ORDER BY expires_at DESC LIMIT 1", (now,)
    ).fetchone()
    return row


def _issue(rows: sqlite3.Connection, now: float, *, forced: bool) -> sqlite3.Row:
    value = PREFIX + secrets.token_urlsafe(96)
    rows.execute(
        "INSERT INTO token (value, issued_at, expires_at, forced) VALUES (?, ?, ?, ?)",
        (value, now, now + LIFE_SECONDS, forced),
    )
    row: sqlite3.Row = rows.execute("SELECT * FROM token WHERE value = ?", (value,)).fetchone()
    return row
