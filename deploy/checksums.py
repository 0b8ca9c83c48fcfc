"""The list of every file of a deploy, `manifest/checksums.txt`: two lines a file, SHA-256 and SM3 (GB/T 32905).

The lines are those of `cksum` (GNU coreutils 9), so `cksum --check manifest/checksums.txt` reads them without us. The list names
neither itself nor its signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.failures import DeployError
from plugins.catalog.manifest import FOLDER

LIST = f"{FOLDER}/checksums.txt"
SIGNATURE = f"{LIST}.minisig"
OWN = frozenset({LIST, SIGNATURE})
"""What a deploy adds to the files of output/."""

_LINE = re.compile(r"SHA256 \((.+)\) = ([0-9a-f]{64})\nSM3 \((.+)\) = ([0-9a-f]{64})\n")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sums:
    """Two digests of the same bytes, in hex."""

    sha256: str
    sm3: str


class Summing:
    """Takes bytes piece by piece."""

    def __init__(self) -> None:
        """Raises DeployError where this Python knows no SM3."""
        try:
            self._sm3 = hashlib.new("sm3")
        except ValueError as error:
            raise DeployError("这里的 Python 没有 SM3 摘要算法：请换用带 OpenSSL 1.1.1 以上的 Python。") from error
        self._sha256 = hashlib.sha256()

    def update(self, piece: bytes) -> None:
        """Take one piece."""
        self._sha256.update(piece)
        self._sm3.update(piece)

    def sums(self) -> Sums:
        """The digests of all that was taken."""
        return Sums(self._sha256.hexdigest(), self._sm3.hexdigest())


def sums_of(content: bytes) -> Sums:
    """The digests of some bytes."""
    summing = Summing()
    summing.update(content)
    return summing.sums()


def sums_of_file(path: Path) -> Sums:
    """The digests of a file. Raises OSError."""
    summing = Summing()
    for piece in pieces(path):
        summing.update(piece)
    return summing.sums()


def pieces(path: Path) -> Iterator[bytes]:
    """A file, piece by piece. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            yield piece


def written(listed: Mapping[str, Sums]) -> bytes:
    """The list as bytes, sorted by path."""
    rows = (f"SHA256 ({path}) = {sums.sha256}\nSM3 ({path}) = {sums.sm3}\n" for path, sums in sorted(listed.items()))
    return "".join(rows).encode()


def read(content: bytes) -> dict[str, Sums]:
    """What `written` wrote; DeployError for anything else, and for a path that leads out of the site."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise DeployError(f"{LIST} 不是 UTF-8，读不出来。") from error
    found: dict[str, Sums] = {}
    end = 0
    for match in _LINE.finditer(text):
        path, sha256, again, sm3 = match.groups()
        if match.start() != end or path != again or path in found or not is_plain(path):
            break
        found[path] = Sums(sha256, sm3)
        end = match.end()
    if end != len(text):
        raise DeployError(f"{LIST} 第 {text.count(chr(10), 0, end) + 1} 行读不懂。")
    return found


def sha256_of(content: bytes, places: Iterable[str]) -> dict[str, str]:
    """The digests of files and of all below folders, by path, in a list that can be trusted: the rest is not looked at."""
    any_of = "|".join(map(re.escape, places))
    rows = re.finditer(rf"^SHA256 \(((?:{any_of})(?:/[^\n]*)?)\) = ([0-9a-f]{{64}})$", content.decode(), re.MULTILINE)
    return {row[1]: row[2] for row in rows}


def is_plain(path: str) -> bool:
    """Whether a path names one place under the root, and a line of the list can hold it."""
    steps = path.split("/")
    return not any(step in ("", ".", "..") for step in steps) and path.isprintable() and "\\" not in path


def unlisted(paths: Iterable[str], listed: Mapping[str, Sums]) -> list[str]:
    """The paths that the list does not name, sorted."""
    return sorted(path for path in paths if path not in listed and path not in OWN)
