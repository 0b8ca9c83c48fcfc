"""The table of fields in docs/editors.md, from the rows: what to write, whether it must be there, what it means."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter

from plugins.catalog.blocks import EVERY, Row
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind

BEGIN = "<!-- 以下各行由 inv golden 从程序生成，请勿手改 -->"
END = "<!-- 以上各行由 inv golden 从程序生成，请勿手改 -->"


def within(page: str) -> str:
    """The page with the table between its two marks made anew. Raises ValueError where a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("docs/editors.md has no place for the table of fields")
    return "\n".join((f"{before}{BEGIN}\n", *table(), f"\n{END}{after}"))


def table(noun: type = Record) -> Iterator[str]:
    """The table, line by line: what every document needs first, then what some need, then the others."""
    yield "| 写法 | 要不要写 | 说明 | 例子 |"
    yield "|:-----|:---------|:-----|:-----|"
    told = TypeAdapter(noun).json_schema(mode="validation")["properties"]
    for name, row in sorted(rows(noun).items(), key=lambda one: _rank(one[1])):
        choices = "、".join(word for word in told[name].get("enum", ()) if not str(word).isascii())
        meaning = "；".join(filter(None, (told[name].get("description", ""), choices and f"可选：{choices}", _where(row))))
        yield f"| {row.label} | {_duty(row)} | {_escaped(meaning)} | `{row.sample}` |"


def _rank(row: Row) -> int:
    if row.needed == EVERY:
        return 0
    return 1 if row.needed else 2 if row.advised else 3


def _duty(row: Row) -> str:
    if row.needed == EVERY:
        return "必写"
    if row.needed:
        return f"{_named(row.needed)}必写"
    return "建议写" if row.advised else "可写"


def _where(row: Row) -> str:
    """The kinds that may carry it, where they are not all and not just those that need it."""
    return f"用于{_named(row.kinds)}" if row.kinds not in (EVERY, row.needed) else ""


def _named(kinds: frozenset[Kind]) -> str:
    return "、".join(kind.label for kind in Kind if kind in kinds)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")
