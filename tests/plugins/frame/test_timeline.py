"""The timeline of a policy, and the way back to it."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup, Tag

from plugins.frame.views import Step, Timeline
from tests.conftest import Site, write_document

BARE = {"文号": None, "发文日期": None}


def portal() -> dict[str, str]:
    """A policy with all that can come before and after it."""

    def other(number: int, name: str, **changes: str | None) -> str:
        return write_document(**{"索引号": f"990000017/2026-00{number}", "名称": name} | changes)

    review = {"保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-01-04}"}
    asking = {"发布日期": "2026-01-05 09:00", "截止日期": "2026-02-05"} | review
    return {
        "news/2026/asked.md": other(101, "征求意见的公告", **BARE, **asking),
        "policies/2026/a.md": write_document(施行日期="2026-04-01", 有效期至="2031-03-31", 征求意见="[news/2026/asked.md]"),
        "interpretations/2026/i.md": other(102, "一图读懂", **BARE, 解读对象="[示政发〔2026〕100号]", 解读形式="图解"),
        "responses/2026/r.md": other(
            103, "对一件事的回应", **BARE, 回应对象="[示政发〔2026〕100号]", 发布日期="2026-05-06", 关切日期="2026-05-05"
        ),
        "policies/2026/b.md": other(
            104, "修改的决定", 文号="示政发〔2026〕104号", 修改="[示政发〔2026〕100号]", 发布日期="2026-06-01"
        ),
    }


def soup(site: Site, address: str) -> BeautifulSoup:
    """A page."""
    return BeautifulSoup(site.page(address), "html.parser")


def steps(page: BeautifulSoup) -> list[tuple[str, ...]]:
    """Day, label, note and address of each step."""
    found = []
    for step in page.select(".gk-timeline__step"):
        parts = (step.select_one(f".gk-timeline__{part}") for part in ("day", "label", "note", "link"))
        day, label, note, link = parts
        assert isinstance(day, Tag) and isinstance(label, Tag)
        found.append((day.text, label.text, note.text if note else "", str(link["href"]) if link else ""))
    return found


def test_the_timeline_leads_from_the_opinions_asked_to_the_end(site: Site) -> None:
    """In the order of days, each with the document that tells of it."""
    assert not site.write(portal()).build().report.failed
    page = soup(site, "/policies/2026/a/")
    assert steps(page) == [
        ("2026-01-05", "征求意见", "2026年2月5日截止", "/news/2026/asked/"),
        ("2026-03-01", "发文", "", ""),
        ("2026-03-02", "发布", "", ""),
        ("2026-03-02", "解读", "图解", "/interpretations/2026/i/"),
        ("2026-04-01", "施行", "", ""),
        ("2026-05-06", "回应", "", "/responses/2026/r/"),
        ("2026-06-01", "修改", "示政发〔2026〕104号", "/policies/2026/b/"),
        ("2031-03-31", "有效期届满", "未到", ""),
    ]
    follow = [str(link["href"]) for link in page.select(".gk-timeline__follow a")]
    assert follow == [*(f"/feeds/chains/policies/2026/a.{form}" for form in ("xml", "atom", "json")), *CALENDARS]
    assert all((site.output / address.lstrip("/")).is_file() for address in follow)
    alternates = [str(link["href"]) for link in page.select("link[rel=alternate][type='application/atom+xml']")]
    assert alternates[0] == "/feeds/chains/policies/2026/a.atom"


CALENDARS = ["/feeds/calendars/2026.ics", "/feeds/calendars/2031.ics"]


def test_each_step_leads_back_to_the_policy_and_its_chain(site: Site) -> None:
    """From whatever asked, explains, answers or amends."""
    assert not site.write(portal()).build().report.failed
    for address in ("/news/2026/asked/", "/interpretations/2026/i/", "/responses/2026/r/", "/policies/2026/b/"):
        links = {str(link["href"]) for link in soup(site, address).select(".gk-relation-panel a")}
        assert {"/policies/2026/a/", "/policies/2026/a/#chain"} <= links, address
    assert "截止日期" in soup(site, "/news/2026/asked/").text


def test_every_policy_has_its_timeline(site: Site) -> None:
    """One to which nothing has happened yet has its two days, and no feed of its chain."""
    assert not site.write({"policies/2026/a.md": write_document()}).build().report.failed
    assert [step[:2] for step in steps(soup(site, "/policies/2026/a/"))] == [("2026-03-01", "发文"), ("2026-03-02", "发布")]
    assert not (site.output / "feeds/chains").exists()


def test_what_came_of_the_opinions_belongs_to_the_chain(site: Site) -> None:
    """The answer to the consultation leads to the policy; the policy's timeline and feed have it, an incremental build too."""
    files = portal()
    assert not site.write(files).build().report.failed
    outcome = files["responses/2026/r.md"].replace("2026-00103", "2026-00106").replace("对一件事的回应", "意见采纳情况")
    outcome = outcome.replace("[示政发〔2026〕100号]", "[news/2026/asked.md]").replace("关切日期: 2026-05-05\n", "")
    assert not site.write({"responses/2026/o.md": outcome}).build().report.failed
    assert ("2026-05-06", "公布采纳情况", "", "/responses/2026/o/") in steps(soup(site, "/policies/2026/a/"))
    assert "意见采纳情况" in (site.output / "feeds/chains/policies/2026/a.atom").read_text("utf-8")
    assert soup(site, "/responses/2026/o/").select('.gk-relation-panel a[href="/policies/2026/a/#chain"]')
    site.build(cache=site.folder / "cold")
    assert not site.build(cache=site.folder / "cold").made


def test_who_follows_a_chain_hears_of_withdrawals(site: Site) -> None:
    """Of an interpretation, and of the policy itself: the feed stays and tells of both."""
    files = portal()
    assert not site.write(files).build().report.failed
    gone = {"状态": "撤回", "撤回说明": "数据有误", "撤回日期": "2026-06-05"}
    lines = "".join(f"{label}: {value}\n" for label, value in gone.items())

    def withdrawn(path: str) -> dict[str, str]:
        return {path: files[path].replace("---\n", f"---\n{lines}", 1)}

    for path, address in (("interpretations/2026/i.md", "990000017/2026-00102"), ("policies/2026/a.md", "990000017/2026-00100")):
        outcome = site.write(withdrawn(path)).build()
        assert not outcome.report.failed, outcome.report.text()
        feed = (site.output / "feeds/chains/policies/2026/a.atom").read_text("utf-8")
        assert f'deleted-entry ref="tag:www.shili.example,2026:{address}"' in feed
    assert "【已撤回】" in feed


def test_a_page_names_the_feed_of_its_chain_as_long_as_there_is_one(site: Site) -> None:
    """Also where all that belongs to it is withdrawn, and then removed."""
    files = portal()
    gone = "---\n状态: 撤回\n撤回说明: 数据有误\n撤回日期: 2026-06-05\n"
    only = {
        "policies/2026/a.md": write_document(),
        "interpretations/2026/i.md": files["interpretations/2026/i.md"].replace("---\n", gone, 1),
    }
    assert not site.write(only).build().report.failed
    assert soup(site, "/policies/2026/a/").select(".gk-timeline__follow")
    (site.content / "interpretations/2026/i.md").unlink()
    site.build()
    assert not soup(site, "/policies/2026/a/").select(".gk-timeline__follow")
    assert not (site.output / "feeds/chains").exists()


def test_a_long_timeline_is_folded_in_its_middle() -> None:
    """How it began and the newest stand open; nothing is lost."""
    of_many = Timeline(steps=tuple(Step(on=date(2026, 1, day), label=str(day)) for day in range(1, 31)))
    first, middle, last = of_many.parts
    assert (*first, *middle, *last) == of_many.steps and len(first) < len(last) < len(middle)
    short = Timeline(steps=of_many.steps[:12])
    assert short.parts == (short.steps, (), ())


def test_a_new_interpretation_makes_only_the_pages_that_show_it(site: Site) -> None:
    """The policy, the column, the home page, the feeds; not the others of the chain."""
    files = portal()
    late = files["interpretations/2026/i.md"]
    # Another, for the first of all would be new in every menu.
    files["interpretations/2026/i.md"] = late.replace("示政发〔2026〕100号", "示政发〔2026〕104号")
    site.write(files).build()
    made = site.write({"interpretations/2026/j.md": late.replace("2026-00102", "2026-00105")}).build().made
    pages = {path for path in made if path.endswith("index.html")}
    assert "policies/2026/a/index.html" in pages and "feeds/chains/policies/2026/a.atom" in made
    assert not pages & {"news/2026/asked/index.html", "responses/2026/r/index.html", "policies/2026/b/index.html"}
