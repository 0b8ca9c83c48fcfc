"""Invented persons in a portal: every number of theirs must stop it, however it is hidden and whatever carries it.

One document or attachment for each number, all in one portal that is checked once; and documents of others, in which none is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from plugins.catalog.findings import Level, Report
from plugins.catalog.forges import code_quality, sarif
from plugins.catalog.personal import find_personal
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from plugins.engine.store import NAME
from tests.bench.rules.persons import HIDINGS, Injection, injection
from tests.bench.rules.trial import SEED
from tests.conftest import AS_OF, ROOT, write_document
from tests.intake.office.making import docx, p
from tests.intake.office.paper import pdf
from tests.plugins.privacy.test_examine import row, workbook

CORPUS = ROOT.parent / "shared" / "corpus"
GOAL_HIDDEN = 0.995
GOAL_FALSE = 1 / 1000
CARRIED = 10
"""Of how many documents one is an attachment of each kind."""
PLAIN = "明写"
REAL = (
    *("laws-md/**/*.md", "govcn-html/text/*.txt", "crafted-interpretations/*.md", "pdf/*.txt", "html-local/*.html"),
    *("founding-document.txt", "index-lists/*.csv", "service-items/*.csv"),
)
"""Documents of others in the corpus; work reports lie in lines of JSON."""
NEWS: Mapping[str, str | None] = {"索引号": None, "文号": None, "发文日期": None, "分类": None}

Row = tuple[str, str, str, bool]
"""What was counted, the count, the goal, whether it is met."""
Files = Mapping[str, str | bytes]
Carrier = Callable[[Injection, str], Files]
"""Files for a number, under names that begin with a stem: the first is the one that must be told of."""


@dataclass(slots=True)
class Ledger:
    """What was tried and what came of it."""

    tried: dict[str, int] = field(default_factory=dict)
    """How many, by how they were hidden or carried."""
    missed: dict[str, list[str]] = field(default_factory=dict)
    """What was not stopped."""
    repeated: list[str] = field(default_factory=list)
    """Numbers that something of ours repeats whole."""

    def count(self, name: str, told: bool, what: str) -> None:
        """Take one in."""
        self.tried[name] = self.tried.get(name, 0) + 1
        if not told:
            self.missed.setdefault(name, []).append(what)

    def share(self, names: Iterable[str]) -> float:
        """How many of these were stopped, of 1."""
        names = list(names)
        tried = sum(self.tried.get(name, 0) for name in names)
        return 1 - sum(len(self.missed.get(name, ())) for name in names) / tried if tried else 1.0


def sentence(one: Injection, hidden: str, random: Random) -> str:
    """A text with a number, hidden in one way, as notices have them."""
    if "|" in hidden or random.random() < 0.4:
        more = hidden.count("|")
        head = f"| 姓名 | {one.label} |{' |' * more} 金额 |\n|---|---|{'---|' * more}---|\n"
        return f"补贴发放名单公示如下：\n\n{head}| 测试甲 | {hidden} | 200 |\n"
    if random.random() < 0.5:
        return f"经审核，测试甲（{one.label}：{hidden}）符合条件。\n"
    return f"本次公示自2026年3月1日起。申请人测试甲，{one.label}{hidden}，补贴1200元。\n"


def _deleted(one: Injection) -> str:
    return f"<w:p><w:del><w:r><w:delText>{one.label}{one.value}</w:delText></w:r></w:del></w:p>"


def _attached(name: str, make: Callable[[Injection], bytes]) -> Carrier:
    def carry(one: Injection, stem: str) -> Files:
        path = f"media/2026/{stem}{name}"
        return {path: make(one), f"news/2026/{stem}.md": write_document("名单见附件。\n", 附件=f"[{path}]", **NEWS)}

    return carry


def _list(one: Injection, more: str = "", **state: str) -> bytes:
    return workbook(row(1, "姓名", one.label) + row(2, "测试甲", one.value, more=more), **state)


CARRIERS: Mapping[str, Carrier] = {
    "目录信息": lambda one, stem: {f"news/2026/{stem}.md": write_document(内容概述=f"{one.label}{one.value}", **NEWS)},
    "文件名": lambda one, stem: {
        f"news/2026/{stem}.md": write_document(附件=f"[media/2026/{one.label}{one.value}.csv]", **NEWS),
        f"media/2026/{one.label}{one.value}.csv": "序号\n1\n",
    },
    "Word": _attached(".docx", lambda one: docx(p(f"{one.label}{one.value}"))),
    "修订痕迹": _attached(".docx", lambda one: docx(p("名单") + _deleted(one))),
    "批注": _attached(
        ".docx", lambda one: docx(p("名单"), comments=f'<w:comment w:id="1">{p(one.label + one.value)}</w:comment>')
    ),
    "Excel": _attached(".xlsx", _list),
    "隐藏的表": _attached(".xlsx", lambda one: _list(one, state="hidden")),
    "隐藏的行": _attached(".xlsx", lambda one: _list(one, 'hidden="1"')),
    "隐藏的列": _attached(".xlsx", lambda one: _list(one, before='<cols><col min="2" max="2" hidden="1"/></cols>')),
    "PDF": _attached(".pdf", lambda one: pdf([[(f"{one.label}：{one.value}", 90, 700, 16)]])),
    "CSV": _attached(".csv", lambda one: f"姓名,{one.label}\n测试甲,{one.value}\n".encode("gb18030")),
}


class Trial:
    """A portal of invented persons."""

    def __init__(self, folder: Path, documents: int, seed: int) -> None:
        """`documents` in all, shared among the ways to hide and, fewer, the ways to carry."""
        self.folder, self.random = folder, Random(seed)
        self._each = max(documents // (len(HIDINGS) + 1), 1)
        self._tried: list[tuple[str, str, Injection]] = []
        """How it was hidden or carried, the file that must be told of, what it holds."""

    @cached_property
    def ledger(self) -> Ledger:
        """Write, check and judge."""
        for name, hide in {PLAIN: lambda value, _: value, **HIDINGS}.items():
            for _ in range(self._each):
                one = injection(self.random)
                text = sentence(one, hide(one.value, self.random), self.random)
                self._write(name, one, lambda _, stem, text=text: {f"news/2026/{stem}.md": write_document(text, **NEWS)})
        for name, carry in CARRIERS.items():
            for _ in range(max(self._each // CARRIED, 1)):
                self._write(name, injection(self.random), carry)
        portal = Portal(
            settings=ROOT / "pelicanconf.py", content=self.folder / "content", cache=self.folder / "cache", as_of=AS_OF
        )
        return self._judged(run(portal, Goal.CHECK).report)

    def _write(self, name: str, one: Injection, carry: Carrier) -> None:
        files = carry(one, f"p{len(self._tried):06}")
        self._tried.append((name, next(iter(files)), one))
        for path, content in files.items():
            target = self.folder / "content" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def _judged(self, report: Report) -> Ledger:
        stopped = {finding.path for finding in report if finding.code.startswith("PII") and finding.level is Level.ERROR}
        ledger = Ledger()
        for name, path, one in self._tried:
            ledger.count(name, path in stopped, f"{path} {one.what}")
        forms = (*report.text(), *report.json_lines(), json.dumps(sarif(report)), json.dumps(code_quality(report)))
        told = "\n".join(forms)
        kept = (self.folder / "cache" / NAME).read_bytes()
        attached = (one.value for name, _, one in self._tried if name in CARRIERS and name not in ("目录信息", "文件名"))
        ledger.repeated = [one.value for *_, one in self._tried if one.value in told]
        ledger.repeated += [value for value in attached if value.encode() in kept]
        return ledger


def real_texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Documents that were written without knowing of us, each with its name; the demo portal's are among them."""
    files = [file for pattern in REAL for file in sorted(corpus.glob(pattern))]
    files += [file for file in sorted((ROOT / "content").rglob("*")) if file.suffix in (".md", ".csv")]
    yield from ((file.name, file.read_text("utf-8", "replace")) for file in files)
    for file in sorted(corpus.glob("work-reports/*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines()):
            yield f"{file.name} {number}", "\n".join(str(value) for value in json.loads(line).values())


def false_alarms(corpus: Path) -> tuple[int, list[str]]:
    """How many documents were read, and those in which something is found that would stop a portal."""
    texts = list(real_texts(corpus))
    return len(texts), [name for name, text in texts if any(hit.certain and hit.what != "email" for hit in find_personal(text))]


def patterns(corpus: Path) -> tuple[int, list[str]]:
    """The patterns of the corpus, and those that are judged otherwise than they must be."""
    with (corpus / "pii/pii-patterns.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return len(rows), [row["note"] for row in rows if bool(find_personal(row["text"])) != (row["must_flag"] == "1")]


def safety(documents: int) -> Iterator[Row]:
    """The rows of the bench."""
    with TemporaryDirectory() as folder:
        yield from judged(Trial(Path(folder), documents, SEED).ledger)
    if not CORPUS.is_dir():
        yield "真实文件里的误报", "旁边没有 ../shared/corpus，没有试", "", True
        return
    count, wrong = patterns(CORPUS)
    yield "个人信息的样本", f"{count - len(wrong)}/{count} 判断正确", f"{count}", not wrong
    read, alarms = false_alarms(CORPUS)
    yield "真实文件里的误报", f"{read:,} 份里 {len(alarms)} 份", f"≤ {GOAL_FALSE:.1%}", len(alarms) <= read * GOAL_FALSE


def judged(ledger: Ledger) -> Iterator[Row]:
    """A trial against its goals."""
    for name in (PLAIN, *HIDINGS, *CARRIERS):
        goal = GOAL_HIDDEN if name in HIDINGS else 1.0
        share = ledger.share([name])
        yield (
            f"个人信息，{name}",
            f"{share:.2%}（{ledger.tried.get(name, 0):,} 处）",
            f"{'≥ ' if goal < 1 else ''}{goal:.1%}",
            share >= goal,
        )
    share = ledger.share(HIDINGS)
    yield "个人信息，伪装合计", f"{share:.2%}", f"≥ {GOAL_HIDDEN:.1%}", share >= GOAL_HIDDEN
    yield "完整号码出现在程序的输出里", f"{len(ledger.repeated)}", "0", not ledger.repeated
