"""The listener: HTTP on loopback for a proxy in front (docs/operators.md), the platform's two requests and who leaves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from urllib.parse import parse_qsl, urlsplit

from publish.callbacks.envelope import Refused
from publish.callbacks.leaving import Leaving
from publish.callbacks.reader import Answer, Reader
from publish.failures import LedgerError

LOOPBACK = "127.0.0.1"
BODY = 64 * 1024
"""Bytes of a push; those we read have under 4 KB."""


class Listener(ThreadingHTTPServer):
    """Serves a reader of pushes, the leave addresses, or both. Binding a taken port raises OSError."""

    daemon_threads = True

    def __init__(self, reader: Reader | None, port: int, tell: Callable[[str], None], leaving: Leaving | None = None) -> None:
        """Port 0 takes a free one; `tell` gets a sentence for what was heard and what was not. The caller runs and closes it."""
        self.reader, self.tell, self.leaving = reader, tell, leaving
        super().__init__((LOOPBACK, port), _Conversation)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Report what broke, except that a client went away, which is its right."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Conversation(BaseHTTPRequestHandler):
    server: Listener
    server_version = "gongkai"
    sys_version = ""
    timeout = 10

    def parse_request(self) -> bool:
        """Answer what has no address that can be read; tell nobody, for it may hold a token."""
        if not super().parse_request():
            return False
        try:
            urlsplit(self.path)
        except ValueError:
            self._reply(Answer(400))
            return False
        return True

    def do_GET(self) -> None:
        if self._token is not None and (leaving := self.server.leaving):
            self._reply(leaving.ask())
        else:
            self._converse(lambda reader, query: reader.verify(query))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > BODY:
            self._reply(Answer(413))
            return
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            return
        if (token := self._token) is not None and (leaving := self.server.leaving):
            self._leave(leaving, token)
        else:
            self._converse(lambda reader, query: reader.hear(query, body))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request: its line holds a signature."""

    @property
    def _token(self) -> str | None:
        """What stands after the path of the leave addresses; None at any other address."""
        path, leaving = urlsplit(self.path).path, self.server.leaving
        return path.removeprefix(leaving.path) if leaving and path.startswith(leaving.path) else None

    def _leave(self, leaving: Leaving, token: str) -> None:
        try:
            answer = leaving.leave(token)
        except LedgerError as error:
            answer = Answer(503, "现在办不了，请稍后再试。")
            self.server.tell(f"有人退订没有办成：{error}")
        self._reply(answer)

    def _converse(self, verb: Callable[[Reader, dict[str, str]], Answer]) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        reader = self.server.reader
        if "signature" not in query or reader is None:
            self._reply(Answer(404))  # whoever only tries addresses is no news
            return
        try:
            answer = verb(reader, query)
        except Refused as refused:
            answer = Answer(403)
            self.server.tell(f"没有采信：{refused}")
        except OSError as error:
            answer = Answer(500)
            self.server.tell(f"写不进收件箱（{error}）：这一条由轮询补上")
        if answer.heard is not None:
            self.server.tell(f"微信通知：任务 {answer.heard.task} {answer.heard.says or '已发布'}")
        self._reply(answer)

    def _reply(self, answer: Answer) -> None:
        content = answer.text.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", f"text/{'html' if answer.html else 'plain'}; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.html:
            self.send_header("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
            self.send_header("Referrer-Policy", "no-referrer")  # the address is a key
            self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
