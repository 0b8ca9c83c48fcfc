"""The parts of an issue of the gazette: what it carries, in its own order, under headings as a printed gazette has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation

PERSONNEL = "人事任免"
Part = tuple[str, tuple[Record, ...]]
"""A heading with the documents that stand together under it."""


def parts_of(record: Record, catalog: Catalog) -> tuple[Part, ...]:
    """What an issue carries, under its own sections, else under the organ whose papers stand together."""
    groups = groupby(_headed(record, catalog), key=itemgetter(0))
    return tuple((heading, tuple(carried for _, carried in group)) for heading, group in groups)


def _headed(record: Record, catalog: Catalog) -> Iterator[tuple[str, Record]]:
    """Each document with its heading. A section also begins where its first document is not released yet."""
    carried = {one.path: one for one in catalog.ties.targets(record, Relation.CONTENTS)}
    begins = {found.path: one.heading for one in record.sections for found in catalog.find(one.first)}
    section = ""
    for found in (one for reference in record.contents for one in catalog.find(reference)):
        section = begins.get(found.path, section)
        if found.path in carried:
            yield section or _heading(carried[found.path]), carried[found.path]


def _heading(record: Record) -> str:
    """省政府令 and appointments stand apart; other papers stand under their organ."""
    if "令第" in record.document_number:
        return f"{record.issuing_agency}令"
    if record.kind is Kind.POLICY and "职务任免" in record.title:
        return PERSONNEL
    return f"{record.issuing_agency}文件" if record.kind is Kind.POLICY else record.kind.label
