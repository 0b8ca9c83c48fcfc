"""Whole builds: the same bytes on every way, nothing half-written, nothing from outside."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.catalog.manifest import open_manifest, read_article
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal, SettingsError
from plugins.engine.store import Made
from tests.conftest import ROOT, Site, write_document
from tests.publish.portal import png

POLICY = "policies/2026/a.md"
KILLED = """
import sys
from pathlib import Path
from plugins.engine.build import Goal, Portal, run
content, output, cache = map(Path, sys.argv[1:])
folders = {"content": content, "output": output, "cache": cache}
run(Portal(settings=Path("pelicanconf.py"), **folders, workers=1, without=("plugins.editions",)), Goal.BUILD)
"""

HUNGRY = """
import sys
from pathlib import Path
from plugins.engine.build import Goal, Portal, run
content, cache = map(Path, sys.argv[1:])
portal = Portal(settings=Path("pelicanconf.py"), content=content, cache=cache, workers=2, allowance=60 * 2**20)
outcome = run(portal, Goal.CHECK)
print(outcome.documents, *outcome.report.json_lines(), sep="\\n")
"""


def many(count: int) -> dict[str, str]:
    """Valid policies with numbers and minutes of their own."""
    return {
        f"policies/2026/p{number:03}.md": write_document(
            索引号=f"990000017/2026-{number:05}",
            文号=f"示政发〔2026〕{number}号",
            发布日期=f"2026-03-02 {number // 60:02}:{number % 60:02}",
        )
        for number in range(1, count + 1)
    }


def test_one_document_in_a_page_a_list_a_feed_and_a_manifest_out(build_site) -> None:  # type: ignore[no-untyped-def]
    """The way."""
    site = build_site({POLICY: write_document()})
    assert "示政发〔2026〕100号" in site.page("/policies/2026/a/")
    assert "/policies/2026/a/" in site.page("/policies/2026/")
    assert '<guid isPermaLink="false">990000017/2026-00100</guid>' in (site.output / "feeds/all.xml").read_text("utf-8")
    release = open_manifest(site.output).releases[0]
    assert release.url == "https://www.shili.example/policies/2026/a/"
    assert "正文。" in read_article(site.output, release)


def test_a_second_build_makes_no_page(build_site) -> None:  # type: ignore[no-untyped-def]
    """And leaves every byte as it was."""
    site = build_site(many(45))
    before = site.tree()
    outcome = site.build()
    assert (outcome.made, outcome.removed) == ({}, ())
    assert site.tree() == before


def test_cold_incremental_and_parallel_builds_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """Whatever the way to a content, its output is one."""
    site.write(many(41)).build()
    site.write(
        {"policies/2026/p007.md": write_document(索引号="990000017/2026-00007", 文号="示政发〔2026〕7号", 名称="改过的通知")}
    )
    site.write({"policies/2026/p050.md": write_document(索引号="990000017/2026-00050", 文号="示政发〔2026〕50号")})
    (site.content / "policies/2026/p003.md").unlink()
    site.build(workers=2)
    cold = tmp_path / "cold"
    site.build(output=cold, cache=tmp_path / "other", workers=0)
    assert site.tree() == site.tree(cold)


def test_adding_the_newest_document_remakes_only_what_shows_it(build_site) -> None:  # type: ignore[no-untyped-def]
    """Frozen pages of the year stay."""
    site = build_site(many(45))
    site.write(
        {"policies/2026/new.md": write_document(索引号="990000017/2026-00900", 文号="示政发〔2026〕900号", 发布日期="2026-11-01")}
    )
    made = {path for path in site.build().made if not path.startswith("feeds/")}
    shelves = ("agencies/990000017", "genres/notice", "themes/02", "themes/0201", "validity/in-force")
    assert made == {
        "index.html",
        "policies/index.html",
        "policies/2026/index.html",
        "policies/2026/new/index.html",
        "policies/2026/p045/index.html",  # its neighbour
        "number/示政发〔2026〕900号/index.html",
        "number/990000017/2026-00900/index.html",
        "sitemap.xml",
        "sitemap-2026.xml",
        "catalog/index.html",
        "catalog/years/2026/index.html",
        "data/index.html",
        "data/catalog.jsonld",
        *(f"data/2026.{form}" for form in ("csv", "xlsx", "jsonld")),
        *(f"catalog/{shelf}/index.html" for shelf in shelves),
        *(f"catalog/{shelf}/2026/index.html" for shelf in shelves),
    }


def test_the_same_file_under_two_chinese_names_is_served_once(build_site) -> None:  # type: ignore[no-untyped-def]
    """One form goes with two notices: each names it in its own words."""
    other = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 附件="[media/2026/样式.docx]")
    site = build_site(
        {
            POLICY: write_document("见[申请表](../../media/2025/申请表.docx)。\n"),
            "policies/2026/b.md": other,
            "media/2025/申请表.docx": b"form",
            "media/2026/样式.docx": b"form",
        }
    )
    pages = [BeautifulSoup(site.page(f"/policies/2026/{name}/"), "html.parser") for name in "ab"]
    links = [page.select_one(".gk-attachment-list__link") for page in pages]
    assert links[0]["href"] == links[1]["href"]
    assert [(link.text, link["download"]) for link in links] == [("申请表", "申请表.docx"), ("样式.docx", "样式.docx")]


@pytest.mark.parametrize(("before", "after"), [("/zwgk/t1.html", "/zwgk/t1.html/"), ("/zwgk/t1.html/", "/zwgk/t1.html")])
def test_a_page_may_become_a_folder_and_a_folder_a_page(build_site, before: str, after: str) -> None:  # type: ignore[no-untyped-def]
    """What goes, goes first."""
    site = build_site({POLICY: write_document(旧址=f"[{before}]")})
    site.write({POLICY: write_document(旧址=f"[{after}]")}).build()
    assert (site.output / f"zwgk/t1.html{'/index.html' if after.endswith('/') else ''}").is_file()
    assert open_manifest(site.output).releases


def test_a_build_stopped_on_its_way_to_another_folder_is_finished_there(build_site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """One cache, two outputs: neither is refused as somebody else's."""
    site = build_site({POLICY: write_document()})
    moved = site.output / "404.html"
    staged = site.folder / "cache/stage/404.html"
    staged.parent.mkdir()
    moved.rename(staged)
    sealed = sorted(path.relative_to(site.output).as_posix() for path in (site.output / "manifest").iterdir())
    for path in sealed:
        (staged.parent / path).parent.mkdir(exist_ok=True)
        (site.output / path).rename(staged.parent / path)
    journal = {"output": str(site.output), "made": [asdict(Made("404.html", "", "", 0, 0))], "manifest": sealed, "removed": []}
    (site.folder / "cache/journal.json").write_text(json.dumps(journal), "utf-8")
    assert not site.build(output=tmp_path / "other").report.failed
    assert moved.is_file()
    assert not site.build().report.failed


def test_a_picture_has_its_size_so_that_a_page_does_not_jump(build_site) -> None:  # type: ignore[no-untyped-def]
    """In pixels, from its first bytes."""
    body = "![图上有什么](/media/2026/p.png)\n"
    site = build_site({POLICY: write_document(body), "media/2026/p.png": png(12, 8)})
    picture = BeautifulSoup(site.page("/policies/2026/a/"), "html.parser").select_one(".gk-body img")
    assert (picture["width"], picture["height"]) == ("12", "8")


def test_a_page_and_the_folder_of_another_are_named(site: Site) -> None:
    """No disk holds both."""
    bare = {"索引号": None, "文号": None, "发文日期": None, "分类": None}
    site.write({"pages/a.html.md": write_document(旧址="[/x.html]", **bare), POLICY: write_document(旧址="[/x.html/y.html]")})
    assert [(finding.path, finding.code) for finding in site.check().report] == [(POLICY, "ADR007")]


def test_the_outside_is_not_told_of_what_is_under_embargo(build_site) -> None:  # type: ignore[no-untyped-def]
    """Not even by a reference in a released document."""
    secret = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 发布日期="2026-12-01 09:00")
    site = build_site({POLICY: write_document(修改="[policies/2026/secret.md]"), "policies/2026/secret.md": secret})
    assert not [path for path, content in site.tree().items() if b"secret" in content or "101号".encode() in content]


def test_a_failing_build_changes_nothing(build_site) -> None:  # type: ignore[no-untyped-def]
    """Not a byte, not a time."""
    site = build_site({POLICY: write_document()})
    before = {path: path.stat().st_mtime_ns for path in site.output.rglob("*")}
    site.write({"policies/2026/b.md": write_document(文号="示政发[2026]1号")})
    assert site.build().report.failed
    assert {path: path.stat().st_mtime_ns for path in site.output.rglob("*")} == before


def test_a_removed_document_leaves_no_page_behind(build_site) -> None:  # type: ignore[no-untyped-def]
    """Nor its folder, nor its line in a list."""
    site = build_site(many(2))
    (site.content / "policies/2026/p001.md").unlink()
    assert "policies/2026/p001/index.html" in site.build().removed
    assert not (site.output / "policies/2026/p001").exists()
    assert "p001" not in site.page("/policies/2026/")


def test_a_file_changed_by_hand_is_made_again(build_site) -> None:  # type: ignore[no-untyped-def]
    """output/ is what the content says."""
    site = build_site({POLICY: write_document()})
    page = site.output / "policies/2026/a/index.html"
    page.write_text("改过", "utf-8")
    (site.output / "stray.txt").write_text("x")
    outcome = site.build()
    assert outcome.made == {"policies/2026/a/index.html": "文件不在原处或被改动过"}
    assert "正文" in page.read_text("utf-8")
    assert not (site.output / "stray.txt").exists()


def test_a_lost_cache_removes_no_page(build_site) -> None:  # type: ignore[no-untyped-def]
    """Every page is made again and moved over the one that stands there."""
    site = build_site({POLICY: write_document()})
    before = site.tree()
    shutil.rmtree(site.folder / "cache")
    outcome = site.build()
    assert (outcome.removed, outcome.kept) == ((), 0)
    assert site.tree() == before


def test_a_folder_of_somebody_else_is_left_alone(site: Site) -> None:
    """A build removes what has no page, so it must know the folder is its own."""
    site.write({POLICY: write_document()})
    site.output.mkdir()
    (site.output / "thesis.doc").write_text("x")
    with pytest.raises(SettingsError, match="thesis"):
        site.build()


def test_a_first_build_stopped_while_moving_is_finished(build_site) -> None:  # type: ignore[no-untyped-def]
    """Its half-filled folder has no manifest yet, and is still its own."""
    site = build_site({POLICY: write_document()})
    before, staged = site.tree(), site.folder / "cache/stage"
    moves = [path for path in before if path > "catalog"]
    for path in moves:
        (staged / path).parent.mkdir(parents=True, exist_ok=True)
        (site.output / path).rename(staged / path)
    journal = {"output": str(site.output), "made": [], "manifest": moves, "removed": []}
    (site.folder / "cache/journal.json").write_text(json.dumps(journal), "utf-8")
    assert any("已先把它做完" in notice for notice in site.build().notices)
    assert site.tree() == before


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_damaged_cache_is_made_anew_and_said(build_site, damage: bytes) -> None:  # type: ignore[no-untyped-def]
    """The cache only saves work."""
    site = build_site({POLICY: write_document()})
    before = site.tree()
    (site.folder / "cache/store.sqlite").write_bytes(damage)
    outcome = site.build()
    assert any("重新建立" in notice for notice in outcome.notices)
    assert site.tree() == before


def test_nothing_unreleased_is_in_any_file(build_site) -> None:  # type: ignore[no-untyped-def]
    """Drafts, embargoed and withheld documents: a canary phrase in none of them reaches output."""
    body = "金丝雀暗语。\n"
    site = build_site(
        {
            POLICY: write_document(),
            "policies/2026/d.md": write_document(
                body, 索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 状态="草稿", 名称="金丝雀暗语草稿"
            ),
            "policies/2026/e.md": write_document(
                body, 索引号="990000017/2026-00102", 文号="示政发〔2026〕102号", 发布日期="2026-11-20 09:01"
            ),
            "policies/2026/w.md": write_document(
                body, 索引号="990000017/2026-00103", 文号="示政发〔2026〕103号", 公开方式="依申请公开"
            ),
            "policies/2026/r.md": write_document(
                body, 索引号="990000017/2026-00104", 文号="示政发〔2026〕104号", 状态="撤回", 撤回说明="有误"
            ),
        }
    )
    assert not [path for path, content in site.tree().items() if "金丝雀暗语" in content.decode("utf-8", "replace")]
    assert "已经撤回" in site.page("/policies/2026/r/")
    assert not [path for path, content in site.tree().items() if "张三".encode() in content or "李四".encode() in content]


def test_hostile_text_never_reaches_a_page(build_site) -> None:  # type: ignore[no-untyped-def]
    """Scripts, handlers, frames and dangerous addresses, in the body and in the title."""
    body = (
        "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src='//evil.example'></iframe>\n\n"
        "<svg onload=alert(1)></svg> [a](javascript:alert(1)) [b](java&#115;cript:alert(1)) <a href='data:text/html,x'>c</a>\n\n"
        "<form action='/x'><input></form><style>*{display:none}</style><base href='//evil.example'>\n"
    ).replace("<img src=x onerror=alert(1)>", "")
    site = build_site({POLICY: write_document(body, 名称="'<script>alert(2)</script>关于一事的通知'")})
    soup = BeautifulSoup(site.page("/policies/2026/a/"), "html.parser")
    page = f"{soup.select_one('.gk-document__title')}{soup.select_one('.gk-record-table')}{soup.select_one('.gk-body')}"
    scripts = [script.get("type") for script in soup.select("script:not([src])")]
    assert scripts == ["application/ld+json"]
    for bad in (
        "<script",
        "onerror",
        "onload",
        "<iframe",
        "<svg",
        "javascript:",
        "java&#115;",
        "data:",
        "<form",
        "<style",
        "<base",
    ):
        assert bad not in page, bad


def test_a_symbolic_link_is_named_and_not_followed(site: Site, tmp_path: Path) -> None:
    """Neither of a file nor of a folder, not even of one that leads in a circle."""
    secret = tmp_path / "secret.md"
    secret.write_text("机密", "utf-8")
    site.write({POLICY: write_document()})
    (site.content / "policies/2026/link.md").symlink_to(secret)
    (site.content / "policies/loop").symlink_to(site.content)
    codes = [(finding.path, finding.code) for finding in site.check().report]
    assert codes == [("policies/2026/link.md", "SRC014"), ("policies/loop", "SRC014")]


def test_a_pipe_is_named_and_not_opened(site: Site) -> None:
    """Opening it would wait for ever."""
    site.write({POLICY: write_document()})
    os.mkfifo(site.content / "policies/2026/pipe.md")
    assert [finding.code for finding in site.check().report] == ["SRC015"]


def test_a_text_too_large_or_too_deep_costs_only_itself(site: Site) -> None:
    """Both are named; the others are read."""
    deep = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 主题词="[" * 400 + "]" * 400)
    site.write({POLICY: write_document(), "policies/2026/big.md": write_document("长" * 400_000), "policies/2026/deep.md": deep})
    assert [finding.code for finding in site.check().report] == ["SRC011", "SRC013"]


def test_a_text_that_takes_for_ever_costs_only_itself(site: Site) -> None:
    """16 KB of `[` keep Python-Markdown busy for more than 20 s; its worker is killed, the other document is read."""
    slow = write_document("[" * 16_384, 索引号="990000017/2026-00101", 文号="示政发〔2026〕101号")
    site.write({POLICY: write_document(), "policies/2026/slow.md": slow})
    outcome = site.check(seconds=2.0)
    assert [(finding.path, finding.code) for finding in outcome.report] == [("policies/2026/slow.md", "SRC012")]
    assert outcome.documents == 2


def test_a_text_that_eats_memory_costs_only_itself(site: Site) -> None:
    """A table of a megabyte takes its reader more than 80 MB; allowed 60, it is named, and the others are read."""
    table = "| 甲 | 乙 |\n| --- | --- |\n" + "| 一 | 二 |\n" * 55_000
    large = write_document(table, 索引号="990000017/2026-00900", 文号="示政发〔2026〕900号")
    site.write(many(20) | {"policies/2026/large.md": large})
    # In a process of its own: what this one has freed its forks could use beside their allowance.
    words = [sys.executable, "-c", HUNGRY, str(site.content), str(site.folder / "cache")]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    documents, finding = int(said[0]), json.loads(said[1])
    assert (documents, len(said), finding["path"], finding["code"]) == (21, 2, "content/policies/2026/large.md", "SRC025")
    assert "60 MB" in finding["message"]


def test_a_plugin_that_is_not_there_stops_the_build(site: Site, tmp_path: Path) -> None:
    """Pelican itself would go on with exit 0."""
    settings = tmp_path / "conf.py"
    text = (ROOT / "pelicanconf.py").read_text("utf-8").replace('"plugins.feeds"', '"plugins.nowhere"')
    settings.write_text(text, "utf-8")
    site.write({POLICY: write_document()})
    with pytest.raises(SettingsError, match=r"plugins\.nowhere"):
        run(Portal(settings=settings, content=site.content, output=site.output, cache=tmp_path / "c"), Goal.BUILD)


def test_settings_that_break_are_a_sentence(site: Site, tmp_path: Path) -> None:
    """A slip of the pen in pelicanconf.py is not a traceback."""
    settings = tmp_path / "conf.py"
    settings.write_text("SITE = (", "utf-8")
    with pytest.raises(SettingsError, match=r"conf\.py 读不下去（SyntaxError"):
        site.build(settings=settings)


def test_what_editors_leave_behind_is_not_content(build_site) -> None:  # type: ignore[no-untyped-def]
    """Locks, backups, unsaved texts."""
    names = (".a.md.swp", "~$a.md", "a.md~", "#a.md#", ".#a.md")
    site = build_site({POLICY: write_document()} | {f"policies/2026/{name}": "x" for name in names})
    assert len(site.check().report) == 0


def with_theme(site: Site) -> Site:
    """The portal with a settings file and a theme of its own."""
    shutil.copy(ROOT / "pelicanconf.py", site.folder)
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    return site


@pytest.mark.parametrize("preview", [False, True])
def test_a_change_of_style_reaches_every_reader(site: Site, preview: bool) -> None:
    """Under a new address in every page, or in a preview under the old one in none."""
    with_theme(site).write({POLICY: write_document()})
    changes = {"settings": site.folder / "pelicanconf.py", "drafts": preview}
    site.build(**changes)
    style = site.folder / "theme/static/css/base.css"
    style.write_text(style.read_text("utf-8") + "main { color: teal }\n", "utf-8")
    made = set(site.build(**changes).made)
    assert (made == {"theme/gongkai.css"}) is preview
    assert ("policies/2026/a/index.html" in made) is not preview
    (address,) = (path for path in site.tree() if path.endswith(".css"))
    assert f'href="/{address}"' in site.page("/policies/2026/a/")
    assert b"teal" in site.tree()[address]


def test_a_preview_marks_what_is_not_public(site: Site) -> None:
    """Only its pages carry the preview's script, which knows their source."""
    draft = write_document(索引号=None, 文号=None, 发布日期=None, 状态="草稿", 名称="草稿一件")
    site.write({POLICY: write_document(), "policies/2026/d.md": draft}).build(drafts=True)
    assert "预览：这份文件尚未公开。" in site.page("/policies/2026/d/")
    assert "草稿一件" in site.page("/policies/2026/")
    assert '<script src="/.gongkai/preview.js" data-source="policies/2026/d.md" defer>' in site.page("/policies/2026/d/")
    assert "connect-src 'self'" in site.page("/policies/2026/d/")
    site.build()
    assert not [path for path, content in site.tree().items() if b".gongkai/" in content or "草稿一件".encode() in content]


def test_a_build_killed_at_any_moment_and_run_again_is_whole(site: Site, tmp_path: Path) -> None:
    """SIGKILL at random moments; then one build gives the bytes of an undisturbed one."""
    site.write(many(30))
    command = [
        sys.executable,
        "-c",
        KILLED,
        *map(str, (site.content, site.output, site.folder / "cache")),
    ]
    chance = random.Random(7)
    for _ in range(12):
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        time.sleep(chance.uniform(0.3, 1.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    site.build()
    calm = tmp_path / "calm"
    site.build(output=calm, cache=tmp_path / "calm-cache")
    assert site.tree() == site.tree(calm)
