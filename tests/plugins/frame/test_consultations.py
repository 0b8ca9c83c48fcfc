"""Consultations on their own page and wherever they are listed, while they are open and after."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.catalog.lists import CALENDAR
from tests.conftest import Site, write_document

BARE = {"索引号": None, "文号": None, "发文日期": None, "分类": None}
OPEN, LAST, OVER = "2026-11-20 09:00", "2026-11-25 23:59", "2026-11-26 00:00"


def asked(number: int = 1, closes: str = "2026-11-25") -> str:
    """News that ask for opinions."""
    return write_document(名称=f"关于公开征求第{number}件事意见的公告", 截止日期=closes, **BARE)


def files() -> dict[str, str]:
    """A consultation, other news, a policy."""
    plain = write_document(名称="一件事的动态", **BARE)
    return {"news/2026/asked.md": asked(), "news/2026/plain.md": plain, "policies/2026/a.md": write_document()}


@pytest.fixture
def site(build_site) -> Site:  # type: ignore[no-untyped-def]
    """The portal while it asks."""
    return build_site(files())


def soup(site: Site, address: str) -> BeautifulSoup:
    """A page."""
    return BeautifulSoup(site.page(address), "html.parser")


def listed(site: Site, address: str) -> list[str]:
    """The open consultations that a page lists."""
    return [str(link["href"]) for link in soup(site, address).select(".gk-open-consultations li a")]


def said(site: Site) -> str:
    """What the page of the consultation says of its state."""
    (badge,) = soup(site, "/news/2026/asked/").select(".gk-consultation-badge")
    return " ".join(badge.text.split())


def test_an_open_consultation_says_until_when_and_where_its_day_stands(site: Site) -> None:
    """On its page, in lists, on the home page and on top of the news."""
    assert said(site) == "征求意见中 2026年11月25日截止 订阅政策日历"
    link = soup(site, "/news/2026/asked/").select_one(".gk-consultation-badge a")
    assert link["href"] == CALENDAR and "20261125" in (site.output / CALENDAR.lstrip("/")).read_text("utf-8")
    for address in ("/", "/news/"):
        assert listed(site, address) == ["/news/2026/asked/"]
        assert "2026年11月25日截止" in soup(site, address).select_one(".gk-open-consultations").text
    assert [badge.text for badge in soup(site, "/news/2026/").select(".gk-badge")] == ["征求意见中"]
    assert not soup(site, "/news/2026/plain/").select(".gk-consultation-badge")
    assert listed(site, "/news/2026/") == listed(site, "/policies/") == []


def test_when_the_day_is_over_a_build_changes_the_pages_that_said_so(site: Site) -> None:
    """By itself, without a new document; until the end of the day nothing changes. A cold build gives the same bytes."""
    assert not {path for path in site.build(as_of=LAST).made if path.endswith("index.html")}
    made = {path for path in site.build(as_of=OVER).made if path.endswith("index.html")}
    assert made == {f"{page}index.html" for page in ("", "news/", "news/2026/", "news/2026/asked/")}
    assert said(site) == "征求意见已结束 2026年11月25日截止"
    assert listed(site, "/") == listed(site, "/news/") == []
    assert not soup(site, "/news/2026/").select(".gk-badge")
    warm = site.tree()
    site.build(as_of=OVER, cache=site.folder / "cold")
    assert site.tree() == warm


def test_another_consultation_makes_only_the_pages_that_show_it(site: Site) -> None:
    """Not that of the one before it, but for the way to its neighbour."""
    made = site.write({"news/2026/b.md": asked(2, "2026-12-01")}).build().made
    pages = {path for path in made if path.endswith("index.html")}
    assert {"index.html", "news/index.html", "news/2026/b/index.html"} <= pages
    assert not {path for path in pages if path.startswith(("policies", "catalog", "tasks", "in-force"))}


def test_the_home_page_shows_the_first_to_close_and_the_way_to_all(site: Site) -> None:
    """The news have them all."""
    site.write({f"news/2026/c{day}.md": asked(day, f"2026-12-0{day}") for day in range(1, 7)}).build()
    assert listed(site, "/") == ["/news/2026/asked/", *(f"/news/2026/c{day}/" for day in range(1, 5))]
    assert soup(site, "/").select_one(".gk-open-consultations h2 a")["href"] == "/news/"
    assert len(listed(site, "/news/")) == 7


def test_a_result_stays_with_the_relation_panel(site: Site) -> None:
    """The policy that came of it leads there and back, after the closing day too."""
    site.write({"policies/2026/a.md": write_document(征求意见="[news/2026/asked.md]", 发布日期="2026-11-27 09:00")})
    assert not site.build(as_of="2026-11-28 09:00").report.failed
    assert said(site).startswith("征求意见已结束")
    assert "/policies/2026/a/" in {str(link["href"]) for link in soup(site, "/news/2026/asked/").select(".gk-relation-panel a")}
