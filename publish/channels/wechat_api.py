"""The WeChat Official Account interface: the token, the error codes, and one method a call.

Every answer has HTTP status 200; an error is a JSON `errcode` other than 0. Sources: developers.weixin.qq.com,
/doc/subscription/api/base/api_getstableaccesstoken, /api/draftbox, /api/public, /api/material.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from plugins.catalog.dates import BEIJING
from publish.channels.wording import rows, whole, word
from publish.failures import Blocked, Failure, InDoubt, NeedsHuman, NotSent, Parked, Rejected, Stale
from publish.http import Call, Client, Reply, Secret, Upload

TOKEN_MARGIN = 300.0
"""Seconds before its end at which a token is fetched anew; the platform rotates then."""

BUSY = -1
BAD_MEDIA = 40007
NO_SUCH_PUBLISH = 53502
NO_SUCH_ARTICLE = 53600
NO_SUCH_JOB = 40059
NO_MASS_LEFT = 45028
EXISTS = 45065
TOO_FAST = 45066
CONSOLE = "https://mp.weixin.qq.com"
PAGE = 20
"""Items of one batchget, the platform's most."""
PAGES = 5

_AUTH = {40001, 40014, 42001}
_TOKEN_CALL = {40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 50004, 50007, 89503, 89506, 89507}
_BLOCKED = {40013, 40125, 40164, 40243, 48003, 48004, 48008, 50001, 50002, 53500, 89503, 89506, 89507}
_DAY = {45009, 48006}
_SOON = {45011: timedelta(minutes=1), 53501: timedelta(minutes=10)}
_REJECTED = {
    *(40004, 40005, 40006, 40007, 40009, 40012, 40033, 40035, 40059, 40060, 40097, 40118, 40121, 40137, 40155),
    *(41001, 41002, 41004, 41005, 41006, 43001, 43002, 43003, 44001, 44002, 44003, 44004),
    *(45001, 45002, 45003, 45004, 45005, 45006, 45008, 45067, 45110, 45166, 46001, 47001, 48005),
    *(53402, 53404, 53405, 53406, 53502, 53503, 53600, 61451, 87009, 87014),
}
_NOT_AUTHORISED = 48001
_BY_HAND = {53504, 53505}


class WechatApi:
    """Calls of one account. A refused token is fetched once more and the same call made once more: it had not run."""

    def __init__(
        self,
        client: Client,
        *,
        appid: str,
        secret: Secret,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`client` knows the platform's address; nothing is called yet."""
        self._client = client
        self._appid = appid
        self._secret = secret
        self._now = now
        self._monotonic = monotonic
        self._token: Secret | None = None
        self._token_ends = 0.0

    @property
    def loopback(self) -> bool:
        """Whether the platform is this machine."""
        return self._client.loopback

    def ask(self, path: str, body: Mapping[str, object], *, allowed: frozenset[int] = frozenset()) -> Mapping[str, object]:
        """A call that changes nothing or may be repeated. Codes in `allowed` are answers, not failures."""
        reply = self._with_token(lambda token: self._client.read(_call(path, token, body=body)), allowed)
        return reply.fields

    def act(self, path: str, body: Mapping[str, object], *, allowed: frozenset[int] = frozenset()) -> Mapping[str, object]:
        """A call that must not be repeated unseen. Busy (-1), broken answers and unknown codes raise InDoubt."""
        reply = self._with_token(lambda token: self._client.write(_call(path, token, body=body)), allowed, writing=True)
        return reply.fields

    def upload(self, path: str, upload: Upload, query: Mapping[str, str] | None = None) -> Mapping[str, object]:
        """Hand over a picture; a second copy of it in the library does no harm, so doubt counts as not done."""
        try:
            return self._with_token(
                lambda token: self._client.write(_call(path, token, upload=upload, query=query)), writing=True
            ).fields
        except InDoubt as doubt:
            raise NotSent(f"图片上传没有结果：{doubt}") from None

    @property
    def skew(self) -> timedelta | None:
        """How far our clock is ahead of the platform's, by its last answer."""
        return self._client.skew

    @property
    def most_listed(self) -> int:
        """Items after which `pages` stops although there may be more."""
        return PAGE * PAGES

    def next_midnight(self) -> datetime:
        """When the account's daily quotas begin anew."""
        return next_midnight(self._now())

    def pages(self, path: str, before: Callable[[], None] = lambda: None) -> Iterator[Mapping[str, object]]:
        """The items of a batchget without their content, the first hundred; `before` is called before each page."""
        for page in range(PAGES):
            before()
            fields = self.ask(path, {"offset": page * PAGE, "count": PAGE, "no_content": 1})
            items = rows(fields, "item")
            yield from items
            if not items or (page + 1) * PAGE >= whole(fields, "total_count"):
                return

    def _with_token(
        self, exchange: Callable[[Secret], Reply], allowed: frozenset[int] = frozenset(), *, writing: bool = False
    ) -> Reply:
        for fresh in (False, True):
            reply = exchange(self._fetched_token(fresh=fresh))
            code = whole(reply.fields, "errcode")
            if code in allowed | {0}:
                return reply
            if code not in _AUTH:
                break
        raise self._failure(reply, writing=writing)

    def _fetched_token(self, *, fresh: bool) -> Secret:
        if fresh or self._token is None or self._monotonic() >= self._token_ends:
            body = {
                "grant_type": "client_credential",
                "appid": self._appid,
                "secret": self._secret.reveal(),
                "force_refresh": False,
            }
            reply = self._client.read(Call(method="POST", path="/cgi-bin/stable_token", json=body))
            value = word(reply.fields, "access_token")
            code = whole(reply.fields, "errcode")
            if code in _TOKEN_CALL:
                raise Blocked(f"{self._said(reply)}；请检查公众号的 AppID、AppSecret 与 IP 白名单")
            if not value:
                raise self._failure(reply, writing=False)
            self._token = Secret(value)
            self._client.hide(self._token)
            self._token_ends = self._monotonic() + whole(reply.fields, "expires_in") - TOKEN_MARGIN
        return self._token

    def _failure(self, reply: Reply, *, writing: bool) -> Failure:
        code = whole(reply.fields, "errcode")
        said = self._said(reply)
        if code == BUSY:
            return InDoubt(said) if writing else NotSent(said)
        if code in _AUTH:
            return Stale(f"{said}；重新取令牌后仍被拒绝，可能有别的程序也在取令牌")
        if code in _DAY:
            return Parked(f"{said}；今天的接口次数已用完", next_midnight(self._now()))
        if code in _SOON:
            return Parked(said, self._now() + _SOON[code])
        if code == _NOT_AUTHORISED:
            return NeedsHuman(f"{said}；公众号没有这项接口权限", CONSOLE)
        if code in _BY_HAND:
            return NeedsHuman(f"{said}；请在公众号后台打开草稿发表", CONSOLE)
        if code in _BLOCKED:
            return Blocked(f"{said}；请检查公众号的设置")
        if code in _REJECTED:
            return Rejected(said)
        # An answer without a code, or with one that no table knows, says nothing about what happened.
        return InDoubt(said) if writing else NotSent(said)

    def _said(self, reply: Reply) -> str:
        return f"微信答复 {whole(reply.fields, 'errcode')}：{self._client.clean(word(reply.fields, 'errmsg'))}"


def next_midnight(now: datetime) -> datetime:
    """When daily quotas begin anew: the next midnight in Beijing."""
    day = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _call(
    path: str,
    token: Secret,
    *,
    body: Mapping[str, object] | None = None,
    upload: Upload | None = None,
    query: Mapping[str, str] | None = None,
) -> Call:
    return Call(
        method="POST",
        path=path,
        query={"access_token": token.reveal(), **(query or {})},
        json=body,
        upload=upload,
    )
