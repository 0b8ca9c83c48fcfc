"""WebSub (https://www.w3.org/TR/websub/): a hub is told which feeds have changed, and fetches them for its subscribers.

The ping is what hubs agree on, not the Recommendation: `hub.mode=publish`, `hub.url=` the feed. Pinged twice, a hub fetches twice
and finds nothing new; so a ping needs no approval and no entry, and what failed is made again by the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from plugins.catalog.site import Site
from publish.failures import Failure, Rejected
from publish.http import Call, Client
from publish.ledger import Ledger
from publish.probe import Health, Probe
from publish.served import Served

MARK = "websub"
"""The mark that says which hub is told, and what it failed in last."""
TOGETHER = timedelta(minutes=2)
"""For all pings of a run, which holds the lock: a change of the theme changes every feed. The rest is the next run's."""
FORMATS = (".xml", ".atom", ".json")
"""Endings of a live feed (docs/feeds.md). Archives come as Atom alone, and nobody waits for them."""


def feeds(output: Path) -> Mapping[str, str]:
    """The live feeds of a built site: path and digest."""
    bases = (rss.with_suffix("") for rss in sorted((output / "feeds").rglob("*.xml")))
    files = (base.with_name(base.name + ending) for base in bases for ending in FORMATS)
    return {one.relative_to(output).as_posix(): sha256(one.read_bytes()).hexdigest() for one in files if one.is_file()}


class Hub:
    """The hub of one site, and what the ledger remembers of it."""

    def __init__(self, site: Site, ledger: Ledger, now: Callable[[], datetime]) -> None:
        """`site.hub` is not empty."""
        parts = urlsplit(site.hub)
        self._site, self._ledger, self._now = site, ledger, now
        self._path = parts.path or "/"
        self._client = Client(f"{parts.scheme}://{parts.netloc}", hosts=[parts.netloc], now=now)

    def tell(self, output: Path, served: Served) -> Iterator[str]:
        """Ping for each live feed that has changed since the hub heard of it and that readers have; sentences on what is left.

        The first time nothing is told: nobody can have subscribed to what no feed had offered.
        """
        built, known = feeds(output), self._known()
        if known is None:
            self._keep(built)
            self._note("")
            return
        told = {path: digest for path, digest in known.items() if path in built}
        changed = {path: digest for path, digest in built.items() if told.get(path) != digest}
        failed, until = "", self._now() + TOGETHER
        for path, digest in changed.items():
            if lacks := served.misses(path, digest):
                yield f"WebSub：/{path} 还没有通知集线器：{lacks}"
                break
            if self._now() > until:
                yield "WebSub：改动的订阅源太多，其余的下次通知集线器"
                break
            try:
                self._ping(path)
            except Rejected as refused:
                failed = str(refused)
                continue
            except Failure as failure:
                failed = str(failure)
                break
            told[path] = digest
        if told != known:
            self._keep(told)
        self._note(failed)
        if failed:
            left = sum(told.get(path) != digest for path, digest in changed.items())
            yield f"WebSub：集线器没有收下 {left} 个订阅源的通知（{failed}），下次再试"

    def _ping(self, path: str) -> None:
        form = {"hub.mode": "publish", "hub.url": self._site.absolute(f"/{path}")}
        reply = self._client.write(Call(method="POST", path=self._path, form=form, wordless=True))
        if reply.status >= 300:
            raise Rejected(f"HTTP {reply.status}")

    def _known(self) -> Mapping[str, str] | None:
        """What the hub has heard of; None of a hub that is new here."""
        mark = self._ledger.mark(MARK)
        kept = self._ledger.upload(self._account, "feeds", "")
        if mark is None or mark["hub"] != self._site.hub or kept is None:
            return None
        return {str(path): str(digest) for path, digest in json.loads(kept).items()}

    def _keep(self, told: Mapping[str, str]) -> None:
        self._ledger.keep_upload(self._account, "feeds", "", json.dumps(told, ensure_ascii=False, sort_keys=True))

    def _note(self, failed: str) -> None:
        """Into the chain, where it is news."""
        mark = self._ledger.mark(MARK) or {}
        if (mark.get("hub"), mark.get("failed")) != (self._site.hub, failed):
            says = {"hub": self._site.hub, "failed": failed, "at": self._now().isoformat()}
            self._ledger.set_mark(MARK, says, "publish")

    @property
    def _account(self) -> str:
        return f"{MARK}:{self._site.hub}"


def probe_of_hub(site: Site, ledger: Ledger) -> Probe:
    """Whether there is a hub, and what it said last."""
    if not site.hub:
        return Probe(what="WebSub", health=Health.GOOD, says="没有启用：在设置的 SITE 里写 hub=，订阅源改动后就通知集线器")
    mark = ledger.mark(MARK) or {}
    if failed := mark.get("failed"):
        says = f"集线器 {site.hub} 没有收下上次的通知（{failed}），下次推送时再试"
        return Probe(what="WebSub", health=Health.NOTICE, says=says)
    return Probe(what="WebSub", health=Health.GOOD, says=f"集线器 {site.hub}")
