"""What a run of intake tells: the table at its end, and the report file, source by source."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from intake.run import Fate, Outcome, Taken
from plugins.catalog.findings import Finding
from plugins.catalog.personal import veiled
from plugins.catalog.spreadsheet import csv_text

HEADINGS = ("源文件", "结果", "写到", "名称", "文号", "由哪里得知", "要看的")
SHOWN = 50
"""Characters of an example in the table at the end."""


def summary(outcome: Outcome, dry_run: bool) -> str:
    """One sentence with the counts."""
    counts = "，".join(f"{fate} {outcome.count(fate)} 份" for fate in Fate)
    endings = "、".join(f"{ending} {count} 个" for ending, count in sorted(outcome.aside.items()))
    aside = f"；图片、样式和收不了的没有单独收：{endings}" if endings else ""
    drafts = sum(one.fate is Fate.TAKEN and one.draft is not None and "状态" in one.draft.fields for one in outcome.taken)
    waiting = f"；{drafts} 份是草稿，补齐后运行 inv check" if drafts else ""
    return f"{counts}{waiting}{aside}{'（试运行，什么都没有写）' if dry_run else ''}"


def lines(outcome: Outcome, folder: Path) -> Iterator[str]:
    """Each source with what became of it, where it went and what to look at; `folder` is the one the sources lie in."""
    for one in outcome.taken:
        target = f" → {Path(os.path.relpath(one.path)).as_posix()}" if one.path else ""
        yield veiled(f"{one.fate} {(folder / one.source).as_posix()}{target}")
        for finding in one.findings if one.fate is not Fate.THERE else ():
            yield f"    {finding.code} {f'第{finding.line}行：' if finding.line > 1 else ''}{finding.message}"
            if finding.hint:
                yield f"        提示：{finding.hint}"


def kinds_of_doubt(outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    """Each kind of finding once: its code, how many sources have it, its words, a source for an example."""
    first: dict[str, Finding] = {}
    sources = Counter[str]()
    for one in outcome.taken:
        for finding in {finding.code: finding for finding in one.findings}.values() if one.fate is not Fate.THERE else ():
            sources[finding.code] += 1
            first.setdefault(finding.code, finding)
    for code, count in sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])):
        words = " ".join(first[code].message.split())
        yield code, f"{count}", words if len(words) <= SHOWN else f"{words[:SHOWN]}……", first[code].path


def report_place(path: Path, content: Path) -> Path:
    """Where a report may be written. Raises ValueError with a 中文 sentence: never over a document, never lost at the end."""
    if path.suffix not in (".csv", ".jsonl"):
        raise ValueError(f"--report 须以 .csv 或 .jsonl 结尾，如 结果.csv；不能是 {path}。")
    if path.resolve().is_relative_to(content.resolve()):
        raise ValueError(f"--report 不能写在 {content.name}/ 里面：{path}。")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise ValueError(f"--report 写不到 {path}：没有这个文件夹，或它本身是文件夹。")
    return path


def report(outcome: Outcome, root: Path, ending: str) -> str:
    """The report as text: a table for a spreadsheet where the file ends in .csv, else a JSON object a line."""
    if ending == ".csv":
        return csv_text([HEADINGS, *(_row(one, root) for one in outcome.taken)])
    return "".join(_lines(outcome, root))


def _row(one: Taken, root: Path) -> tuple[str, ...]:
    fields = one.draft.fields if one.draft else {}
    told = "；".join(f"{label}：{'、'.join(origins)}" for label, origins in one.draft.told_by.items()) if one.draft else ""
    doubts = "\n".join(f"{finding.code} {finding.message}（{finding.hint}）" for finding in one.findings)
    doubts += f"\n技术细节：{one.problem}" if one.problem else ""
    return (one.source, one.fate, _shown(one.path, root), str(fields.get("名称", "")), str(fields.get("文号", "")), told, doubts)


def _lines(outcome: Outcome, root: Path) -> Iterator[str]:
    for one in outcome.taken:
        row: dict[str, object] = {"source": one.source, "fate": one.fate.name.lower(), "path": _shown(one.path, root)}
        if one.draft:
            row |= {"fields": one.draft.fields, "told_by": {label: list(origins) for label, origins in one.draft.told_by.items()}}
            row |= {"history": [asdict(event) for event in one.draft.events]}
        row["findings"] = [asdict(finding) for finding in one.findings]
        if one.problem:
            row["problem"] = one.problem
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _shown(path: Path | None, root: Path) -> str:
    """A path as seen from the folder that holds content/."""
    return path.relative_to(root).as_posix() if path else ""
