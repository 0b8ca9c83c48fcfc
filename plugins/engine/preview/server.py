"""The preview's server on loopback: the site as a reader gets it, and what its open pages are told.

Every answer carries the digest of its content, as `ETag` for who asks again and as `Server-Timing` for the page itself,
which can so tell whether what it shows is still what there is.
"""

from __future__ import annotations

import sys
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Condition
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
HOSTS = frozenset({LOOPBACK, "localhost"})
OWN = "/.gongkai/"
EVENTS = f"{OWN}events"
BROWSER = Path(__file__).parent / "browser"
"""What the browser gets from the preview itself; never part of output/."""
FILES = frozenset({"preview.js", "preview.css", "waiting.css"})
WAITING = "waiting.html"
HEARTBEAT = 10.0
"""Seconds after which a silent stream says that it is still there, and so learns that its reader is gone."""
RETRY = b"retry: 500\n\n"
"""The browser asks again half a second after the stream was cut."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one folder; `tell` reaches every open page. Binding a taken port raises OSError."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Port 0 takes a free one. The caller runs and closes the server."""
        self._told = Condition()
        self._event, self._number = b"", 0
        super().__init__((LOOPBACK, port), partial(Visit, directory=str(folder)))

    @property
    def address(self) -> str:
        """Where the home page is."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def tell(self, event: bytes) -> None:
        """Send one JSON text to every open page, and to each that opens until the next one."""
        with self._told:
            self._event, self._number = event, self._number + 1
            self._told.notify_all()

    def newer(self, number: int, seconds: float) -> tuple[int, bytes]:
        """The latest event with its number, waiting a while for one that is newer than `number`."""
        with self._told:
            self._told.wait_for(lambda: self._number > number, seconds)
            return self._number, self._event

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Report what broke, except that a reader went away, which is his right."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Visit(SimpleHTTPRequestHandler):
    """One request."""

    server: PreviewServer

    def do_GET(self) -> None:
        """A file of the site, of the preview itself, or the stream of events."""
        path = urlsplit(self.path).path
        if not self._is_local():
            # A page elsewhere must not read drafts through a name that it points at this machine.
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "这个预览只在本机打开。".encode(), "text/plain; charset=utf-8")
        elif path == EVENTS:
            self._follow()
        elif path.startswith(OWN):
            name = path.removeprefix(OWN)
            self._file(BROWSER / name if name in FILES else None)
        elif Path(self.translate_path(path)).is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._file(Path(self.translate_path(f"{path}index.html" if path.endswith("/") else path)))

    def do_HEAD(self) -> None:
        """The same without its content."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""

    def _is_local(self) -> bool:
        try:
            return urlsplit(f"//{self.headers.get('Host', '')}").hostname in HOSTS
        except ValueError:
            return False

    def _file(self, file: Path | None) -> None:
        """A file; for a missing one the site's own page, or the preview's where no site was made yet."""
        if file is not None and file.is_file():
            self._send(HTTPStatus.OK, file.read_bytes(), self.guess_type(file))
            return
        missing = Path(self.directory) / "404.html"
        page = missing if missing.is_file() else BROWSER / WAITING
        self._send(HTTPStatus.NOT_FOUND, page.read_bytes(), "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        digest = sha256(content).hexdigest()[:16]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{digest}"')
        self.send_header("Server-Timing", f'digest;desc="{digest}"')
        self._send_guards()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_guards(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def _follow(self) -> None:
        """Server-sent events until the reader goes away: the latest at once, then each new one."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._send_guards()
        self.wfile.write(RETRY)
        number = 0
        while self.command != "HEAD":
            before = number
            number, event = self.server.newer(before, HEARTBEAT)
            self.wfile.write(b"data: %b\n\n" % event if number > before else b": still here\n\n")
