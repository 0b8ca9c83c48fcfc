"""The handbook of findings: every rule of the house by code, for `inv explain` and docs/findings.md."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.findings import BESIDE, Level, Mend, Rule

HOUSE = Path(__file__).parents[2]
ROOMS = ("plugins", "intake")
"""Rooms that have rules. Outside plugins/ only modules named rules are loaded: the others ask for libraries."""
PLACEHOLDER = re.compile(r"(?<!\{)\{\w+\}(?!\})")
INTRODUCTION = """# 检查结果一览

每个问题都有位置、编号、说明和改法。编号不会改作他用。这一页由 `inv golden` 从程序生成，请勿手改。
`错误` 使 output/ 保持原样；`警告` 不影响构建。写着“能自动改”的，说得准的时候 `inv check --fix` 会改好。
"""
MENDED = {
    Mend.WORDS: "能自动改：说得准的时候，inv check --fix 会改好这几个字。",
    Mend.NAME: "能自动改：新名字没有被占用时，inv check --fix 会改好文件名。",
    Mend.ENCODING: "能自动改：读得出信息块时，inv check --fix 会另存为 UTF-8。",
}


class Form(StrEnum):
    """What an example is written in."""

    BLOCK = "block"
    """Some items of a block."""
    TEXT = "text"
    """The body."""
    NAME = "name"
    """A path under content/."""
    FILE = "file"
    """A whole file."""
    WORDS = "words"
    """What can only be said, not shown."""


@typed(frozen=True, slots=True, kw_only=True)
class Example:
    """How a rule is broken and how that is mended. `path` is where it stands, from content/."""

    wrong: str
    right: str
    form: Form = Field(default=Form.BLOCK, validation_alias="in")
    path: str = "policies/2026/a.md"


@cache
def examples() -> Mapping[str, Example]:
    """Wrong and right of each rule of `inv check`, by code. Those of intake speak of files that no text can show."""
    tree = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text("utf-8"))
    return TypeAdapter(dict[str, Example]).validate_python(tree)


def all_rules() -> dict[str, Rule]:
    """Every rule of the house, by code. Raises ValueError where two rules share a code."""
    found: dict[str, Rule] = {}
    for module in (one for room in ROOMS for one in pkgutil.walk_packages([str(HOUSE / room)], f"{room}.")):
        if not module.name.startswith("plugins.") and not module.name.endswith(".rules"):
            continue
        for rule in vars(importlib.import_module(module.name)).values():
            if isinstance(rule, Rule) and found.setdefault(rule.code, rule) is not rule:
                raise ValueError(f"two rules share the code {rule.code}")
    return dict(sorted(found.items()))


def worded(text: str) -> str:
    """Words of a rule with …… where a finding fills in a value."""
    return PLACEHOLDER.sub("……", text).format()


def explained(rule: Rule) -> str:
    """One rule in a few 中文 lines."""
    lines = [f"{rule.code}（{'错误' if rule.level is Level.ERROR else '警告'}）：{worded(rule.message)}"]
    lines += [f"改法：{worded(rule.hint)}"] if worded(rule.hint).strip("…") else []
    lines += [f"原因：{rule.reason}"] if rule.reason else []
    for label, text in _shown(rule):
        lines += [f"{label}："] + [f"    {line}" for line in text.splitlines()]
    lines += [MENDED[rule.mend]] if rule.mend else []
    return "\n".join(lines)


def markdown() -> Iterator[str]:
    """docs/findings.md, line by line."""
    yield INTRODUCTION
    for rule in all_rules().values():
        yield f"## {rule.code} {'错误' if rule.level is Level.ERROR else '警告'}\n"
        yield f"{worded(rule.message)}\n"
        parts = (("改法", worded(rule.hint)), ("原因", rule.reason))
        yield from (f"{label}：{text}\n" for label, text in parts if text.strip("…"))
        for label, text in _shown(rule):
            yield f"{label}：\n\n```\n{text}\n```\n"
        if rule.mend:
            yield f"{MENDED[rule.mend]}\n"


def _shown(rule: Rule) -> Iterator[tuple[str, str]]:
    """An example before and after, for a person."""
    example = examples().get(rule.code)
    if example:
        place = "content/" if example.form is Form.NAME else ""
        where = f"（{example.path.removeprefix(BESIDE)}）" if example.path.startswith(BESIDE) else ""
        for label, text in (("错", example.wrong), ("对", example.right)):
            yield f"{label}{where}", place + text.strip("\n") if text else "（删去）" if label == "对" else "（没有）"
