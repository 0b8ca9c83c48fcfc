"""The house itself: what is generated is written anew, everything is tested, measured and photographed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, ROOT, ensure_browser, ensure_printing, guarded

PARALLEL = "-n auto --maxprocesses 8 --dist worksteal"
"""Of pytest: a process a processor; each that has nothing left takes tests from another."""


@task
@guarded
def golden(context: Context) -> None:
    """重写生成的文档和测试的期望值；之后请人看一遍差异。"""
    from plugins.catalog import fields, snippets
    from plugins.catalog.handbook import markdown

    handbook = ROOT / "docs" / "editors.md"
    handbook.write_text(fields.within(handbook.read_text("utf-8")), "utf-8")
    (ROOT / "docs" / "findings.md").write_text("\n".join(markdown()), "utf-8")
    (ROOT / snippets.VSCODE).write_text(snippets.vscode(), "utf-8")
    context.run(f"{sys.executable} -m pytest tests/test_sites.py --golden", env={"PYTHONUTF8": "1"})


@task
@guarded
def test(context: Context) -> None:
    """运行全部测试；没有浏览器、字体时先装。"""
    ensure_browser()
    ensure_printing()
    for command in ("ruff check .", "mypy", f"pytest {PARALLEL}"):
        result = context.run(f"{Path(sys.executable).parent / command}", warn=True, pty=False)
        if result is None or result.failed:
            raise Exit(f"{command.split()[0]} 没有通过", FINDINGS)


@task(help={"only": "只做其中几项，逗号分隔：weight、nu、lighthouse", "json": "每行一个 JSON 对象"})
@guarded
def inspect(context: Context, only: str = "", json: bool = False) -> None:
    """仔细检查质量：页面重量、Nu HTML 检查、Lighthouse；要用 Java、Node.js 和 Chromium。"""
    words = [*(("--only", only) if only else ()), *(("--json",) if json else ())]
    run_module("tests.inspect", *words)


@task(help={"into": "放进哪个文件夹", "handbook": "改拍编辑手册里“从 Word 到网页”的图，放进 docs/images/"})
@guarded
def screenshots(context: Context, into: str = ".cache/screenshots/pictures", handbook: bool = False) -> None:
    """拍下示范门户的各种页面：每种显示方式、手机和电脑两种宽度。"""
    what = "walkthrough docs/images" if handbook else f"screenshots {into}"
    context.run(f"{sys.executable} -m tests.browser.{what}", env={"PYTHONUTF8": "1"})


def run_module(module: str, *words: str) -> None:
    """Run a module of tests/ in a process of its own; its exit code is the verb's."""
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=False)
    if done.returncode:
        raise Exit(code=done.returncode)
