"""Old addresses (旧址): how a browser asks for them, where a page of ours can lead on, who else claims them.

What no static page can serve, the web server's map does (publish/redirects.py): a query, another host, a name
that is not ASCII. Letters of either case are one address: to many disks, and to a map of nginx.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import quote

from plugins.catalog.addresses import LIST, OWN, file_of, folded, former_address
from plugins.catalog.record import Record

WRITTEN = re.compile(r"(?:https?://(?P<host>[^/?#:@\\]+)(?::\d*)?(?=[/?#]|$))?(?P<request>[^#]*)(?:#(?![/!]).*)?", re.IGNORECASE)
"""A path or a whole URL. An anchor is for the browser alone; `#/` and `#!` begin addresses that no server ever hears of."""
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
PATH_SAFE = "/%:@!$&'()*+,;=[]"
QUERY_SAFE = "/%:@!$&()*+,;=|[]?{}^`"
"""What Chromium sends as it is, by https://url.spec.whatwg.org/#percent-encoded-bytes; anything else it escapes."""
LENGTH_LIMIT = 2000
"""Characters of host and request: a word of an nginx file takes 4,096 bytes, and so does a bucket of the map."""
SITEMAP = re.compile(r"/sitemap-[a-z0-9]+\.xml")
PORTAL = "门户自己的页面"


@dataclass(frozen=True, slots=True, order=True)
class Former:
    """One old address as a browser asks for it."""

    request: str
    """Path and query, escaped, in the case it was written in."""
    host: str = ""
    """In lower case and without port; empty where any host is meant."""
    page: str = ""
    """The site path where a static page could lead on; empty where none can."""

    @property
    def spot(self) -> str:
        """What two old addresses share that cannot be told apart: a file under output/, else the request."""
        return folded(file_of(self.page) if self.page else self.request)

    @property
    def reserved(self) -> bool:
        """Whether the portal keeps this address for itself, on its own host."""
        path, query, _ = self.request.partition("?")
        own = path == "/" or path.split("/")[1].casefold() in OWN or SITEMAP.fullmatch(folded(path))
        return bool(own) and not query

    @property
    def listing(self) -> bool:
        """Whether a list of the portal stands there, with or without its last slash."""
        return bool(LIST.fullmatch(f"/{self.files[-1].removesuffix('index.html')}"))

    @property
    def files(self) -> tuple[str, str]:
        """The files under output/ that the web server would answer with, were they there: a file, else a folder's page."""
        path = folded(self.request).strip("/").removesuffix("index.html").rstrip("/")
        return path, f"{path}/index.html".lstrip("/")


class Claims:
    """Every old address of a portal, and what stands there already."""

    def __init__(self, records: Iterable[Record], assets: Iterable[str] = ()) -> None:
        """`assets` are paths under output/."""
        self._records, self._assets = tuple(records), tuple(assets)
        claims: list[tuple[Former, str]] = []
        for record in self._records:
            if record.former_addresses:
                claims += ((old, record.path) for old in formers(record) if old.host or not old.reserved)
        self._at: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for old, path in sorted(claims):
            self._at[old.spot].append((old.host, path))

    @cached_property
    def _live(self) -> dict[str, str]:
        """What stands at each address now; asked for only where there are old ones."""
        live = {folded(asset): asset for asset in self._assets}
        return live | {folded(file_of(record.address)): record.path for record in self._records}

    def holder(self, old: Former, path: str) -> str:
        """Who else has this address: a source path, an asset or the portal; empty where nobody does.

        On a host of its own an old address is in nobody's way but another document's.
        """
        if not old.host:
            standing = self._standing(old) or (PORTAL if old.listing else path)
            if standing != path:
                return standing
        near = (holder for host, holder in self._at[old.spot] if host == old.host or not (host and old.host))
        return next((holder for holder in near if holder != path), "") or self._above(old)

    def page(self, old: Former) -> str:
        """The site path of the static page that leads on; empty where only the server's map can: no other may be meant."""
        if not old.page or self.stands(old):
            return ""
        return old.page if len({path for _, path in self._at[old.spot]}) == 1 else ""

    def stands(self, old: Former) -> bool:
        """Whether this is a page, a list or a file of the portal itself, so that on its own host nothing may lead away."""
        return old.reserved or old.listing or bool(self._standing(old))

    def _standing(self, old: Former) -> str:
        return next((self._live[file] for file in old.files if file in self._live), "")

    def _above(self, old: Former) -> str:
        """The page that would have to be a folder."""
        for folder in map(str, PurePosixPath(old.spot).parents if old.page else ()):
            if folder in self._live or folder in self._at:
                return self._live.get(folder) or self._at[folder][0][1]
        return ""


def formers(record: Record) -> Iterator[Former]:
    """The old addresses of a record that can be one."""
    return filter(None, map(read_former, record.former_addresses))


def read_former(written: str) -> Former | None:
    """An old address as a browser asks for it; None for what is none or no server ever hears of."""
    match = WRITTEN.fullmatch(written)
    if not match:
        return None
    host, request = _host(match["host"] or ""), match["request"]
    if match["host"] and not request.startswith("/"):
        request = f"/{request}"
    if host is None or not request.startswith("/") or (request.startswith("//") and not host):
        return None
    path, mark, query = request.partition("?")
    request = quote(path, safe=PATH_SAFE) + mark + quote(query, safe=QUERY_SAFE)
    page = "" if query or "//" in request else former_address(request)
    return Former(request, host, page or "") if len(host + request) <= LENGTH_LIMIT else None


def _host(written: str) -> str | None:
    """A host name as it travels, 示例.政务 as xn--…; None where it is none."""
    try:
        host = written.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        return None
    return host if not written or HOST.fullmatch(host) else None
