"""Nothing is announced that is not there: the page readers get must be the one that was built, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable

from deploy.live import LiveSite, Unreachable
from plugins.catalog.manifest import Release


class Served:
    """What readers have, asked once for each page of a run that is there."""

    def __init__(self, address: str) -> None:
        """`address` is the live site's (deploy.settings); empty where nobody has said, and then nothing is asked."""
        self._site = LiveSite(address) if address else None
        self._there: set[str] = set()

    def lacks(self, releases: Iterable[Release]) -> str:
        """Why the releases cannot be announced yet, in 中文; empty where all their pages are there."""
        for release in releases:
            if release.page_digest not in self._there:
                if reason := self.misses(release.page, release.page_digest):
                    return reason
                self._there.add(release.page_digest)
        return ""

    def misses(self, path: str, digest: str) -> str:
        """Why readers do not have this file with these bytes, in 中文; empty where they have, or nothing is asked."""
        if self._site is None:
            return ""
        try:
            answer = self._site.get(path)
        except Unreachable as error:
            return f"网站{error}，等网页看得到了再推送"
        if answer.status != 200:
            return f"网页还没有上线（HTTP {answer.status}），等 inv deploy 以后再推送"
        if answer.sums.sha256 != digest:
            return "网站上的网页不是刚做好的这一版，等 inv deploy 以后再推送"
        return ""
