"""Progress: bars where somebody looks on, lines where they are kept, and what it says at the end."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

import progress
from plugins.catalog.findings import Report
from plugins.engine.session import STAGES, Outcome
from tests.conftest import ROOT, Site, write_document

POLICY = "policies/2026/a.md"
CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def told(*calls: tuple[str, int, int], terminal: bool) -> str:
    """What is written while work tells this."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100, _environ={})
    with progress.shown(console) as tell:
        for call in calls:
            tell(*call)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def build(site: Site, **streams: int) -> subprocess.Popen[str]:
    """`inv build` of a site."""
    folders = ("--content", str(site.content), "--output", str(site.output), "--cache", str(site.folder / "cache"))
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")} | {"TERM": "xterm"}
    command = [sys.executable, "-m", "invoke", "build", *folders, "--as-of", "2026-11-20"]
    return subprocess.Popen(command, cwd=ROOT, env=variables, text=True, **streams)  # type: ignore[call-overload, no-any-return]


def test_without_a_terminal_each_step_is_a_line() -> None:
    """Not one for each document."""
    calls = [("清点", 0, 0), ("读取", 0, 0), *(("读取", done, 500) for done in range(1, 501)), ("关联", 0, 0)]
    assert told(*calls, terminal=False) == "清点 …\n读取 …\n关联 …\n"


def test_a_long_step_says_now_and_then_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its rate."""
    clock = iter((0.0, 4.0, 11.0, 12.0, 22.0))
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    calls = [("读取", 0, 0), *(("读取", done, 20_000) for done in (4_000, 11_000, 12_000, 20_000))]
    assert told(*calls, terminal=False) == "读取 …\n读取 11,000/20,000，1,000/秒\n读取 20,000/20,000，909/秒\n"


def test_on_a_terminal_each_step_is_a_bar_with_count_and_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that have ended stay above the one that runs; at the end the screen is as it was."""
    monkeypatch.setattr(progress, "PACE", 0.0)
    written = told(("清点", 0, 0), ("读取", 1_500, 20_000), ("生成", 12, 0), ("写入", 7, 7), terminal=True)
    drawn = CODES.sub("", written)
    assert re.search(r"读取 +━+[╸╺━ ]* +1,500/20,000 +[\d,]+/秒 +[\d.]+ 秒", drawn)
    last = [line for line in drawn.splitlines() if line.strip()][-4:]
    assert [line.split()[0] for line in last] == ["清点", "读取", "生成", "写入"]
    assert re.search(r" 12 .*/秒", last[2])
    assert written.rstrip("\r\n").endswith("\x1b[1A\x1b[2K")


def test_the_closing_lines_say_what_was_done_and_how_long_it_took() -> None:
    """Stages that took no time to speak of are passed over."""
    report = Report("content")
    report.documents = 1200
    outcome = Outcome(report, documents=1200, read=3, kept=4310, removed=("x",))
    outcome.made = dict.fromkeys(map(str, range(17)), "新页面")
    outcome.seconds = {"scan": 0.01, "read": 1.24, "render": 0.5, "total": 2.04}
    assert list(progress.closing(outcome)) == [
        "1,200 个文件，新读 3 个；新做 17 页，保留 4,310 页，移除 1 页；0 个错误，0 个警告（1200 个文件中的 0 个）",
        "用时 2.0 秒：读取 1.2，生成 0.5",
    ]


def test_a_build_tells_its_stages_in_lines_and_closes_with_two(site: Site) -> None:
    """Progress goes to stderr: what is read by programs stays clean."""
    with build(site.write({POLICY: write_document()}), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said, steps = process.communicate()
    assert steps == "".join(f"{stage} …\n" for stage in STAGES.values())
    first, second = said.splitlines()
    assert re.fullmatch(r"1 个文件，新读 1 个；新做 \d+ 页，保留 0 页，移除 0 页；0 个错误，0 个警告（1 个文件中的 0 个）", first)
    assert re.match(r"用时 [\d.]+ 秒", second)


def test_a_build_draws_bars_on_a_terminal(site: Site) -> None:
    """Also where its stdout goes elsewhere."""
    ours, theirs = pty.openpty()
    with build(site.write({POLICY: write_document()}), stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        drawn = _all(ours)
        said, _ = process.communicate()
    assert "生成" in drawn
    assert "━" in drawn
    assert "\x1b" not in said


def test_of_two_builds_the_second_says_that_it_waits(site: Site) -> None:
    """While it waits and when it has ended; it then finds nothing to do."""
    site.write({POLICY: write_document()}).build(as_of="2026-11-20", without=())
    before = site.tree()
    with (site.folder / "cache/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = build(site, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stderr
        assert process.stderr.readline() == "等另一个构建结束 …\n"
        assert process.poll() is None
    said, _ = process.communicate()
    assert "另一个构建正在进行，已等它结束。" in said
    assert "新做 0 页" in said
    assert site.tree() == before


def test_two_builds_at_once_give_what_one_gives(site: Site, tmp_path: Path) -> None:
    """One cache, one output."""
    site.write(
        {
            f"policies/2026/p{n}.md": write_document(索引号=f"990000017/2026-0010{n}", 文号=f"示政发〔2026〕{n}号")
            for n in range(1, 6)
        }
    )
    both = [build(site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    clean = tmp_path / "clean"
    site.build(output=clean, cache=tmp_path / "other", as_of="2026-11-20", without=())
    assert site.tree() == site.tree(clean)


def _all(terminal: int) -> str:
    """Whatever is written to a terminal until its other side is closed."""
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode("utf-8", "replace")
