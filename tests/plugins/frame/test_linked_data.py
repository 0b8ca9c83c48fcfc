"""What machines read of a page."""

from __future__ import annotations

import json
from datetime import date

from bs4 import BeautifulSoup

from tests.conftest import Site, write_document


def data_of(site: Site, address: str) -> list[dict[str, object]]:
    """The nodes of a page's JSON-LD."""
    script = BeautifulSoup(site.page(address), "html.parser").select_one("script[type='application/ld+json']")
    graph: list[dict[str, object]] = json.loads(script.string)["@graph"]  # type: ignore[union-attr, arg-type]
    return graph


def test_a_policy_is_legislation_with_its_relations(build_site) -> None:  # type: ignore[no-untyped-def]
    """In absolute addresses, with its force and what it repeals."""
    old = write_document(
        索引号="990000017/2019-00001",
        文号="示政发〔2019〕1号",
        发文日期="2019-03-01",
        发布日期="2019-03-02",
        保密审查=None,
        原载="{日期: 2019-03-02}",
    )
    site = build_site({"policies/2026/a.md": write_document(废止="[示政发〔2019〕1号]"), "policies/2019/o.md": old})
    node, trail = data_of(site, "/policies/2026/a/")
    assert node["@type"] == "Legislation"
    assert node["@id"] == node["url"] == "https://www.shili.example/policies/2026/a/"
    assert node["legislationIdentifier"] == "示政发〔2026〕100号"
    assert node["legislationDate"] == date(2026, 3, 1).isoformat()
    assert node["legislationLegalForce"] == "https://schema.org/InForce"
    assert [found["url"] for found in node["legislationRepeals"]] == ["https://www.shili.example/policies/2019/o/"]
    assert trail["itemListElement"][0]["item"] == "https://www.shili.example/"
    assert data_of(site, "/policies/2019/o/")[0]["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_the_home_page_is_the_site_and_its_government(build_site) -> None:  # type: ignore[no-untyped-def]
    """Both nodes."""
    site = build_site({"policies/2026/a.md": write_document()})
    assert [node["@type"] for node in data_of(site, "/")] == ["WebSite", "GovernmentOrganization"]


def test_a_title_cannot_end_the_script(build_site) -> None:  # type: ignore[no-untyped-def]
    """Brackets are written as escapes."""
    site = build_site({"policies/2026/a.md": write_document(名称="'关于</script><b>的通知'")})
    assert data_of(site, "/policies/2026/a/")[0]["name"] == "关于</script><b>的通知"
    assert site.page("/policies/2026/a/").count("</script>") == 2


def test_a_withdrawn_document_says_no_more_than_that_it_was_there(build_site) -> None:  # type: ignore[no-untyped-def]
    """No number's relations, no summary, no terms."""
    site = build_site({"policies/2026/a.md": write_document(状态="撤回", 撤回说明="有误", 内容概述="金丝雀", 主题词="[金丝雀]")})
    node = data_of(site, "/policies/2026/a/")[0]
    assert set(node) == {"@type", "name", "url", "publisher"}
    assert "金丝雀" not in site.page("/policies/2026/a/")
