"""The tasks of a text: numbered items that end with a note."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from plugins.catalog.tasks import Task, named_units, place_of, places_of
from plugins.taskbook.parse import Plan, read_plan

NOTE = "（责任单位：省数据局）"


def plan(*paragraphs: str) -> Plan:
    """The plan of some paragraphs, of 2026."""
    return read_plan("\n\n".join(paragraphs), 2026)


def shown(found: Plan) -> list[tuple[str, str, str]]:
    """Number, title and text of each task."""
    return [(task.number, task.title, task.text) for task in found.tasks]


def test_headings_number_the_paragraphs_below_them() -> None:
    """The note may end the last paragraph or stand by itself; a heading without a number ends the items before it."""
    found = plan(
        "## 一、公开",
        "### （一）集中公开",
        "逐件核对。",
        f"6月底前上网。{NOTE}",
        "### （二）统一格式",
        "四项不得缺漏。",
        NOTE,
        "# 附表",
        f"另有安排。{NOTE}",
    )
    assert shown(found) == [
        ("一（一）", "集中公开", "逐件核对。\n6月底前上网。"),
        ("一（二）", "统一格式", "四项不得缺漏。"),
        ("第1项", "另有安排", "另有安排。"),
    ]
    assert [task.heading for task in found.tasks] == ["（一）集中公开", "（二）统一格式", "附表"]
    assert [task.due for task in found.tasks] == [date(2026, 6, 30), None, None]


def test_paragraphs_number_themselves() -> None:
    """The first sentence is the title; four levels; brackets of either width; marks of Markdown do not count."""
    found = plan(
        "一、主要任务",
        f"**（一）建好平台。** 接入[政务服务网](../a.md)。{NOTE}。",
        f"(二) 管好数据。{NOTE}",
        f"1. 编目录。{NOTE}",
        f"2．核对。\n（1）逐项核对。{NOTE}",
        f"二、{'很长的一句话，' * 12}到此为止。{NOTE}",
    )
    assert [task.number for task in found.tasks] == ["一（一）", "一（二）", "一（二）1", "一（二）2（1）", "二"]
    assert found.tasks[0].text == "建好平台。 接入政务服务网。"
    assert [task.title for task in found.tasks][2:] == ["编目录", "逐项核对", "很长的一句话……"]


def test_a_title_does_not_close_as_a_sentence_does() -> None:
    """Of a heading and of a paragraph."""
    found = plan("### （一）推进公开。", f"逐件核对。{NOTE}", f"（二）管好数据。{NOTE}", "### （三）守好底线；", NOTE)
    assert [task.title for task in found.tasks] == ["推进公开", "管好数据", "守好底线"]
    assert found.tasks[0].heading == "（一）推进公开。"


def test_several_notes_of_one_item_are_several_tasks() -> None:
    """Within a paragraph too; two brackets side by side are one note."""
    found = plan(
        "（一）促进。",
        "减免税费。（财政部负责）发放贷款。（人民银行负责）其余照旧。",
        "另行公布。（责任单位：商务部）（完成时限：6月底前）",
    )
    assert shown(found) == [
        ("（一）", "促进", "促进。\n减免税费。"),
        ("（一）第2项", "发放贷款", "发放贷款。"),
        ("（一）第3项", "其余照旧", "其余照旧。\n另行公布。"),
    ]
    assert found.tasks[2].due == date(2026, 6, 30)


def test_an_item_among_tasks_without_a_unit_is_named() -> None:
    """One that holds tasks, or stands in a part without any, is not."""
    found = plan(
        "一、任务",
        f"（一）甲。{NOTE}",
        "（二）乙。",
        "（三）丙。",
        f"1. 丁。{NOTE}",
        "2. 戊。",
        "二、保障",
        "（一）己。",
        "（二）庚。",
    )
    assert found.unassigned == (("一（二）", "乙"),)


def test_what_has_no_note_is_no_plan() -> None:
    """Nor is a table, nor a bracket in the middle of a sentence."""
    assert plan("（一）甲（以下简称乙）。", "| 任务 | 责任单位：省数据局 |", "各单位（责任单位：省数据局）要抓紧") == Plan()


def test_a_number_is_found_however_it_is_written() -> None:
    """By its end alone where only one task has it."""
    tasks = [Task(number, number, "", ()) for number in ("一（一）", "一（二）", "二（一）", "二（三）1")]
    for written in ("一（二）", "一、（二）", "一 (二)", "第一（二）", "（二）"):
        assert place_of(written, tasks) == 1
    assert place_of("二（三）1.", tasks) == 3
    assert [place_of(written, tasks) for written in ("（一）", "九", "")] == [None, None, None]
    assert [places_of(written, tasks) for written in ("（一）", "九", "")] == [(0, 2), (), ()]


def test_a_number_is_no_end_of_a_longer_one() -> None:
    """1 is not 11, nor 二（一） the end of 十二（一）."""
    tasks = [Task(number, number, "", ()) for number in ("一11", "十二（一）", "三1", "（一）第12项")]
    assert [places_of(written, tasks) for written in ("1", "二（一）", "第2项", "11", "12项")] == [(2,), (), (), (0,), (3,)]


def test_the_founding_document_has_ten_tasks_and_fourteen_units(corpus: Path) -> None:
    """As it lies there, a line a paragraph."""
    text = (corpus / "founding-document.txt").read_text("utf-8")
    found = read_plan("\n\n".join(text.split("\n")), 2016)
    assert [task.number for task in found.tasks] == [f"{part}（{item}）" for part in "一二" for item in "一二三四五"]
    units = "发展改革委 教育厅 民政厅 财政厅 人社厅 国土资源厅 环保厅 住建厅 卫计委 食品药品监管局 政务管理办 编办 质监局 经信委"
    assert named_units(found.tasks) == tuple(f"省{unit}" for unit in units.split())
    groups = {unit.name for task in found.tasks for unit in task.units if not unit.named}
    assert groups == {"省政府各部门", "各市、州、县人民政府"}
    assert [task.number for task in found.tasks if task.note == "等有关部门"] == ["一（二）", "二（三）", "二（四）"]
    deadlines = {task.number: [one.words for one in task.deadlines] for task in found.tasks if task.deadlines}
    assert deadlines == {"一（四）": ["年内"], "二（一）": ["年底前"], "二（四）": ["年底前", "年内"]}
    assert found.unassigned == ()


def test_national_plans_are_read_to_the_last_note(corpus: Path) -> None:
    """Six of the captured documents assign their tasks; none of the others does."""
    counts = {}
    for file in sorted((corpus / "govcn-html/text").glob("*.txt")):
        found = read_plan("\n\n".join(file.read_text("utf-8").split("\n")), int(file.name[:4]))
        if found.tasks:
            counts[file.name[:10]] = (len(found.tasks), len(found.unassigned))
    assert counts == {
        "2018-11-23": (53, 0),
        "2018-12-05": (15, 0),
        "2018-12-10": (30, 0),
        "2018-12-21": (21, 0),
        "2019-01-14": (17, 0),
        "2019-01-21": (39, 0),
    }


def test_no_law_is_taken_for_a_plan(corpus: Path) -> None:
    """（由……负责） in a law gives nobody a task."""
    found = [file.name for file in (corpus / "laws-md").rglob("*.md") if read_plan(file.read_text("utf-8"), 2020).tasks]
    assert found == []


def test_hostile_texts_end_soon() -> None:
    """Brackets that are never closed, lists without an end; what stands behind them is still read."""
    chance = random.Random(7)
    signs = "（）()。；、各市县人民政府责任单位：负责牵头0123456789年月底前一二\n#*[]"
    for _ in range(60):
        read_plan("".join(chance.choice(signs) for _ in range(400)), 2026)
    for piece in ("（", "（责任单位：", "各市、", "（各市、州负责", "每", "1月", "[a](", "（a）", "负责（"):
        found = read_plan(f"{piece * (200_000 // len(piece))}\n\n（一）甲。{NOTE}", 2026)
        assert [task.title for task in found.tasks] == ["甲"]
