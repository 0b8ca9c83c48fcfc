"""Scanning: a file that cannot have changed is not hashed again; one that may have changed is."""

from __future__ import annotations

import os
import sqlite3
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.engine import scan as scanning
from plugins.engine.scan import Seen, scan, walk
from plugins.engine.store import Store
from tests.conftest import Site, write_document
from tests.publish.portal import png

POLICY, PICTURE = "policies/2026/a.md", "media/2026/p.png"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SORTS = {
    "no-page.xls": b"\xef\xbb\xbf\r\n<HTML><table>",
    "no-page.pdf": b"<!DOCTYPE html><p>%PDF-1.7",
    "no-script.txt": b"<script>alert(1)</script>",
    "no-drawing.png": b'<?xml version="1.0"?><svg onload="alert(1)">',
    "no-program.doc": b"MZ\x90\0\x03",
    "no-program.csv": b"#!/bin/sh\n",
    "no-archive.pdf": b"PK\x03\x04",
    "no-letter.docx": b"%PDF-1.7",
    "late.pdf": b"\r\n%PDF-1.4",
    "sister.jpg": png(3, 3),
    "old.docx": OLE,
    "new.doc": b"PK\x03\x04",
    "rich.doc": b"{\\rtf1",
    "table.csv": "名称,MZ\n".encode(),
    "words.txt": "<办法>的说明".encode(),
    "unknown.pdf": b"x",
    "empty.zip": b"",
}
"""How files begin, by their names: `no-` are those that are something else."""


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


@pytest.mark.usefixtures("later")
def test_a_name_that_nobody_can_read_is_named_and_nothing_else_is_lost(site: Site) -> None:
    """Bytes that are no UTF-8, and a direction that turns the ending round; of a folder, all that is in it."""
    site.write({POLICY: write_document(), "media/2026/表\u202efdp.docx": b"x", "media/2026/图\u200b/a.png": png(1, 1)})
    for name in (b"\xb1\xed.pdf", b"\xb1\xed.md"):
        (site.content / "policies/2026" / os.fsdecode(name)).write_bytes(b"x")
    for _ in range(2):
        outcome = site.build()
        found = [(finding.path, finding.code) for finding in outcome.report]
        assert found == [
            ("media/2026/图\ufffd", "SRC027"),
            ("media/2026/表\ufffdfdp.docx", "SRC027"),
            ("policies/2026/\ufffd\ufffd.md", "SRC027"),
            ("policies/2026/\ufffd\ufffd.pdf", "SRC027"),
        ]
        assert outcome.documents == 1


def test_folders_without_end_are_not_walked(site: Site) -> None:
    """A thousand within each other would be too much for the reader and for every other system."""
    site.write({POLICY: write_document()})
    here = os.open(site.content, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("media", dir_fd=here)
        inner = os.open("media", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    (finding,) = site.check().report
    assert (finding.code, finding.path.count("/")) == ("SRC028", 41)
    subprocess.run(["rm", "-r", str(site.content)], check=True)


@pytest.mark.usefixtures("later")
def test_a_file_that_is_not_what_its_name_says_is_named_as_often_as_it_is_seen(content: Path, tmp_path: Path) -> None:
    """Also when it is remembered and not opened again; what is only old or of a sister format is let through."""
    for name, head in SORTS.items():
        (content / "media/2026" / name).write_bytes(head)
    store = Store(tmp_path / "cache/store.sqlite", tmp_path / "output")
    for _ in range(2):
        found = scan(walk(content), store.files())
        store.keep_files(found.seen, found.gone)
        said = {finding.path.rpartition("/")[2]: finding.message for finding in found.findings}
        assert said.keys() == {name for name in SORTS if name.startswith("no-")}
        assert said["no-page.xls"].endswith("内容却是网页")
    assert found.seen == {}
    store.close()


def test_a_picture_that_would_fill_a_phone_is_refused_by_its_head(site: Site) -> None:
    """Some bytes that say 13000×13000: nobody unpacks them here."""
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0) + b"\0" * 40
    text = write_document("![规划图：三条线](../../media/2026/map.png)\n")
    site.write({POLICY: text, "media/2026/map.png": wide})
    assert [(finding.path, finding.code) for finding in site.check().report] == [("media/2026/map.png", "SRC030")]
