"""Freshness: a column that stood too long without anything new is a finding. For portals on the real clock."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.findings import Finding, Level, Rule
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import columns
from plugins.engine.signals import checking

STALE = Rule(
    "FRS001",
    Level.WARNING,
    "栏目“{name}”已有{days}天没有更新，最新的一件是{newest}的，应在{within}天以内更新",
    "请发布新的内容；期限在门户的 vocabularies/columns.yaml 里改（docs/vocabularies.md）。依据：{basis}",
    "长期不更新的栏目在政府网站检查中扣分，首页和重要栏目可能被单项否决。",
)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Each column by its own rule, said where its newest document has its date; a column without documents is not shown."""
    for kind in Kind:
        column, shown = columns()[kind.value], [record for record in catalog.of_kind(kind) if not record.withdrawn]
        if not shown or column.updated_within is None:
            continue
        newest = max(shown, key=lambda record: (str(record.updated_at), record.path))
        assert newest.updated_at is not None
        day = newest.updated_at.date()
        days = (catalog.as_of.date() - day).days
        if days > column.updated_within:
            limit = {"within": column.updated_within, "basis": column.basis or "本门户的要求"}
            words = {"name": column.name, "days": days, "newest": chinese_date(day)}
            yield catalog.finding(STALE, newest, "published_at", **words, **limit)


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
