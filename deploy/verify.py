"""Verify: is what readers get, byte for byte, what was signed? And is it the newest that was signed?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE
from deploy.failures import DeployError, SignatureError
from deploy.live import Unreachable
from deploy.minisign import PublicKey, trusted_comment
from deploy.sources import Difference, Kind, Progress, Source

MEMORY = "verified.json"
"""The greatest serial that was seen of each site: an older deploy put back is known by it."""
_COMMENT = re.compile(r"serial:(\d+) at:(\S+) (?:deploy|rollback):(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at a site came to. `name`, `serial`, `at` (ISO 8601) are the signature's, empty where it is not right."""

    site: str
    name: str = ""
    serial: int = 0
    at: str = ""
    files: int = 0
    """So many files the list names."""
    differences: tuple[Difference, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the site said anything."""
        return self.files > 0 or any(one.kind is not Kind.UNREACHABLE for one in self.differences)


def verify(source: Source, keys: Sequence[PublicKey], known: int, progress: Progress = lambda done, total: None) -> Verdict:
    """Compare a site with its signed list; `known` is the greatest serial that was ever seen of it."""
    try:
        content, signature = source.content(LIST), source.content(SIGNATURE)
    except Unreachable as error:
        return Verdict(site=source.name, differences=(Difference(kind=Kind.UNREACHABLE, path=LIST, says=str(error)),))
    if content is None or signature is None:
        lost = LIST if content is None else SIGNATURE
        says = "没有清单，或部署时没有签名" if content else "没有文件清单"
        return Verdict(site=source.name, differences=(Difference(kind=Kind.MISSING, path=lost, says=says),))
    try:
        said = _COMMENT.fullmatch(trusted_comment(content, signature, keys))
        listed = checksums.read(content)
    except (SignatureError, DeployError) as error:
        return Verdict(site=source.name, differences=(Difference(kind=Kind.FORGED, path=LIST, says=str(error)),))
    if said is None:
        says = "签名不是 inv deploy 签的"
        return Verdict(site=source.name, differences=(Difference(kind=Kind.FORGED, path=SIGNATURE, says=says),))
    serial, at, name = int(said[1]), said[2], said[3]
    older = [_older(serial, known)] if serial < known else []
    found = (*older, *source.differences(listed, progress))
    return Verdict(site=source.name, name=name, serial=serial, at=at, files=len(listed), differences=found)


def seen(memory: Path, site: str) -> int:
    """The greatest serial that was seen of a site; 0 where none was."""
    return _memories(memory).get(site, 0)


def remember(memory: Path, verdict: Verdict) -> None:
    """Keep the serial of a site for the next look."""
    known = _memories(memory)
    if verdict.serial > known.get(verdict.site, 0):
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft = memory.with_name(f".{memory.name}")
        draft.write_text(json.dumps(known | {verdict.site: verdict.serial}, indent=1, sort_keys=True) + "\n", "utf-8")
        draft.replace(memory)


def _older(serial: int, known: int) -> Difference:
    return Difference(
        kind=Kind.OLDER,
        path=SIGNATURE,
        says=f"网站上是第 {serial} 次切换的，而第 {known} 次已经见过：旧版被放了回来，或部署没有做完",
    )


def _memories(memory: Path) -> dict[str, int]:
    try:
        return {str(site): int(serial) for site, serial in json.loads(memory.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, TypeError) as error:
        raise DeployError(f"{memory.name} 读不懂，可能已损坏：删去它，就从下一次验证重新记起。") from error
