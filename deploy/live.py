"""A site as its readers have it: over HTTP, file by file. Redirects are not followed, answers have a deadline."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

import requests
from urllib3.exceptions import HTTPError

from deploy.checksums import Summing, Sums

CONNECT, READ, TOTAL = 5.0, 15.0, 120.0
"""Seconds: to connect, between two pieces, for one file."""
KEPT = 32 << 20
"""Bytes of an answer that are kept to be read; digests are taken of any length."""
HOME = "index.html"


class Unreachable(Exception):
    """No answer came; `str()` is a 中文 sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says of one path."""

    status: int
    sums: Sums
    content: bytes
    """The first bytes, all where there are fewer than `KEPT`."""
    location: str = ""
    """Where a redirect leads."""


class LiveSite:
    """A site at an address (settings.live_address). Several threads may ask."""

    def __init__(self, address: str) -> None:
        """Nothing is asked yet."""
        self.address = address
        self._own = threading.local()

    def get(self, path: str, query: str = "") -> Answer:
        """What readers get for a path under the root; a folder's page by the address of the folder. Raises Unreachable."""
        target = path.removesuffix(HOME) if path.rpartition("/")[2] == HOME else path
        end = time.monotonic() + TOTAL
        summing, kept = Summing(), bytearray()
        try:
            with self._session().get(
                f"{self.address}/{quote(target)}{query}", timeout=(CONNECT, READ), allow_redirects=False, stream=True
            ) as answer:
                while piece := answer.raw.read1(1 << 16):
                    summing.update(piece)
                    kept += piece[: KEPT - len(kept)]
                    if time.monotonic() > end:
                        raise Unreachable(f"超过 {TOTAL:.0f} 秒没有读完")
                return Answer(
                    status=answer.status_code,
                    sums=summing.sums(),
                    content=bytes(kept),
                    location=answer.headers.get("Location", ""),
                )
        except (requests.RequestException, HTTPError, OSError) as error:
            raise Unreachable(f"没有回答（{type(error).__name__}）") from error

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            session.trust_env = False
            session.headers.update({"User-Agent": "gongkai-verify", "Accept-Encoding": "identity", "Cache-Control": "no-cache"})
        return session
