"""What a page is told."""

from __future__ import annotations

import json
from dataclasses import replace

from plugins.catalog.findings import Finding, Level, Report
from plugins.engine.preview.state import built, stuck

ERROR = Finding("policies/2026/a.md", 4, 5, "DIS012", Level.ERROR, "文号格式不符", "请改为……")


def test_a_finding_comes_with_its_place_and_its_source() -> None:
    """The place as it is printed; the source as the page knows it."""
    report = Report("content")
    report.add([ERROR])
    told = json.loads(built(report).event())
    assert told == {
        "status": "1 个错误，0 个警告。改正错误之前，页面保持原样。",
        "failed": True,
        "findings": [
            {
                "source": "policies/2026/a.md",
                "place": "content/policies/2026/a.md:4:5",
                "level": "error",
                "code": "DIS012",
                "message": "文号格式不符",
                "hint": "请改为……",
            }
        ],
    }


def test_a_file_beside_the_content_is_shown_where_it_lies() -> None:
    """A register is not under content/."""
    report = Report("content")
    report.add([replace(ERROR, path="../registers/index-numbers.ndjson")])
    (told,) = json.loads(built(report).event())["findings"]
    assert told["place"] == "registers/index-numbers.ndjson:4:5"


def test_nothing_found_is_said() -> None:
    """So a reader knows that the preview lives."""
    assert json.loads(built(Report()).event()) == {"status": "没有问题。", "failed": False, "findings": []}


def test_an_event_is_one_line() -> None:
    """A line break would end it: whatever a message quotes."""
    report = Report()
    report.add([Finding("a.md", 1, 1, "X", Level.WARNING, "一\n\n二\r\u2028", "")])
    assert not {10, 13} & set(built(report).event())


def test_a_problem_of_nobody_is_a_sentence() -> None:
    """Settings, a template."""
    assert json.loads(stuck("页面没有做成。").event())["status"] == "预览没有更新：页面没有做成。"
