"""What a deploy would change: output/ against the deploy that is served. Reads, writes nothing.

A file with the size and the time of change of its deployed copy counts as that copy, as with rsync(1): a deploy of one changed
document reads that one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from deploy.checksums import OWN, Sums, is_plain, sums_of_file
from deploy.failures import DeployError
from deploy.shelf import Deploy
from plugins.catalog.manifest import INDEX

ASSET = re.compile(r"theme/[^/]+\.[0-9a-f]{8,}\.[a-z0-9]+")
"""A file whose name changes with its bytes: pages of an earlier deploy ask for an earlier one."""
Stamp = tuple[int, int]
"""Size in bytes, time of change in ns."""


class Change(StrEnum):
    """What a deploy does to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The word an operator reads."""
        return {Change.ADDED: "新增", Change.CHANGED: "更改", Change.REMOVED: "移除"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Paths under the root of the site, each in one of these, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    """As in the last deploy: a hard link to its file."""
    lingering: tuple[str, ...]
    """Assets of earlier deploys, for readers of their pages."""
    strange: tuple[str, ...] = ()
    """What somebody has put into the deploy that is served; it does not come along."""
    stamps: Mapping[str, Stamp] = field(repr=False)
    """Every file of output/."""

    @property
    def changes(self) -> Iterator[tuple[Change, str]]:
        """What readers will see, and where."""
        yield from ((Change.ADDED, path) for path in self.added)
        yield from ((Change.CHANGED, path) for path in self.changed)
        yield from ((Change.REMOVED, path) for path in (*self.removed, *self.strange))

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed or self.strange)

    @property
    def assets(self) -> tuple[str, ...]:
        """The assets of this very build."""
        return tuple(sorted(path for path in self.stamps if ASSET.fullmatch(path)))


def plan(output: Path, last: Deploy | None, assets: Iterable[str]) -> Plan:
    """Compare. `assets` are those of the deploys that are kept. Raises DeployError for what no build makes."""
    stamps = _stamps(output)
    listed = last.listed if last else {}
    # Whatever somebody has put into a deploy is not carried on, and keeps no deploy from taking its place.
    found = dict(_files(last.folder)) if last else {}
    before = {path: stamp for path, stamp in found.items() if stamp}
    kept = {
        path
        for path in stamps
        if last and path in listed and _same((output, last.folder), path, (stamps[path], before.get(path)), listed[path])
    }
    left = [path for path in assets if path in listed and path in before and path not in stamps]
    lingering = {path for path in left if last and sums_of_file(last.folder / path) == listed[path]}
    return Plan(
        added=tuple(sorted(path for path in stamps if path not in listed)),
        changed=tuple(sorted(path for path in stamps if path in listed and path not in kept)),
        removed=tuple(sorted(path for path in listed if path not in stamps and path not in lingering)),
        kept=tuple(sorted(kept)),
        lingering=tuple(sorted(lingering)),
        strange=tuple(sorted(path for path in found if path not in listed and path not in stamps)),
        stamps=stamps,
    )


def only_restamped(wanted: Plan, output: Path, last: Deploy) -> bool:
    """Whether nothing differs but the minute for which the manifest speaks."""
    if wanted.added or wanted.removed or wanted.strange or wanted.changed != (INDEX,):
        return False
    mine, theirs = (json.loads((folder / INDEX).read_bytes()) for folder in (output, last.folder))
    return bool(mine | {"as_of": ""} == theirs | {"as_of": ""})


def _stamps(output: Path) -> dict[str, Stamp]:
    """Every file of output/. Raises DeployError for a symbolic link or an odd name."""
    found: dict[str, Stamp] = {}
    for path, stamp in _files(output):
        if stamp is None:
            raise DeployError(f"{output.name}/ 里有不能部署的文件：{path!r}（符号链接、特殊文件或古怪的文件名）。")
        found[path] = stamp
    return found


def _files(root: Path) -> Iterator[tuple[str, Stamp | None]]:
    """Everything under a folder but the list and its signature; None for what is no plain file with a plain name."""
    for entry, path in _walk(str(root), ""):
        if path in OWN:
            continue
        if entry.is_file(follow_symlinks=False) and is_plain(path):
            status = entry.stat(follow_symlinks=False)
            yield path, (status.st_size, status.st_mtime_ns)
        else:
            yield path, None


def _walk(folder: str, before: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{before}{entry.name}/")
            else:
                yield entry, f"{before}{entry.name}"


def _same(folders: tuple[Path, Path], path: str, stamps: tuple[Stamp, Stamp | None], listed: Sums) -> bool:
    """Whether a file and its deployed copy are what was listed; where their times differ, both are read."""
    made, served = stamps
    if served is None or made[0] != served[0]:
        return False
    return made == served or all(sums_of_file(folder / path) == listed for folder in folders)
