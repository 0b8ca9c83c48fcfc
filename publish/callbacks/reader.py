"""The reader: answers one push, and puts what it says of a task into the inbox."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit

from publish.callbacks.envelope import Envelope, Refused, aes_key
from publish.callbacks.message import tiding_of
from publish.failures import MissingCredentials
from publish.inbox import Inbox, Tiding

SLACK = timedelta(minutes=5)
"""Between the platform's clock and ours, either way; the platform itself tries again within seconds."""
ECHO_MOST = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform gets back, or a person with a browser. `heard` is what was put into the inbox."""

    status: int
    text: str = ""
    heard: Tiding | None = None
    html: bool = False


class Reader:
    """Reads the pushes of one account. May be used from several threads."""

    def __init__(self, envelope: Envelope, account: str, inbox: Inbox, now: Callable[[], datetime]) -> None:
        """`account` is the channel's name for it, a sandbox's marked. What was signed before this moment is too old."""
        self._envelope, self._account, self._inbox, self._now = envelope, account, inbox, now
        self._begun = now()
        self._seen: dict[tuple[str, str], tuple[datetime, str]] = {}
        self._lock = Lock()

    def verify(self, query: Mapping[str, str]) -> Answer:
        """The platform's check of the address: a signed `echostr` is said back. Raises Refused."""
        self._envelope.check(query)
        echo = query.get("echostr", "")
        if not (echo.isascii() and echo.isalnum() and len(echo) <= ECHO_MOST):
            raise Refused("验证请求里没有可以回答的 echostr")
        self._is_news(query, echo.encode())
        return Answer(200, echo)

    def hear(self, query: Mapping[str, str], body: bytes) -> Answer:
        """One push. Raises Refused where it is not the platform's word, OSError where it could not be written down."""
        message = self._envelope.opened(query, body)
        heard = tiding_of(message, self._account, self._now()) if self._is_news(query, body) else None
        if heard is not None:
            try:
                self._inbox.keep(heard)
            except OSError:
                self._forget(query)
                raise
        return Answer(200, "success", heard)

    def _is_news(self, query: Mapping[str, str], content: bytes) -> bool:
        """Remember it. The very same request again is no news; another one under its nonce is refused, as is an old one."""
        now, stamp = self._now(), query.get("timestamp", "")
        signed = int(stamp) if re.fullmatch("[0-9]{1,10}", stamp) else 0
        # What was seen is not kept beyond the process: what was signed before it began may have been seen.
        earliest = max(self._begun, now - SLACK).replace(microsecond=0)
        if not earliest.timestamp() <= signed <= (now + SLACK).timestamp():
            raise Refused("推送的时间戳太旧或太新：请核对本机时钟")
        digest = sha256(content).hexdigest()
        with self._lock:
            self._seen = {name: seen for name, seen in self._seen.items() if now - seen[0] <= 2 * SLACK}
            before = self._seen.get(_name(query))
            if before is None:
                self._seen[_name(query)] = (now, digest)
        if before is not None and before[1] != digest:
            raise Refused("推送的随机数已经用过")
        return before is None

    def _forget(self, query: Mapping[str, str]) -> None:
        with self._lock:
            self._seen.pop(_name(query), None)


def open_reader(environment: Mapping[str, str], inbox: Inbox, now: Callable[[], datetime]) -> Reader:
    """The reader of GONGKAI_WECHAT_CALLBACK_*. Raises MissingCredentials, or ValueError for a key that is none."""
    needed = ("GONGKAI_WECHAT_APPID", "GONGKAI_WECHAT_CALLBACK_TOKEN")
    if missing := tuple(name for name in needed if not environment.get(name, "").strip()):
        raise MissingCredentials("微信回调", missing)
    appid, token = (environment[name].strip() for name in needed)
    encoded = environment.get("GONGKAI_WECHAT_CALLBACK_KEY", "").strip()
    loopback = urlsplit(environment.get("GONGKAI_WECHAT_BASE", "")).hostname in ("127.0.0.1", "localhost")
    envelope = Envelope(appid=appid, token=token, key=aes_key(encoded) if encoded else None)
    return Reader(envelope, f"{appid}@sandbox" if loopback else appid, inbox, now)


def _name(query: Mapping[str, str]) -> tuple[str, str]:
    return query.get("timestamp", ""), query.get("nonce", "")
