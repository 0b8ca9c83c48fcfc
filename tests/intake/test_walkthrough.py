"""The notice of the walk through docs/editors.md: what is written of it, what is said, and what a second run does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.report import lines, report, summary
from intake.run import Fate, Outcome, take_in
from plugins.catalog.terms import Kind
from tests.browser.notice import AUTHOR, PICTURED, write_notice
from tests.conftest import ROOT
from tests.intake.making import make_shelf, no_progress

FILLED = "索引号: 990000025/2026-00190\n分类: 农业、林业、水利\\水利\n发布日期: 2026-12-07 09:00\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """The Word file."""
    path = tmp_path / "desk" / "供水通知.docx"
    path.parent.mkdir()
    write_notice(path, ROOT / "content/media/2026/weather-levels.png")
    return path


def taken(notice: Path) -> Outcome:
    """A run over it."""
    return take_in(notice, make_shelf(notice.parent.parent), Kind.POLICY, no_progress, workers=0)


def written(notice: Path) -> Path:
    """The document that the run wrote."""
    return notice.parent.parent / "content/policies/2026/2026-061.md"


def test_the_notice_is_named_by_its_number_and_keeps_levels_picture_and_table(notice: Path) -> None:
    """And nothing of its author, the comment or the words that were struck."""
    taken(notice)
    text = written(notice).read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "## 一、排查供水设施",
        "### （一）摸清底数。",
        "### （二）落实管护。",
        "## 二、做好防冻和应急供水",
        "### （一）防冻保暖。",
        "### （二）应急供水。",
        "## 三、加强值守",
        "# 今冬明春农村供水保障任务分工表",
    ]
    assert re.search(rf"!\[{PICTURED}\]\(\.\./\.\./media/2026/[\w-]+\.png\)", text)
    assert '<th colspan="2">责任单位</th>' in text and '<td rowspan="2">12月25日</td>' in text
    assert "今冬明春用水安全" in text and "冬季" not in text and AUTHOR not in text and "值班电话。" not in text


def test_what_is_said_of_it_stands_under_it(notice: Path) -> None:
    """Each source with its own; the sum says that a person must go on."""
    outcome = taken(notice)
    told = list(lines(outcome, Path("desk")))
    assert re.fullmatch(r"收下 desk/供水通知\.docx → .*content/policies/2026/2026-061\.md", told[0])
    assert [line.split()[0] for line in told[1:] if "提示" not in line] == ["ITK026", "ITK027", "ITK067"]
    assert all(line.startswith("    ") for line in told[1:])
    assert "1 份是草稿" in summary(outcome, dry_run=False)


def test_a_second_run_adds_nothing_after_a_person_filled_in_the_rest(notice: Path) -> None:
    """The index number and the day of publication were not in the Word file."""
    taken(notice)
    text = written(notice).read_text("utf-8").replace("状态: 草稿\n", FILLED)
    written(notice).write_text(text, "utf-8")
    again = taken(notice)
    assert [(one.fate, one.path) for one in again.taken] == [(Fate.THERE, written(notice))]
    assert list(written(notice).parent.iterdir()) == [written(notice)]
    assert written(notice).read_text("utf-8") == text


def test_the_report_of_a_second_run_still_tells_what_to_look_at(notice: Path) -> None:
    """The terminal does not say it twice; whoever forgot the report runs again."""
    taken(notice)
    again = taken(notice)
    assert not list(again.findings()) and len(list(lines(again, Path()))) == 1
    assert "ITK026" in report(again, written(notice).parents[3], ".csv")


def test_files_that_were_passed_over_are_counted_by_ending(notice: Path) -> None:
    """Old sheets and slides may be what somebody meant."""
    (notice.parent / "工资.xls").write_bytes(b"")
    outcome = take_in(notice.parent, make_shelf(notice.parent.parent), Kind.POLICY, no_progress, workers=0)
    assert summary(outcome, dry_run=False).endswith("没有单独收：.xls 1 个")


def test_the_handbook_has_a_picture_of_each_step() -> None:
    """Each is there, small and described; `inv screenshots --handbook` takes them anew."""
    pictures = re.findall(r"!\[(.+)\]\(images/(walk-(\d)-\w+\.png)\)", (ROOT / "docs/editors.md").read_text("utf-8"))
    assert [number for _, _, number in pictures] == list("123456")
    assert {name for _, name, _ in pictures} == {path.name for path in (ROOT / "docs/images").glob("walk-*")}
    assert all(len(words) > 20 and (ROOT / "docs/images" / name).stat().st_size <= 150_000 for words, name, _ in pictures)
