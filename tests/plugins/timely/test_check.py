"""Dates told honestly: what the register bears witness to is on the page, and holds against an edit."""

from __future__ import annotations

from bs4 import BeautifulSoup

from plugins.catalog.manifest import open_manifest
from publish.register import record_releases
from tests.conftest import AS_OF, Site, write_document

POLICY = "policies/2026/a.md"
LATE = "policies/2026/late.md"
NEWS = "news/2026/late.md"


def released(site: Site, as_of: str) -> None:
    """Build and register, as the server does."""
    outcome = site.build(as_of=as_of)
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    record_releases(open_manifest(site.output), site.folder)


def late(**changes: str | None) -> str:
    """A second policy, dated before the first was registered."""
    return write_document(**{"索引号": "990000017/2026-00101", "文号": "示政发〔2026〕101号"} | changes)


def cells(site: Site, address: str) -> dict[str, str]:
    """The record table of a page."""
    soup = BeautifulSoup(site.page(address), "html.parser")
    return {row.th.text: row.td.text for row in soup.select(".gk-record-table tr")}


def codes(site: Site, as_of: str = AS_OF) -> list[tuple[str, str]]:
    """What is found on a day."""
    return [(finding.path, finding.code) for finding in site.check(as_of=as_of).report]


def test_back_dating_needs_a_reason_and_the_page_says_both(site: Site) -> None:
    """The day it claims, the day it came, and why; whatever its kind."""
    released(site.write({POLICY: write_document()}), "2026-03-03 09:00")
    site.write({LATE: late()})
    assert codes(site) == [(LATE, "DAT005")]
    bare = {"文号": None, "发文日期": None, "分类": None, "索引号": None}
    reason = {"补录": "系统迁移时遗漏，现予补录"}
    site.write({LATE: late(**reason), NEWS: write_document(**bare, **reason)})
    released(site, "2026-03-09 09:00")
    assert cells(site, "/policies/2026/late/").items() >= {
        ("发布日期", "2026-03-02 09:00"),
        ("补录", "系统迁移时遗漏，现予补录"),
    }
    site.build()
    for address in ("/policies/2026/late/", "/news/2026/late/"):
        assert cells(site, address).items() >= {("补录", reason["补录"]), ("本站首次公开", "2026年03月09日")}, address
    assert "本站首次公开" not in cells(site, "/policies/2026/a/")
    assert codes(site) == []


def test_an_edit_does_not_change_when_a_document_was_first_public(site: Site) -> None:
    """Neither forward nor back; the day it was really released may always be written."""
    released(site.write({POLICY: write_document()}), "2026-03-02 10:00")
    released(site.write({LATE: late(发布日期="2026-03-04")}), "2026-03-05 10:00")
    for day, found in (("2026-03-03", ["DAT006"]), ("2026-03-06", ["DAT006"]), ("2026-03-04", ["DAT007"]), ("2026-03-05", [])):
        site.write({LATE: late(发布日期=day)})
        assert [code for _, code in codes(site)] == found, day
    site.write({LATE: late(发布日期="2026-03-03", 补录="系统迁移时遗漏，现予补录")})
    assert codes(site) == []


def test_a_document_of_the_same_day_is_not_back_dated(site: Site) -> None:
    """A build at nine knows nothing of what is dated that morning and saved at ten."""
    released(site.write({POLICY: write_document()}), "2026-03-02 09:30")
    site.write({LATE: late(发布日期="2026-03-02")})
    assert codes(site) == []


def test_a_withdrawn_document_is_not_gone(site: Site) -> None:
    """Its notice stands; a file that was moved is known by its index number."""
    released(site.write({POLICY: write_document(), LATE: late()}), "2026-03-03 09:00")
    site.write({POLICY: write_document(状态="撤回", 撤回说明="数据有误", 撤回日期="2026-03-05")})
    (site.content / LATE).rename(site.content / "policies/2026/moved.md")
    assert codes(site) == []
    (site.content / "policies/2026/moved.md").unlink()
    assert codes(site) == [("../registers/releases.ndjson", "DAT009")]


def test_a_build_for_an_earlier_day_asks_nothing_of_the_register(site: Site) -> None:
    """What was not yet released is not gone."""
    released(site.write({POLICY: write_document()}), "2026-03-03 09:00")
    assert len(site.check(as_of="2026-03-01").report) == 1
    assert [finding.code for finding in site.check(as_of="2026-03-01").report] == ["DIS039"]


def test_a_year_without_holidays_is_named_until_the_portal_says_them(site: Site) -> None:
    """Then its deadlines are worked out."""
    review = "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-12-09}"
    text = late(文号="示政发〔2026〕102号", 发文日期="2026-12-10", 发布日期="2027-01-12", 保密审查=review)
    site.write({"policies/2027/late.md": text})
    (finding,) = site.check(as_of="2027-02-01").report
    assert (finding.code, "2027" in finding.message, finding.level.value) == ("DAT003", True, "warning")
    holidays = site.folder / "vocabularies/holidays.yaml"
    holidays.parent.mkdir()
    holidays.write_text("years: {2027: {holidays: [2027-01-01]}}", "utf-8")
    (finding,) = site.check(as_of="2027-02-01").report
    assert (finding.code, "2027-01-08" in finding.message) == ("DAT001", True)


def test_an_interpretation_that_reaches_into_such_a_year_asks_for_it_too(site: Site) -> None:
    """Until the term is over whatever the holidays."""
    review = "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-12-28}"
    site.write({POLICY: write_document(发文日期="2026-12-28", 发布日期="2026-12-29", 规范性文件="是", 保密审查=review)})
    assert codes(site, "2027-01-10") == [(POLICY, "DAT003"), (POLICY, "INT001")]
    assert codes(site, "2027-03-10") == [(POLICY, "DAT003"), (POLICY, "INT004")]
