"""The META tags of 国办发〔2017〕47号 by page type, and what else a head says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup

from tests.conftest import write_document

SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE = ["ArticleTitle", "PubDate", "ContentSource"]


def names_and_values(html: str) -> Mapping[str, str]:
    """The META tags of the national list, in order."""
    tags = BeautifulSoup(html, "html.parser").select("meta[name]")
    return {str(tag["name"]): str(tag["content"]) for tag in tags if str(tag["name"])[0].isupper()}


@pytest.mark.parametrize(
    ("address", "wanted"),
    [("/", SITE), ("/policies/", SITE + COLUMN), ("/catalog/", SITE + COLUMN), ("/policies/2026/a/", SITE + COLUMN + ARTICLE)],
)
def test_each_page_type_has_its_tags(build_site, address: str, wanted: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Home three, lists seven, content ten; none is empty, none says null."""
    site = build_site({"policies/2026/a.md": write_document(主题词="[政务公开]")})
    tags = names_and_values(site.page(address))
    assert list(tags)[: len(wanted)] == wanted
    assert all(value and value != "null" for value in tags.values())


def test_values_are_as_the_list_wants_them(build_site) -> None:  # type: ignore[no-untyped-def]
    """A domain, not an address; a minute, not a day; a source; columns that differ from one another."""
    site = build_site({"policies/2026/a.md": write_document(主题词="[政务公开, 公开]")})
    tags = names_and_values(site.page("/policies/2026/a/"))
    assert tags["SiteDomain"] == "www.shili.example"
    assert tags["PubDate"] == "2026-03-02 09:00"
    assert tags["ContentSource"] == "示例省人民政府"
    assert tags["Keywords"] == "政务公开,公开"
    assert tags["Url"] == "https://www.shili.example/policies/2026/a/"
    assert len({tags[name] for name in COLUMN}) == 3  # name and type agree for policies


def test_a_page_names_its_address_and_its_feeds(build_site) -> None:  # type: ignore[no-untyped-def]
    """Canonical, Open Graph, and a feed of its column before that of everything."""
    site = build_site({"policies/2026/a.md": write_document()})
    soup = BeautifulSoup(site.page("/policies/2026/a/"), "html.parser")
    address = "https://www.shili.example/policies/2026/a/"
    assert soup.select_one("link[rel=canonical]")["href"] == address
    assert soup.select_one("meta[property='og:url']")["content"] == address
    feeds = [link["href"] for link in soup.select("link[rel=alternate]")]
    assert feeds[0].startswith("/feeds/policies.")
    assert feeds[-1].startswith("/feeds/all.")
    assert {link["type"] for link in soup.select("link[rel=alternate]")} == {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    }
