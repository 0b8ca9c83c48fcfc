"""Measure: one figure the inspection took, its goal, and what stands between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

HEADINGS = ("检查", "页面", "结果", "目标", "结论")
PARTS = {"files": "文件", "warnings": "警告", "html": "HTML", "styles": "样式", "scripts": "脚本"}
"""How a note names the parts of a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure; without bounds it is only shown."""

    check: str
    """The check's machine word, then what it looks at: `lighthouse.seo`."""
    label: str
    """The same in 中文, for the table."""
    page: str
    value: int
    unit: str = ""
    at_least: int | None = None
    at_most: int | None = None
    spread: tuple[int, int] | None = None
    """Least and most of several runs, where the value is their median."""
    parts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    """Sentences: what was found where, as the tool says it."""
    whole: bool = True
    """False where a part could not be measured; such a figure never passes."""

    @property
    def passed(self) -> bool:
        """Whether the goal, if there is one, is met."""
        reached = self.at_least is None or self.value >= self.at_least
        return self.whole and reached and (self.at_most is None or self.value <= self.at_most)

    @property
    def goal(self) -> str:
        """The goal as the table shows it; empty where there is none."""
        if self.at_least is not None:
            return f"≥ {self.at_least}"
        return f"≤ {self.at_most}" if self.at_most is not None else ""

    def row(self) -> tuple[str, ...]:
        """The table's cells under HEADINGS."""
        verdict = ("合格" if self.goal else "") if self.passed else "不合格"
        spread = f"（{self.spread[0]}–{self.spread[1]}）" if self.spread else ""
        return self.label, self.page, f"{self.value}{self.unit}{spread}", self.goal, verdict

    def notes(self) -> tuple[str, ...]:
        """The lines under the table: what the figure is made of, then what was found."""
        parts = "、".join(f"{PARTS[name]} {number}" for name, number in self.parts.items())
        return tuple(f"{self.label} {self.page}：{said}" for said in (parts, *self.problems) if said)

    def as_json(self) -> str:
        """One line for machines."""
        figure = {"check": self.check, "page": self.page, "value": self.value, **self.parts}
        beside = {"spread": self.spread, "at_least": self.at_least, "at_most": self.at_most}
        known = {name: value for name, value in beside.items() if value is not None}
        return json.dumps({**figure, **known, "passed": self.passed, "problems": self.problems}, ensure_ascii=False)
