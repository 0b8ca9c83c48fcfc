"""The words a document is marked with, by the open vocabularies: nothing here keeps a document from being published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.findings import Finding, Level, Rule
from plugins.catalog.nearest import Nearest
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Status
from plugins.catalog.vocabularies import is_cited_wrongly, words_of

UNKNOWN_WORD = Rule(
    "VOC001",
    Level.WARNING,
    "词表里没有“{word}”这个{label}",
    "请用词表里的词{nearest}；确需新词的，请加进门户的 vocabularies/{vocabulary}.yaml（docs/vocabularies.md）",
    "用词统一，才能按它查到全部文件。",
)
FORMER_NAME = Rule(
    "VOC002",
    Level.WARNING,
    "“{name}”到{until}为止，已由“{successor}”承接，而发文日期是{issued}",
    "先看原件的落款：落款是“{name}”的，请核对发文日期；落款是“{successor}”的，改写发布机构",
    "机构改革之前的文件保留原来的发布机构，归入现在的机构；之后的文件用现在的名称。",
)
NO_SUCH_ITEM = Rule(
    "VOC003",
    Level.WARNING,
    "公开依据所引的“{cited}”不在条例中",
    "第二十条有十五项，例如 公开依据: 政府信息公开条例第二十条第一项",
    "公开依据要查得到。",
)
CHECKED = tuple((name, row) for name, row in rows().items() if row.vocabulary in ("genres", "audiences", "key_areas"))
"""Fields whose words the vocabularies should have. Organs and themes have rules of their own, which are errors."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """What is said of each record but drafts and imported history."""
    known = {row.vocabulary: frozenset(words_of(row.vocabulary)) for _, row in CHECKED}
    near = {vocabulary: Nearest(partial(words_of, vocabulary), 0.5) for vocabulary in known}
    for record in catalog.records:
        if record.status is Status.DRAFT or record.first_published:
            continue
        for name, row in CHECKED:
            for word in _words(record, name):
                if word not in known[row.vocabulary]:
                    meant = near[row.vocabulary](word)
                    values = {"word": word, "vocabulary": row.vocabulary, "nearest": f"，是不是“{meant}”？" if meant else ""}
                    yield catalog.finding(UNKNOWN_WORD, record, name, **values)
        yield from _former(record, catalog)
        if is_cited_wrongly(record.basis):
            yield catalog.finding(NO_SUCH_ITEM, record, "basis", cited=record.basis)


def _former(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Organs under a name that they had no more when the document was issued."""
    for agency in catalog.agencies(record) if record.issued_on else ():
        for name in ("issuing_agency", "joint_agencies"):
            for written in _words(record, name):
                before = agency.predecessor(written)
                if before and record.issued_on and record.issued_on > before.until:
                    days = {"until": chinese_date(before.until), "issued": chinese_date(record.issued_on)}
                    yield catalog.finding(FORMER_NAME, record, name, name=written, successor=agency.name, **days)


def _words(record: Record, name: str) -> tuple[str, ...]:
    value = getattr(record, name)
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))
