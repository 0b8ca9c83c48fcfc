"""Scanning: a file that cannot have changed is not hashed again; one that may have changed is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.engine import scan as scanning
from plugins.engine.scan import Seen, scan, walk
from plugins.engine.store import Store
from tests.conftest import Site, write_document
from tests.publish.portal import png

POLICY, PICTURE = "policies/2026/a.md", "media/2026/p.png"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A text and a picture."""
    for path, content in {POLICY: b"one", PICTURE: png(12, 8)}.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True)
        (tmp_path / "content" / path).write_bytes(content)
    return tmp_path / "content"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files had lain there for long."""
    monkeypatch.setattr(scanning, "RACY_NS", -1_000_000_000_000)


def known(content: Path) -> dict[str, Seen]:
    """What was seen, under digests that no hashing gives."""
    return {path: seen._replace(digest=f"kept {path}") for path, seen in scan(walk(content), {}).seen.items()}


def test_a_file_that_was_just_written_is_not_remembered(content: Path) -> None:
    """It may be written once more in the same instant, with the same size: racy, as git calls it."""
    found = scan(walk(content), {})
    assert (found.seen, found.gone) == ({}, ())
    stamps = {path: Seen("old", "x") for path in (POLICY, PICTURE)}
    assert scan(walk(content), stamps).gone == (PICTURE, POLICY)


@pytest.mark.usefixtures("later")
def test_a_file_as_it_was_is_not_hashed_again(content: Path) -> None:
    """Nor is a picture opened."""
    found = scan(walk(content), known(content))
    assert [source.digest for source in found.sources] == [f"kept {POLICY}"]
    asset = found.assets[PICTURE]
    assert (asset.digest, asset.width, asset.height, asset.size) == (f"kept {PICTURE}", 12, 8, len(png(12, 8)))
    assert (found.seen, found.gone) == ({}, ())


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("text", [b"two", b"three"])
def test_a_file_that_changed_is_hashed_again(content: Path, text: bytes) -> None:
    """Even with the size and the time it had."""
    before, file = known(content), content / POLICY
    times = file.stat()
    file.write_bytes(text)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    found = scan(walk(content), before)
    assert found.sources[0].digest == found.seen[POLICY].digest == scan(walk(content), {}).sources[0].digest


@pytest.mark.usefixtures("later")
def test_a_file_that_is_gone_is_forgotten(content: Path) -> None:
    """And what is left is kept."""
    before = known(content)
    (content / POLICY).unlink()
    assert scan(walk(content), before).gone == (POLICY,)


@pytest.mark.usefixtures("later")
def test_the_store_remembers_files_and_trusts_no_damaged_one(content: Path, tmp_path: Path) -> None:
    """A wrong digest would keep an old text on the site."""
    store = Store(tmp_path / "cache/store.sqlite", tmp_path / "output")
    seen = scan(walk(content), {}).seen
    store.keep_files(seen, ())
    assert store.files() == seen
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE files SET digest = 'x' WHERE path = ?", (POLICY,))
    assert store.files() == {PICTURE: seen[PICTURE]}
    store.keep_files({}, (PICTURE,))
    assert store.files() == {}
    store.close()


@pytest.mark.usefixtures("later")
def test_a_change_is_built_whatever_was_remembered(build_site: Callable[..., Site]) -> None:
    """The way through the whole."""
    site = build_site({POLICY: write_document("甲。\n")})
    site.build()
    site.write({POLICY: write_document("乙。\n")}).build()
    assert "乙。" in site.page("/policies/2026/a/")
