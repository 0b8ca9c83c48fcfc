"""From a source file to a Markdown file under content/: never over an existing one, never half."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from intake.draft import Draft, Refused
from intake.text import read_text
from plugins.catalog.addresses import STEP, kind_of
from plugins.catalog.findings import Finding
from plugins.catalog.numbers import serial_of_index_number
from plugins.catalog.parse import Block, parse

READERS = {".txt": read_text}
SIZE_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of one source: the file written (or already there), notes for the editor, findings about its fields."""

    path: Path
    written: bool
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


def take(source: Path, into: Path, content: Path) -> Intake:
    """Take one file into a folder under `content`. Raises Refused."""
    reader = READERS.get(source.suffix.lower())
    if not source.is_file():
        raise Refused(f"没有 {source.name} 这个文件。")
    if reader is None:
        raise Refused(f"还不能收 {source.suffix or '没有扩展名的'} 文件；现在能收 {'、'.join(READERS)}。")
    if source.stat().st_size > SIZE_LIMIT:
        raise Refused(f"{source.name} 超过 {SIZE_LIMIT // 1024 // 1024} MB。")
    folder = into.resolve()
    inside = folder.relative_to(content.resolve()).as_posix() if folder.is_relative_to(content.resolve()) else ""
    kind = kind_of(f"{inside}/x.md") if inside else None
    if kind is None:
        raise Refused(f"--into 须是 {content.name}/ 之下的栏目文件夹，如 {content.name}/policies/2016/。")
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{into.name} 是一个文件，--into 须是文件夹。")
    draft = reader(source.read_bytes())
    target = folder / _name(source, draft)
    parsed = parse(Block(values=_as_typed(draft.fields)), f"{inside}/{target.name}", kind)
    written = _write_new(target, markdown(draft))
    sign = str(draft.fields.get("索引号") or draft.fields.get("名称", ""))
    if not written and sign not in target.read_text("utf-8"):
        raise Refused(f"{inside}/{target.name} 已是另一份文件（其中没有“{sign}”），请先把它改名。")
    notes = tuple(draft.notes) if written else (f"{target.name} 已经在那里，没有改动它。",)
    return Intake(target, written, notes, parsed.findings)


def markdown(draft: Draft) -> str:
    """The file: front matter safely quoted, then the body."""
    block = "".join(_line(label, value) for label, value in draft.fields.items())
    return "\n".join(("---", block + "---", "", "\n\n".join(draft.body), ""))


def _line(label: str, value: object) -> str:
    """One field; a list or a block of its own on the same line."""
    flow = None if isinstance(value, list | dict) else False
    return yaml.safe_dump({label: value}, allow_unicode=True, width=10**6, default_flow_style=flow)


def _name(source: Path, draft: Draft) -> str:
    """An ASCII name: the serial of the index number, the source's own name, or a digest of the title."""
    serial = serial_of_index_number(str(draft.fields.get("索引号", "")))
    if serial or STEP.fullmatch(source.stem):
        return f"{serial or source.stem}.md"
    return f"{sha256(str(draft.fields.get('名称', source.stem)).encode()).hexdigest()[:10]}.md"


def _as_typed(fields: Mapping[str, object]) -> dict[str, object]:
    return {label: value if isinstance(value, list | dict) else str(value) for label, value in fields.items()}


def _write_new(target: Path, text: str) -> bool:
    """Write a file whole or not at all; False where one of that name is already there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        os.link(draft, target)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True
