"""The pages of tasks: of a plan, of a year, of all years; what plans and reports say of each other."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from intake.run import take_in
from intake.write import shelf_of
from plugins.catalog.terms import Kind
from tests.conftest import Site, write_document
from tests.intake.making import no_progress

PLAN = """## 一、主要任务

### （一）=建好平台

6月底前完成。（牵头单位：省民政厅；配合单位：省数据局等有关部门）

### （二）管好数据

年底前完成。（责任单位：省数据局、某某局，各市、州、县人民政府）

### （三）守好底线

长期坚持。（责任单位：省财政厅）
"""


def report(entries: str, **changes: str | None) -> str:
    """News that reports progress."""
    own = {
        "名称": "落实情况公布",
        "索引号": None,
        "文号": None,
        "发文日期": None,
        "发布日期": "2026-07-01 09:00",
        "进展": entries,
    }
    return write_document(**own | changes)


def files() -> dict[str, str]:
    """A plan of one organ, two reports, and an organ that has documents of its own."""
    first = "[{文件: 示政发〔2026〕100号, 任务: （一）, 状态: 进行中, 日期: 2026-05-31, 说明: 过半}]"
    later = "[{文件: 示政发〔2026〕100号, 任务: （二）, 状态: 已完成, 日期: 2026-06-30, 说明: 已经公布}]"
    office = {"索引号": "990000092/2026-00001", "文号": "示民函〔2026〕1号", "发布机构": "示例省民政厅"}
    return {
        "policies/2026/plan.md": write_document(PLAN),
        "policies/2026/office.md": write_document(**office),
        "policies/2025/old.md": write_document(
            "（一）旧事。（责任单位：省民政厅）\n",
            名称="去年的要点",
            索引号="990000017/2025-00001",
            文号="示政发〔2025〕1号",
            发文日期="2025-03-01",
            发布日期="2025-03-02 09:00",
            保密审查="{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2025-03-01}",
        ),
        "news/2026/first.md": report(first, 发布日期="2026-06-01 09:00"),
        "news/2026/later.md": report(later),
    }


@pytest.fixture
def told(site: Site) -> Site:
    """The portal of these documents, built on 20 November 2026."""
    outcome = site.write(files()).build()
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    return site


def soup_of(site: Site, address: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(site.page(address), "html.parser")


def table_of(site: Site, path: str) -> list[dict[str, str]]:
    """A table to download."""
    text = (site.output / path).read_text("utf-8")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def figures(site: Site, address: str, label: str) -> dict[str, list[str]]:
    """The figures of a table of shares by the name of the row."""
    caption = next(one for one in soup_of(site, address).select("caption") if one.text == label)
    rows = caption.find_parent("table").select("tbody tr")
    return {row.th.text.strip(): [cell.text for cell in row.select("[data-gk-label]")] for row in rows}


def test_a_plan_has_a_page_of_its_tasks(told: Site) -> None:
    """Number, title that leads to the text, units that lead to their organs, deadline, state and what was reported."""
    rows = soup_of(told, "/policies/2026/plan/tasks/").select("#tasks ~ .gk-task-table tbody tr")
    assert [row["id"] for row in rows] == ["task-1", "task-2", "task-3"]
    first, second, third = rows
    assert first.th.a["href"].startswith("/policies/2026/plan/#")
    assert soup_of(told, "/policies/2026/plan/").find(id=first.th.a["href"].partition("#")[2]).text == "（一）=建好平台"
    units = [unit.text for unit in first.select(".gk-task-table__unit")]
    assert units == ["牵头：省民政厅", "配合：省数据局", "等有关部门"]
    assert [link["href"] for link in first.select(".gk-task-table__unit a")] == ["/catalog/agencies/990000092/"]
    assert "2026-06-30" in first.select_one("[data-gk-label=时限]").text
    assert "进行中 逾期2026-05-31 进行中：过半（落实情况公布）" in first.select_one("[data-gk-label=状态]").text
    assert "已完成2026-06-30 已完成：已经公布" in second.select_one("[data-gk-label=状态]").text
    assert third.select_one("[data-gk-label=状态]").text == "未报进展"


def test_each_unit_has_its_tasks_without_a_script(told: Site) -> None:
    """The list of units leads down to a part for each, and from there to the rows."""
    soup = soup_of(told, "/policies/2026/plan/tasks/")
    ways = {link.text: link["href"] for link in soup.select(".gk-unit-tasks nav a")}
    assert list(ways) == ["省数据局（2）", "省民政厅（1）", "某某局（1）", "各市、州、县人民政府（1）", "省财政厅（1）"]
    part = soup.find(id=ways["省数据局（2）"].lstrip("#")).find_parent("section")
    assert [link["href"] for link in part.select("li a")] == ["#task-1", "#task-2"]
    assert "（配合）" in part.select_one("li").text


def test_the_plan_and_its_reports_lead_to_each_other(told: Site) -> None:
    """The page of the policy to the tasks, that of the news to the row; both to each other."""
    way = soup_of(told, "/policies/2026/plan/").select_one(".gk-document-ways")
    assert (way.a["href"], way.span.text) == ("/policies/2026/plan/tasks/", "3项任务、4个单位")
    (line,) = soup_of(told, "/news/2026/later/").select(".gk-task-reports li")
    assert line.a["href"] == "/policies/2026/plan/tasks/#task-2"
    assert "已完成（2026-06-30）已经公布" in line.text
    assert "报告本文件落实进展的文件" in soup_of(told, "/policies/2026/plan/").select_one("aside").text
    assert "所落实的文件" in soup_of(told, "/news/2026/later/").select_one("aside").text
    assert not soup_of(told, "/policies/2026/office/").select(".gk-document-ways")
    assert not (told.output / "policies/2026/office/tasks").exists()


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(told: Site) -> None:
    """With the whole text and every role."""
    first, second, third = table_of(told, "policies/2026/plan/tasks/tasks.csv")
    assert (first["编号"], first["任务"]) == ("一（一）", "'=建好平台")
    assert (first["牵头单位"], first["配合和指导单位"], first["说明"]) == ("省民政厅", "省数据局", "等有关部门")
    assert second["责任单位"] == "省数据局；某某局；各市、州、县人民政府"
    assert second["内容"] == "年底前完成。"
    assert (first["完成时限"], first["截止日期"], first["状态"]) == ("6月底前", "2026-06-30", "进行中")
    assert [row["时限情况"] for row in (first, second, third)] == ["逾期", "", ""]
    assert (third["截止日期"], third["状态"]) == ("", "未报进展")
    assert second["网址"] == "https://www.shili.example/policies/2026/plan/tasks/#task-2"


def test_a_year_counts_by_plan_and_by_unit_and_names_what_is_overdue(told: Site) -> None:
    """All, done, in progress, not begun, unreported, past their time; a unit under its name of today, groups not at all."""
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "1", "1", "0", "1", "1"]}
    assert figures(told, "/tasks/2026/", "各文件的任务") == {
        "示例省人民政府关于一件事的通知 示政发〔2026〕100号": ["3", "1", "1", "0", "1", "1"]
    }
    assert figures(told, "/tasks/2026/", "各单位的任务") == {
        "示例省数据局": ["2", "1", "1", "0", "0", "1"],
        "示例省民政厅": ["1", "0", "1", "0", "0", "1"],
        "某某局": ["1", "1", "0", "0", "0", "0"],
        "示例省财政厅": ["1", "—", "—", "—", "1", "—"],
    }
    (overdue,) = soup_of(told, "/tasks/2026/").select(".gk-overdue-tasks li")
    assert overdue.a["href"] == "/policies/2026/plan/tasks/#task-1"
    assert len(table_of(told, "tasks/2026/tasks-2026.csv")) == 3
    assert figures(told, "/tasks/", "各年任务") == {
        "2026年": ["3", "1", "1", "0", "1", "1"],
        "2025年": ["1", "—", "—", "—", "1", "—"],
    }


def test_the_bar_says_in_shapes_what_the_figures_say(told: Site) -> None:
    """Full, hatched, empty, dotted; it is hidden from readers of the table."""
    bar = soup_of(told, "/tasks/2026/").select_one(".gk-share-bar")
    assert bar["aria-hidden"] == "true"
    assert bar.select_one(".gk-share-bar__done")["width"] == "33.3%"
    begun = bar.select_one(".gk-share-bar__begun")
    assert (begun["x"], begun["width"], begun["fill"]) == ("33.3%", "33.3%", "url(#gk-begun)")
    silent = bar.select_one(".gk-share-bar__unreported")
    assert (silent["x"], silent["width"], silent["fill"]) == ("66.7%", "33.3%", "url(#gk-unreported)")
    assert {soup_of(told, "/tasks/2026/").find(id=name).name for name in ("gk-begun", "gk-unreported")} == {"pattern"}


SILENT = {"news/2026/first.md": report("[]"), "news/2026/later.md": report("[]")}
"""The reports, of nothing."""


def test_what_nobody_reports_on_is_not_said_to_have_not_begun(told: Site) -> None:
    """There is no chart; what passed its time is said to have passed it, and may be done."""
    assert not told.write(SILENT).build().report.failed
    soup = soup_of(told, "/policies/2026/plan/tasks/")
    assert not soup.select(".gk-share-bar, .gk-share-legend, .gk-share-table")
    assert "完成情况不明。其中1项已过完成时限。" in soup.main.text
    assert "未启动" not in soup.main.text
    states = [cell.text for cell in soup.select("#tasks ~ .gk-task-table [data-gk-label=状态]")]
    assert states == ["未报进展 已过期限", "未报进展", "未报进展"]
    assert [row["时限情况"] for row in table_of(told, "policies/2026/plan/tasks/tasks.csv")] == ["已过期限", "", ""]
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "—", "—", "—", "3", "1"]}
    assert "TSK007" in {one.code for one in told.check().report}


def test_not_begun_is_what_an_editor_wrote(told: Site) -> None:
    """And past its time it is overdue."""
    entries = "[{文件: 示政发〔2026〕100号, 任务: （一）, 状态: 未启动, 日期: 2026-05-31}]"
    assert not told.write(SILENT | {"news/2026/first.md": report(entries)}).build().report.failed
    state = soup_of(told, "/policies/2026/plan/tasks/").select_one("#task-1 [data-gk-label=状态]").text
    assert state == "未启动 逾期2026-05-31 未启动（落实情况公布）"
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "0", "0", "1", "2", "1"]}


def test_an_imported_plan_is_overdue_only_where_somebody_reports_on_it(told: Site) -> None:
    """Of history nobody asks; a report takes it up."""
    imported = {"policies/2026/plan.md": write_document(PLAN, 原载="{日期: 2026-03-01}")}
    assert not told.write(SILENT | imported).build().report.failed
    assert "逾期" not in (told.output / "policies/2026/plan/tasks/index.html").read_text("utf-8")
    assert "已过" not in soup_of(told, "/policies/2026/plan/tasks/").main.text
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "—", "—", "—", "3", "—"]}
    assert not told.write({"news/2026/later.md": files()["news/2026/later.md"]}).build().report.failed
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "1", "0", "0", "2", "1"]}


def test_the_pages_say_on_paper_where_they_are_from(told: Site) -> None:
    """With the portal's name, the address and its code."""
    for address in ("/policies/2026/plan/tasks/", "/tasks/2026/", "/tasks/"):
        source = soup_of(told, address).select_one(".gk-print-source")
        assert source.svg
        assert source.p.text.endswith(f"https://www.shili.example{address}")


def test_the_tasks_of_a_plan_name_the_feed_of_its_chain(told: Site) -> None:
    """Where it has one: what reports its progress belongs to it."""
    feed = "/feeds/chains/policies/2026/plan.atom"

    def feeds() -> set[str]:
        return {str(link["href"]) for link in soup_of(told, "/policies/2026/plan/tasks/").select("link[rel=alternate]")}

    assert feed in feeds() and (told.output / feed.lstrip("/")).is_file()
    for path in [path for path in files() if path.startswith("news/")]:
        (told.content / path).unlink()
    assert not told.build().report.failed
    assert feed not in feeds()


def test_a_day_changes_only_what_a_deadline_ends(told: Site) -> None:
    """The day after the last day of the year; the day before nothing but what every day changes."""
    assert not {path for path in told.build(as_of="2026-12-31 09:00").made if "tasks" in path}
    made = told.build(as_of="2027-01-01 09:00").made
    assert not {path for path in made if "tasks" in path}, "all that is due then is done"
    undone = files()["news/2026/later.md"].replace("已完成", "进行中")
    told.write({"news/2026/later.md": undone}).build(as_of="2026-12-31 09:00")
    made = told.build(as_of="2027-01-01 09:00").made
    assert "policies/2026/plan/tasks/index.html" in made
    assert figures(told, "/tasks/2026/", "合计") == {"2026年": ["3", "0", "2", "0", "1", "2"]}


def test_the_newest_report_counts_and_drafts_and_withdrawn_ones_do_not(told: Site) -> None:
    """By the day the report is of, not by when it was published."""
    again = "[{文件: policies/2026/plan.md, 任务: 一（二）, 状态: 进行中, 日期: 2026-03-31, 说明: 早先的情况}]"
    told.write({"news/2026/again.md": report(again, 发布日期="2026-08-01 09:00")})
    told.write({"news/2026/draft.md": report(again.replace("03-31", "07-31"), 状态="草稿")})
    told.write({"news/2026/gone.md": report(again.replace("03-31", "07-31"), 状态="撤回", 撤回说明="有误")})
    assert not told.build().report.failed
    state = soup_of(told, "/policies/2026/plan/tasks/").select_one("#task-2 [data-gk-label=状态]").text
    assert state.startswith("已完成2026-06-30 已完成：已经公布（落实情况公布）2026-03-31 进行中：早先的情况")
    assert "07-31" not in state


def test_a_withdrawn_plan_has_no_tasks(told: Site) -> None:
    """Its text is gone, and what was asked in it."""
    told.write({"policies/2026/plan.md": write_document(PLAN, 状态="撤回", 撤回说明="有误")}).build()
    assert not (told.output / "policies/2026/plan/tasks").exists()
    assert not (told.output / "tasks/2026").exists()
    assert not soup_of(told, "/news/2026/later/").select(".gk-task-reports")


def test_a_portal_without_plans_says_so(build_site) -> None:  # type: ignore[no-untyped-def]
    """And has no years."""
    site = build_site({"policies/2026/a.md": write_document()})
    assert "还没有" in soup_of(site, "/tasks/").main.text
    assert [path.name for path in (site.output / "tasks").iterdir()] == ["index.html"]


def test_a_text_may_link_to_tasks(told: Site) -> None:
    """Of a plan and of a year; sitemaps have them."""
    body = "见[任务](/policies/2026/plan/tasks/)和[落实情况](/tasks/2026/)。\n"
    told.write({"news/2026/first.md": write_document(body, 名称="消息", 索引号=None, 文号=None, 发文日期=None)})
    assert not told.build().report.failed
    assert "/policies/2026/plan/tasks/" in (told.output / "sitemap-lists.xml").read_text("utf-8")
    told.write({"news/2026/first.md": write_document(body.replace("plan", "office"), 索引号=None, 文号=None, 发文日期=None)})
    assert [finding.code for finding in told.check().report if finding.level.value == "error"] == ["LNK002"]


def test_the_founding_document_has_its_task_book(corpus: Path, site: Site) -> None:
    """Taken in as it lies there: ten tasks, fourteen units, five deadlines of four words."""
    shelf, _ = shelf_of(site.content / "policies/2016", site.content)
    take_in(corpus / "founding-document.txt", shelf, Kind.POLICY, no_progress, workers=0)
    outcome = site.build()
    assert not outcome.report.failed
    assert not [finding for finding in outcome.report if finding.code.startswith("TSK")]
    assert soup_of(site, "/policies/2016/38396/").select_one(".gk-document-ways span").text == "10项任务、14个单位"
    rows = table_of(site, "policies/2016/38396/tasks/tasks.csv")
    assert [row["编号"] for row in rows] == [f"{part}（{item}）" for part in "一二" for item in "一二三四五"]
    assert len(rows[1]["责任单位"].split("；")) == 11
    assert rows[1]["说明"] == "等有关部门"
    assert {(row["状态"], row["时限情况"]) for row in rows} == {("未报进展", "")}
    assert not [row["任务"] for row in rows if row["任务"].endswith("。")]
    text = (site.content / "policies/2016/38396.md").read_text("utf-8")
    assert "主题词" not in text
    assert [row["截止日期"] for row in rows if row["截止日期"]] == ["2016-12-31"] * 3
