"""The parts of an issue of the gazette: what it carries, in its own order, under headings as a printed gazette has them."""

from __future__ import annotations

from itertools import groupby

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation

PERSONNEL = "人事任免"
Part = tuple[str, tuple[Record, ...]]
"""A heading with the documents that stand together under it."""


def parts_of(record: Record, catalog: Catalog) -> tuple[Part, ...]:
    """What an issue carries, under the organ whose papers stand together."""
    carried = catalog.ties.targets(record, Relation.CONTENTS)
    return tuple((heading, tuple(group)) for heading, group in groupby(carried, key=_heading))


def _heading(record: Record) -> str:
    """省政府令 and appointments stand apart; other papers stand under their organ."""
    if "令第" in record.document_number:
        return f"{record.issuing_agency}令"
    if record.kind is Kind.POLICY and "职务任免" in record.title:
        return PERSONNEL
    return f"{record.issuing_agency}文件" if record.kind is Kind.POLICY else record.kind.label
