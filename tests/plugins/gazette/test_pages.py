"""Issues of the gazette."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.conftest import Site, write_document


def gazette(number: int, contents: str, **changes: str | None) -> str:
    """One issue of 2026."""
    values: dict[str, str | None] = {
        "名称": f"示例省人民政府公报2026年第{number}期",
        "索引号": f"990000025/2026-0010{number}",
        "文号": None,
        "分类": None,
        "发文日期": None,
        "发布日期": f"2026-04-0{number}",
        "期号": f"2026年第{number}期",
        "总期号": f"{204 + number}",
        "收录": contents,
    }
    return write_document("本期刊登三件文件。\n", **(values | changes))


def two_issues(build) -> Site:  # type: ignore[no-untyped-def]
    """An order and two papers of two organs, carried by two issues."""
    order = write_document(文号="示例省人民政府令第412号", 索引号="990000017/2026-00001", 名称="示例省政务服务办法", 文种="命令")
    paper = write_document(文号="示政发〔2026〕2号", 索引号="990000017/2026-00002", 名称="示例省人民政府关于甲的通知")
    other = write_document(
        文号="示政办发〔2026〕3号",
        索引号="990000025/2026-00003",
        名称="示例省人民政府办公厅关于乙的通知",
        发布机构="示例省人民政府办公厅",
    )
    site: Site = build(
        {
            "policies/2026/order.md": order,
            "policies/2026/paper.md": paper,
            "policies/2026/other.md": other,
            "gazettes/2026/01.md": gazette(1, "[示例省人民政府令第412号, 示政发〔2026〕2号, 示政办发〔2026〕3号]"),
            "gazettes/2026/02.md": gazette(2, "[示政办发〔2026〕3号]"),
        }
    )
    return site


def test_an_issue_lists_what_it_carries_in_order(build_site) -> None:  # type: ignore[no-untyped-def]
    """Under the organs, with number and link, below a masthead with year, issue and running number."""
    site = two_issues(build_site)
    soup = BeautifulSoup(site.page("/gazettes/2026/01/"), "html.parser")
    assert [part.text for part in soup.select(".gk-gazette-contents__part")] == [
        "示例省人民政府令",
        "示例省人民政府文件",
        "示例省人民政府办公厅文件",
    ]
    assert [link["href"] for link in soup.select(".gk-gazette-contents__title")] == [
        "/policies/2026/order/",
        "/policies/2026/paper/",
        "/policies/2026/other/",
    ]
    facts = soup.select_one(".gk-gazette-masthead__facts").text
    assert "2026年第1期" in facts
    assert "总第205期" in facts


def test_an_issue_may_name_its_sections(build_site) -> None:  # type: ignore[no-untyped-def]
    """From one of its documents on, however that is called, until the next section; also where that one is not public yet."""
    site = two_issues(build_site)
    named = "[{名称: 省政府文件, 从: policies/2026/paper.md}, {名称: 部门规范性文件, 从: 示民规〔2026〕4号}]"
    carried = "[示例省人民政府令第412号, 示政发〔2026〕2号, 示民规〔2026〕4号, 示政办发〔2026〕3号]"
    later = write_document(文号="示民规〔2026〕4号", 索引号="990000017/2026-00004", 发布日期="2026-12-24")
    site.write({"policies/2026/later.md": later, "gazettes/2026/01.md": gazette(1, carried, 分栏=named)})
    assert not site.build().report.failed
    soup = BeautifulSoup(site.page("/gazettes/2026/01/"), "html.parser")
    parts = [part.text for part in soup.select(".gk-gazette-contents__part")]
    assert parts == ["示例省人民政府令", "省政府文件", "部门规范性文件"]
    assert len(soup.select(".gk-gazette-contents__title")) == 3
    assert not [path for path in site.tree() if "示民规〔2026〕4号" in (site.output / path).read_text("utf-8", "replace")]


def test_a_carried_document_leads_back_to_its_issues(build_site) -> None:  # type: ignore[no-untyped-def]
    """Both ways."""
    soup = BeautifulSoup(two_issues(build_site).page("/policies/2026/other/"), "html.parser")
    links = [link["href"] for link in soup.select(".gk-relation-panel a")]
    assert links == ["/gazettes/2026/01/", "/gazettes/2026/02/"]


def test_the_column_shows_the_newest_issue_first(build_site) -> None:  # type: ignore[no-untyped-def]
    """Its cover and its contents; the year has every cover; the home page has the newest."""
    site = two_issues(build_site)
    for address in ("/gazettes/", "/gazettes/2026/"):
        covers = BeautifulSoup(site.page(address), "html.parser").select(".gk-gazette-cover")
        assert [cover["href"] for cover in covers] == ["/gazettes/2026/02/", "/gazettes/2026/01/"]
    home = BeautifulSoup(site.page("/"), "html.parser").select(".gk-gazette-cover")
    assert [cover["href"] for cover in home] == ["/gazettes/2026/02/"]


def test_the_newest_issue_that_stands_is_the_newest(build_site) -> None:  # type: ignore[no-untyped-def]
    """A withdrawn one is marked on its cover, and the one that replaces it may have its number."""
    site = two_issues(build_site)
    gone = {"状态": "撤回", "撤回说明": "期号有误"}
    site.write({"gazettes/2026/02.md": gazette(2, "[示政办发〔2026〕3号]", **gone)})
    site.write({"gazettes/2026/03.md": gazette(2, "[示政办发〔2026〕3号]", 索引号="990000025/2026-00109", 状态="草稿")})
    assert not site.build().report.failed
    column = BeautifulSoup(site.page("/gazettes/"), "html.parser")
    assert column.select_one(".gk-cover-lead .gk-gazette-cover__issue").text == "2026年第1期"
    assert column.select_one(".gk-cover-row .gk-badge").text == "已撤回"
    assert "/gazettes/2026/01/" in site.page("/")


def test_a_withdrawn_issue_lists_nothing(build_site) -> None:  # type: ignore[no-untyped-def]
    """The notice stands in its place."""
    site = build_site({"policies/2026/a.md": write_document(), "gazettes/2026/01.md": gazette(1, "[示政发〔2026〕100号]")})
    site.write({"gazettes/2026/01.md": gazette(1, "[示政发〔2026〕100号]", 状态="撤回", 撤回说明="期号有误")}).build()
    soup = BeautifulSoup(site.page("/gazettes/2026/01/"), "html.parser")
    assert not soup.select(".gk-gazette-contents__title")
    assert "期号有误" in soup.select_one(".gk-withdrawal").text
