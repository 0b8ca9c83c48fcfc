"""Standstill: where nothing can have changed nothing is read, and what is said is what was said; where anything can, it is."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.catalog.manifest import INDEX
from plugins.engine import generator
from plugins.engine import scan as scanning
from tests.conftest import ROOT, Site, write_document

WARNINGS = {"SRC018", "DIS039", "DAT001"}
"""A file nobody uses, a text whose time has not come, another that came late."""
FIRST = "policies/2026/a.md"
AHEAD = write_document(发布日期="2026-11-20 15:00", 文号=None, 索引号="990000017/2026-00002")


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every file had lain there for long."""
    monkeypatch.setattr(scanning, "RACY_NS", -1_000_000_000_000)


@pytest.fixture
def built(site: Site) -> Site:
    """A portal with a theme of its own, one document out, one ahead, and a warning."""
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    shutil.copy(ROOT / "pelicanconf.py", site.folder)
    site.write({FIRST: write_document(), "policies/2026/b.md": AHEAD, "media/unused.png": (ROOT / PICTURE).read_bytes()})
    again(site)
    return site


PICTURE = next(path.relative_to(ROOT) for path in sorted((ROOT / "content/media").rglob("*.png")))


@pytest.fixture
def unread(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that reads anything fails."""
    monkeypatch.setattr(generator, "Catalog", lambda *_, **__: pytest.fail("the portal was read"))


def again(site: Site, **changes: object):  # type: ignore[no-untyped-def]
    """One more build of the portal."""
    return site.build(**{"settings": site.folder / "pelicanconf.py"} | changes)


@pytest.mark.usefixtures("unread")
def test_nothing_is_read_and_the_same_is_said(built: Site) -> None:
    """Counts and findings are those of the build before; no byte is written."""
    before = built.tree()
    outcome = again(built)
    assert (outcome.documents, outcome.made, outcome.removed, outcome.written) == (2, {}, (), 0)
    assert outcome.kept == len(before) - 2
    assert {finding.code for finding in outcome.report} == WARNINGS
    checked = built.check(settings=built.folder / "pelicanconf.py")
    assert list(checked.report) == list(outcome.report)
    assert built.tree() == before


@pytest.mark.usefixtures("unread")
def test_another_moment_of_the_same_day_is_told_by_the_index_alone(built: Site) -> None:
    """`publish/` asks it what was released when."""
    before = built.tree()
    for minute in ("09:30", "14:59"):
        outcome = again(built, as_of=f"2026-11-20 {minute}")
        assert (outcome.made, outcome.written) == ({}, 1)
        after = built.tree()
        assert json.loads(after[INDEX])["as_of"] == f"2026-11-20T{minute}+08:00"
        assert {path for path in after if after[path] != before.get(path)} == {INDEX}
    assert again(built, as_of="2026-11-20 14:59").written == 0


WORDS = "source: 测试\naudiences:\n  渔民: []\n"
CHANGES: dict[str, Callable[[Site], object]] = {
    "a text": lambda site: site.write({FIRST: write_document("改过。\n")}),
    "a new text": lambda site: site.write({"policies/2026/c.md": write_document(文号=None, 索引号="990000017/2026-00003")}),
    "a text that is gone": lambda site: (site.content / FIRST).unlink(),
    "a picture": lambda site: (site.content / "media/unused.png").unlink(),
    "the theme": lambda site: _append(site.folder / "theme/templates/base.html", "<!-- -->\n"),
    "the style": lambda site: _append(site.folder / "theme/static/css/base.css", "/* */\n"),
    "the icon": lambda site: _append(site.folder / "theme/static/img/icon.svg", "<!-- -->\n"),
    "the site": lambda site: _append(
        site.folder / "pelicanconf.py", 'import dataclasses\nSITE = dataclasses.replace(SITE, name="新名")\n'
    ),
    "the plugins": lambda site: _append(site.folder / "pelicanconf.py", 'PLUGINS = [*PLUGINS, "plugins.gallery"]\n'),
    "a word of its own": lambda site: _put(site.folder / "vocabularies/audiences.yaml", WORDS),
    "a page": lambda site: _append(site.output / "policies/2026/a/index.html", " "),
    "a page that is gone": lambda site: (site.output / "policies/2026/a/index.html").unlink(),
    "a folder that is gone": lambda site: shutil.rmtree(site.output / "policies"),
    "the manifest": lambda site: (site.output / INDEX).unlink(),
    "a file of somebody": lambda site: (site.output / "stray.txt").write_text("x"),
    "a file deep down": lambda site: (site.output / "policies/2026/stray.html").write_text("x"),
    "a folder of somebody": lambda site: shutil.copytree(site.output / "feeds", site.output / "policies/feeds"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_seen(built: Site, tmp_path: Path, change: str) -> None:
    """And the output is that of a build from nothing."""
    CHANGES[change](built)
    again(built)
    cold = tmp_path / "cold"
    again(built, output=cold, cache=tmp_path / "other")
    assert built.tree() == built.tree(cold)


def test_a_preview_sees_a_style_whose_address_stays(built: Site) -> None:
    """No page takes anything from it, and it is read all the same."""
    again(built, drafts=True)
    CHANGES["the style"](built)
    assert again(built, drafts=True).written == 2, "the stylesheet, and the index of the manifest"


def test_a_register_is_read_too(built: Site) -> None:
    """It lies beside content/: what is wrong in it is said."""
    _put(built.folder / "registers/releases.ndjson", "{}\n")
    assert {finding.path for finding in again(built).report if "registers" in finding.path} == {"../registers/releases.ndjson"}


def test_a_register_at_rest_is_not_read(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be large; its stamp tells that nothing has changed, and that something has though size and time are the same."""
    register = built.folder / "registers/releases.ndjson"
    _put(register, "")
    before = scanning.beside(built.folder)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path.name} was read"))
    assert scanning.beside(built.folder) == before
    times = register.stat()
    while register.stat().st_ctime_ns == times.st_ctime_ns:
        register.write_text("")
        os.utime(register, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert scanning.beside(built.folder) != before


@pytest.mark.parametrize("moment", ["2026-11-20 15:00", "2026-11-21 00:00", "2026-11-19 09:00", "2027-01-01 00:00"])
def test_a_release_or_another_day_ends_it(built: Site, tmp_path: Path, moment: str) -> None:
    """What is public then is what a build from nothing makes public."""
    again(built, as_of=moment)
    cold = tmp_path / "cold"
    again(built, as_of=moment, output=cold, cache=tmp_path / "other")
    assert built.tree() == built.tree(cold)


def test_a_file_that_was_just_written_may_change_once_more(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the size and the times it had: nothing is told from times then."""
    monkeypatch.setattr(scanning, "RACY_NS", 2_000_000_000)
    built.write({FIRST: write_document("甲。\n")})
    again(built)
    monkeypatch.setattr(generator.Catalog, "until", property(lambda _: pytest.fail("it was read")))
    with pytest.raises(pytest.fail.Exception):
        again(built)


def _put(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")


def _append(file: Path, text: str) -> None:
    file.write_bytes(file.read_bytes() + text.encode())


def test_another_plugin_is_asked_about_every_text(built: Site) -> None:
    """What it would have learned from them no earlier run knows."""
    CHANGES["the plugins"](built)
    outcome = again(built)
    assert outcome.read == outcome.documents > 0
