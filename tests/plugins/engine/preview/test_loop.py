"""Builds, one after another, and what is said of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.catalog.dates import BEIJING
from plugins.engine import generator
from plugins.engine.build import run
from plugins.engine.preview.loop import Builder, run_preview, watched
from plugins.engine.preview.server import PreviewServer
from plugins.engine.scan import BESIDE
from plugins.engine.session import Goal, SettingsError
from plugins.engine.store import NAME, Store
from tests.conftest import ROOT, Site, write_document

POLICY = "policies/2026/a.md"
SECOND, THIRD = (write_document(文号=None, 索引号=f"990000017/2026-0000{number}") for number in (2, 3))


@pytest.fixture
def said() -> list[str]:
    """The lines of the terminal, without the time of day."""
    return []


@pytest.fixture
def builder(site: Site, said: list[str]) -> Builder:
    """A builder over a portal with a theme of its own."""
    shutil.copy(ROOT / "pelicanconf.py", site.folder)
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    site.write({POLICY: write_document()})
    portal = site.portal(settings=site.folder / "pelicanconf.py", drafts=True)
    return Builder(portal, lambda line: said.append(line.partition(" ")[2] if line[:2].isdigit() else line))


def test_an_error_keeps_the_pages_and_goes_when_mended(builder: Builder, site: Site, said: list[str]) -> None:
    """It is said once, in full."""
    assert builder.build().status == "没有问题。"
    site.write({POLICY: write_document("改过。\n", 文号="示政发[2026]100号")})
    assert builder.build().failed
    assert "正文。" in site.page("/policies/2026/a/")
    builder.build()
    site.write({POLICY: write_document("改过。\n")})
    assert builder.build().status == "没有问题。"
    assert "改过。" in site.page("/policies/2026/a/")
    assert len([line for line in said if "DIS012" in line]) == 1


def test_nothing_new_is_not_said(builder: Builder, site: Site, said: list[str]) -> None:
    """An editor saves the same text many times."""
    builder.build()
    before = list(said)
    site.write({POLICY: write_document()})
    builder.build()
    assert said == before


def test_what_was_read_is_not_read_again(builder: Builder, site: Site, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even from the store; only what changed is, and the pages are those of a build from nothing."""
    site.write({"policies/2026/c.md": SECOND})
    builder.build()
    monkeypatch.setattr(Store, "readings", lambda *_: pytest.fail("the store was read"))
    site.write({POLICY: write_document("改过。\n"), "policies/2026/b.md": THIRD})
    assert builder.build().status == "没有问题。"
    (site.content / "policies/2026/b.md").unlink()
    assert builder.build().status == "没有问题。"
    monkeypatch.undo()
    cold = site.folder / "cold"
    assert builder.portal.settings
    run(replace(builder.portal, output=cold, cache=site.folder / "other"), Goal.BUILD)
    assert site.tree() == site.tree(cold)


def test_where_a_preview_lies_is_looked_at_once(builder: Builder, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes there; where the store was lost, what it had left is looked for."""
    site.write({"policies/2026/c.md": SECOND})
    builder.build()
    with monkeypatch.context() as quiet:
        quiet.setattr(generator, "Watch", lambda *_: pytest.fail("the pages were looked at"))
        site.write({POLICY: write_document("改过。\n")})
        assert builder.build().status == "没有问题。"
    assert "改过。" in site.page("/policies/2026/a/")
    (site.content / "policies/2026/c.md").unlink()
    (site.folder / "cache" / NAME).write_bytes(b"damaged")
    assert builder.build().status == "没有问题。"
    assert "policies/2026/c/index.html" not in site.tree()


def test_what_is_built_for_the_public_is_looked_at_each_time(builder: Builder, site: Site) -> None:
    """Somebody may have deleted a page."""
    builder.portal = replace(builder.portal, drafts=False)
    builder.build()
    (site.output / "policies/2026/a/index.html").unlink()
    builder.build()
    assert "正文。" in site.page("/policies/2026/a/")


def test_a_build_says_when_the_next_may_be_another(builder: Builder, site: Site) -> None:
    """A release ahead, else the next day; a clock that stands still wakes nobody."""
    builder.build()
    assert builder.patience is None
    now = datetime.now(BEIJING)
    builder.portal = replace(builder.portal, as_of=f"{now:%Y-%m-%d %H:%M}", drafts=False)
    ahead = f"{now + timedelta(hours=20):%Y-%m-%d %H:%M}"
    site.write({"policies/2026/b.md": write_document(发布日期=ahead, 文号=None, 索引号="990000017/2026-00002")})
    builder.build()
    assert builder.patience
    assert builder.patience <= timedelta(hours=20).total_seconds()


def test_a_broken_template_is_a_sentence_and_the_preview_goes_on(builder: Builder, site: Site, said: list[str]) -> None:
    """The next build, with the template mended, is as if nothing had been."""
    builder.build()
    template = site.folder / "theme/templates/document.html"
    whole = template.read_text("utf-8")
    template.write_text(whole + "{% if %}", "utf-8")
    state = builder.build()
    assert (state.failed, "模板 document.html" in state.status) == (True, True)
    template.write_text(whole, "utf-8")
    assert builder.build().status == "没有问题。"
    assert said[-1].startswith("页面保持原样")


def test_broken_settings_are_a_sentence(builder: Builder, site: Site) -> None:
    """As for every verb."""
    (site.folder / "pelicanconf.py").write_text("SITE = 1", "utf-8")
    assert "缺少 SITE" in builder.build().status


def test_a_port_that_is_taken_is_a_sentence(site: Site, tmp_path: Path) -> None:
    """And names another."""
    with PreviewServer(tmp_path) as other, pytest.raises(SettingsError, match=r"已被占用.*--port"):
        run_preview(site.portal(), other.server_port, print)


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_is_none_is_a_sentence(site: Site, port: int) -> None:
    """Not a traceback."""
    with pytest.raises(SettingsError, match=f"端口 {port} 不能用"):
        run_preview(site.portal(), port, print)


def test_what_lies_beside_the_content_is_watched_too(builder: Builder, site: Site) -> None:
    """A number entered in its register, a word of the portal's own; folders that are not there are not."""
    assert {folder.name for folder in watched(builder.portal)} == {"content", "theme"}
    for name in BESIDE:
        (site.folder / name).mkdir()
    assert {folder.name for folder in watched(builder.portal)} == {"content", "theme", *BESIDE}
