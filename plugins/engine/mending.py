"""Mending: what `inv check --fix` does to files. It does what findings say and nothing else.

A finding that knows what was meant holds it (`Finding.written`, `Finding.meant`); here it is put into the file, where the words
still stand. Line ends, a byte order mark and everything else stay as they are; a file is written whole or not at all.
"""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from plugins.catalog.findings import Finding, Mend
from plugins.catalog.handbook import all_rules
from plugins.catalog.personal import veiled
from plugins.engine.build import Portal, run, sources
from plugins.engine.controls import CONTROLS
from plugins.engine.reader import read_head
from plugins.engine.scan import MISNAMED
from plugins.engine.session import Goal, Outcome, Progress

ROUNDS = 8
"""Mending one slip may show the next; none of them makes new ones, so this is never reached but by a mistake of ours."""

Edit = tuple[int, int, str]
"""Where in the raw text, until where, and what comes there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file. Paths are relative to content/."""

    path: str
    target: str
    before: bytes
    after: bytes
    encoding: str = "utf-8"
    """What `before` is written in."""


def fix(portal: Portal, progress: Progress, *, dry_run: bool = False) -> tuple[list[Change], Outcome]:
    """Mend a portal's files until nothing more can be mended; gives the changes and what is left to say.

    A dry run writes nothing and shows what the first look would mend. Raises SettingsError, OSError.
    """
    content, _ = sources(portal)
    done: list[Change] = []
    for _ in range(ROUNDS):
        outcome = run(portal, Goal.CHECK, progress)
        found = list(changes(content, outcome.report))
        done += found
        if dry_run or not found:
            return done, outcome
        for change in found:
            write(content, change)
    return done, run(portal, Goal.CHECK, progress)


def changes(content: Path, findings: Iterable[Finding]) -> Iterator[Change]:
    """What the findings can do to the files as they are now."""
    kinds = {code: rule.mend for code, rule in all_rules().items()}
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if kinds.get(finding.code):
            by_path[finding.path].append(finding)
    for path, found in by_path.items():
        if any(kinds[finding.code] is Mend.NAME for finding in found):
            yield from _renamed(content, path)
        elif any(finding.written for finding in found):
            yield from _mended(content, path, found)


def write(content: Path, change: Change) -> None:
    """Put the new bytes in place of the old ones in one step; a name is given to a file only where it is free."""
    source, target = content / change.path, content / change.target
    if change.path != change.target:
        if not target.exists() or target.samefile(source):
            source.rename(target)
        return
    part = source.with_name(f".{source.name}.part")
    try:
        part.write_bytes(change.after)
        shutil.copymode(source, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(source)
    finally:
        part.unlink(missing_ok=True)


def diff(change: Change, folder: str) -> Iterator[str]:
    """A change as a unified diff; characters that nobody sees by their names, numbers of persons masked.

    `folder` stands before the paths.
    """
    return map(veiled, _diff(change, folder))


def _diff(change: Change, folder: str) -> Iterator[str]:
    old, new = f"{folder}/{change.path}", f"{folder}/{change.target}"
    if old != new:
        yield from (f"rename from {old}", f"rename to {new}")
    if change.encoding != "utf-8":
        yield f"recode {old} {change.encoding.upper()} UTF-8"
    before, after = change.before.decode(change.encoding, "replace"), change.after.decode("utf-8", "replace")
    yield from unified_diff(_shown(before), _shown(after), old, new, lineterm="")


def _renamed(content: Path, path: str) -> Iterator[Change]:
    folder, slash, name = path.rpartition("/")
    meant = MISNAMED.fullmatch(name)
    target = f"{folder}{slash}{meant[1]}.md" if meant else path
    if not (content / target).exists() or (content / target).samefile(content / path):
        raw = (content / path).read_bytes()
        yield Change(path, target, raw, raw)


def _mended(content: Path, path: str, findings: list[Finding]) -> Iterator[Change]:
    raw = before = (content / path).read_bytes()
    coded = (finding.written for finding in findings if all_rules()[finding.code].mend is Mend.ENCODING and finding.written)
    encoding = next(coded, "utf-8")
    if encoding != "utf-8":
        raw = raw.decode(encoding).encode()
        findings = list(read_head(raw, path).findings)
    for _ in range(ROUNDS):
        after = _Text(raw.decode()).mended(findings).encode()
        if after == raw:
            break
        raw, findings = after, list(read_head(after, path).findings)
    if raw != before:
        yield Change(path, path, before, raw, encoding)


class _Text:
    """A text as findings see it, and where each of its characters stands in the file."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.end = "\r\n" if "\r\n" in raw else "\n"
        # Places of unseen characters are those before they are stripped, all others those after.
        self._whole = _Seen(raw, [at for at, char in enumerate(raw) if not (char == "\r" and raw[at + 1 : at + 2] == "\n")])
        self._stripped = _Seen(raw, [at for at in self._whole.offsets[:-1] if raw[at] == "\r" or not CONTROLS.match(raw[at])])

    def mended(self, findings: Iterable[Finding]) -> str:
        """The text after every edit that can be made; of two that overlap, the first."""
        parts, free = list[str](), 0
        for start, end, meant in sorted(self._edits(findings)):
            if start >= free:
                parts += (self.raw[free:start], meant)
                free = end
        return "".join((*parts, self.raw[free:]))

    def _edits(self, findings: Iterable[Finding]) -> Iterator[Edit]:
        for finding in findings:
            seen = self._whole if CONTROLS.fullmatch(finding.written) else self._stripped
            span = seen.span(finding) if finding.written else None
            if span:
                yield (*span, finding.meant.replace("\n", self.end))


class _Seen:
    """Some of the characters of a text, each with its place in the whole; lines end with one character."""

    def __init__(self, raw: str, offsets: list[int]) -> None:
        if raw.startswith("\ufeff"):
            offsets = [at for at in offsets if at]
        self.offsets = [*offsets, len(raw)]
        self.text = "".join(raw[at] for at in offsets).replace("\r", "\n")
        self._lines = [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def span(self, finding: Finding) -> tuple[int, int] | None:
        """Where what is written stands: at its place, else at the one place behind it in the same item of the block."""
        if finding.line > len(self._lines):
            return None
        at = self._lines[finding.line - 1] + finding.column - 1
        if not self.text.startswith(finding.written, at):
            item = self.text[at : self._item_end(at)]
            if item.count(finding.written) != 1:
                return None
            at += item.index(finding.written)
        return self.offsets[at], self.offsets[at + len(finding.written) - 1] + 1

    def _item_end(self, at: int) -> int:
        for start in self._lines[bisect_right(self._lines, at) :]:
            if self.text[start : start + 1] not in (" ", "-") or self.text.startswith("---", start):
                return start
        return len(self.text)


def _shown(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [CONTROLS.sub(lambda char: f"<U+{ord(char[0]):04X}>", line) for line in plain.split("\n")]
