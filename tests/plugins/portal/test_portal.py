"""Home, site map, error page, robots.txt and sitemaps."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from plugins.portal import crawlers
from tests.conftest import Site, write_document

POLICY = "policies/2026/a.md"
NAMESPACE = {"s": crawlers.NAMESPACE}


def places(site: Site, path: str) -> dict[str, str]:
    """Address to lastmod of one sitemap."""
    tree = ElementTree.parse(site.output / path)
    nodes = tree.getroot().iterfind("*", NAMESPACE)
    return {node.findtext("s:loc", "", NAMESPACE): node.findtext("s:lastmod", "", NAMESPACE) for node in nodes}


def test_the_sitemap_has_every_public_document_by_year(build_site) -> None:  # type: ignore[no-untyped-def]
    """With the day it last changed; withdrawn ones and redirects are not in it."""
    gone = write_document(索引号="990000017/2026-00102", 文号="示政发〔2026〕102号", 状态="撤回", 撤回说明="有误")
    site = build_site({POLICY: write_document(更正="{日期: 2026-03-05, 说明: 更正}"), "policies/2026/gone.md": gone})
    assert list(places(site, "sitemap.xml")) == [
        "https://www.shili.example/sitemap-lists.xml",
        "https://www.shili.example/sitemap-2026.xml",
    ]
    assert places(site, "sitemap-2026.xml") == {"https://www.shili.example/policies/2026/a/": "2026-03-05T00:00+08:00"}
    assert "https://www.shili.example/policies/2026/" in places(site, "sitemap-lists.xml")


def test_a_sitemap_is_cut_at_the_limit(build_site, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The protocol allows 50,000 addresses; two are enough to see the cut."""
    monkeypatch.setattr(crawlers, "LIMIT", 2)
    files = {
        f"policies/2026/{number}.md": write_document(索引号=f"990000017/2026-0000{number}", 文号=f"示政发〔2026〕{number}号")
        for number in (1, 2, 3)
    }
    site = build_site(files)
    assert len(places(site, "sitemap-2026-1.xml")) == 2
    assert len(places(site, "sitemap-2026-2.xml")) == 1
    assert "https://www.shili.example/sitemap-2026-2.xml" in places(site, "sitemap.xml")


def test_robots_are_shown_the_way(build_site) -> None:  # type: ignore[no-untyped-def]
    """Nothing is forbidden."""
    site = build_site({POLICY: write_document()})
    assert (site.output / "robots.txt").read_text("utf-8") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://www.shili.example/sitemap.xml\n"
    )


def test_the_home_page_pairs_a_policy_with_its_interpretation(build_site) -> None:  # type: ignore[no-untyped-def]
    """And shows notices, topics and the doors of the catalog."""
    bare = {"索引号": None, "文号": None, "发文日期": None}
    site = build_site(
        {
            POLICY: write_document(名称="示例省人民政府关于一件事的公告"),
            "interpretations/2026/i.md": write_document(名称="一件事解读", 解读对象="[示政发〔2026〕100号]", **bare),
            "topics/t.md": write_document(名称="数字政府", 分类=None, **bare),
        }
    )
    home = BeautifulSoup(site.page("/"), "html.parser")
    assert home.select_one(".gk-document-list__interpretation a").text == "一件事解读"
    assert home.select_one("[aria-labelledby=notices] .gk-document-list__title")["href"] == "/policies/2026/a/"
    assert home.select_one(".gk-topic-links__link").text == "数字政府"
    assert {"按发布机构", "按主题分类", "按年份", "查询和数据"} == {label.text for label in home.select(".gk-doors__label")}
    assert {"/number/", "/in-force/", "/tasks/", "/data/"} <= {link["href"] for link in home.select("main .gk-doors a")}


def test_an_empty_portal_says_what_will_be_here(build_site) -> None:  # type: ignore[no-untyped-def]
    """And how to be told."""
    site = build_site({"pages/about.md": write_document(索引号=None, 文号=None, 发文日期=None, 分类=None)})
    for address in ("/", "/policies/"):
        note = BeautifulSoup(site.page(address), "html.parser").select_one(".gk-note")
        assert "订阅" in note.text


def test_the_error_page_offers_other_ways(build_site) -> None:  # type: ignore[no-untyped-def]
    """The look-up, the catalog, the years; and no search engine keeps it."""
    site = build_site({POLICY: write_document()})
    soup = BeautifulSoup((site.output / "404.html").read_bytes(), "html.parser")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert soup.select_one("main .gk-number-form")
    assert {"/catalog/", "/sitemap/", "/policies/2026/"} <= {link["href"] for link in soup.select("main a")}
