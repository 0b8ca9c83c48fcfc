"""Bombs: documents small to write and dear to read. Each may cost itself, never its neighbours."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import put
from tests.bench.rules.witness import CATALOGUED
from tests.conftest import AS_OF, ROOT, write_document

KB = 1024
ROOM = 900 * KB
"""Bytes of a body that fills a document almost to its limit."""


@dataclass(frozen=True, slots=True)
class Bomb:
    """What is dear about a document: its name, its body, and lines of its block."""

    name: str
    body: str = "正文。\n"
    block: tuple[tuple[str, str], ...] = ()


def bombs() -> Iterator[Bomb]:
    """Every one: of Markdown, of HTML, of YAML, of what a whole portal makes of a text."""
    for name, piece in PIECES.items():
        yield Bomb(name, piece * (ROOM // len(piece.encode())))
    for name, (opened, closed) in NESTED.items():
        depth = ROOM // len((opened + closed).encode())
        yield Bomb(f"{name}-closed", f"{opened * depth}深处{closed * depth}")
    for name, line in NUMBERED.items():
        yield Bomb(name, "".join(_numbered(line)))
    for name, (label, value) in BLOCKS.items():
        yield Bomb(name, block=((label, value),))


def _numbered(line: str) -> Iterator[str]:
    """A line again and again with another number, as many as there is room for."""
    room = ROOM
    for number in count():
        piece = line.replace("NO", str(number))
        room -= len(piece.encode())
        if room < 0:
            return
        yield piece


PIECES = {
    "brackets": "[",
    "picture-brackets": "![",
    "links-open": "[a](",
    "links-in-links": "[a](b) [",
    "angle": "<",
    "tag-open": "<a ",
    "comment-open": "<!--",
    "declaration": "<!",
    "cdata": "<![CDATA[",
    "instruction": "<?",
    "attributes": "<a b='",
    "entities": "&#x",
    "stars": "*",
    "stars-apart": "* ",
    "emphasis": "*a **b ",
    "emphasis-closed": "**a*b*c**",
    "underscores": "_a __b ",
    "backticks": "`",
    "backticks-growing": "`a``b```",
    "fence-spaces": "```" + " " * 60_000 + "\n",
    "rules": "* * * ",
    "setext": "a\n-\n",
    "quotes": "> ",
    "quotes-lines": ">>>>>>>>> a\n",
    "lists": "- ",
    "escapes": "\\",
    "table-bars": "|",
    "table-wide": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n",
    "breaks": "a  \n",
    "spaces": " ",
    "one-line": "长",
    "definitions": "[a]: b\n",
    "divs": "<div>",
    "spans": "<span>",
    "fonts": "<b><p>",
    "tables": "<table><tr><td>",
    "unclosed": "<p><a href='x'>",
    "ruby": "<ruby><rt>",
    "headings": "# 一\n\n",
    "rows": "| 甲 | 乙 |\n",
    "signatures": "示例省人民政府\n\n2026年3月1日\n\n",
    "numbers": "示政发〔2026〕7号",
    "book-marks": "《",
    "cited": "《通知》（示政发〔2026〕7号）",
    "tasks": "（责任单位：省数据局）\n\n",
    "brackets-wide": "（",
    "digits": "1",
    "dates": "2026年3月1日",
    "articles": "第一条　甲。\n\n",
}
"""What is said again and again."""
NESTED = {"div": ("<div>", "</div>"), "span": ("<span>", "</span>"), "quote": ("<blockquote>\n\n", "\n\n</blockquote>\n")}
"""What stands within itself."""
NUMBERED = {
    "links-broken": "[a](NO.md) ",
    "pictures-broken": "![a](NO.png) ",
    "links-outside": "[a](../../../NO) ",
    "references": "[NO]: NO.md\n",
    "abbreviations": "*[NO]: NO\n",
    "cited-others": "《通知NO》（示政发〔2026〕NO号）",
    "headings-other": "## NO\n\n",
    "tags-other": "<xNO>",
}
"""What differs each time."""
LETTERS = "abcdefghi"
ALIASES = "[" + ", ".join(f"&{to} [{', '.join([f'*{of}'] * 10)}]" for of, to in zip("x" + LETTERS, LETTERS, strict=False)) + "]"
BLOCKS = {
    "yaml-aliases": ("主题词", ALIASES.replace("*x", "哈")),
    "yaml-flow": ("主题词", "[" * 5000 + "]" * 5000),
    "yaml-flow-open": ("主题词", "{" * 100_000),
    "yaml-maps": ("主题词", "{a: " * 5000 + "}" * 5000),
    "yaml-quotes": ("主题词", "'" * 500_000),
    "yaml-scalar": ("内容概述", "长" * 250_000),
    "yaml-colons": ("内容概述", "a: " * 200_000),
    "yaml-remarks": ("内容概述", "a #" * 200_000),
    "title": ("名称", "关于印发通知的通知" * 30_000),
    "terms": ("主题词", f"[{', '.join(f'词{number}' for number in range(60_000))}]"),
    "agencies": ("联合发文", f"[{', '.join(f'厅{number}' for number in range(20_000))}]"),
    "themes": ("分类", f"[{', '.join(f'类{number}' for number in range(20_000))}]"),
    "attachments": ("附件", f"[{', '.join(f'media/{number}.pdf' for number in range(20_000))}]"),
    "former": ("旧址", f"[{', '.join(f'/{number}/' for number in range(60_000))}]"),
    "references-other": ("依据", f"[{', '.join(f'示政发〔2026〕{number}号' for number in range(20_000))}]"),
}
"""Values of the block."""


SECONDS = 2.0
"""What each may take in the trial; a real build gives more, and so takes longer."""
NEIGHBOURS = 200
ELSEWHERE = frozenset(("SRC006", "SRC011", "SRC012", "SRC013", "SRC025", "DIS048"))
"""What says that a text was not read to its end."""
Row = tuple[str, str, str, bool]


@dataclass(slots=True)
class Toll:
    """What bombs came to in one run over them and their neighbours."""

    bombs: int
    silent: list[str]
    """Neither read nor named."""
    crashed: list[str]
    harmed: list[str]
    """Neighbours of which anything is said, or that are missing."""
    stopped: int
    """Bombs that did not come to their end."""
    seconds: float
    allowed: float
    """What the run may take: its neighbours alone, and the time of each bomb shared by the workers."""


def safety(count: int) -> Iterator[Row]:
    """Try all, however many are asked for, and say what came of it."""
    with TemporaryDirectory() as folder:
        toll = explode(Path(folder), list(bombs()))
    yield "能拖垮构建的文件", f"{toll.bombs} 份，其中 {toll.stopped} 份读到限额为止", "", True
    yield "既没有读完也没有指出", f"{len(toll.silent)}", "0", not toll.silent
    yield "使程序出错", f"{len(toll.crashed)}", "0", not toll.crashed
    yield "连累别的文件", f"{len(toll.harmed)}", "0", not toll.harmed
    told = f"{toll.seconds:.0f} 秒（每份限 {SECONDS:g} 秒）"
    yield "一次检查全部用时", told, f"≤ {toll.allowed:.0f} 秒", toll.seconds <= toll.allowed


def explode(folder: Path, some: Sequence[Bomb], neighbours: int = NEIGHBOURS, seconds: float = SECONDS) -> Toll:
    """Check a portal without them, then with them."""
    content = folder / "content"
    corpus = Corpus().grow(neighbours)
    put(corpus, corpus.documents, {"gongkai": content})
    portal = Portal(
        settings=ROOT / "pelicanconf.py",
        content=content,
        cache=folder / "cache",
        as_of=AS_OF,
        seconds=seconds,
        plugins=("tests.bench.rules.witness",),
    )
    alone = run(replace(portal, cache=folder / "before"), Goal.CHECK)
    paths = {one.name: f"policies/2026/bomb-{one.name}.md" for one in some}
    for number, one in enumerate(some):
        numbers = {"索引号": f"990000017/2026-{90_000 + number}", "文号": f"示政发〔2026〕{90_000 + number}号"}
        (content / paths[one.name]).write_text(write_document(one.body, **numbers | dict(one.block)), "utf-8")
    after = run(portal, Goal.CHECK)
    read = {finding.path for finding in after.report if finding.code == CATALOGUED.code}
    said: dict[str, set[str]] = defaultdict(set)
    for finding in set(after.report) - set(alone.report):
        if finding.code != CATALOGUED.code:
            said[finding.path].add(finding.code)
    stopped = sum(bool(said[path] & ELSEWHERE) for path in paths.values())
    return Toll(
        bombs=len(some),
        silent=[path for path in paths.values() if path not in read and not said[path]],
        crashed=[path for path, codes in said.items() if "SRC016" in codes],
        harmed=[f"{path} {codes}" for path, codes in said.items() if path not in paths.values()]
        + sorted({f"{one.path}.md" for one in corpus.documents} - read),
        stopped=stopped,
        seconds=after.seconds["total"],
        allowed=alone.seconds["total"] + len(some) * seconds / (os.cpu_count() or 1) + seconds,
    )
