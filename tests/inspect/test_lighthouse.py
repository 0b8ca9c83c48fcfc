"""What Lighthouse says, by a captured sample of its JSON."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.inspect.lighthouse import Category, Device, Scores, measures, read
from tests.inspect.tools import Unusable

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "samples" / "lighthouse.json").read_text("utf-8"))


def scores(points: int, problem: str = "") -> Scores:
    """A run with the same points everywhere."""
    return Scores(points=dict.fromkeys(Category, points), problems=dict.fromkeys(Category, (problem,)))


def test_points_are_out_of_a_hundred() -> None:
    """One for each category."""
    assert [read(SAMPLE).points[category] for category in Category] == [100, 73, 96, 73]


def test_what_costs_points_is_said_with_its_place() -> None:
    """Audits without weight cost none."""
    problems = read(SAMPLE).problems
    assert problems[Category.PERFORMANCE] == ()
    [contrast] = problems[Category.ACCESSIBILITY]
    assert "（color-contrast）" in contrast
    assert '<p style="color:#ccc">' in contrast
    assert "contrast of 1.6" in contrast
    assert [said.partition("（")[2].partition("）")[0] for said in problems[Category.SEO]] == ["crawlable-anchors", "robots-txt"]
    assert "http://127.0.0.1:8000/favicon.ico" in problems[Category.BEST_PRACTICES][0]


def test_a_category_that_was_not_worked_out_has_no_points() -> None:
    """And says which audit failed."""
    report = deepcopy(SAMPLE)
    report["categories"]["seo"]["score"] = None
    report["audits"]["robots-txt"] |= {"score": None, "scoreDisplayMode": "error", "errorMessage": "出错"}
    found = read(report)
    assert found.points[Category.SEO] == 0
    assert any("出错" in said for said in found.problems[Category.SEO])


def test_the_median_counts_and_the_worst_run_is_explained() -> None:
    """Performance may lose one point, nothing else may."""
    runs = [scores(100), scores(97, "慢"), scores(99)]
    found = {measure.check: measure for measure in measures("/", Device.MOBILE, runs)}
    speed, search = found["lighthouse.performance.mobile"], found["lighthouse.seo.mobile"]
    assert (speed.value, speed.spread, speed.problems, speed.passed) == (99, (97, 100), ("慢",), True)
    assert not search.passed


def test_a_page_that_would_not_load_is_a_sentence() -> None:
    """Lighthouse exits 1 and writes its reason."""
    with pytest.raises(Unusable, match="没有回音"):
        read(SAMPLE | {"runtimeError": {"code": "NO_FCP", "message": "没有回音"}})
