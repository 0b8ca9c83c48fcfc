"""The only sockets of the publish step.

What requests does not give is added here: a total deadline (its timeouts restart with every byte received), a
fresh connection for every exchange, a cap on the answer, one allowed host, and the one fact an outbox must know about
a failure, namely whether the connection stood when it happened. Before that nothing was sent; after that
nobody can tell (measured in docs/channels.md).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Literal
from urllib.parse import quote, quote_plus, urlsplit

import requests
import stamina
from urllib3.exceptions import HTTPError

from publish.failures import Blocked, InDoubt, NotSent, Parked
from publish.watch import Watch, WatchedAdapter

ANSWER_LIMIT = 8 * 1024 * 1024
"""Bytes of an answer, decoded. The largest honest one is a page of articles, well under 1 MB."""

SKEW_LIMIT = timedelta(minutes=10)
"""Between our clock and the platform's. What is looked for by its time would be missed beyond that."""

# urllib3 writes every address, and with it the token in its query, at level DEBUG.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
# A read that is tried again is no news to an operator; one that fails is reported by its sentence.
logging.getLogger("stamina").setLevel(logging.ERROR)

Method = Literal["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A string that does not show itself in a repr, a log or a traceback."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value, for the one line that puts it into a request."""
        return self._value

    def __str__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Seconds: to connect, between two bytes received, and for the whole exchange."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart request."""

    part: str
    """Name of the form field."""
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to the platform; `query` and `form` may hold secrets and are not shown."""

    method: Method
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    upload: Upload | None = None
    wordless: bool = False
    """Whether the status alone is the answer, and no JSON is expected."""

    @property
    def encoded(self) -> bytes | None:
        """The bytes of `json`."""
        return None if self.json is None else json.dumps(self.json, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that is a JSON object, whatever content type it claimed."""

    status: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Lost:
    """An exchange without a usable answer. No exception is kept: its text would hold the address."""

    reason: str
    connected: bool
    retry_after: float | None = None


def is_loopback(base: str) -> bool:
    """Whether `base` addresses this very machine, as the sandbox does."""
    host = urlsplit(base).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Client:
    """Speaks to one platform. `read` may be repeated, `write` never is."""

    def __init__(
        self,
        base: str,
        secrets: Iterable[Secret] = (),
        *,
        hosts: Iterable[str] = (),
        deadlines: Deadlines | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Raise ValueError where `base` is no plain https address of one of `hosts` (http, any port: for loopback only)."""
        parts = urlsplit(base)
        plain = parts.netloc and "@" not in parts.netloc and parts.path in {"", "/"} and not parts.query
        if not plain or parts.scheme not in {"http", "https"}:
            raise ValueError("平台地址应形如 https://api.example.com，不含路径和参数")
        if parts.scheme == "http" and not is_loopback(base):
            raise ValueError("平台地址必须是 https（只有本机沙箱可用 http）")
        if not is_loopback(base) and parts.netloc not in tuple(hosts):
            raise ValueError(f"不向 {parts.netloc} 发送：它不是平台的地址；经由代理网关的，请写进环境变量 GONGKAI_HOSTS")
        self._base = f"{parts.scheme}://{parts.netloc}"
        self._secrets = list(secrets)
        self._deadlines = deadlines or Deadlines()
        self._now = now
        self.skew: timedelta | None = None
        """How far this machine's clock is ahead of the platform's, by the `Date` of its last answer."""

    @property
    def loopback(self) -> bool:
        """Whether the platform is this machine's sandbox."""
        return is_loopback(self._base)

    def __repr__(self) -> str:
        return f"Client({self._base!r})"

    def hide(self, secret: Secret) -> None:
        """Keep one more secret out of every message (a token fetched on the way)."""
        self._secrets.append(secret)

    def clean(self, text: object) -> str:
        """Words of the platform, fit for a message: one line, short, secrets struck out."""
        line = " ".join(str(text).split())
        for secret in self._secrets:
            value = secret.reveal()
            for form in {value, quote(value, safe=""), quote_plus(value)} - {""}:
                line = line.replace(form, "***")
        return "".join(c for c in line if c.isprintable())[:200]

    def read(self, call: Call) -> Reply:
        """Ask something that changes nothing, up to three times. Raises NotSent (Parked on 429)."""
        for attempt in stamina.retry_context(on=_retryable, attempts=3, wait_initial=0.2, wait_max=2.0, timeout=None):
            with attempt:
                outcome = self._exchange(call)
                if isinstance(outcome, _Lost):
                    self._park(outcome)
                    raise NotSent(f"平台没有给出可用的回答：{outcome.reason}")
                return outcome
        raise NotSent("平台没有给出可用的回答")

    def write(self, call: Call) -> Reply:
        """Ask for something to happen, once. Raises NotSent, Parked or InDoubt; Blocked where our clock is far off."""
        if self.skew is not None and abs(self.skew) > SKEW_LIMIT:
            minutes = int(abs(self.skew).total_seconds() // 60)
            raise Blocked(f"本机时钟与平台相差 {minutes} 分钟：先校准时钟，暂不推送")
        outcome = self._exchange(call)
        if isinstance(outcome, _Lost):
            self._park(outcome)
            if outcome.connected:
                raise InDoubt(f"请求已发出，但结果不明：{outcome.reason}")
            raise NotSent(f"未能连上平台：{outcome.reason}")
        return outcome

    def _compare_clocks(self, date: str) -> None:
        try:
            self.skew = self._now() - parsedate_to_datetime(date)
        except (ValueError, TypeError):
            return  # an answer without a Date, or with one that names no zone, says nothing

    def _park(self, lost: _Lost) -> None:
        if lost.retry_after is not None:
            raise Parked("平台要求稍后再试（HTTP 429）", self._now() + timedelta(seconds=lost.retry_after))

    def _exchange(self, call: Call) -> Reply | _Lost:
        watch = Watch(self._deadlines.total)
        try:
            return self._exchange_watched(call, watch)
        except (requests.RequestException, HTTPError, OSError) as error:
            # HTTPError: what urllib3 raises while the body is read, past requests' own translation.
            reason = "超过总时限" if watch.expired else _CAUSES.get(type(error).__name__, "连接中断")
            return _Lost(reason, watch.connected)
        finally:
            watch.stop()

    def _exchange_watched(self, call: Call, watch: Watch) -> Reply | _Lost:
        if not call.path.startswith("/") or call.path.startswith("//"):
            raise ValueError(f"not a path on the configured host: {call.path!r}")
        body = call.encoded
        headers = {"Connection": "close", "User-Agent": "gongkai-publish", "Accept-Encoding": "identity", **call.headers}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        part = call.upload
        with requests.Session() as session:
            session.trust_env = False
            session.mount(self._base, WatchedAdapter(watch))
            with session.request(
                call.method,
                self._base + call.path,
                params=dict(call.query),
                data=body if body is not None else (dict(call.form) if call.form is not None else None),
                files={part.part: (part.name, part.content, part.media_type)} if part else None,
                headers=headers,
                timeout=(self._deadlines.connect, self._deadlines.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                self._compare_clocks(response.headers.get("Date", ""))
                return _judge(response, _body(response, watch), wordless=call.wordless)


def _retryable(error: Exception) -> bool:
    return isinstance(error, NotSent) and not isinstance(error, Parked)


_CAUSES = {
    "ConnectTimeout": "连接超时",
    "ReadTimeout": "等待回答超时",
    "SSLError": "加密连接失败",
    "ChunkedEncodingError": "回答不完整",
    "IncompleteRead": "回答不完整",
    "ProtocolError": "回答不完整",
}


def _body(response: requests.Response, watch: Watch) -> bytes | None:
    """The answer's bytes, or None where it is longer than any honest one."""
    taken = bytearray()
    while piece := response.raw.read1(65536, decode_content=True):
        taken += piece
        watch.check()
        if len(taken) > ANSWER_LIMIT:
            return None
    # A watch that cuts the socket looks like the end of the body.
    watch.check()
    return bytes(taken)


def _judge(response: requests.Response, body: bytes | None, *, wordless: bool) -> Reply | _Lost:
    status = response.status_code
    if status == 429:
        wait = response.headers.get("Retry-After", "")
        return _Lost("HTTP 429", True, float(wait) if wait.isdigit() else 3600.0)
    if body is None:
        return _Lost("回答过长", True)
    try:
        fields = {} if wordless else json.loads(body.decode("utf-8-sig", "replace"))
    except ValueError:
        fields = None
    if status >= 500 or 300 <= status < 400 or not isinstance(fields, dict):
        return _Lost(f"HTTP {status}" if status >= 300 else "回答不是 JSON 对象", True)
    return Reply(status=status, fields=fields)
