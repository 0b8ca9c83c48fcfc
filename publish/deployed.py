"""A deployed site, in a folder or behind an address, read file by file; what lies behind an address is brought when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from plugins.catalog.manifest import INDEX, Manifest, ManifestError, open_manifest, shards_of

TIMEOUT = (5.0, 30.0)
"""Seconds to connect, and between two bytes received."""
LIMIT = 200 * 1024 * 1024
"""Bytes of one file: a gazette of a thousand pages is less."""


@dataclass(frozen=True)
class Deployed:
    """The files of a site below `folder`; with a `base` they are fetched from there first."""

    folder: Path
    base: str = ""
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    def read(self, path: str) -> bytes | None:
        """A file by its path under output/; None where it is not there."""
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            return None
        if self.base and not target.is_file():
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
        address = f"{self.base}/{path.removesuffix('index.html')}"
        try:
            with self.session.get(address, timeout=TIMEOUT, stream=True, allow_redirects=False) as answer:
                if answer.status_code != requests.codes.ok:
                    return None
                content = bytearray()
                for part in answer.iter_content(1 << 16):
                    content += part
                    if len(content) > LIMIT:
                        return None
                return bytes(content)
        except requests.RequestException as error:
            raise ManifestError(f"读不到 {address}（{type(error).__name__}）。") from None


@contextmanager
def deployed_at(where: str) -> Iterator[Deployed]:
    """The site in a folder, or behind an http address. Raises ManifestError where there is neither."""
    if where.startswith(("http://", "https://")):
        with TemporaryDirectory(prefix="gongkai-") as folder:
            yield Deployed(Path(folder), where.rstrip("/"))
    elif Path(where).is_dir():
        yield Deployed(Path(where))
    else:
        raise ManifestError(f"{where} 既不是文件夹，也不是 http 网址。")
