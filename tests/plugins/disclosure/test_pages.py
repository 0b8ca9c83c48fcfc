"""Documents, columns, the citizens' catalog, the look-up of numbers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.engine.session import BuildError
from tests.conftest import ROOT, Site, write_document

POLICY = "policies/2026/a.md"


def soup_of(site: Site, address: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(site.page(address), "html.parser")


def policies(*years: int) -> dict[str, str]:
    """One imported policy in each of these years."""
    return {
        f"policies/{year}/p.md": write_document(
            索引号=f"990000017/{year}-00001",
            文号=f"示政发〔{year}〕1号",
            发文日期=f"{year}-03-01",
            发布日期=f"{year}-03-02",
            保密审查=None,
            原载=f"{{日期: {year}-03-02}}",
        )
        for year in years
    }


def test_every_number_and_old_address_leads_to_the_document(build_site) -> None:  # type: ignore[no-untyped-def]
    """At once, for people and for search engines."""
    site = build_site({POLICY: write_document(旧址="[/zwgk/t1.html, 'http://old.shili.example/zwgk/2/']")})
    for file in (
        "number/示政发〔2026〕100号/index.html",
        "number/990000017/2026-00100/index.html",
        "zwgk/t1.html",
        "zwgk/2/index.html",
    ):
        soup = BeautifulSoup((site.output / file).read_bytes(), "html.parser")
        assert soup.select_one("meta[http-equiv=refresh]")["content"] == "0; url=/policies/2026/a/"
        assert soup.select_one("link[rel=canonical]")["href"] == "https://www.shili.example/policies/2026/a/"
        assert soup.select_one("a")["href"] == "/policies/2026/a/"


def test_no_page_leads_on_where_it_could_lead_astray(build_site) -> None:  # type: ignore[no-untyped-def]
    """One path of two old hosts, the document's own address, what the portal has: that is for the server's map, or for nobody."""
    old = {
        "a": "['http://a.example/zwgk/t1.html', /policies/2026/a/, 'http://a.example/policies/2026/b/', 'http://a.example/policies/']",
        "b": "['http://b.example/zwgk/t1.html', 'http://b.example/zwgk/t2.html', 'http://b.example/index.html']",
    }
    numbers = {"索引号": "990000017/2026-00101", "文号": "示政发〔2026〕101号"}
    site = build_site({POLICY: write_document(旧址=old["a"]), "policies/2026/b.md": write_document(旧址=old["b"], **numbers)})
    assert not (site.output / "zwgk/t1.html").exists()
    assert "/policies/2026/b/" in (site.output / "zwgk/t2.html").read_text("utf-8")
    for address in ("/policies/2026/a/", "/policies/2026/b/", "/policies/", "/"):
        assert 'http-equiv="refresh"' not in site.page(address), address


def test_an_order_is_found_under_the_short_names_of_its_organ(build_site) -> None:  # type: ignore[no-untyped-def]
    """As other papers cite it; a document that really has such a number keeps it."""
    order = write_document(文号="示例省人民政府令第412号", 文种="命令")
    other = write_document(索引号="990000017/2026-00101", 文号="省政府令第412号", 文种="命令")
    site = build_site({POLICY: order, "policies/2026/b.md": other})
    for number, address in (("省人民政府令第412号", "a"), ("省政府令第412号", "b")):
        assert f"/policies/2026/{address}/" in site.page(f"/number/{number}/")


def test_the_catalog_counts_what_stands_behind_each_door(build_site) -> None:  # type: ignore[no-untyped-def]
    """Counts are on this page only; a withdrawn document and a page of the portal are behind none."""
    gone = write_document(索引号="990000017/2026-00102", 文号="示政发〔2026〕102号", 状态="撤回", 撤回说明="有误")
    page = write_document(索引号=None, 文号=None, 发文日期=None, 分类=None)
    site = build_site({**policies(2025, 2026), "policies/2026/gone.md": gone, "pages/about.md": page})
    doors = {
        link["href"]: link.find_next(class_="gk-catalog-axis__count").text
        for link in soup_of(site, "/catalog/").select(".gk-catalog-axis__link")
    }
    assert doors["/catalog/agencies/990000017/"] == "2 件"
    assert doors["/catalog/themes/0201/"] == "2 件"
    assert doors["/catalog/years/2026/"] == "1 件"
    assert doors["/catalog/validity/in-force/"] == "2 件"
    for address in doors:
        assert (site.output / address.strip("/") / "index.html").is_file()
        assert "gone" not in site.page(address)


def test_a_list_of_the_catalog_has_its_years(build_site) -> None:  # type: ignore[no-untyped-def]
    """Like any column; the axis of years has none above it."""
    site = build_site(policies(2024, 2025, 2026))
    listed = soup_of(site, "/catalog/agencies/990000017/2025/")
    assert [link.text for link in listed.select(".gk-document-list__title")] == ["示例省人民政府关于一件事的通知"]
    assert [link.text for link in listed.select(".gk-year-row__link")] == ["2026年", "2025年", "2024年"]
    assert listed.select_one("h1").text == "2025年示例省人民政府的文件"
    assert not (site.output / "catalog/years/2025/2025").exists()


def test_a_document_knows_its_neighbours_of_the_year(build_site) -> None:  # type: ignore[no-untyped-def]
    """Of its own kind; the year ends the row."""
    files = policies(2025) | {
        f"policies/2026/{name}.md": write_document(
            索引号=f"990000017/2026-{number:05}", 文号=f"示政发〔2026〕{number}号", 发布日期=f"2026-03-{number:02}"
        )
        for number, name in ((3, "a"), (4, "b"), (5, "c"))
    }
    site = build_site(files)
    links = [link["href"] for link in soup_of(site, "/policies/2026/b/").select(".gk-neighbours a")]
    assert links == ["/policies/2026/c/", "/policies/2026/a/"]
    assert [link["href"] for link in soup_of(site, "/policies/2026/a/").select(".gk-neighbours a")] == ["/policies/2026/b/"]


def test_a_correction_is_noted_on_the_page(build_site) -> None:  # type: ignore[no-untyped-def]
    """With its day and its words, and as the day of the last change for machines."""
    site = build_site({POLICY: write_document(更正="{日期: 2026-03-05, 说明: 单位由“万元”改为“元”}")})
    soup = soup_of(site, "/policies/2026/a/")
    assert "2026年3月5日：单位由“万元”改为“元”" in soup.select_one(".gk-corrections").text
    assert soup.select_one("meta[property='article:modified_time']")["content"].startswith("2026-03-05")


def test_an_amended_policy_says_so_and_stays_in_force(build_site) -> None:  # type: ignore[no-untyped-def]
    """On its page and in lists."""
    amending = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 修改="[示政发〔2026〕100号]")
    site = build_site({POLICY: write_document(), "policies/2026/b.md": amending})
    soup = soup_of(site, "/policies/2026/a/")
    assert "现行有效" in soup.select_one(".gk-validity-badge").text
    assert soup.select_one(".gk-validity-badge a")["href"] == "/policies/2026/b/"
    assert soup_of(site, "/policies/2026/").select_one(".gk-badge").text == "已修改"


def test_a_long_text_has_an_outline_and_a_short_one_has_none(build_site) -> None:  # type: ignore[no-untyped-def]
    """Every entry leads to a heading of the text."""
    long = "".join(f"## {number}、标题\n\n正文。\n\n" for number in "一二三四")
    site = build_site(
        {
            POLICY: write_document(long),
            "policies/2026/b.md": write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号"),
        }
    )
    soup = soup_of(site, "/policies/2026/a/")
    targets = [link["href"].lstrip("#") for link in soup.select(".gk-outline__link")]
    assert len(targets) == 4
    assert all(soup.select_one(f".gk-body #{target}") for target in targets)
    assert not soup_of(site, "/policies/2026/b/").select(".gk-outline")


def test_a_kind_without_a_plugin_is_named_and_nothing_is_written(site: Site) -> None:
    """A document must never go missing because a line of the settings did."""
    settings = site.folder / "conf.py"
    settings.write_text((ROOT / "pelicanconf.py").read_text("utf-8").replace('    "plugins.topics",\n', ""), "utf-8")
    site.write({"topics/t.md": write_document(索引号=None, 文号=None, 发文日期=None, 分类=None)})
    (site.folder / "theme").symlink_to(ROOT / "theme")
    with pytest.raises(BuildError, match=r"topics/t\.md 没有页面：.*专题"):
        site.build(settings=settings)
    assert not site.tree()
