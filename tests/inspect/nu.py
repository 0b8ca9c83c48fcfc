"""The Nu HTML checker over every page, stylesheet and SVG picture of a site."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.engine.session import Progress
from tests.inspect.measure import Measure
from tests.inspect.tools import Unusable, last_words

JAR = Path("vnu-jar/build/dist/vnu.jar")
BATCH = 500
"""Files a call; Java starts in a second, a file takes some milliseconds."""
SORTS = {".html": "HTML", ".css": "CSS", ".svg": "SVG"}
FALSE_ALARMS = ("Resource violates Content Security Policy", "Inline script violates Content Security Policy")
"""Files on a disk have no origin, so 'self' never matches there; JSON-LD is no script that runs. The browser tests hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing the checker says of a file."""

    path: str
    """Under the site's folder."""
    line: int
    text: str
    extract: str
    error: bool

    def __str__(self) -> str:
        extract = " ".join(self.extract.split())
        return f"{'错误' if self.error else '警告'} {self.path}:{self.line} {self.text}" + (f" … {extract}" if extract else "")


def check(site: Path, packages: Path, progress: Progress) -> Iterator[Measure]:
    """One measure for each sort of file. Raises Unusable."""
    files = sorted(file for file in site.rglob("*") if file.suffix in SORTS)
    messages: list[Message] = []
    for start in range(0, len(files), BATCH):
        progress("Nu HTML 检查", start, len(files))
        messages += read(_run(packages / JAR, files[start : start + BATCH]), site)
    progress("Nu HTML 检查", len(files), len(files))
    for suffix, sort in SORTS.items():
        count = sum(file.suffix == suffix for file in files)
        if count:
            yield _measure(suffix, sort, count, [message for message in messages if message.path.endswith(suffix)])


def read(said: str, site: Path) -> list[Message]:
    """The checker's JSON, without its false alarms. Raises Unusable."""
    try:
        found = json.loads(said)["messages"]
    except (ValueError, KeyError):
        raise Unusable(f"Nu 检查没有给出结果（要用 Java 17 以上）：{last_words(said)}") from None
    return [
        Message(
            path=unquote(urlsplit(one.get("url", "")).path).removeprefix(f"{site.as_posix()}/"),
            line=one.get("lastLine", 0),
            text=one["message"],
            extract=one.get("extract", ""),
            # "info" carries warnings; "non-document-error" is a file that could not be read.
            error=one["type"] != "info",
        )
        for one in found
        if not one["message"].startswith(FALSE_ALARMS)
    ]


def _run(jar: Path, files: Iterable[Path]) -> str:
    options = ["--stdout", "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    done = subprocess.run(["java", "-jar", jar, *options, *files], capture_output=True, text=True, check=False)
    return done.stdout or done.stderr


def _measure(suffix: str, sort: str, count: int, messages: list[Message]) -> Measure:
    errors = sum(message.error for message in messages)
    return Measure(
        check=f"nu{suffix}",
        label="Nu 检查",
        page=f"全部 {sort}",
        value=errors,
        unit=" 个错误",
        at_most=0,
        parts={"files": count, "warnings": len(messages) - errors},
        problems=tuple(_grouped(messages)),
    )


def _grouped(messages: list[Message]) -> Iterator[str]:
    """Each complaint once, errors first, with its first place and how many more there are."""
    places: dict[tuple[bool, str], list[Message]] = {}
    for message in sorted(messages, key=lambda message: not message.error):
        places.setdefault((message.error, message.text), []).append(message)
    for first, *others in places.values():
        yield f"{first}（另有 {len(others)} 处）" if others else str(first)
