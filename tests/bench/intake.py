"""The figures of intake, printed by one command: real pages and laws, invented layouts, speed, hostile sources.

`python -m tests.bench.intake`; what needs the corpus is left out where it is not beside the repository, and said.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from console import screen, table
from intake.run import Fate, take_in
from intake.write import Shelf
from plugins.catalog.terms import Kind
from tests.conftest import ROOT
from tests.intake import corpus
from tests.intake.hostile import hostile
from tests.intake.layouts import CASES, faults, take_case

CORPUS = ROOT.parent / "shared" / "corpus"
PAGES = 1000
GOAL_A_MINUTE, GOAL_SECONDS, GOAL_MEGABYTES, GOAL_LAWS = 1000, 10.0, 500, 0.99
Row = tuple[str, str, str, bool]


def main() -> None:
    """Measure and print; exit 1 where a goal is missed."""
    rows = [*_layouts(), *_hostile()]
    if CORPUS.is_dir():
        rows = [*_corpus(), *_speed(), *rows]
    else:
        screen.print("没有 ../shared/corpus：真实文件的几项没有量。")
    table(("项目", "量得", "目标", ""), ((what, value, goal, "达到" if met else "没有达到") for what, value, goal, met in rows))
    sys.exit(0 if all(met for *_, met in rows) else 1)


def _corpus() -> Iterator[Row]:
    for name, measure, goal in (("网页", corpus.pages, 1.0), ("法规", corpus.laws, GOAL_LAWS)):
        with TemporaryDirectory() as folder:
            for score in measure(CORPUS, Path(folder) / "content"):
                share = score.right / score.of
                yield f"{name}：{score.what}", f"{score.right} / {score.of}", f"≥ {goal:.0%}", share >= goal


def _layouts() -> Iterator[Row]:
    right = 0
    for case in CASES:
        with TemporaryDirectory() as folder:
            right += not list(faults(take_case(case, Path(folder) / "content")))
    yield "自编的版式：对或说明", f"{right} / {len(CASES)}", "全部", right == len(CASES)


def _speed() -> Iterator[Row]:
    """A thousand pages under index numbers of their own, read by as many workers as there are processors, and written."""
    expected = [json.loads(line) for line in (CORPUS / "govcn-html" / "expected.jsonl").read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        old, content = Path(folder) / "old", Path(folder) / "content"
        old.mkdir()
        for number in range(PAGES):
            page = expected[number % len(expected)]
            text = (CORPUS / "govcn-html" / page["file"]).read_text("utf-8")
            (old / f"{number}.html").write_text(text.replace(page["index_number"], f"000014349/2019-{number:05}"), "utf-8")
        began = time.monotonic()
        outcome = take_in(old, Shelf(content, content / "policies", by_year=True), Kind.POLICY, lambda *step: None)
        pace = PAGES / (time.monotonic() - began) * 60
    met = pace >= GOAL_A_MINUTE and outcome.count(Fate.TAKEN) == PAGES
    yield f"{PAGES} 个网页，每分钟", f"{pace:,.0f}", f"≥ {GOAL_A_MINUTE:,}", met


def _hostile() -> Iterator[Row]:
    """Each hostile source alone in a folder with one good page: refused in time and memory, the good page taken."""
    with TemporaryDirectory() as folder:
        for name, code in list(hostile(Path(folder))):
            with TemporaryDirectory() as work:
                old, content = Path(work) / "old", Path(work) / "content"
                old.mkdir()
                (Path(folder) / name).rename(old / name)
                (old / "good.html").write_bytes((CASES[0] / "page.html").read_bytes())
                began = time.monotonic()
                outcome = take_in(old, Shelf(content, content / "policies", by_year=True), Kind.POLICY, lambda *step: None)
                seconds = time.monotonic() - began
            fates = {one.source: one.fate for one in outcome.taken}
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            met = fates == {name: Fate.REFUSED, "good.html": Fate.TAKEN} and seconds < GOAL_SECONDS and memory < GOAL_MEGABYTES
            why = next((finding.code for one in outcome.taken if one.source == name for finding in one.findings), fates[name])
            met = met and why == code
            goal = f"拒绝，< {GOAL_SECONDS:.0f} 秒、{GOAL_MEGABYTES} MB"
            yield f"{name}：{why}", f"{seconds:.1f} 秒，至多 {memory:.0f} MB", goal, met


if __name__ == "__main__":
    main()
