"""A small portal that can be deployed: home page, stylesheet under a digest, documents, manifest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from deploy.make import Order, Outcome, deploy
from deploy.minisign import SigningKey
from deploy.shelf import Shelf
from tests.publish.portal import Document, build

KEY = SigningKey(b"gongkai1", bytes(range(32)))
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def stylesheet(style: str) -> str:
    """Where it lies."""
    return f"theme/gongkai.{sha256(style.encode()).hexdigest()[:8]}.css"


def write(output: Path, documents: Sequence[Document], style: str = "one") -> None:
    """Write the portal anew, as a build does: what changed is another file, the index of the manifest comes last."""
    (output / "manifest/index.json").unlink(missing_ok=True)
    old = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    stamps = {path: path.stat() for path in old}
    for path in old:
        path.unlink()
    home = f'<!doctype html><link href="/{stylesheet(style)}"><i>{len(documents)}</i><p>{style}</p>'
    for path, text in {"index.html": home, "404.html": "没有找到", stylesheet(style): style}.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    build(output, documents)
    for path, content in old.items():
        if path.exists() and path.read_bytes() == content and path.name != "index.json":
            touch(path, stamps[path].st_mtime_ns)


def touch(path: Path, modified: int) -> None:
    """Set a file's time of change, in ns."""
    os.utime(path, ns=(modified, modified))


class Portal:
    """output/ and its shelf."""

    def __init__(self, folder: Path) -> None:
        self.output, self.shelf = folder / "output", Shelf(folder / "var/deploys")
        self.current = self.shelf.folder / "current"

    def write(self, *numbers: int, style: str = "one") -> Portal:
        write(self.output, [Document(number=number, body=f"<p>第{number}号。</p>") for number in numbers], style)
        return self

    def order(self, **changes: object) -> Order:
        wanted = {"output": self.output, "shelf": self.shelf, "keep": 3, "key": KEY, "now": lambda: NOW} | changes
        return Order(**wanted)

    def deploy(self, **changes: object) -> Outcome:
        return deploy(self.order(**changes))

    def tree(self) -> dict[str, bytes]:
        """What readers have."""
        return {
            path.relative_to(self.current).as_posix(): path.read_bytes() for path in self.current.rglob("*") if path.is_file()
        }
