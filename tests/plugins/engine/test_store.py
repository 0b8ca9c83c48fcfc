"""The store: a damaged row is noticed and read again; nothing is trusted that is not as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from plugins.engine.reader import read
from plugins.engine.rows import Damaged, Rows, row_of
from plugins.engine.store import Store
from tests.conftest import Site, write_document

POLICY = "policies/2026/a.md"
OTHER = "policies/2026/b.md"
TWO = {
    POLICY: write_document("## 一、甲\n\n见[乙](b.md)和[表](/media/2026/t.pdf)。\n"),
    OTHER: write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号"),
    "media/2026/t.pdf": b"%PDF",
}


def damage(site: Site, statement: str, *values: object) -> None:
    """Change the store behind the program's back."""
    with sqlite3.connect(site.folder / "cache/store.sqlite") as connection:
        assert connection.execute(statement, values).rowcount == 1


@pytest.mark.parametrize("body", [b"[]", b"\x00", b'[null,[["x"]]]', b'["0 1 2 99",[]]'])
def test_a_damaged_row_is_noticed_and_read_again(build_site: Callable[..., Site], body: bytes) -> None:
    """It costs one reading, not the store."""
    site = build_site(TWO)
    before = site.tree()
    damage(site, "UPDATE readings SET body = ? WHERE path = ?", body, POLICY)
    outcome = site.build()
    assert outcome.notices == ["缓存里有 1 份文件的记录已损坏，已重新读取。"]
    assert (outcome.made, site.tree()) == ({}, before)
    assert site.build().notices == []


def test_one_changed_letter_in_a_row_is_noticed(build_site: Callable[..., Site]) -> None:
    """A row that could be read is not trusted either."""
    site = build_site(TWO)
    store = site.folder / "cache/store.sqlite"
    store.write_bytes(store.read_bytes().replace("示例省人民政府".encode(), "示例市人民政府".encode()))
    site.build()
    assert "示例市" not in site.page("/policies/2026/a/")


@pytest.mark.parametrize("body", [b"[]", b"\x00", b"{}", b'[null,[["x"]]]', b'["0 1 2 99",["a"]]', b'["0",[]]'])
def test_a_row_that_cannot_be_read_is_named(body: bytes) -> None:
    """Whatever it holds."""
    with pytest.raises(Damaged):
        Rows(lambda path: "{}").reading(POLICY, body)


def test_a_damaged_text_is_read_again(build_site: Callable[..., Site]) -> None:
    """What goes on to a page is what the sanitiser wrote."""
    site = build_site(TWO)
    before = site.tree()
    damage(site, "UPDATE texts SET html = '<script>1</script>' WHERE path = ?", POLICY)
    (site.output / "policies/2026/a/index.html").unlink()
    site.build()
    assert site.tree() == before


def test_a_store_without_its_tables_is_made_anew(build_site: Callable[..., Site]) -> None:
    """And said."""
    site = build_site(TWO)
    with sqlite3.connect(site.folder / "cache/store.sqlite") as connection:
        connection.execute("DROP TABLE readings")
    outcome = site.build()
    assert outcome.notices == ["缓存已损坏，已重新建立。"]
    assert not outcome.report.failed


def test_a_reading_survives_the_store(site: Site) -> None:
    """Record, places, headings, links, titles and findings."""
    site.write({**TWO, OTHER: write_document(文号="示政发[2026]1号", 新的="x")})
    store = Store(site.folder / "cache/store.sqlite", site.output)
    readings = [read(site.content, path) for path in (POLICY, OTHER)]
    fresh = list(store.keep_readings((reading.path, row_of(reading)) for reading in readings))
    kept = store.readings({POLICY: POLICY, OTHER: OTHER})
    for reading, new in zip(readings, fresh, strict=True):
        for found in (new, kept[reading.path]):
            assert (found.path, found.findings) == (reading.path, reading.findings)
            assert found.entry.record == reading.entry.record
            assert dict(found.entry.places) == dict(reading.entry.places)
            for name in ("unreadable", "facts", "digest", "links", "pictures", "outline", "titles"):
                assert getattr(found.entry, name) == getattr(reading.entry, name), name
        assert store.text(reading.path) == reading.html
    assert store.readings({POLICY: "other"}) == {}
    store.close()
