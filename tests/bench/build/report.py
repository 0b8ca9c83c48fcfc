"""The report: tables on the terminal, and docs/performance.md for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.build.cases import Case
from tests.bench.build.goals import Score
from tests.bench.build.results import Figures
from tests.bench.build.tools import OURS

CASES = {
    Case.COLD.value: "cold",
    Case.UNCHANGED.value: "nothing changed",
    Case.ADDED.value: "two added",
    Case.THEME.value: "theme changed",
    Case.TITLE.value: "title changed",
}
CHINESE = {
    "cold": "冷构建",
    "unchanged": "没有变化",
    "added": "加一份政策和解读",
    "theme": "主题改一个字符",
    "title": "改一个名称",
}
HEADINGS = ("案例", "程序", "用时秒", "处理器秒", "内存MiB", "本程序÷它：用时", "处理器", "内存")
NAMES = {OURS: "Gongkai", "hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}
PREAMBLE = """\
# Performance

What a build of a portal takes, and what it takes with other generators. `inv bench.build` measured it and wrote this page; to
repeat it, type the same command. Only ratios travel: another machine has other seconds.

![Bars of the seconds each generator takes in each case; the tables below say the same in figures](performance.svg)
"""
LIMIT = """\
Own time of the functions of one process under a profiler, 1,000 documents. No part stands out: a document costs a page, on
average two addresses that lead to it, its places in lists by organ, theme, kind, stage, year and validity, and an entry in
six feeds, two of them archives; all of it is checked, fingerprinted and remembered, so that the next build need not do it
again. Hugo makes one page a document and no check, in compiled code on all processors. What Python takes for the same pages
bounds a cold build and a change of the theme; more processors lower both. What happens daily is bounded by the walk over
the sources, the records that are read from the store, and the keys of the batches.

"""
METHOD = """\
## What is measured

- **Texts.** Each generator builds the same made-up official texts, {mean:.1f} KB each with their block: six in ten policies,
  three in ten interpretations bound to a policy, the rest the gazette, news and responses; three in ten have a table; they
  link and refer to each other and spread over twenty years. `inv check` finds nothing to say about them.
- **Ours** is `inv build` as an operator types it: the real theme, all rules, the sanitiser, relations both ways, look-up by
  number, feeds in three formats with archives, catalog, sitemaps, manifest. **The peers** get a small theme: a page for each
  document with its record and related links, lists by organ, theme and year in pages of twenty, one Atom feed, one sitemap.
  They check nothing.
- **Cases**, one after the other: a cold build; nothing changed; a policy and its interpretation added; one character of a
  template changed; one policy's title changed. The peers have no incremental build, so for them each is a whole build in place.
- **Runs** take turns (ours, a peer, a peer, ours, …) for {rounds} rounds, each into fresh folders {where}. A figure is the
  median of the rounds; a ratio is the median of the rounds' ratios. A peer whose build takes more than two minutes is rebuilt
  once a round, and that run stands for the other cases.
- **Wall** is from start to end of the command. **CPU** is the user and system time of the command and all its processes.
  **Memory** is the most of all its processes at once: sampled every 50 ms, shared pages counted once (PSS).
"""


def label(tool: str) -> str:
    """Its name in a text."""
    return NAMES[tool]


def rows(size: Figures) -> Iterator[tuple[str, str, dict[str, float], dict[str, float]]]:
    """Case, generator, its figures, ours to its."""
    for case, found in size["cases"].items():
        yield case, OURS, found["ours"], {}
        for peer, taken in found["peers"].items():
            yield case, peer, taken, found["ratios"][peer]


def terminal(size: Figures) -> Iterator[tuple[str, ...]]:
    """The rows under HEADINGS."""
    for case, tool, taken, ratios in rows(size):
        yield (CHINESE[case] if tool == OURS else " ", label(tool), *_figures(taken), *_ratios(ratios))


def markdown(result: Figures, scores: Sequence[Score]) -> str:
    """docs/performance.md."""
    parts = [PREAMBLE, *_machine(result)]
    for size in result["sizes"]:
        parts += [f"## {size['documents']:,} documents\n", _sizes(size), _counts(size)]
    if result["growth"]:
        parts += ["## Growth\n", _growth(result["growth"])]
    if scores:
        parts += ["## Goals\n", _scores(scores)]
    parts += ["## Where the time of a cold build goes\n", _shares(result["shares"]), LIMIT]
    first = max(result["sizes"], key=lambda size: size["documents"])
    mean = first["source_bytes"] / first["documents"] / 1000
    parts.append(METHOD.format(mean=mean, rounds=first["rounds"], where=result["where"]))
    return "\n".join(parts)


def _machine(result: Figures) -> list[str]:
    versions = ", ".join(f"{label(tool)} {version}" for tool, version in result["versions"].items())
    lines = (
        ("Command", f"`{result['command']}`"),
        ("Date", result["date"]),
        ("Machine", result["machine"]),
        ("Versions", versions),
    )
    return [_table(("", ""), lines)]


def _sizes(size: Figures) -> str:
    body = [
        (CASES[case] if tool == OURS else "", label(tool), *_figures(taken), *_ratios(ratios))
        for case, tool, taken, ratios in rows(size)
    ]
    head = ("case", "generator", "wall s", "CPU s", "memory MiB", "Gongkai to it: wall", "CPU", "memory")
    return _table(head, body, right=2)


def _counts(size: Figures) -> str:
    """What our builds did: pages, files and where the time went."""
    pages = ", ".join(f"{label(tool)} {count:,}" for tool, count in size["pages"].items())
    names = ("made", "kept", "removed", "written")
    found = [(CASES[case], of["counts"]) for case, of in size["cases"].items()]
    stages = [stage for stage in found[0][1]["seconds"] if stage != "total"]
    body = [
        (case, *(f"{counts[name]:,}" for name in names), *(f"{counts['seconds'].get(stage, 0):.2f}" for stage in stages))
        for case, counts in found
    ]
    table = _table(
        ("Gongkai", "pages made", "kept", "removed", "files written", *(f"{stage} s" for stage in stages)), body, right=1
    )
    return f"{table}\nWeb pages after the cold build: {pages}.\n"


def _growth(steps: Sequence[Figures]) -> str:
    body = [
        (
            f"{step['from']:,} to {step['to']:,}",
            label(step["tool"]),
            f"{step['exponent']:.2f}",
            f"{step['ms_per_document']:.2f}",
            f"{step['kib_per_document']:.1f}",
        )
        for step in steps
    ]
    return _table(("documents", "generator", "exponent of CPU", "CPU ms a document more", "KiB a document more"), body, right=2)


def _scores(scores: Sequence[Score]) -> str:
    body = [(score.what, f"{score.limit:.3g}", f"{score.measured:.3g}", "yes" if score.reached else "no") for score in scores]
    return _table(("goal", "at most", "measured", "reached"), body, right=1)


def _shares(shares: Figures) -> str:
    body = [(purpose, f"{share * 100:.0f}") for purpose, share in shares.items()]
    return _table(("for", "% of the time"), body, right=1)


def _figures(taken: dict[str, float]) -> tuple[str, str, str]:
    return (f"{taken['wall']:,.2f}", f"{taken['cpu']:,.2f}", f"{taken['memory']:,.0f}")


def _ratios(ratios: dict[str, float]) -> tuple[str, ...]:
    return tuple(f"{ratios[name]:.3f}" if ratios else "" for name in ("wall", "cpu", "memory"))


def _table(head: Sequence[str], body: Sequence[Sequence[str]] | tuple, right: int = 99) -> str:
    """A Markdown table; columns from `right` on are figures."""
    rule = ["---:" if at >= right else "---" for at in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *body)) + "\n"
