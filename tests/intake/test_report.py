"""What a run tells: one sentence, each kind of doubt once, and the report file, source by source."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import rules
from intake.reading import Origin
from intake.report import HEADINGS, kinds_of_doubt, lines, report, report_place, summary
from intake.run import Fate, Outcome, Taken
from tests.intake.making import make_draft

ROOT = Path("portal")


def outcome_of(*taken: Taken, **aside: int) -> Outcome:
    """A run; `aside` are endings of files that were passed over."""
    return Outcome([*taken], Counter({f".{ending}": count for ending, count in aside.items()}))


def taken(source: str = "a.html", **fields: object) -> Taken:
    """A source that was taken in, with some fields of its draft changed."""
    draft = make_draft(**fields)
    draft.told_by = {"文号": (Origin.BLOCK, Origin.META)}
    path = ROOT / "content/policies/2016/00042.md"
    return Taken(source, Fate.TAKEN, path, (rules.NO_BODY.at(source), rules.NO_NUMBER.at(source, 3)), draft)


REFUSED = Taken("b.xyz", Fate.REFUSED, findings=(rules.DAMAGED.at("b.xyz", problem="坏了"),))
THERE = Taken("c.html", Fate.THERE, ROOT / "content/policies/2016/c.md", (rules.NO_BODY.at("c.html"),), make_draft())


def table(outcome: Outcome) -> list[list[str]]:
    """The rows of the table, as a spreadsheet reads them."""
    text = report(outcome, ROOT, ".csv")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_sum_counts_every_fate() -> None:
    """And says what was passed over and that nothing was written."""
    drafted = Taken("d.html", Fate.THERE, ROOT / "d.md", draft=make_draft(状态="草稿"))
    outcome = outcome_of(taken(), taken(状态="草稿"), REFUSED, drafted, xls=2, png=5)
    assert summary(outcome, dry_run=False).startswith("收下 2 份，已有 1 份，拒绝 1 份")
    assert "1 份是草稿" in summary(outcome, dry_run=False)
    assert "没有单独收：.png 5 个、.xls 2 个" in summary(outcome, dry_run=False)
    assert "试运行" in summary(outcome, dry_run=True)
    assert summary(outcome_of(), dry_run=False) == "收下 0 份，已有 0 份，拒绝 0 份"


def test_each_kind_of_doubt_is_told_once_the_most_frequent_first() -> None:
    """With how many sources have it and one for an example; what was there before is not told again."""
    twice = Taken("d.html", Fate.TAKEN, findings=(rules.NO_NUMBER.at("d.html"), rules.NO_NUMBER.at("d.html", 2)))
    rows = list(kinds_of_doubt(outcome_of(taken(), twice, REFUSED, THERE)))
    assert [(code, count, source) for code, count, _, source in rows] == [
        ("ITK074", "2", "a.html"),
        ("ITK003", "1", "b.xyz"),
        ("ITK071", "1", "a.html"),
    ]


def test_each_source_is_told_with_its_own() -> None:
    """Where it went, the line, the hint."""
    told = list(lines(outcome_of(taken(), REFUSED, THERE), Path("旧站")))
    assert told[0].startswith("收下 旧站/a.html → ")
    assert any("ITK074 第3行：" in line for line in told)
    assert f"        提示：{rules.NO_NUMBER.hint}" in told
    assert "拒绝 旧站/b.xyz" in told
    assert told[-1].startswith("已有 旧站/c.html → ")


def test_the_table_opens_in_a_spreadsheet() -> None:
    """With the mark of UTF-8, a row a source, as many cells in each."""
    outcome = outcome_of(taken(), REFUSED, THERE)
    assert report(outcome, ROOT, ".csv").startswith("\ufeff源文件,")
    rows = table(outcome)
    assert rows[0] == list(HEADINGS)
    assert {len(row) for row in rows} == {len(HEADINGS)}
    assert rows[1][:5] == ["a.html", "收下", "content/policies/2016/00042.md", "关于一件事的通知", "示政发〔2016〕42号"]
    assert rows[1][5] == "文号：信息块、META 标记"
    assert rows[2][:3] == ["b.xyz", "拒绝", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(start: str) -> None:
    """Whatever a source is called or says."""
    (_, row) = table(outcome_of(taken(f"{start}1.html", 名称=f"{start}1+1", 文号=f"{start}x")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert row[3].startswith("'")


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_any_title_stays_in_its_cell(title: str) -> None:
    """Commas, quotes and line ends of every kind."""
    rows = table(outcome_of(taken(名称=title), REFUSED))
    assert len(rows) == 3
    assert rows[1][3] in (title, f"'{title}")


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_every_line_of_the_other_report_is_an_object(title: str) -> None:
    """A line a source, whatever it says."""
    outcome = outcome_of(taken(名称=title), REFUSED, THERE)
    rows = [json.loads(line) for line in report(outcome, ROOT, ".jsonl").split("\n")[:-1]]
    assert [(row["source"], row["fate"]) for row in rows] == [("a.html", "taken"), ("b.xyz", "refused"), ("c.html", "there")]
    assert rows[0]["fields"]["名称"] == title
    assert rows[0]["told_by"] == {"文号": ["信息块", "META 标记"]}
    assert rows[0]["path"] == "content/policies/2016/00042.md"
    assert (rows[1]["path"], "fields" in rows[1]) == ("", False)
    assert rows[1]["findings"][0]["code"] == "ITK003"


def test_a_run_over_nothing_has_a_report() -> None:
    """An empty one."""
    assert table(outcome_of()) == [list(HEADINGS)]
    assert report(outcome_of(), ROOT, ".jsonl") == ""


@pytest.mark.parametrize(
    "name", ["结果", "a.md", "a.txt", "content/a.csv", "content/policies/a.jsonl", "nowhere/a.csv", "folder.csv"]
)
def test_a_report_lies_over_no_document_and_is_not_lost(tmp_path: Path, name: str) -> None:
    """It is refused before anything is read."""
    (tmp_path / "content/policies").mkdir(parents=True)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ValueError, match="--report"):
        report_place(tmp_path / name, tmp_path / "content")
    assert report_place(tmp_path / "a.csv", tmp_path / "content") == tmp_path / "a.csv"


def test_what_a_technician_should_know_stands_in_the_report_only() -> None:
    """The editor has a sentence."""
    outcome = outcome_of(Taken("a.pdf", Fate.REFUSED, findings=(rules.STUMBLED.at("a.pdf"),), problem="KeyError: 'x'"))
    assert not any("KeyError" in line for line in lines(outcome, Path("旧站")))
    assert "KeyError: 'x'" in table(outcome)[1][-1]
    assert json.loads(report(outcome, ROOT, ".jsonl"))["problem"] == "KeyError: 'x'"
