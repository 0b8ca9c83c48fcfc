"""The lists of binding documents, year by year."""

from __future__ import annotations

import csv
from importlib import import_module
from io import StringIO

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import Site, write_document


def policy(number: int, **changes: str | None) -> str:
    """A normative document known by its number."""
    numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示民规〔2026〕{number}号"}
    return write_document(**numbers | changes)


def files() -> dict[str, str]:
    """One in force, one changed by it, one repealed by it, one that has lapsed, one that binds nobody."""
    return {
        "policies/2026/new.md": policy(1, 施行日期="2026-05-01", 修改="[示民规〔2026〕2号]", 废止="[示民规〔2026〕3号]"),
        "policies/2026/changed.md": policy(2, 名称="=被修改的办法", 有效期至="2031-02-28"),
        "policies/2026/repealed.md": policy(3, 名称="被废止的办法"),
        "policies/2026/lapsed.md": policy(4, 名称="到期的办法", 有效期至="2026-06-30"),
        "policies/2026/gone.md": policy(5, 名称="撤回的办法", 状态="撤回", 撤回说明="有误", 撤回日期="2026-03-05"),
        "policies/2026/other.md": write_document(名称="其他文件"),
    }


@pytest.fixture
def listed(site: Site) -> Site:
    """The portal of these documents, built on 20 November 2026."""
    outcome = site.write(files()).build()
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    return site


def soup_of(site: Site, address: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(site.page(address), "html.parser")


def parts(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    """The rows below each heading of a list."""
    return {part.h2.text: part.select("tbody tr") for part in soup.select("[data-gk-part]")}


def test_a_year_says_what_became_of_each(listed: Site) -> None:
    """In force, repealed or lapsed; with both ends of its force, for people and for the script."""
    found = parts(soup_of(listed, "/in-force/2026/"))
    titles = {heading: [row.a.text for row in rows] for heading, rows in found.items()}
    assert titles == {
        "年末现行有效": ["示例省人民政府关于一件事的通知", "=被修改的办法"],
        "本年废止": ["被废止的办法"],
        "本年失效": ["到期的办法"],
    }
    (repealed,), (lapsed,), changed = found["本年废止"], found["本年失效"], found["年末现行有效"][1]
    assert (repealed["data-gk-since"], repealed["data-gk-until"]) == ("2026-03-01", "2026-04-30")
    assert "由示民规〔2026〕1号废止，自2026-05-01起" in repealed.text
    assert lapsed["data-gk-until"] == "2026-06-30"
    assert changed.select_one("td:last-child a")["href"] == "/policies/2026/new/"


def test_the_figures_are_those_of_the_annual_report(listed: Site) -> None:
    """For each rank: made, amended, in force and to come at the end, repealed, lapsed."""
    rows = soup_of(listed, "/in-force/").select(".gk-year-counts tbody tr")
    assert [[cell.text for cell in row.select("td")] for row in rows] == [["0"] * 6, ["4", "1", "2", "0", "1", "1"]]


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(listed: Site) -> None:
    """With the same documents as the page, and whole addresses."""
    page = soup_of(listed, "/in-force/2026/")
    text = (listed.output / page.select_one("a[download]")["href"].lstrip("/")).read_text("utf-8")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [row["名称"] for row in rows] == ["示例省人民政府关于一件事的通知", "'=被修改的办法", "被废止的办法", "到期的办法"]
    assert rows[2]["年末状态"] == "已废止"
    assert (rows[2]["废止日期"], rows[2]["废止它的文件"]) == ("2026-05-01", "示民规〔2026〕1号")
    assert rows[1]["本年修改它的文件"] == "示民规〔2026〕1号"
    assert rows[0]["网址"] == "https://www.shili.example/policies/2026/new/"


def test_a_new_year_adds_its_list_and_leaves_the_old_one(listed: Site) -> None:
    """But for the row of years, and for the words that it is not over."""
    before = (listed.output / "in-force/2026/in-force-2026.csv").read_bytes()
    listed.build(as_of="2027-01-04")
    assert parts(soup_of(listed, "/in-force/2027/")).keys() == {"年末现行有效"}
    assert "尚未结束" not in listed.page("/in-force/2026/")
    assert (listed.output / "in-force/2026/in-force-2026.csv").read_bytes() == before


def test_a_long_list_has_pages(listed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its own rows and the way to the others."""
    monkeypatch.setattr(import_module("plugins.inforce.pages"), "PART", 3)
    listed.build(cache=listed.folder / "other")
    first, second = (soup_of(listed, f"/in-force/2026/{page}") for page in ("", "page-2/"))
    assert [len(soup.select("[data-gk-since]")) for soup in (first, second)] == [3, 1]
    assert first.select_one(".gk-pager a")["href"] == "/in-force/2026/page-2/"
    assert second.select_one(".gk-pager a")["href"] == "/in-force/2026/"


def test_a_portal_without_any_says_so(build_site) -> None:  # type: ignore[no-untyped-def]
    """And has no years; the way there is on the site map all the same."""
    site = build_site({"policies/2026/a.md": write_document()})
    assert "还没有" in soup_of(site, "/in-force/").select_one("main").text
    assert [path.name for path in (site.output / "in-force").iterdir()] == ["index.html"]
    assert soup_of(site, "/sitemap/").select_one('a[href="/in-force/"]')


def test_a_text_may_link_to_a_list(listed: Site) -> None:
    """Of a year that there is."""
    body = "见[清单](/in-force/2026/)。\n"
    listed.write({"policies/2026/other.md": write_document(body)})
    assert not listed.check().report.failed
    listed.write({"policies/2026/other.md": write_document(body.replace("2026", "2020"))})
    assert [finding.code for finding in listed.check().report] == ["LNK002"]
