"""`python -m tests.bench.build`: make the corpus, build it with everybody in turn, report. Exit 2 where something is wrong."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console import ROOT, guarded, screen, table
from plugins.engine.session import SettingsError
from tests.bench.build import rounds, where
from tests.bench.build.chart import chart
from tests.bench.build.corpus import LIMIT
from tests.bench.build.goals import scores
from tests.bench.build.measure import system_memory
from tests.bench.build.report import CHINESE, HEADINGS, label, markdown, terminal
from tests.bench.build.results import growth, of_size
from tests.bench.build.tools import OURS, PEERS, Tool, chosen, gongkai

PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"


@guarded
def main(words: list[str]) -> None:
    """Read the command line, measure or read what was measured, report."""
    options = _options(words)
    result = joined(options.read.split(",")) if options.read else measured(options, words)
    if options.json:
        Path(options.json).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for size in result["sizes"]:
        screen.print(f"\n{size['documents']} 份文件，{size['rounds']} 轮，中位数")
        table(HEADINGS, terminal(size))
    if options.write:
        PAGE.write_text(markdown(result, list(scores(result["sizes"], result["growth"]))), "utf-8")
        PICTURE.write_bytes(chart(result["sizes"]))
        screen.print(f"已写入 {PAGE.relative_to(ROOT)} 和 {PICTURE.relative_to(ROOT)}")


def joined(files: list[str]) -> dict[str, Any]:
    """The figures of several runs on one machine, one after another."""
    first, *others = (json.loads(Path(file).read_text("utf-8")) for file in files)
    for other in others:
        first["command"] += f"`, then `{other['command']}"
        first["versions"] |= other["versions"]
        first["sizes"] += other["sizes"]
        first["growth"] += other["growth"]
    result: dict[str, Any] = first
    return result


def measured(options: Namespace, words: list[str]) -> dict[str, Any]:
    """The figures of every size that was asked for."""
    counts = _counts(options.documents)
    peers, missing = chosen(options.peers)
    for sentence in missing:
        screen.print(f"（警告）{sentence}", markup=False)
    tools = [gongkai(), *peers]
    place = Path(options.folder) if options.folder else rounds.place_for(max(counts), len(peers))
    with TemporaryDirectory(prefix="gongkai-bench-", dir=place) as folder:
        sizes = [_of_size(Path(folder), tools, count, options.rounds) for count in counts]
        screen.print(f"看一次冷构建的时间花在哪里，{where.DOCUMENTS} 份文件 …")
        shares = _shares(Path(folder) / "where")
    return {
        "command": " ".join(("inv bench.build", *_public(words))),
        "date": date.today().isoformat(),
        "machine": _machine(),
        "where": "in memory (tmpfs)" if place == rounds.MEMORY else "on a disk",
        "versions": {tool.name: tool.version for tool in tools},
        "sizes": sizes,
        "growth": growth(sizes),
        "shares": shares,
    }


def _shares(folder: Path) -> dict[str, float]:
    """What the time of a cold build is for, in a process of its own."""
    rounds.prepare(folder, [gongkai()], where.DOCUMENTS)
    site = folder / OURS
    words = [sys.executable, "-m", "tests.bench.build.where", str(site / "content"), str(folder / "output")]
    variables = os.environ | {"GONGKAI_SETTINGS": str(site / "pelicanconf.py")}
    done = subprocess.run(words, cwd=ROOT, env=variables, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _of_size(folder: Path, tools: list[Tool], documents: int, count: int) -> dict[str, Any]:
    folder = folder / str(documents)
    folder.mkdir()
    screen.print(f"写 {documents} 份文件，{len(tools)} 种写法 …")
    places, size = rounds.prepare(folder, tools, documents)
    return of_size(documents, size, list(rounds.measure(folder, places, count, _say)))


def _say(run: rounds.Run) -> None:
    took = (
        "同上" if run.stands_for else f"{run.taken.wall:.2f} 秒，处理器 {run.taken.cpu:.2f} 秒，内存 {run.taken.memory:.0f} MiB"
    )
    screen.print(f"  第{run.round}轮　{CHINESE[run.case.value]}　{label(run.tool)}　{took}")


def _options(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="inv bench.build")
    parser.add_argument("--documents", default="10000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--folder", default="")
    parser.add_argument("--json", default="")
    parser.add_argument("--read", default="")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args(words)


def _counts(written: str) -> list[int]:
    try:
        counts = sorted({int(word) for word in written.split(",")})
    except ValueError:
        counts = []
    if not counts or counts[0] < 100 or counts[-1] > LIMIT:
        raise SettingsError(f"读不懂份数“{written}”，请写 100 到 {LIMIT} 的整数，几个数用逗号分开，如 10000,100000。")
    return counts


def _public(words: list[str]) -> list[str]:
    """The command without what is of this machine only."""
    own = ("--folder", "--json", "--read", "--write")
    return [word for at, word in enumerate(words) if word not in own and (at == 0 or words[at - 1] not in own[:3])]


def _machine() -> str:
    """Processor, memory and systems, without anybody's name."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    processor = next(models, platform.machine())
    memory = f"{system_memory('MemTotal') / 2**30:.0f} GiB"
    return f"{os.cpu_count()} processors ({processor}), {memory}, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:])
