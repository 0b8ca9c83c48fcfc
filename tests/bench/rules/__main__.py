"""`inv bench.rules`: what the rules are worth, in figures.

Ten thousand documents with one thing wrong stand in one portal and are checked in one run; documents of others, taken in by
`inv intake`, are checked for errors that are none. `--part safety` tries what must not get out.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from console import screen, table
from plugins.catalog.handbook import Form, all_rules, examples
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.bench.rules import bombs, personal, reviews, scripts
from tests.bench.rules.trial import SEED, Verdict, trial
from tests.conftest import AS_OF, ROOT
from tests.intake.corpus import take

CORPUS = ROOT.parent / "shared" / "corpus"
FOREIGN = ("govcn-html/pages", "laws-md")
"""Documents that were written without knowing of us."""
GOAL_LINES = 0.99
SHOWN = 20
"""Mutants that fell short, shown one by one."""
SAFETY = (reviews.safety, personal.safety, bombs.safety, scripts.safety)
"""What the part of safety tries, each with its rows."""

Row = tuple[str, str, str, bool]
ROWS = ("what", "count", "goal", "met")
"""What was counted, the count, the goal, whether it is met."""


def main(words: list[str]) -> None:
    """Try, print, and say by the exit code whether every goal is met."""
    parser = ArgumentParser(prog="inv bench.rules")
    parser.add_argument("--part", choices=("rules", "safety"), default="rules")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", default="")
    options = parser.parse_args(words)
    verdict = Verdict()
    rows: list[Row] = []
    for part in SAFETY if options.part == "safety" else ():
        # Each part takes minutes: what is known is said.
        rows += _told(part(options.documents))
    if options.part == "rules":
        with TemporaryDirectory() as folder:
            verdict = trial(Path(folder), options.documents, options.seed)
        rows = _told((*judged(verdict), *_cases(), *_foreign()))
    for name in ("absent", "strangers", "crashed", "missed", "elsewhere", "alarms", "harmed"):
        for line in getattr(verdict, name)[:SHOWN]:
            screen.print(f"{name}  {line}", markup=False)
    if options.json:
        figures = {"seed": options.seed, "verdict": asdict(verdict), "rows": [dict(zip(ROWS, row, strict=True)) for row in rows]}
        Path(options.json).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.exit(0 if all(met for *_, met in rows) else 1)


def _told(rows: Iterable[Row]) -> list[Row]:
    """These rows, printed."""
    found = list(rows)
    table(("量什么", "结果", "目标", ""), ((what, count, goal, _word(goal, met)) for what, count, goal, met in found))
    return found


def _word(goal: str, met: bool) -> str:
    return ("达到" if met else "没有达到") if goal else ""


def judged(verdict: Verdict) -> Iterator[Row]:
    """A verdict against its goals."""
    yield "改坏的文件", f"{verdict.mutants:,}", "", True
    union = f"编入 {verdict.catalogued:,}，有错误 {verdict.diagnosed:,}；合起来 {verdict.inputs - len(verdict.absent):,} 份"
    yield "输入 = 编入 ∪ 指出", union, f"{verdict.inputs:,} 份", not verdict.absent and not verdict.strangers
    yield "程序出错", f"{len(verdict.crashed)}", "0", not verdict.crashed
    yield "悄悄不见", f"{len(verdict.absent)}", "0", not verdict.absent
    yield "有错没有说", f"{len(verdict.missed)}", "0", not verdict.missed
    yield "没有错却说有错", f"{len(verdict.alarms)}", "0", not verdict.alarms
    yield "连累别的文件", f"{len(verdict.harmed)}", "0", not verdict.harmed
    lines = verdict.right_lines
    yield "说在改坏的那一行", f"{lines:.2%}（{verdict.lined:,} 处）", f"≥ {GOAL_LINES:.0%}", lines >= GOAL_LINES
    yield "碰到的检查编号", f"{len(verdict.codes)} 个", "", True


def _cases() -> Iterator[Row]:
    """Codes with a wrong and a right example; tests/test_examples.py tries each, alone and all at once."""
    checked = [code for code in all_rules() if not code.startswith("ITK")]
    shown = [code for code in checked if code in examples()]
    tried = [code for code in shown if examples()[code].form is not Form.WORDS]
    yield "有一正一误两例的编号", f"{len(shown)}（其中 {len(tried)} 个逐一试过）", f"{len(checked)}", len(shown) == len(checked)


def _foreign() -> Iterator[Row]:
    """Errors in documents that were taken in: none of them was meant for us, and none is at fault."""
    for name in FOREIGN:
        if not (CORPUS / name).is_dir():
            yield f"收来的文件 {name}", f"旁边没有 ../shared/corpus/{name}，没有试", "", True
            continue
        with TemporaryDirectory() as folder:
            content = Path(folder) / "content"
            taken = sum(one.path is not None for one in take(CORPUS / name, content).values())
            portal = Portal(settings=ROOT / "pelicanconf.py", content=content, cache=Path(folder) / "cache", as_of=AS_OF)
            report = run(portal, Goal.CHECK).report
        yield f"收来的文件 {name}", f"{taken} 份，{report.errors} 个错误", "0 个错误", not report.errors


if __name__ == "__main__":
    main(sys.argv[1:])
