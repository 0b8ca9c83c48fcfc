"""What content/ holds already: a document that was taken in before is found again, even under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

Key = tuple[str, ...]
HEAD_LIMIT = 20_000
"""Characters within which front matter ends."""
IDENTIFYING = ("名称", "索引号", "文号", "发文日期", "发布日期", "旧址")


@dataclass(slots=True)
class Known:
    """Documents by what identifies them: index number, old address, or title with number and date."""

    by_key: dict[Key, Path] = field(default_factory=dict)
    titles: dict[Path, str] = field(default_factory=dict)
    numbers: dict[str, Path] = field(default_factory=dict)
    """Who has which 文号."""
    texts: dict[Path, str] = field(default_factory=dict)
    """Digests of the texts that this run has written: two texts under one title and date are two documents."""

    def add(self, path: Path, fields: Mapping[str, object], text: str = "") -> None:
        """Remember a document; `text` is the digest of one that this run writes."""
        self.titles[path] = str(fields.get("名称", ""))
        self.numbers.setdefault(str(fields.get("文号", "")), path)
        if text:
            self.texts[path] = text
        for key in (*keys_of(fields), *_on_paper(fields)):
            self.by_key.setdefault(key, path)

    def find(self, fields: Mapping[str, object], text: str) -> Path | None:
        """The document that this one is, by the strongest thing that identifies it."""
        told = list(keys_of(fields))
        if told[0][0] == "名称" and (fields.get("文号") or not fields.get("发布日期")):
            told += _on_paper(fields)
        key = next((key for key in told if key in self.by_key), None)
        found = self.by_key.get(key) if key else None
        return None if found and key and key[0] in ("名称", "纸面") and self.texts.get(found, text) != text else found


def keys_of(fields: Mapping[str, object]) -> Iterator[Key]:
    """What identifies a document, the strongest first."""
    number, addresses = fields.get("索引号"), fields.get("旧址")
    if number:
        yield "索引号", str(number)
    for address in addresses if isinstance(addresses, list) else [addresses] if addresses else []:
        yield "旧址", str(address)
    if not number and not addresses:
        yield "名称", *(str(fields.get(label, "")) for label in ("名称", "文号", "发文日期", "发布日期"))


def _on_paper(fields: Mapping[str, object]) -> Iterator[Key]:
    """What the paper says of itself. It stays when a person fills in the index number and the day of publication."""
    if fields.get("文号") or fields.get("发文日期"):
        yield "纸面", *(str(fields.get(label, "")) for label in ("名称", "文号", "发文日期"))


def known_in(folder: Path) -> Known:
    """The documents under a column's folder. What cannot be read is left to `inv check`."""
    known = Known()
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not path.is_symlink():
            known.add(path, _identifying(path))
    return known


def _identifying(path: Path) -> dict[str, object]:
    with path.open(encoding="utf-8", errors="replace") as file:
        text = file.read(HEAD_LIMIT)
    head, end, _ = text.removeprefix("\ufeff").removeprefix("---").partition("\n---")
    if not text.startswith(("---", "\ufeff---")) or not end:
        return {}
    lines = [line for line in head.splitlines() if line.partition(":")[0].strip() in IDENTIFYING]
    try:
        found = yaml.load("\n".join(lines), yaml.CBaseLoader)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
