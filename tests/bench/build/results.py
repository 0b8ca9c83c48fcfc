"""The figures: medians of the rounds, and ours to each peer's. As JSON they hold everything the report needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from tests.bench.build.cases import Case
from tests.bench.build.rounds import Run
from tests.bench.build.tools import OURS

FIGURES = ("wall", "cpu", "memory")
Figures = Mapping[str, Any]
"""A tree of JSON."""


def of_size(documents: int, size: int, runs: Sequence[Run]) -> dict[str, Any]:
    """All cases of one corpus."""
    peers = list(dict.fromkeys(run.tool for run in runs if run.tool != OURS))
    return {
        "documents": documents,
        "source_bytes": size,
        "rounds": max(run.round for run in runs),
        "pages": {run.tool: run.pages for run in runs if run.case is Case.COLD},
        "cases": {case.value: _case([run for run in runs if run.case is case], peers) for case in Case},
        "runs": [
            {"round": run.round, "case": run.case.value, "tool": run.tool, **_figures(run), "stands_for": run.stands_for}
            for run in runs
        ],
    }


def growth(sizes: Sequence[Figures]) -> list[dict[str, Any]]:
    """From each size to the next: the exponent of the processor time of a cold build, and KiB of memory a document."""
    found = []
    for small, large in pairwise(sizes):
        more = large["documents"] / small["documents"]
        for tool in (OURS, *small["cases"]["cold"]["peers"]):
            before, after = _of(small, tool), _of(large, tool)
            if before and after and more > 1:
                added = large["documents"] - small["documents"]
                found.append(
                    {
                        "tool": tool,
                        "from": small["documents"],
                        "to": large["documents"],
                        "exponent": math.log(after["cpu"] / before["cpu"], more),
                        "kib_per_document": (after["memory"] - before["memory"]) * 1024 / added,
                        "ms_per_document": (after["cpu"] - before["cpu"]) * 1000 / added,
                    }
                )
    return found


def _case(runs: Sequence[Run], peers: Sequence[str]) -> dict[str, Any]:
    """Medians of everybody; ours to a peer's is the median of the rounds' ratios, as the machine's speed drifts."""
    ours = _by_round(runs, OURS)
    return {
        "ours": _medians(ours.values()),
        "peers": {peer: _medians(_by_round(runs, peer).values()) for peer in peers},
        "ratios": {peer: _ratios(ours, _by_round(runs, peer)) for peer in peers},
        "counts": next(run.counts for run in runs if run.tool == OURS),
    }


def _by_round(runs: Iterable[Run], tool: str) -> dict[int, Run]:
    return {run.round: run for run in runs if run.tool == tool}


def _medians(runs: Iterable[Run]) -> dict[str, float]:
    figures = [_figures(run) for run in runs]
    return {name: round(median(of[name] for of in figures), 3) for name in FIGURES}


def _ratios(ours: Mapping[int, Run], peer: Mapping[int, Run]) -> dict[str, float]:
    pairs = [(_figures(ours[number]), _figures(peer[number])) for number in ours if number in peer]
    return {name: round(median(our[name] / their[name] for our, their in pairs), 4) for name in FIGURES}


def _figures(run: Run) -> dict[str, float]:
    return {name: round(getattr(run.taken, name), 3) for name in FIGURES}


def _of(size: Figures, tool: str) -> Mapping[str, float]:
    cold = size["cases"]["cold"]
    found: Mapping[str, float] = cold["ours"] if tool == OURS else cold["peers"].get(tool, {})
    return found
