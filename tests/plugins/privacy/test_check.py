"""Whole portals: what is personal stops the build, and a second person lets pass what he has seen and nothing else."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from plugins.engine.store import NAME
from tests.conftest import Site, write_document
from tests.plugins.privacy.test_examine import ID, MOBILE, jpeg, row, workbook

PATH = "policies/2026/a.md"
LIST = "media/2026/list.xlsx"
BODY = f"各市、州、县人民政府：\n\n测试甲（{ID}），{MOBILE}。\n"
DRESSED = (f"{ID[:6]} {ID[6:]}", "138-0000-3000")


def codes(site: Site) -> list[str]:
    """What the check says, by its codes."""
    return [finding.code for finding in site.check().report]


def digest_in(site: Site) -> str:
    """The digest that the check asks a reviewer to write."""
    hint = next(finding.hint for finding in site.check().report if "摘要" in finding.hint)
    return hint.partition("摘要: ")[2][:16]


def reviewed(digest: str, body: str = BODY, reviewer: str = "王五", **more: str) -> str:
    """The document with a review."""
    review = f"{{理由: 拟任人选公示，依规定公布, 审查人: {reviewer}, 日期: 2026-03-01, 摘要: {digest}}}"
    return write_document(body, 个人信息审查=review, **more)


def test_a_number_stops_the_build_and_is_told_masked(site: Site) -> None:
    """At its line and column; nothing that the run leaves behind holds it, but for the text itself."""
    outcome = site.write({PATH: write_document(BODY)}).build()
    assert [(finding.code, finding.line, finding.column) for finding in outcome.report] == [("PII001", 15, 5), ("PII003", 15, 25)]
    assert not site.output.exists() or not any(site.output.iterdir())
    told = "\n".join((*outcome.report.text(), *outcome.report.json_lines()))
    assert "420106********102X" in told
    assert ID not in told and MOBILE not in told


def test_a_preview_and_a_draft_are_left_alone(site: Site) -> None:
    """What is not meant to be public may wait; what will be may not."""
    for changes in ({"状态": "草稿"}, {"公开方式": "依申请公开"}):
        assert not [code for code in codes(site.write({PATH: write_document(BODY, **changes)})) if code.startswith("PII")]
    assert "PII001" in codes(site.write({PATH: write_document(BODY, 发布日期="2027-01-04 09:00")}))


def test_a_withdrawn_document_may_keep_what_its_page_does_not_show(site: Site) -> None:
    """Its text is gone from the portal; its title is not."""
    gone = {"状态": "撤回", "撤回说明": "含有个人信息", "撤回日期": "2026-03-05"}
    site.write({PATH: write_document(BODY, 附件=f"[{LIST}]", **gone), LIST: workbook(row(1, ID))})
    assert codes(site) == []
    assert codes(site.write({PATH: write_document(BODY, 名称=f"关于测试甲{ID}的通知", **gone)})) == ["SRC018", "PII001"]


def test_every_field_that_is_shown_is_read(site: Site) -> None:
    """Also blocks within the block, and the name of the file."""
    note = f"[{{日期: 2026-03-05, 说明: 删去测试甲的号码{ID}}}]"
    site.write({f"policies/2026/{MOBILE}.md": write_document(主题词=f"[{ID}]", 更正=note, 作者=f"李四 {MOBILE}")})
    report = site.check().report
    assert [(one.code, one.line, one.message[-5:]) for one in report] == [
        ("PII003", 1, "（文件名）"),
        ("PII001", 11, "（主题词）"),
        ("PII001", 12, "X（更正）"),
    ]
    assert MOBILE not in "".join(report.text())


def test_an_attachment_is_read_once_however_many_refer_to_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run does not open it, nor another that has the same bytes."""
    copy = "media/2026/copy.xlsx"
    number = {"索引号": "990000017/2026-00101", "文号": "示政发〔2026〕101号"}
    raw = workbook(row(1, ID))
    site.write({PATH: write_document(附件=f"[{LIST}]"), "policies/2026/b.md": write_document(附件=f"[{copy}]", **number)})
    site.write({LIST: raw, copy: raw})
    first = list(site.check().report)
    assert [(finding.path, finding.code) for finding in first] == [(copy, "PII001"), (LIST, "PII001")]
    monkeypatch.setattr(sys.modules["plugins.privacy.examine"], "_look", lambda *_: pytest.fail("looked again"))
    site.write({"news/2026/n.md": write_document(索引号=None, 文号=None, 发文日期=None, 分类=None)})
    assert list(site.check(workers=0).report) == first


def test_nothing_of_ours_in_the_store_repeats_a_number(site: Site) -> None:
    """It holds the text of a document, as it must; of an attachment what is masked."""
    site.write({PATH: write_document(附件=f"[{LIST}]"), LIST: workbook(row(1, ID, MOBILE))}).check()
    kept = (site.folder / "cache" / NAME).read_bytes()
    assert b"420106********102X" in kept
    assert ID.encode() not in kept and MOBILE.encode() not in kept


def test_a_file_that_nobody_refers_to_is_not_opened(site: Site) -> None:
    """It is not published."""
    assert codes(site.write({PATH: write_document(), LIST: workbook(row(1, ID))})) == ["SRC018"]


def test_a_second_person_lets_pass_what_was_found(site: Site) -> None:
    """With his reason and the digest that the check says; then the portal is built."""
    site.write({PATH: write_document(BODY)})
    site.write({PATH: reviewed(digest_in(site))})
    assert not site.build().report.failed
    assert ID in site.page("/policies/2026/a/")
    shard = (site.output / "manifest/2026.ndjson").read_text("utf-8")
    assert "王五" not in shard and "拟任人选" not in shard


@pytest.mark.parametrize("change", ["another number", "a number more", "a number less", "in a field"])
def test_whatever_is_personal_changes_the_review_is_void(site: Site, change: str) -> None:
    """However alike the masked forms are."""
    site.write({PATH: write_document(BODY)})
    digest, more, body = digest_in(site), {}, BODY
    if change == "another number":
        body = BODY.replace(MOBILE, "13800013000")
    elif change == "a number more":
        body = f"{BODY}\n{MOBILE}\n"
    elif change == "a number less":
        body = BODY.replace(MOBILE, "")
    else:
        more = {"内容概述": MOBILE}
    assert "PII017" in codes(site.write({PATH: reviewed(digest, body, **more)}))
    words = BODY.replace("各市", "各地、市")
    assert codes(site.write({PATH: reviewed(digest, words)})) == []


def test_the_review_of_an_attachment_is_bound_to_its_bytes(site: Site) -> None:
    """And holds for the document that has it alone."""
    site.write({PATH: write_document(附件=f"[{LIST}]"), LIST: workbook(row(1, ID))})
    digest = digest_in(site)
    site.write({PATH: reviewed(digest, "正文。\n", 附件=f"[{LIST}]")})
    assert codes(site) == []
    other = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号", 附件=f"[{LIST}]")
    assert codes(site.write({"policies/2026/b.md": other})) == ["PII001"]
    (site.content / "policies/2026/b.md").unlink()
    site.write({LIST: workbook(row(1, ID) + row(2, "另"))})
    assert codes(site) == ["PII001", "PII017"]


def test_an_incomplete_review_and_one_by_the_author_let_nothing_pass(site: Site) -> None:
    """Nor one of a document without an author: who is the second person then?"""
    site.write({PATH: write_document(BODY)})
    digest = digest_in(site)
    assert codes(site.write({PATH: reviewed(digest, reviewer="李四")})) == ["PII016", "PII001", "PII003"]
    assert codes(site.write({PATH: reviewed(digest).replace("作者: 李四\n", "")})) == ["PII015", "PII001", "PII003"]
    assert codes(site.write({PATH: write_document(BODY, 个人信息审查="{理由: 公示}")})) == ["PII015", "PII001", "PII003"]


def test_a_review_without_anything_personal_is_no_fault(site: Site) -> None:
    """The number was masked since."""
    assert codes(site.write({PATH: reviewed("0123456789abcdef", "正文。\n")})) == []


def test_an_attachment_that_takes_too_much_is_told_and_costs_itself(site: Site) -> None:
    """It is not published unread; the others are. A new process has freed nothing that its reader could take unbounded."""
    rows = "".join(row(number, *(f"第{number}行" for _ in range(5))) for number in range(1, 20_001))
    site.write({PATH: write_document(附件=f"[{LIST}, media/2026/a.csv]"), LIST: workbook(rows), "media/2026/a.csv": MOBILE})
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        found = process.submit(check_narrowly, site).result()
    assert [place for *place, _ in found] == [["PII003", "media/2026/a.csv"], ["PII013", LIST]]
    assert "内存超过 40 MB" in found[1][2]


def check_narrowly(site: Site) -> list[tuple[str, str, str]]:
    """Code, path and message of what a check finds that may take 40 MB a file."""
    report = site.check(allowance=40 * 2**20, seconds=120.0).report
    return [(finding.code, finding.path, finding.message) for finding in report]


def test_a_picture_that_tells_its_place_stops_the_build(site: Site) -> None:
    """It is shown in the text."""
    site.write({PATH: write_document("正文。\n\n![走访](../../media/2026/a.jpg)\n"), "media/2026/a.jpg": jpeg(30)})
    assert codes(site) == ["PII011"]


def test_other_rules_repeat_no_number_either(site: Site) -> None:
    """They quote what an editor wrote: a link, a number that is none, the name of a file."""
    text = f"正文。\n\n[名单](../../media/2026/{ID}.csv)\n\n<{MOBILE}@a b>\n"
    site.write({PATH: write_document(text, 文号=f"示政发[2026]{ID}号"), f"media/2026/{MOBILE}.exe": b"a"})
    report = site.check().report
    told = "\n".join((*report.text(), *report.json_lines()))
    assert {"LNK002", "DIS012", "SRC019"} <= {finding.code for finding in report}
    assert ID not in told and MOBILE not in told
    assert json.loads(next(report.json_lines()))["path"] == "content/media/2026/138****3000.exe"


def test_a_disguise_helps_in_no_carrier(site: Site, tmp_path: Path) -> None:
    """Text, tables, fields and attachments are read alike."""
    identity, mobile = DRESSED
    site.write(
        {
            PATH: write_document(f"测试甲，{identity}\n\n| 手机 |\n|---|\n| {mobile} |\n", 内容概述=identity, 附件=f"[{LIST}]"),
            LIST: workbook(row(1, identity, mobile)),
        }
    )
    assert sorted(codes(site)) == ["PII001", "PII001", "PII001", "PII003", "PII003"]
