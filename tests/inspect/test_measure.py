"""A figure, its goal and its verdict."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.inspect.measure import HEADINGS, Measure


def score(value: int, **more: Any) -> Measure:
    """A figure about the home page."""
    return Measure(check="lighthouse.seo.mobile", label="Lighthouse 搜索引擎 手机", page="/", value=value, **more)


@pytest.mark.parametrize(
    ("value", "bounds", "goal", "verdict"),
    [
        (99, {"at_least": 99}, "≥ 99", "合格"),
        (98, {"at_least": 99}, "≥ 99", "不合格"),
        (30_000, {"at_most": 30_000}, "≤ 30000", "合格"),
        (30_001, {"at_most": 30_000}, "≤ 30000", "不合格"),
        (1, {}, "", ""),
    ],
)
def test_a_goal_is_met_at_its_bound_and_not_past_it(value: int, bounds: dict[str, int], goal: str, verdict: str) -> None:
    """Without a goal there is no verdict."""
    row = score(value, **bounds).row()
    assert (row[HEADINGS.index("目标")], row[HEADINGS.index("结论")]) == (goal, verdict)


def test_a_median_shows_its_spread() -> None:
    """So that a lucky run is seen."""
    assert score(99, at_least=99, spread=(97, 100)).row()[2] == "99（97–100）"


def test_what_was_not_measured_whole_never_passes() -> None:
    """With a goal or without one."""
    assert score(0, at_most=9, whole=False).row()[-1] == score(0, whole=False).row()[-1] == "不合格"


def test_a_line_for_machines_says_all() -> None:
    """English names, numbers, no marks of the table."""
    measure = score(92, at_least=100, spread=(92, 92), parts={"html": 3}, problems=("robots.txt 无效",))
    assert json.loads(measure.as_json()) == {
        "check": "lighthouse.seo.mobile",
        "page": "/",
        "value": 92,
        "html": 3,
        "spread": [92, 92],
        "at_least": 100,
        "passed": False,
        "problems": ["robots.txt 无效"],
    }


def test_notes_say_what_a_figure_is_made_of_and_what_was_found() -> None:
    """Each line names its check and page."""
    measure = Measure(check="nu.html", label="Nu 检查", page="全部 HTML", value=1, parts={"files": 3}, problems=("错误 甲",))
    assert measure.notes() == ("Nu 检查 全部 HTML：文件 3", "Nu 检查 全部 HTML：错误 甲")
