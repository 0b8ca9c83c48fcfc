"""Interpretations: release, interpretation and response belong together; what is still owed is a finding."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding, Level, Rule
from plugins.catalog.terms import Kind
from plugins.engine.signals import checking

OWED = Rule(
    "INT001",
    Level.WARNING,
    "这份政策需要解读，还没有解读材料",
    "请在 content/interpretations/ 里写一篇，解读对象填 {reference}",
    "政策与解读同步考虑、同步安排、同步推进；解读在文件公布后三个工作日内发布（国办发〔2016〕19号）。",
)
BEFORE_POLICY = Rule(
    "INT002",
    Level.WARNING,
    "解读早于所解读的“{title}”发布",
    "解读应与文件同步或在其后发布，请核对发布日期",
    "解读先于文件公开，读者无从对照（国办发〔2016〕19号）。",
)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Policies that owe an interpretation; interpretations that came too early."""
    for record in catalog.of_kind(Kind.POLICY):
        wanted = record.interpretation_required
        if wanted is None:
            wanted = bool(record.normative)
        if wanted and not record.withdrawn and not catalog.interpretations(record):
            cause = "normative" if record.interpretation_required is None else "interpretation_required"
            yield catalog.finding(OWED, record, cause, reference=record.document_number or record.path)
        for interpretation in catalog.interpretations(record):
            if interpretation.published_at and record.published_at and interpretation.published_at < record.published_at:
                yield catalog.finding(BEFORE_POLICY, interpretation, "published_at", title=record.title)


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
