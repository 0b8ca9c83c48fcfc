"""A web server on loopback that answers as a production server should: gzip, cache times, the headers of docs/operators.md."""

from __future__ import annotations

import gzip
import mimetypes
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"
POLL = 0.05
"""Seconds until a finished server notices."""
COMPRESSED = re.compile(r"text/|image/svg|application/(json|xml|rss|atom|manifest|wasm)|[a-z]+/javascript")
"""Media types worth compressing: nginx's gzip_types as distributions set them."""
DIGESTED = re.compile(r"/theme/.*\.[0-9a-f]{8,}\.\w+$")
"""Names that change with their bytes, so that they may be kept for ever."""
FOR_EVER = "public, max-age=31536000, immutable"
LINE = re.compile(r"^([A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+): (.+)$", re.MULTILINE)


def recommended(handbook: str) -> dict[str, str]:
    """The headers in the code block of the operators' handbook that sets a Content-Security-Policy."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", handbook, re.MULTILINE | re.DOTALL)
    return next((dict(LINE.findall(block)) for block in blocks if "Content-Security-Policy: " in block), {})


@contextmanager
def serving(folder: Path, headers: Mapping[str, str]) -> Iterator[str]:
    """Serve a built site while the block runs; yields its address without a last slash."""
    with _Server((LOOPBACK, 0), partial(Production, folder, headers)) as running:
        thread = threading.Thread(target=running.serve_forever, args=(POLL,), daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that has gone on to another page hangs up: nothing to tell."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Production(SimpleHTTPRequestHandler):
    """Pages, 404 page and assets of one folder."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, headers: Mapping[str, str], *rest: object) -> None:
        self.always = headers
        super().__init__(*rest, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """One file, or the site's own 404 page."""
        path = self.path.partition("?")[0]
        file = Path(self.translate_path(path))
        if file.is_dir() and not path.endswith("/"):
            self._answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{path}/"})
            return
        if file.is_dir():
            file /= "index.html"
        if file.is_file():
            self._send(HTTPStatus.OK, file, FOR_EVER if DIGESTED.search(path) else "no-cache")
        else:
            self._send(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html", "no-cache")

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""

    def _send(self, status: HTTPStatus, file: Path, kept: str) -> None:
        media = media_type(file)
        headers = {"Content-Type": media, "Cache-Control": kept}
        content = file.read_bytes() if file.is_file() else b""
        if COMPRESSED.match(media):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                content = compressed(content)
        self._answer(status, headers, content)

    def _answer(self, status: HTTPStatus, headers: Mapping[str, str], content: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {**self.always, **headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def media_type(file: Path) -> str:
    """The media type a production server gives, with the charset for texts."""
    known = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    textual = known.startswith("text/") or known.endswith(("json", "xml", "javascript"))
    return f"{known}; charset=utf-8" if textual else known


@lru_cache(maxsize=256)
def compressed(content: bytes) -> bytes:
    """The bytes as they travel; the same function weighs the pages."""
    return gzip.compress(content, 9, mtime=0)
