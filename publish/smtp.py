"""The other socket of the publish step: mail, handed to one server that knows how to send it (RFC 5321, RFC 6409).

The one fact an outbox must know of each message is whether the server can have taken it. Until the line with the dot has left
it cannot; from then until its answer nobody can tell. Answers are kept as codes: their words repeat addresses.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

from publish.failures import Blocked, NotSent
from publish.http import Secret, is_loopback
from publish.watch import Watch

S = TypeVar("S", bound=smtplib.SMTP)

CONNECT, TOTAL = 30.0, 120.0
"""Seconds: for the connection and between two answers; for coming to the first message, and for each whole message."""
PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25, "sandbox": 0}
CUT = "cut"
"""In place of a code, where the server hung up instead."""
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class Fate(StrEnum):
    """What became of one message."""

    TAKEN = "taken"
    REFUSED = "refused"
    """For this person, for good."""
    POSTPONED = "postponed"
    """Certainly not taken; it may be later."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed in, and as whom."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))

    @property
    def sandbox(self) -> bool:
        """Whether this is the stand-in on this machine. A mail server of its own that a machine has is none."""
        return self.scheme == "sandbox"


def server_of(written: str, user: str = "", password: str = "") -> Server:
    """The server behind `smtps://HOST`, `smtp+starttls://HOST`, here `smtp://HOST`. ValueError, in 中文, for others."""
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        host.encode("idna")
    except ValueError:
        parts, host, port = urlsplit(""), "", 0
    if parts.scheme not in PORTS or not host or not port or "@" in parts.netloc or parts.path not in ("", "/"):
        raise ValueError("GONGKAI_MAIL_SERVER 应形如 smtps://smtp.shili.example 或 smtp+starttls://smtp.shili.example:587")
    if parts.scheme in ("smtp", "sandbox") and not is_loopback(f"http://{parts.netloc}"):
        raise ValueError("GONGKAI_MAIL_SERVER：不加密的 smtp:// 只能用于本机的邮件服务器，其他用 smtps:// 或 smtp+starttls://")
    if not f"{user}{password}".isascii():
        raise ValueError("GONGKAI_MAIL_USER 和 GONGKAI_MAIL_PASSWORD 只能用英文字母、数字和符号，登录才说得清")
    return Server(scheme=parts.scheme, host=host, port=port, user=user, password=Secret(password))


class Line:
    """A connection to the server, for as long as the `with`. Entering raises NotSent, or Blocked where the account is wrong."""

    def __init__(self, server: Server, name: str) -> None:
        """`name` is who we say we are: the sender's domain."""
        self._server, self._name = server, name
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Hang up, without the courtesies: what was taken was said to be."""
        if self._smtp is not None:
            self._smtp.close()

    def _open(self) -> None:
        watch = Watch(TOTAL)
        try:
            with _in_time("未能连上邮件服务器"):
                self._smtp = smtp = self._connect(watch)
                code, words = smtp.ehlo()
                if code // 100 == 2 and self._server.scheme == "smtp+starttls":
                    self._encrypt(smtp)
                    watch.attach(_socket_of(smtp))
                    code, words = smtp.ehlo()
                if code // 100 != 2:
                    raise NotSent(f"邮件服务器不接待（{_code(code, words)}）")
            if self._server.user:
                self._log_in(smtp)
        finally:
            watch.stop()

    def _connect(self, watch: Watch) -> smtplib.SMTP:
        server = self._server
        if server.scheme == "smtps":
            context = ssl.create_default_context()
            return _watched(smtplib.SMTP_SSL, watch)(server.host, server.port, self._name, timeout=CONNECT, context=context)
        return _watched(smtplib.SMTP, watch)(server.host, server.port, self._name, timeout=CONNECT)

    @property
    def most(self) -> int:
        """Bytes that the server takes of one message; 0 where it does not say."""
        said = self._now.esmtp_features.get("size", "")
        return int(said) if re.fullmatch(r"[0-9]{1,18}", said) else 0

    @property
    def stands(self) -> bool:
        """Whether another message can be handed in."""
        return self._now.sock is not None

    def hand_in(self, sender: str, recipient: str, message: bytes) -> tuple[Fate, str]:
        """One message for one person: its fate, and the server's code. Raises NotSent or Blocked where no one's would be taken.

        A server that hangs up may do so for this person's sake, or after so many messages a line: then it was POSTPONED.
        """
        watch = Watch(TOTAL)
        try:
            watch.attach(_socket_of(self._now))
            return self._hand_in(sender, recipient, _stuffed(message))
        except _HungUp:
            return Fate.POSTPONED, CUT
        finally:
            watch.stop()

    def _hand_in(self, sender: str, recipient: str, lines: bytes) -> tuple[Fate, str]:
        smtp = self._now
        with _while_it_stands():
            code, words = smtp.mail(sender)
            if code == 421:
                smtp.close()
                return Fate.POSTPONED, _code(code, words)
            if code // 100 != 2:
                raise _refusal(code, f"邮件服务器不收这个发件人（{_code(code, words)}）")
            for say in (partial(smtp.rcpt, recipient), partial(smtp.docmd, "DATA")):
                code, words = say()
                if code != 354 and code // 100 != 2:
                    _start_over(smtp, code)
                    return _FATES.get(code // 100, Fate.POSTPONED), _code(code, words)
            if code != 354:
                raise NotSent(f"邮件服务器的回答读不懂（{code}）")
            smtp.send(lines)
        try:
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
        except OSError:
            return Fate.UNKNOWN, ""
        return _FATES.get(code // 100, Fate.UNKNOWN), _code(code, words)

    def _encrypt(self, smtp: smtplib.SMTP) -> None:
        if not smtp.has_extn("starttls"):
            raise Blocked("邮件服务器没有 STARTTLS：请核对 GONGKAI_MAIL_SERVER，或改用 smtps://")
        smtp.starttls(context=ssl.create_default_context())

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        with _in_time("与邮件服务器的连接中断"):
            try:
                smtp.login(self._server.user, self._server.password.reveal())
            except smtplib.SMTPAuthenticationError as error:
                code = int(error.smtp_code)
                said = f"邮件服务器不认用户名和密码（{code}）：请核对 GONGKAI_MAIL_USER 和 GONGKAI_MAIL_PASSWORD"
                raise _refusal(code, said) from None
            except smtplib.SMTPNotSupportedError:
                raise Blocked("邮件服务器不提供登录：不设 GONGKAI_MAIL_USER，或换一个端口") from None

    @property
    def _now(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise RuntimeError("the line is not open: use it in a with statement")
        return self._smtp


_FATES = {2: Fate.TAKEN, 4: Fate.POSTPONED, 5: Fate.REFUSED}


@contextmanager
def _in_time(sentence: str) -> Iterator[None]:
    """What breaks here broke before the server could have taken anything."""
    try:
        yield
    except (OSError, ValueError) as error:  # smtplib's own errors are of the first kind; their words may hold an address
        reasons = ((ssl.SSLError, "加密连接失败"), (TimeoutError, "超时"), (ValueError, "回答读不懂"))
        reason = next((says for kind, says in reasons if isinstance(error, kind)), "")
        raise NotSent(f"{sentence}{f'：{reason}' if reason else ''}") from None


def _watched(kind: type[S], watch: Watch) -> type[S]:
    """The kind of line, its connection under the watch as soon as it stands: a greeting may have no end."""

    class Watched(kind):  # type: ignore[misc, valid-type]
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            connected: socket.socket = super()._get_socket(host, port, timeout)
            watch.attach(connected)
            # The dot goes in a packet of its own, which would else wait for the server to acknowledge the one before.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connected

    return Watched


def _socket_of(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise RuntimeError("the line no longer stands")
    return smtp.sock


class _HungUp(Exception):
    """The line broke before the dot."""


@contextmanager
def _while_it_stands() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise _HungUp from None


def _start_over(smtp: smtplib.SMTP, code: int) -> None:
    """Make ready for another message. The server may as well hang up: what it said of this one stands."""
    try:
        if code == 421 or smtp.rset()[0] // 100 != 2:
            smtp.close()
    except OSError:
        smtp.close()


def _refusal(code: int, sentence: str) -> NotSent | Blocked:
    return Blocked(sentence) if code // 100 == 5 else NotSent(sentence)


def _code(code: int, words: bytes | str) -> str:
    """`550 5.1.1`: what is said of no person."""
    found = _ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    return f"{code} {found[0].decode()}" if found else str(code)


def _stuffed(message: bytes) -> bytes:
    """A message as it goes over the line: lines end in CRLF, a dot at their head is doubled (RFC 5321, 4.5.2)."""
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", message).removesuffix(b"\r\n") + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)
