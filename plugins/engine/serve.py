"""A preview server on loopback: the site as a reader gets it, with its own 404 page."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"


class Pages(SimpleHTTPRequestHandler):
    """Files of one folder; a missing path gets the site's 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for a missing path, the plain answer for anything else."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server over a built site; the caller runs and closes it. Port 0 takes a free one."""
    return ThreadingHTTPServer((LOOPBACK, port), partial(Pages, directory=str(folder)))
