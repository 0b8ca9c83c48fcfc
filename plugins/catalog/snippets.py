"""What a new document begins with: the fields of its kind, as text."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.catalog.record import rows
from plugins.catalog.terms import Kind, Status

BESIDE = ("document_number", "author", "secrecy_review")
"""Fields a new document should have beside those its kind needs."""


def template(kind: Kind, values: Mapping[str, str] | None = None) -> str:
    """A new document as text: the values given by attribute, the other fields empty, and 状态: 草稿 until it is whole.

    Values stand as they are given: what YAML would misread comes in quotation marks.
    """
    values = values or {}
    asked = [name for name, row in rows().items() if kind in row.needed or (name in BESIDE and kind in row.kinds)]
    names = dict.fromkeys((*asked, *values))
    lines = (f"{rows()[name].label}: {values.get(name, '')}".rstrip() for name in names)
    return "\n".join(("---", *lines, f"{rows()['status'].label}: {Status.DRAFT.label}", "---", "", "正文。", ""))
