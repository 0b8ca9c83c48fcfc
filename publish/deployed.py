"""A deployed site, in a folder or behind an address, read file by file; what lies behind an address is brought when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from deploy.live import KEPT, LiveSite, Unreachable
from plugins.catalog.manifest import INDEX, Manifest, ManifestError, open_manifest, shards_of


@dataclass(frozen=True)
class Deployed:
    """The files of a site below `folder`; of a `live` one they are fetched from there first."""

    folder: Path
    live: LiveSite | None = None

    def read(self, path: str) -> bytes | None:
        """A file by its path under output/; None where it is not there."""
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            return None
        if self.live and not target.is_file():
            content = self._fetched(path)
            if content is None:
                return None
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return target.read_bytes() if target.is_file() else None

    def manifest(self) -> Manifest:
        """What was released there. Raises ManifestError."""
        for path in shards_of(self.read(INDEX) or b""):
            self.read(path)
        return open_manifest(self.folder)

    def _fetched(self, path: str) -> bytes | None:
        assert self.live
        try:
            answer = self.live.get(path)
        except Unreachable as error:
            raise ManifestError(f"读不到 {self.live.address}/{path}：{error}。") from None
        if len(answer.content) >= KEPT:
            raise ManifestError(f"{self.live.address}/{path} 超过 {KEPT >> 20} MB，没有读完。")
        return answer.content if answer.status == requests.codes.ok else None


@contextmanager
def deployed_at(where: str) -> Iterator[Deployed]:
    """The site in a folder, or behind an http address. Raises ManifestError where there is neither."""
    if where.startswith(("http://", "https://")):
        with TemporaryDirectory(prefix="gongkai-") as folder:
            yield Deployed(Path(folder), LiveSite(where.rstrip("/")))
    elif Path(where).is_dir():
        yield Deployed(Path(where))
    else:
        raise ManifestError(f"{where} 既不是文件夹，也不是 http 网址。")
