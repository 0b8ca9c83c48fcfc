"""The pages of amended texts: what changed, and which text was in force when."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.amended.read import held
from tests.conftest import Site, write_document

FIRST = "第一条　制定本办法。\n\n"
OLD = f"# 示例省某办法\n\n{FIRST}第二条　在5个工作日内办结。\n\n第三条　废话一条。\n\n第四条　自2026年4月1日起施行。\n"
NEW = f"# 示例省某办法（2026年修正）\n\n{FIRST}第二条　在3个工作日内办结。\n\n第三条　自2026年4月1日起施行。\n"
AFTER = "# 示例省某办法\n\n第一条　制定新办法。\n\n第二条　在1个工作日内办结。\n\n第三条　自2027年1月1日起施行。\n"


def document(number: int, body: str, **changes: str) -> str:
    """A policy known by its number; its text begins with a covering notice."""
    numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号", "名称": f"第{number}号通知"}
    return write_document(f"各市、州、县人民政府：\n\n现印发给你们。\n\n{body}", **numbers | changes)


def files() -> dict[str, str]:
    """A text, its amendment with the whole text, one without, and the text that replaces it."""
    return {
        "policies/2026/old.md": document(1, OLD, 施行日期="2026-04-01"),
        "policies/2026/new.md": document(2, NEW, 施行日期="2026-06-01", 修改="[示政发〔2026〕1号]"),
        "policies/2026/part.md": document(3, "另有规定的除外。\n", 施行日期="2026-08-01", 修改="[示政发〔2026〕1号]"),
        "policies/2026/after.md": document(4, AFTER, 施行日期="2027-01-01", 废止="[示政发〔2026〕1号]"),
    }


@pytest.fixture
def told(site: Site) -> Site:
    """The portal of these documents."""
    outcome = site.write(files()).build()
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    return site


def soup_of(site: Site, address: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(site.page(address), "html.parser")


def ways(site: Site, address: str) -> dict[str, str]:
    """The ways on from a document, by where they lead."""
    return {way.a["href"]: way.text.strip() for way in soup_of(site, address).select(".gk-document-ways")}


def test_both_documents_lead_to_what_changed(told: Site) -> None:
    """An amendment without the whole text has nothing to compare."""
    changes = "/policies/2026/new/changes/2026-old/"
    texts = "/policies/2026/old/versions/"
    assert ways(told, "/policies/2026/new/") == {
        changes: "修改对照 示政发〔2026〕1号",
        texts: "某一天有效的文本 示政发〔2026〕1号",
    }
    after = "/policies/2026/after/changes/2026-new/"
    assert ways(told, "/policies/2026/old/") == {
        changes: "修改对照 示政发〔2026〕2号所作的修改",
        after: "修改对照 示政发〔2026〕4号所作的修改",
        texts: "某一天有效的文本",
    }
    own = {after: "修改对照 示政发〔2026〕2号", "/policies/2026/after/versions/": "某一天有效的文本"}
    assert ways(told, "/policies/2026/after/") == own
    assert ways(told, "/policies/2026/part/") == {}


def test_articles_say_what_was_done_to_them(told: Site) -> None:
    """In elements that mean it, and in words for who listens; what stayed is named in runs."""
    found = soup_of(told, "/policies/2026/new/changes/2026-old/").select(".gk-article-changes section")
    assert [" ".join(one.h2.text.split()) for one in found] == [
        "第一条 没有变动",
        "第二条 修改",
        "原第三条 删去",
        "第三条（原第四条） 内容没有变动，条号顺延",
    ]
    assert (found[1].select_one("del").text, found[1].select_one("ins").text) == ("删去：5（删去完）", "增加：3（增加完）")
    assert found[2].select_one("del").text == "删去：废话一条。（删去完）"
    assert not found[0].select("p")


def test_each_day_has_its_text(told: Site) -> None:
    """From the day a text takes effect to the day before the next; the last one to the repeal."""
    soup = soup_of(told, "/policies/2026/old/versions/")
    shown = [" ".join(one.text.split()) for one in soup.select(".gk-version-list li")]
    assert shown == [
        "2026年4月1日至2026年5月31日 原文：第1号通知（示政发〔2026〕1号）",
        "2026年6月1日至2026年7月31日 修改后的全文：第2号通知（示政发〔2026〕2号），改了什么",
        "2026年8月1日至2026年12月31日 修改决定，与示政发〔2026〕2号一并查阅：第3号通知（示政发〔2026〕3号）",
        "2027年1月1日起 原文：第4号通知（示政发〔2026〕4号），改了什么",
    ]
    assert [text.text for text in soup_of(told, "/policies/2026/after/versions/").select(".gk-version-list li")] == [
        text.text for text in soup.select(".gk-version-list li")
    ]
    address, _, anchor = soup.select(".gk-version-list li")[1].a["href"].partition("#")
    assert soup_of(told, address).find(id=anchor).text == "示例省某办法（2026年修正）"


def test_a_changed_text_changes_the_comparison(told: Site) -> None:
    """And a draft or a withdrawn document is compared with nothing."""
    told.write({"policies/2026/new.md": files()["policies/2026/new.md"].replace("在3个", "在2个")})
    assert "policies/2026/new/changes/2026-old/index.html" in told.build().made
    assert "增加：2（增加完）" in soup_of(told, "/policies/2026/new/changes/2026-old/").main.text
    draft = files()["policies/2026/new.md"].replace("\n---\n", "\n状态: 草稿\n---\n", 1)
    told.write({"policies/2026/new.md": draft}).build()
    assert not (told.output / "policies/2026/new").exists()
    row = soup_of(told, "/policies/2026/old/versions/").select(".gk-version-list li")
    assert len(row) == 3


def test_whoever_holds_a_text_says_what_became_of_it(told: Site) -> None:
    """On its day the amended document leads to the whole text; a text that was amended again, or ended, leads to all of them."""
    badge = ".gk-validity-badge"
    assert not told.build(as_of="2026-07-01").report.failed
    assert "修改后的全文见" in soup_of(told, "/policies/2026/old/").select_one(badge).text
    assert not soup_of(told, "/policies/2026/new/").select(badge)
    for day, words in (("2026-08-01", "所载文本后来又经修改"), ("2027-01-01", "所载文本已废止")):
        assert not told.build(as_of=day).report.failed
        found = soup_of(told, "/policies/2026/new/").select_one(badge)
        assert words in found.text and found.a["href"] == "/policies/2026/old/versions/"
    assert "一并查阅" not in soup_of(told, "/policies/2026/old/").select_one(badge).text


def test_a_text_may_link_to_a_comparison(told: Site) -> None:
    """It is in the sitemap too."""
    body = "见[对照](/policies/2026/new/changes/2026-old/)和[文本](/policies/2026/old/versions/)。\n"
    told.write({"policies/2026/part.md": document(3, body)})
    assert not told.build().report.failed
    assert "/policies/2026/new/changes/2026-old/" in (told.output / "sitemap-lists.xml").read_text("utf-8")


def test_a_document_holds_what_stands_in_articles() -> None:
    """Below headings of the first level, or below none; a quotation of an article is no instrument."""
    articles = "\n\n".join(f"第{number}条　内容。" for number in "一二三")
    assert held(articles) == ("",)
    assert held(f"通知。\n\n# 甲办法\n\n{articles}\n\n# 乙办法\n\n{articles}") == ("甲办法", "乙办法")
    assert held("将《办法》修改为：\n\n第一条　甲。\n\n第二条　乙。") == ()
