"""What is signed, as the reviewer sees it before signing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.catalog.catalog import Catalog
from plugins.catalog.heads import split
from plugins.catalog.record import Record, public_fields, remains, rows
from plugins.catalog.signed import sign, word_for
from plugins.catalog.wording import in_words
from plugins.frame.compose import size_in_words
from plugins.review.standing import changes

BEGIN = 12
"""Hexadecimal digits of a digest that a person compares."""


def shown(record: Record, content: Path, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Label and words of each field, of the text, of each picture and attachment, and of what the last review has of it."""
    told, signed = remains(record), sign(record, catalog)
    for name in public_fields(told):
        if name in signed.fields and name != "attachments":
            yield rows()[name].label, "；".join(in_words(getattr(told, name)))
    if not record.withdrawn:
        yield "正文", f"{_length(content / record.path)} 字（摘要 {signed.text[:BEGIN]}）"
    for path, digest in signed.files.items():
        yield word_for(path), f"{path}（{size_in_words(catalog.assets[path].size)}，摘要 {digest[:BEGIN]}）"
    yield "全部的摘要", signed.digest[:BEGIN]
    yield "作者", record.author
    yield "上次审查", _before(record, catalog)


def _before(record: Record, catalog: Catalog) -> str:
    review = catalog.reviews.of(record.path) if catalog.reviews else None
    if review is None:
        return "没有"
    parts = "、".join(part.label for part in changes(review, record, catalog))
    since = f"以后改动过：{parts}" if parts else "以后没有改动"
    return f"{review.on} {review.reviewer}（{review.unit}）{review.conclusion}；{since}"


def _length(file: Path) -> int:
    """Characters of a text, without spaces."""
    return len("".join(split(file)[1].split()))
