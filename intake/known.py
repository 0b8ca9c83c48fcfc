"""What content/ holds already: a document that was taken in before is found again, even under another name.

A key only leads to a document; whether it is the same one, its text decides. Nothing is taken for known by its title alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake.likeness import ALIKE, pieces_of, share, telling_lines
from plugins.catalog.heads import documents, fields_in, split

Key = tuple[str, ...]
IDENTIFYING = ("名称", "索引号", "文号", "发文日期", "发布日期", "旧址")
CLAIMS = {"索引号": "索引号", "旧址": "旧址", "名称": "标题和日期", "纸面": "标题和日期"}
"""Keys that no two documents may share, with their words for a person; the other keys only help to find one again."""
DENIED_BY = {
    "索引号": (),
    "旧址": ("索引号",),
    "纸面": ("索引号",),
    "名称": ("索引号",),
    "文号": ("索引号",),
    "标题": ("索引号", "文号", "发文日期", "发布日期"),
    "正文": ("索引号", "文号", "发文日期"),
}
"""Fields that make two documents of two that share a key, where both have them and they differ."""


@dataclass(frozen=True, slots=True)
class Met:
    """A document under a key of a new one: the same, or another that has what should be its own."""

    path: Path
    by: str
    """The word of the key."""
    same: bool


@dataclass(slots=True)
class Known:
    """Documents by what leads to them, the strongest first: see `keys_of`."""

    by_key: dict[Key, list[Path]] = field(default_factory=dict)
    titles: dict[Path, str] = field(default_factory=dict)
    fields: dict[Path, Mapping[str, object]] = field(default_factory=dict)
    numbers: dict[str, Path] = field(default_factory=dict)
    """Who has which 文号."""
    fresh: dict[Path, frozenset[str]] = field(default_factory=dict)
    """Texts of the documents of this run: nobody has edited them yet."""

    def add(self, path: Path, fields: Mapping[str, object], body: str, fresh: bool = False) -> None:
        """Remember a document; `fresh` is one that this run writes."""
        self.titles[path] = str(fields.get("名称", ""))
        self.fields[path] = {label: fields[label] for label in IDENTIFYING if label in fields}
        self.numbers.setdefault(str(fields.get("文号", "")), path)
        if fresh:
            self.fresh[path] = pieces_of(body)
        for key in keys_of(fields, body):
            if not (fresh and key[0] == "正文"):
                self.by_key.setdefault(key, []).append(path)

    def find(self, fields: Mapping[str, object], body: str) -> Met | None:
        """The document that this one is; else the one that has a key which should be this one's alone."""
        text, other = pieces_of(body), None
        for key in keys_of(fields, body):
            for path in self.by_key.get(key, ()):
                if _denied(key[0], fields, self.fields[path]):
                    continue
                if self._same(key[0], path, fields, text):
                    return Met(path, key[0], same=True)
                if key[0] in CLAIMS and other is None:
                    other = Met(path, key[0], same=False)
        return other

    def _same(self, by: str, path: Path, fields: Mapping[str, object], text: frozenset[str]) -> bool:
        renamed = _title(fields) != _title(self.fields[path])
        if path in self.fresh:
            return self.fresh[path] == text and not renamed
        if not text and by not in CLAIMS:
            return False
        found = share(text, pieces_of(split(path)[1]))
        return found == 1 if by == "正文" or (by == "文号" and renamed) else found >= ALIKE


def keys_of(fields: Mapping[str, object], body: str = "") -> Iterator[Key]:
    """What leads to a document, the strongest first: index number, addresses, paper, title and days, number, title, text."""
    number, addresses, title = fields.get("索引号"), fields.get("旧址"), _title(fields)
    if number:
        yield "索引号", str(number)
    for address in addresses if isinstance(addresses, list) else [addresses] if addresses else []:
        yield "旧址", str(address)
    # It stays when a person fills in the index number and the day of publication.
    if fields.get("文号") or fields.get("发文日期"):
        yield "纸面", title, *(str(fields.get(label, "")) for label in ("文号", "发文日期"))
    yield "名称", title, *(str(fields.get(label, "")) for label in ("文号", "发文日期", "发布日期"))
    if fields.get("文号"):
        yield "文号", str(fields["文号"])
    yield "标题", title
    yield from (("正文", line) for line in telling_lines(body))


def known_in(folder: Path) -> Known:
    """The documents under a column's folder. What cannot be read is left to `inv check`."""
    known = Known()
    for path in documents(folder):
        head, body = split(path)
        known.add(path, fields_in(head, IDENTIFYING), body)
    return known


def _denied(by: str, fields: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return any(fields.get(label) and other.get(label) and fields[label] != other[label] for label in DENIED_BY[by])


def _title(fields: Mapping[str, object]) -> str:
    return "".join(str(fields.get("名称", "")).split())
