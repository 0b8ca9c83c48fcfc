"""`inv check --fix`: what is said to be meant is put in place, nothing else is touched, and the finding is gone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.catalog.findings import Finding
from plugins.catalog.handbook import all_rules
from plugins.engine.mending import Change, changes, diff, fix, write
from tests.conftest import Site, write_document

POLICY = "policies/2026/a.md"
OTHER = {"policies/2026/b.md": write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号")}
LINK = "../../media/2026/Form.docx"
FORM = {"media/2026/Form.docx": b""}
CASES: dict[str, tuple[Mapping[str, str | bytes], str, str]] = {
    "DIS002": ({POLICY: write_document(发文日期="二〇二六年三月一日")}, "二〇二六年三月一日", "2026-03-01"),
    "DIS003": ({POLICY: write_document(发布日期="2026年3月2日上午9点")}, "2026年3月2日上午9点", "2026-03-02 09:00"),
    "DIS004": ({POLICY: write_document(规范性文件="×")}, "规范性文件: ×", "规范性文件: 否"),
    "DIS005": ({POLICY: write_document(公开方式="主动 公开")}, "主动 公开", "主动公开"),
    "DIS006": ({POLICY: write_document(發布机构="示例省人民政府", 发布机构=None)}, "發布机构", "发布机构"),
    "DIS012": ({POLICY: write_document(文号="示政发[2026]100号")}, "示政发[2026]100号", "示政发〔2026〕100号"),
    "DIS014": ({POLICY: write_document(附件="[media\\2026\\Form.docx]"), **FORM}, "media\\2026\\Form", "media/2026/Form"),
    "DIS026": ({POLICY: write_document(发布机构="示例省 人民政府")}, "示例省 人民政府", "示例省人民政府"),
    "DIS028": ({POLICY: write_document(分类="综合政务/政务公开")}, "综合政务/政务公开", "综合政务\\政务公开"),
    "LNK004": ({POLICY: write_document(附件="[media/2026/form.docx]"), **FORM}, "2026/form", "2026/Form"),
    "REF001": ({POLICY: write_document(依据="示政发[2026]101号"), **OTHER}, "示政发[2026]101号", "示政发〔2026〕101号"),
    "SRC003": ({POLICY: write_document("各市：\n\n正\u200b文\x0b。\n")}, "正\u200b文\x0b。", "正文。"),
    "SRC004": ({POLICY: "\n" + write_document()}, "\n---\n名称", "---\n名称"),
    "SRC005": ({POLICY: write_document().replace("\n---\n", "\n———\n")}, "\n———\n", "\n---\n"),
    "SRC007": ({POLICY: write_document().replace("文号: ", "文号：")}, "文号：", "文号: "),
    "SRC008": ({POLICY: write_document(名称="通知: 一件事")}, "通知: 一件事", "'通知: 一件事'"),
    "SRC010": ({POLICY: write_document().replace("作者: 李四\n", "作者: 李四\n作者: 李四\n")}, "作者: 李四\n作者", "作者"),
    "SRC021": ({POLICY: write_document().replace("文号: ", "文号:")}, "文号:示", "文号: 示"),
    "SRC024": (
        {POLICY: write_document("[表]（../../media/2026/Form.docx）\n"), **FORM},
        "（../../media/2026/Form.docx）",
        "(../../media/2026/Form.docx)",
    ),
}
"""A portal that breaks the rule, and what changes in its document."""


def contents(site: Site) -> dict[str, bytes]:
    """Every file of a portal."""
    return site.tree(site.content)


def quiet(step: str, done: int, total: int) -> None:
    """No progress."""


@pytest.mark.parametrize("code", CASES)
def test_after_a_fix_the_finding_is_gone_and_nothing_else_has_changed(code: str, site: Site) -> None:
    """The words it was about, and not a byte beside them; a second fix finds nothing."""
    files, written, meant = CASES[code]
    site.write(files)
    before = contents(site)
    assert code in {finding.code for finding in site.check().report}
    changed, outcome = fix(site.portal(), quiet)
    assert [change.path for change in changed] == [POLICY]
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    assert code not in {finding.code for finding in outcome.report}
    assert contents(site) == before | {POLICY: before[POLICY].replace(written.encode(), meant.encode())}
    assert fix(site.portal(), quiet)[0] == []


def test_every_rule_that_can_be_mended_is_mended_here() -> None:
    """A mend that nobody tried would be one that may change what a document means."""
    mended = {rule.code for rule in all_rules().values() if rule.mend}
    assert mended - CASES.keys() == {"SRC001", "SRC020"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le"])
def test_another_encoding_becomes_utf_8(encoding: str, site: Site) -> None:
    """And what was hidden behind it is mended in the same run."""
    text = write_document(文号="示政发[2026]100号")
    changed, outcome = fix(site.write({POLICY: text.encode(encoding)}).portal(), quiet)
    assert contents(site) == {POLICY: text.replace("[2026]", "〔2026〕").encode()}
    assert (len(changed), outcome.report.failed) == (1, False)


def test_bytes_that_may_be_anything_stay(site: Site) -> None:
    """Big5 looks like GB18030; without a block that can be read nobody knows."""
    raw = "標題：公告\n".encode("big5")
    assert fix(site.write({POLICY: raw}).portal(), quiet)[0] == []
    assert contents(site) == {POLICY: raw}


def test_a_file_gets_the_name_of_a_document_unless_it_is_taken(site: Site) -> None:
    """Nothing is ever overwritten."""
    text = write_document()
    other = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号")
    taken = {"policies/2026/b.md": other, "policies/2026/b.md.txt": text}
    site.write({"policies/2026/a.md.txt": text, **taken})
    fix(site.portal(), quiet)
    assert contents(site) == {POLICY: text.encode()} | {path: text.encode() for path, text in taken.items()}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(end: str, mark: str, site: Site) -> None:
    """Nobody complained about them."""
    text = mark + write_document(文号="示政发[2026]100号", 作者="李\u200b四").replace("\n", end)
    fix(site.write({POLICY: text}).portal(), quiet)
    assert contents(site)[POLICY].decode() == text.replace("[2026]", "〔2026〕").replace("\u200b", "")


def test_many_slips_of_one_line_and_one_file_are_mended_together(site: Site) -> None:
    """One after another until nothing is left to mend."""
    text = write_document(文号=None, 发文日期="2026.3.1号", 作者="李\u200b四").replace("作者: ", "文号：示政发[2026]100号\n作者:")
    _, outcome = fix(site.write({POLICY: text}).portal(), quiet)
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    assert "文号: 示政发〔2026〕100号\n作者: 李四" in contents(site)[POLICY].decode()


def test_a_value_of_a_list_over_several_lines_is_found(site: Site) -> None:
    """Its finding stands where the list begins."""
    text = write_document(分类="\n  - 综合政务\\政务公开\n  - 民政、扶贫、救灾/社会福利")
    _, outcome = fix(site.write({POLICY: text}).portal(), quiet)
    assert contents(site)[POLICY].decode() == text.replace("救灾/社会", "救灾\\社会")
    assert not outcome.report.failed


def test_a_dry_run_shows_a_diff_and_writes_nothing(site: Site) -> None:
    """Unseen characters are named in it."""
    site.write({POLICY: write_document("正\u202e文。\n", 文号="示政发[2026]100号")})
    before = contents(site)
    changed, outcome = fix(site.portal(), quiet, dry_run=True)
    lines = list(diff(changed[0], "content"))
    assert contents(site) == before
    assert outcome.report.failed
    assert lines[:2] == [f"--- content/{POLICY}", f"+++ content/{POLICY}"]
    assert {"-文号: 示政发[2026]100号", "+文号: 示政发〔2026〕100号", "-正<U+202E>文。", "+正文。"} <= set(lines)


def test_what_is_not_where_it_was_said_to_be_stays(site: Site) -> None:
    """A file that changed in between is not touched."""
    site.write({POLICY: write_document(文号="示政发[2026]100号")})
    findings = list(site.check().report)
    site.write({POLICY: write_document(文号="示政发〔2026〕100号")})
    assert list(changes(site.content, findings)) == []
    beyond = Finding(POLICY, 999, 1, "DIS012", findings[0].level, "", "", "示政发", "示政")
    assert list(changes(site.content, [beyond])) == []


def test_a_file_is_written_whole_or_not_at_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its rights; a failure leaves the old one and no part of the new."""
    site.write({POLICY: write_document(文号="示政发[2026]100号")})
    file = site.content / POLICY
    file.chmod(0o640)
    change = next(changes(site.content, site.check().report))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write(site.content, change)
    assert contents(site) == {POLICY: change.before}
    write(site.content, change)
    assert (contents(site), file.stat().st_mode & 0o777) == ({POLICY: change.after}, 0o640)


def test_the_demo_portal_has_nothing_to_mend(tmp_path: Path) -> None:
    """What is right stays as it is."""
    from plugins.engine.build import Portal
    from tests.conftest import AS_OF, ROOT

    portal = Portal(settings=ROOT / "pelicanconf.py", cache=tmp_path, as_of=AS_OF)
    assert fix(portal, quiet, dry_run=True)[0] == []


def test_a_diff_repeats_no_number_of_a_person() -> None:
    """Lines around a mended one are shown as they are, but for that."""
    was = "文号: 示政发[2026]1号\n联系人: 13800003000\n".encode()
    change = Change("a.md", "a.md", was, was.replace(b"[2026]", "〔2026〕".encode()))
    told = "\n".join(diff(change, "content"))
    assert "138****3000" in told and "13800003000" not in told
