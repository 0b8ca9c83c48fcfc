"""A second place for the site, by rclone (https://rclone.org): object storage, another server, a disk.

Object storage has no rename of a whole site, so the order of the steps stands in for it: what pages need comes before them, the
manifest after them, its index and the signature last of all; what is gone is removed when nothing names it any more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from deploy.checksums import LIST, SIGNATURE
from deploy.failures import DeployError
from deploy.shelf import Shelf
from plugins.catalog.manifest import FOLDER, INDEX

NOTE = "mirrors.json"
_LAST = (INDEX, LIST, SIGNATURE)


def mirror(shelf: Shelf, remotes: Sequence[str]) -> tuple[str, ...]:
    """Bring what is served to every place that does not have it; those it was brought to. Raises DeployError at a failure."""
    deploy = shelf.current()
    if deploy is None:
        return ()
    note = shelf.folder / NOTE
    have: dict[str, int] = json.loads(note.read_text("utf-8")) if note.exists() else {}
    serial = shelf.log()[-1].serial
    behind = [remote for remote in remotes if have.get(remote) != serial]
    for remote in behind:
        for words in _steps(deploy.folder, remote):
            _run(words, remote)
        have[remote] = serial
        note.write_text(json.dumps(have, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return tuple(behind)


def _steps(folder: Path, remote: str) -> Iterator[list[str]]:
    site, there = str(folder), remote.rstrip("/")
    yield ["copy", site, there, "--include", "/theme/**"]
    yield ["copy", site, there, "--exclude", f"/{FOLDER}/**"]
    yield ["copy", site, there, *(word for path in _LAST for word in ("--exclude", f"/{path}"))]
    yield from (["copyto", f"{site}/{path}", f"{there}/{path}"] for path in _LAST if (folder / path).exists())
    yield ["sync", site, there]


def _run(words: list[str], remote: str) -> None:
    rclone = shutil.which("rclone")
    if rclone is None:
        raise DeployError(f"没有送到 {remote}：这台机器上没有 rclone（Debian：apt install rclone）。")
    # rclone 1.60 fails where this variable is set, whatever it says.
    environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    command = [rclone, words[0], "--checksum", *words[1:]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        raise DeployError(f"网站已换上，但没有送到 {remote}（rclone：{said[0]}）；再运行一次 inv deploy 会接着送。")
