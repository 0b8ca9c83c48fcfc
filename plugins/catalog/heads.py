"""Heads: a few fields of many files, read without judging them. What cannot be read is left to `inv check`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

PLAIN = re.compile(r"([^\s:#'\"\[\]{}>|&*!%@`,?~-][^:#]*): +([^\s:#'\"\[\]{}>|&*!%@`,?~-][^:#]*)")
"""A line that says the same to YAML as to anyone: most are."""


def documents(folder: Path) -> Iterator[Path]:
    """Every Markdown file below a folder, in order; no symbolic link is followed."""
    return (path for path in sorted(folder.rglob("*.md")) if path.is_file() and not path.is_symlink())


def within(content: Path, path: str) -> str:
    """A path relative to the content folder: `content/policies/2026/a.md` is `policies/2026/a.md`."""
    whole = Path(path).resolve()
    if whole.exists() and whole.is_relative_to(content):
        return whole.relative_to(content).as_posix()
    return path.removeprefix(f"{content.name}/")


def split(path: Path) -> tuple[str, str]:
    """Front matter and body of a file; all of it is body where there is no front matter."""
    text = path.read_text("utf-8", errors="replace").removeprefix("\ufeff") if path.exists() else ""
    head, end, body = text.removeprefix("---").partition("\n---")
    return (head, body) if text.startswith("---") and end else ("", text)


def fields_in(head: str, labels: Collection[str]) -> dict[str, object]:
    """These fields of front matter, each with the lines that go on with it; broken others are in nobody's way."""
    lines, wanted = list[str](), False
    for line in head.splitlines():
        wanted = wanted if line[:1] in (" ", "-") else line.partition(":")[0].strip() in labels
        lines += [line] if wanted else []
    plain = [PLAIN.fullmatch(line) for line in lines]
    if all(plain):
        return {match[1].rstrip(): match[2].rstrip() for match in plain if match}
    try:
        found = yaml.load("\n".join(lines), yaml.CBaseLoader)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
