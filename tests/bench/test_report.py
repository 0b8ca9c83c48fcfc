"""From runs to figures, from figures to a page and a picture."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.bench.build.__main__ import _counts, _public
from tests.bench.build.cases import Case
from tests.bench.build.chart import chart
from tests.bench.build.goals import scores
from tests.bench.build.measure import Taken
from tests.bench.build.report import HEADINGS, markdown, terminal
from tests.bench.build.results import growth, of_size
from tests.bench.build.rounds import Run

COUNTS = {"seconds": {"read": 1.0, "render": 2.0, "total": 3.5}, "documents": 9, "made": 7, "kept": 2, "removed": 0, "written": 8}


def size(documents: int, ours: tuple[float, ...], hugo: tuple[float, ...]) -> dict[str, object]:
    """Figures of a size whose every case took the same; one number a round."""
    runs = [
        Run(number, case, tool, Taken(wall=wall, cpu=wall * 2, memory=documents / 10), 5, COUNTS if tool == "gongkai" else {})
        for tool, walls in (("gongkai", ours), ("hugo", hugo))
        for number, wall in enumerate(walls, 1)
        for case in Case
    ]
    return of_size(documents, documents * 3800, runs)


def result() -> dict[str, object]:
    """Two sizes."""
    sizes = [size(10_000, (1.0, 2.0, 3.0), (10.0, 10.0, 10.0)), size(100_000, (20.0, 20.0, 20.0), (100.0, 400.0, 200.0))]
    return {
        "command": "inv bench.build",
        "date": "2026-11-25",
        "machine": "2 processors",
        "where": "in memory (tmpfs)",
        "versions": {"gongkai": "abc", "hugo": "0.168.0"},
        "sizes": sizes,
        "growth": growth(sizes),
        "shares": {"templates": 0.6, "files": 0.4},
    }


def test_figures_are_medians_and_ratios_those_of_the_rounds() -> None:
    """The machine's speed drifts: each round is compared within itself."""
    cold = size(100_000, (20.0, 20.0, 60.0), (100.0, 400.0, 200.0))["cases"]["cold"]
    assert cold["ours"]["wall"] == 20
    assert cold["peers"]["hugo"]["wall"] == 200
    assert cold["ratios"]["hugo"]["wall"] == 0.2
    assert cold["counts"]["made"] == 7


def test_growth_is_an_exponent_and_a_slope() -> None:
    """Ten times the time for ten times the documents is 1."""
    step = next(step for step in result()["growth"] if step["tool"] == "gongkai")
    assert step["exponent"] == pytest.approx(1.0)
    assert step["kib_per_document"] == pytest.approx(102.4)


def test_goals_are_compared_where_they_were_measured() -> None:
    """Three of Hugo's at 100,000 and none of Pelican's, which was not there."""
    found = list(scores(result()["sizes"], result()["growth"]))
    assert [score.reached for score in found] == [True, False, False, False, True, True, False]


def test_the_page_holds_command_machine_date_and_every_case() -> None:
    """As Markdown tables."""
    page = markdown(result(), list(scores(result()["sizes"], result()["growth"])))
    for words in ("`inv bench.build`", "2 processors", "2026-11-25", "Hugo 0.168.0", "## 100,000 documents", "performance.svg"):
        assert words in page
    assert all(line.count("|") > 2 for line in page.splitlines() if line.startswith("|"))
    assert max(len(line) for line in page.splitlines()) < 200


def test_the_picture_says_each_bar_in_words() -> None:
    """Whoever sees no colour reads the names and the seconds."""
    root = ElementTree.fromstring(chart(result()["sizes"]))
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(word.startswith("Hugo ") for word in words) == 2 * len(Case)
    assert "Gongkai 2" in words


def test_the_terminal_has_a_row_for_each_case_and_generator() -> None:
    """Under the headings."""
    found = list(terminal(result()["sizes"][0]))
    assert len(found) == 2 * len(Case)
    assert {len(row) for row in found} == {len(HEADINGS)}


def test_the_command_is_told_without_what_is_of_this_machine() -> None:
    """And numbers of documents are whole, sorted and sane."""
    said = _public(["--documents", "1000", "--folder", "/somewhere", "--json", "x.json", "--write"])
    assert said == ["--documents", "1000"]
    assert _counts("100000,10000") == [10_000, 100_000]
