"""Lists, year by year."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.conftest import Site, write_document


def many(count: int, year: int = 2026) -> dict[str, str]:
    """Imported policies, one a minute."""
    return {
        f"policies/{year}/p{number:02}.md": write_document(
            名称=f"示例省人民政府关于第{number}件事的通知",
            索引号=f"990000017/{year}-{number:05}",
            文号=f"示政发〔{year}〕{number}号",
            发文日期=f"{year}-03-01",
            发布日期=f"{year}-03-02 09:{number:02}",
            保密审查=None,
            原载=f"{{日期: {year}-03-02}}",
        )
        for number in range(1, count + 1)
    }


def titles(site: Site, address: str) -> list[str]:
    """The addresses a list names, in order."""
    return [link["href"] for link in BeautifulSoup(site.page(address), "html.parser").select(".gk-document-list__title")]


def test_the_newest_stands_first_everywhere(build_site) -> None:  # type: ignore[no-untyped-def]
    """On the column, the newest page of the year and the frozen one."""
    site = build_site(many(45))
    assert titles(site, "/policies/") == [f"/policies/2026/p{number:02}/" for number in range(45, 25, -1)]
    assert titles(site, "/policies/2026/") == [f"/policies/2026/p{number:02}/" for number in range(45, 20, -1)]
    assert titles(site, "/policies/2026/page-1/") == [f"/policies/2026/p{number:02}/" for number in range(20, 0, -1)]


def test_a_column_says_that_there_is_more_and_where(build_site) -> None:  # type: ignore[no-untyped-def]
    """A reader at its end is not left standing; a list that shows everything says nothing."""
    site = build_site(many(22) | many(1, 2025))
    assert "更早的按年份查看" in site.page("/policies/")
    assert "更早的按年份查看" not in site.page("/policies/2025/")


def test_a_frozen_page_has_no_row_of_years(build_site) -> None:  # type: ignore[no-untyped-def]
    """It would change with every new year; it has the pager."""
    site = build_site(many(45) | many(1, 2025))
    frozen = BeautifulSoup(site.page("/policies/2026/page-1/"), "html.parser")
    assert not frozen.select(".gk-year-row")
    assert [link["href"] for link in frozen.select(".gk-pager a")] == ["/policies/2026/"]
    assert "第1页" in frozen.title.text
    newest = BeautifulSoup(site.page("/policies/2026/"), "html.parser")
    assert newest.select_one("[aria-current=page].gk-year-row__link").text == "2026年"


def test_kinds_without_years_have_one_list(build_site) -> None:  # type: ignore[no-untyped-def]
    """And their documents no neighbours."""
    bare = {"索引号": None, "文号": None, "发文日期": None, "分类": None}
    site = build_site({f"services/{name}.md": write_document(**bare) for name in "ab"})
    assert not (site.output / "services/2026").exists()
    assert sorted(titles(site, "/services/")) == ["/services/a/", "/services/b/"]
    assert "gk-neighbours" not in site.page("/services/a/")


def test_a_list_offers_its_feed(build_site) -> None:  # type: ignore[no-untyped-def]
    """In a line that leads to what subscribing is, each format named so that it makes sense read aloud."""
    site = build_site(many(1))
    for address, feed, name in (
        ("/policies/", "/feeds/policies", "政策文件"),
        ("/policies/2026/", "/feeds/policies", "政策文件"),
        ("/catalog/agencies/990000017/", "/feeds/agencies/990000017", "示例省人民政府"),
        ("/catalog/themes/02/2026/", "/feeds/themes/02", "综合政务"),
        ("/catalog/", "/feeds/all", "全部更新"),
    ):
        (line,) = BeautifulSoup(site.page(address), "html.parser").select(".gk-feed-line")
        assert {str(link["href"]): link.text for link in line.select("a")} == {
            "/feeds/": "订阅",
            f"{feed}.xml": f"RSS：{name}",
            f"{feed}.atom": f"Atom：{name}",
            f"{feed}.json": f"JSON Feed：{name}",
        }
    for address in ("/catalog/years/2026/", "/catalog/validity/in-force/"):
        assert "gk-feed-line" not in site.page(address), "they have none of their own"


def test_the_list_of_policies_leads_to_what_is_in_force_and_to_the_tasks(build_site) -> None:  # type: ignore[no-untyped-def]
    """The newest page alone."""
    site = build_site(many(1))
    doors = BeautifulSoup(site.page("/policies/"), "html.parser").select(".gk-door-line a")
    assert [link["href"] for link in doors] == ["/in-force/", "/tasks/"]
    assert "gk-door-line" not in site.page("/policies/2026/")
