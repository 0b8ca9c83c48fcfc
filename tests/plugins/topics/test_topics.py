"""Topics and what belongs to them."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.conftest import write_document


def topic(**changes: str | None) -> str:
    """A topic with an introduction."""
    values: dict[str, str | None] = {"名称": "一老一小", "索引号": None, "文号": None, "分类": None, "发文日期": None}
    return write_document("养老和托育。\n", **(values | changes))


def test_a_topic_gathers_by_name_and_by_key_area(build_site) -> None:  # type: ignore[no-untyped-def]
    """Named ones first, in the order of the topic; kind by kind; a withdrawn one not at all."""
    numbers = {name: {"索引号": f"990000017/2026-0000{at}", "文号": f"示政发〔2026〕{at}号"} for at, name in enumerate("abcd", 1)}
    site = build_site(
        {
            "policies/2026/a.md": write_document(重点领域="养老", **numbers["a"]),
            "policies/2026/b.md": write_document(**numbers["b"]),
            "policies/2026/c.md": write_document(**numbers["c"]),
            "policies/2026/d.md": write_document(重点领域="养老", 状态="撤回", 撤回说明="有误", **numbers["d"]),
            "news/2026/n.md": write_document(重点领域="养老", 索引号=None, 文号=None, 发文日期=None, 分类=None),
            "topics/t.md": topic(
                重点领域="养老", 收录="[policies/2026/c.md, 示政发〔2026〕2号, 示政发〔2026〕4号]", 内容概述="养老托育政策"
            ),
        }
    )
    soup = BeautifulSoup(site.page("/topics/t/"), "html.parser")
    assert [section.h2.text for section in soup.select(".gk-section-list")] == ["政策文件", "政务动态"]
    assert [link["href"] for link in soup.select(".gk-document-list__title")] == [
        "/policies/2026/c/",
        "/policies/2026/b/",
        "/policies/2026/a/",
        "/news/2026/n/",
    ]
    card = BeautifulSoup(site.page("/topics/"), "html.parser").select_one(".gk-topic-row__card")
    assert "养老托育政策" in card.text


def test_a_topic_and_the_list_of_topics_offer_their_feeds(build_site) -> None:  # type: ignore[no-untyped-def]
    """What a topic gathers can be followed, but for a withdrawn one."""
    site = build_site({"topics/t.md": topic(), "topics/gone.md": topic(名称="另一专题", 状态="撤回", 撤回说明="有误")})
    line = BeautifulSoup(site.page("/topics/t/"), "html.parser").select_one(".gk-feed-line")
    assert "订阅本专题" in line.text and "/feeds/topics/t.xml" in {link["href"] for link in line.select("a")}
    assert "/feeds/topics.xml" in {
        link["href"] for link in BeautifulSoup(site.page("/topics/"), "html.parser").select(".gk-feed-line a")
    }
    assert "gk-feed-line" not in site.page("/topics/gone/")
