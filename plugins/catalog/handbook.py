"""The handbook of findings: every rule of the house by code, for `inv explain` and docs/findings.md."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from plugins.catalog.findings import Level, Rule

HOUSE = Path(__file__).parents[2]
ROOMS = ("plugins", "intake")
"""Rooms that have rules. Outside plugins/ only modules named rules are loaded: the others ask for libraries."""
PLACEHOLDER = re.compile(r"(?<!\{)\{\w+\}(?!\})")
INTRODUCTION = """# 检查结果一览

每个问题都有位置、编号、说明和改法。编号不会改作他用。这一页由 `inv golden` 从程序生成，请勿手改。
`错误` 使 output/ 保持原样；`警告` 不影响构建。
"""


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
    return "\n".join(lines)


def markdown() -> Iterator[str]:
    """docs/findings.md, line by line."""
    yield INTRODUCTION
    for rule in all_rules().values():
        yield f"## {rule.code} {'错误' if rule.level is Level.ERROR else '警告'}\n"
        yield f"{worded(rule.message)}\n"
        parts = (("改法", worded(rule.hint)), ("原因", rule.reason))
        yield from (f"{label}：{text}\n" for label, text in parts if text.strip("…"))
