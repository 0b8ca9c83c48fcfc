"""Heads: fields of many files without the portal's parser."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.heads import documents, fields_in, split

LABELS = ("名称", "索引号")
VALUES = st.text(st.sampled_from(list("关于 a1/-:#'\"[]{}>|&*!%@`,?~\t\\")), max_size=12)


def test_fields_are_read_whatever_the_others_are(tmp_path: Path) -> None:
    """A mark of the encoding, other line ends, a list that is open, a value on its next lines; no block is no field."""
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff---\r\n名称: 一件事\r\n分类: [\r\n索引号: >-\r\n  12\r\n---\r\n\r\n索引号: 正文\r\n".encode())
    head, body = split(path)
    assert fields_in(head, LABELS) == {"名称": "一件事", "索引号": "12"}
    assert body == "\n\n索引号: 正文\n"
    path.write_text("索引号: 12\n", "utf-8")
    assert split(path) == ("", "索引号: 12\n")


def test_links_and_folders_are_no_documents(tmp_path: Path) -> None:
    """What the portal does not read is not looked at."""
    (tmp_path / "b.md").write_text("b")
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "c.md").mkdir()
    assert list(documents(tmp_path)) == [tmp_path / "b.md"]


@given(first=VALUES, second=VALUES)
def test_the_short_way_says_what_yaml_says(first: str, second: str) -> None:
    """Byte for byte, or it leaves the lines to YAML."""
    head = f"名称: {first}\n索引号: {second}"
    try:
        expected = yaml.load(head, yaml.CBaseLoader)
    except yaml.YAMLError:
        expected = {}
    assert fields_in(head, LABELS) == expected
