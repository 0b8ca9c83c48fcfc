"""Object storage on loopback: as much of S3 as a mirror asks for. Addresses are path-style, what is kept is in memory.

Calls and answers after https://docs.aws.amazon.com/AmazonS3/latest/API/: ListObjects, HeadObject, GetObject, PutObject,
DeleteObject, CreateBucket. The client is a real rclone; who may call is checked by the name of the key, not by the signature.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

KEY_ID = "portal-key"
BUCKET = "site"
PAGE = 3
"""Objects in one answer of a list; few, so that lists have several pages."""
MODIFIED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""When everything was put: no wall clock."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One object."""

    content: bytes
    kept: Mapping[str, str]
    """Its media type, and what its owner noted with it."""

    @property
    def headers(self) -> dict[str, str]:
        """What is said of it."""
        digest = md5(self.content, usedforsecurity=False).hexdigest()
        return {**self.kept, "ETag": f'"{digest}"', "Last-Modified": format_datetime(MODIFIED, usegmt=True)}


@dataclass
class Storage:
    """One bucket: what is in it, and what was asked of it that changed it."""

    address: str = ""
    objects: dict[str, Stored] = field(default_factory=dict)
    changes: list[tuple[str, str]] = field(default_factory=list)
    """Method and key, in the order in which they were done."""
    cut: tuple[str, str] | None = None
    """The change in the middle of which the line breaks, and stays broken."""
    is_broken: bool = False

    def files(self) -> dict[str, bytes]:
        """What readers would get."""
        return {key: one.content for key, one in self.objects.items()}

    def environment(self, remote: str) -> dict[str, str]:
        """What makes rclone know it by that name; it gives up at once, as a test need not wait for a line that is cut."""
        says = {
            "TYPE": "s3",
            "PROVIDER": "Other",
            "ENDPOINT": self.address,
            "ACCESS_KEY_ID": KEY_ID,
            "SECRET_ACCESS_KEY": "not-asked-for",
        }
        known = {f"RCLONE_CONFIG_{remote.upper()}_{name}": value for name, value in says.items()}
        return {**known, "RCLONE_RETRIES": "1", "RCLONE_LOW_LEVEL_RETRIES": "1"}

    def mend(self) -> None:
        """The line is whole again."""
        self.cut, self.is_broken = None, False


@contextmanager
def serving() -> Iterator[Storage]:
    """A storage at work within."""
    storage = Storage()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Answers,), {"storage": storage}))
    storage.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield storage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    storage: Storage

    def do_GET(self) -> None:
        """ListObjects or GetObject."""
        if (key := self._key()) is None:
            return
        self._list() if not key else self._give(key)

    def do_HEAD(self) -> None:
        """HeadObject or HeadBucket."""
        if (key := self._key()) is None:
            return
        self._give(key) if key else self._say(200)

    def do_PUT(self) -> None:
        """CreateBucket or PutObject."""
        if (key := self._key()) is None:
            return
        length = int(self.headers.get("Content-Length", 0))
        if self._is_cut(key):
            self.rfile.read(length // 2)
            return self._hang_up()
        content = self.rfile.read(length)
        if key:
            names = [name.lower() for name in self.headers if name.lower().startswith("x-amz-meta-")]
            kept = {name: self.headers[name] for name in ["content-type", *names] if self.headers[name]}
            self.storage.objects[key] = Stored(content=content, kept=kept)
            self.storage.changes.append(("PUT", key))
        self._say(200, headers=self.storage.objects[key].headers if key else {})

    def do_DELETE(self) -> None:
        """DeleteObject."""
        if (key := self._key()) is None:
            return
        if self._is_cut(key):
            return self._hang_up()
        self.storage.objects.pop(key, None)
        self.storage.changes.append(("DELETE", key))
        self._say(204)

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""

    def _key(self) -> str | None:
        """What is asked for, empty for the bucket itself; None where it has been refused already."""
        self.close_connection = self.close_connection or self.storage.is_broken
        if self.storage.is_broken:
            return None
        asked = urlsplit(self.path)
        bucket, _, key = unquote(asked.path).removeprefix("/").partition("/")
        says = self.headers.get("Authorization", "") + unquote(asked.query)
        if f"Credential={KEY_ID}/" not in says or bucket != BUCKET:
            self._say(403)
            return None
        return key

    def _is_cut(self, key: str) -> bool:
        self.storage.is_broken = (self.command, key) == self.storage.cut
        return self.storage.is_broken

    def _hang_up(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def _give(self, key: str) -> None:
        found = self.storage.objects.get(key)
        if found is None:
            return self._say(404)
        self._say(200, found.content, found.headers)

    def _list(self) -> None:
        """The keys under a prefix, up to a delimiter, some at a time."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        prefix, delimiter = asked.get("prefix", ""), asked.get("delimiter", "")
        after = asked.get("continuation-token", asked.get("marker", ""))
        written = quote if asked.get("encoding-type") == "url" else str
        names = {key: _name(key, prefix, delimiter) for key in sorted(self.storage.objects) if key.startswith(prefix)}
        rest = [name for name in dict.fromkeys(names.values()) if name > after]
        answer = Element("ListBucketResult")
        SubElement(answer, "IsTruncated").text = str(len(rest) > PAGE).lower()
        for name in rest[:PAGE]:
            self._row(answer, written(name), self.storage.objects.get(name))
        if len(rest) > PAGE:
            SubElement(answer, "NextMarker").text = written(rest[PAGE - 1])
            SubElement(answer, "NextContinuationToken").text = rest[PAGE - 1]
        self._say(200, tostring(answer, "utf-8", xml_declaration=True), {"Content-Type": "application/xml"})

    def _row(self, answer: Element, name: str, found: Stored | None) -> None:
        """An object, or a folder where there is none of that name."""
        row = SubElement(answer, "Contents" if found else "CommonPrefixes")
        SubElement(row, "Key" if found else "Prefix").text = name
        if found:
            SubElement(row, "ETag").text = found.headers["ETag"]
            SubElement(row, "Size").text = str(len(found.content))
            SubElement(row, "LastModified").text = MODIFIED.isoformat().replace("+00:00", "Z")

    def _say(self, status: int, content: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content) if self.command in ("GET", "HEAD") else 0))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


def _name(key: str, prefix: str, delimiter: str) -> str:
    """The key, or the folder under the prefix in which it lies."""
    if not delimiter or delimiter not in key[len(prefix) :]:
        return key
    return key[: key.index(delimiter, len(prefix)) + len(delimiter)]
