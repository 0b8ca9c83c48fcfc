"""The review, from signing to building: what was signed goes out, one byte of it changed does not."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.chained import START, sealed
from plugins.catalog.findings import Level
from plugins.catalog.reviews import FILE, read_reviews
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from plugins.review import act
from plugins.review.act import Opinion, ReviewError
from plugins.review.showing import shown
from plugins.review.standing import Why, waiting
from tests.conftest import ROOT, Site, write_document

POLICY, OTHER, DRAFT = "policies/2026/a.md", "policies/2026/b.md", "policies/2026/draft.md"
FORM, FLOW = "media/2026/form.docx", "media/2026/flow.png"
BODY = "各市、州、县人民政府：\n\n正文。\n\n![流程图：申请、受理](../../media/2026/flow.png)\n"
OPINION = Opinion(reviewer="王五", unit="示例省人民政府办公厅", conclusion="可以公开", basis="保密法第三十五条")


def text(number: int = 100, body: str = BODY, **changes: str | None) -> str:
    """A policy that leaves its review to the register."""
    numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号"}
    return write_document(body, **(numbers | {"附件": f"[{FORM}]", "保密审查": None} | changes))


def catalog_of(site: Site) -> Catalog:
    """What is there."""
    catalog = run(site.portal(), Goal.READ).catalog
    assert catalog
    return catalog


def sign(site: Site, path: str, opinion: Opinion = OPINION) -> int:
    """Sign what a path names, as `inv review` does; how many documents it were."""
    outcome = run(site.portal(), Goal.READ)
    catalog = outcome.catalog
    assert catalog
    records = act.named(path, site.content, catalog)
    act.ready(records, path, site.content, catalog, outcome.report)
    act.write(act.drafted(records, opinion, catalog, catalog.as_of.date()), site.folder)
    return len(records)


def told(site: Site) -> dict[str, str]:
    """Path and words of what is wrong."""
    return {finding.path: f"{finding.code} {finding.message}" for finding in site.check().report}


@pytest.fixture
def portal(site: Site) -> Site:
    """A portal with a reviewed policy, its picture and its attachment, and a draft."""
    draft = text(101, BODY, 状态="草稿", 发文日期="2026-11-19", 发布日期="2026-11-20")
    site.write({POLICY: text(), DRAFT: draft, FORM: b"form", FLOW: b"\x89PNG flow"})
    assert sign(site, str(site.content)) == 1
    assert told(site) == {}
    return site


def test_what_was_signed_is_published_and_a_draft_stays_in(portal: Site) -> None:
    """The register's own names go nowhere."""
    assert not portal.build().report.failed
    assert "正文。" in portal.page("/policies/2026/a/")
    assert not (portal.output / "policies/2026/draft").exists()
    for path, content in portal.tree().items():
        assert "王五".encode() not in content, path


@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        (POLICY, "正文。", "正文！", "正文"),
        (POLICY, "正文。\n", "正文。 \n", "正文"),
        (POLICY, "一件事", "两件事", "名称"),
        (POLICY, "2026-03-02 09:00", "2026-03-02 09:01", "发布日期"),
        (POLICY, "政务公开", "电子政务", "分类"),
        (POLICY, "受理]", "办理]", "正文"),
        (POLICY, "附件: [media/2026/form.docx]\n", "", "附件、附件 form.docx"),
        (FORM, "form", "forn", "附件 form.docx"),
        (FLOW, "flow", "flov", "图片 flow.png"),
    ],
)
def test_a_change_after_signing_is_refused_and_named(portal: Site, path: str, before: str, after: str, said: str) -> None:
    """And output/ stays as it was; put back, it is as it was signed."""
    assert not portal.build().report.failed
    published = portal.tree()
    file = portal.content / path
    whole = file.read_bytes()
    changed = whole.replace(before.encode(), after.encode())
    assert changed != whole
    portal.write({path: changed})
    outcome = portal.build()
    assert {finding.code for finding in outcome.report} == {"REV002"}
    assert told(portal)[POLICY] == f"REV002 2026-11-20 审查以后改动过：{said}"
    assert portal.tree() == published
    portal.write({path: whole})
    assert told(portal) == {}


def test_a_preview_shows_a_text_while_it_is_changed(portal: Site) -> None:
    """And says that it must be reviewed again."""
    portal.write({POLICY: text().replace("正文。", "改过的正文。")})
    outcome = portal.build(drafts=True)
    assert [(finding.code, finding.level) for finding in outcome.report] == [("REV002", Level.WARNING)]
    assert "改过的正文。" in portal.page("/policies/2026/a/")


def test_what_is_not_published_may_change(portal: Site) -> None:
    """Line ends, the marks of a file, quotes of YAML, the author, where it is announced."""
    for change in (
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("作者: 李四", "作者: '赵六'\n推送: [微博]"),
        lambda text: text.replace("名称: 示例省人民政府关于一件事的通知", "名称: '示例省人民政府关于一件事的通知'  # 定稿"),
    ):
        portal.write({POLICY: change(text())})
        assert told(portal) == {}


@pytest.mark.parametrize(
    "claim",
    [{"保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 王五, 日期: 2026-03-01}"}, {"原载": "{日期: 2026-03-02}"}],
)
def test_a_block_cannot_stand_in_for_the_register(portal: Site, claim: dict[str, str]) -> None:
    """Whoever can edit a document can write that."""
    portal.write({OTHER: text(102, **claim)})
    assert told(portal)[OTHER].startswith("REV001")
    assert sign(portal, f"content/{OTHER}") == 1
    assert told(portal) == {}


def test_a_draft_is_signed_before_it_is_published(portal: Site) -> None:
    """To take the line 状态: 草稿 out changes nothing that was signed."""
    assert [(one.record.path, one.why) for one in waiting(catalog_of(portal))] == [(DRAFT, Why.MISSING)]
    sign(portal, str(portal.content / DRAFT))
    assert list(waiting(catalog_of(portal))) == []
    whole = (portal.content / DRAFT).read_text("utf-8")
    portal.write({DRAFT: whole.replace("状态: 草稿\n", "")})
    assert told(portal) == {}


def test_the_reviewer_is_another_than_the_author(portal: Site) -> None:
    """When it is signed, and when somebody else is made the author afterwards."""
    portal.write({OTHER: text(102, 作者="王 五")})
    with pytest.raises(ReviewError, match="请由另一人审查"):
        sign(portal, OTHER)
    portal.write({OTHER: text(102)})
    sign(portal, OTHER)
    portal.write({OTHER: text(102, 作者="王五")})
    assert told(portal)[OTHER].startswith("REV003")


@pytest.mark.parametrize(
    ("file", "opinion", "said"),
    [
        (text(102, 作者=None), OPINION, "没有写作者"),
        (text(102, 发布日期=None), OPINION, "还缺发布日期"),
        (text(102, 文号="示政发[2026]102号"), OPINION, "有错误"),
        (text(102), Opinion(reviewer="王五", conclusion="可以公开", basis=" "), "没有说审查单位、依据"),
    ],
)
def test_what_is_not_ready_is_not_signed(portal: Site, file: str, opinion: Opinion, said: str) -> None:
    """What is still to come would void the review; nothing is written."""
    before = (portal.folder / FILE).read_bytes()
    portal.write({OTHER: file})
    with pytest.raises(ReviewError, match=f"{OTHER} {said}"):
        sign(portal, OTHER, opinion)
    assert (portal.folder / FILE).read_bytes() == before


def test_a_refusal_is_kept_and_keeps_the_document_in(portal: Site) -> None:
    """Until another review lets it go out."""
    portal.write({OTHER: text(102)})
    sign(portal, OTHER, Opinion(reviewer="王五", unit="办公厅", conclusion="不予公开", basis="条例第十四条"))
    assert told(portal)[OTHER] == "REV004 2026-11-20 审查的结论是“不予公开”"
    sign(portal, OTHER)
    assert told(portal) == {}


def test_a_withdrawal_waits_for_no_review(portal: Site) -> None:
    """Even one that takes the text out of the file; its note is asked for, and once signed cannot be changed."""
    gone = text(body="", 状态="撤回", 撤回说明="数据有误", 撤回日期="2026-11-20", 附件=None, 内容概述=None)
    portal.write({POLICY: f"{gone}已撤回。\n", FORM: b"form"})
    assert told(portal)[POLICY].startswith("REV006")
    assert not portal.build().report.failed
    sign(portal, POLICY)
    assert POLICY not in told(portal)
    portal.write({POLICY: f"{gone.replace('数据有误', '数据无误')}已撤回。\n"})
    assert told(portal)[POLICY] == "REV002 2026-11-20 审查以后改动过：撤回说明"


def test_the_register_begins_with_all_that_is_published(site: Site) -> None:
    """By what each block says of its review; what says nothing takes the words of the command."""
    said = "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 赵六, 日期: 2026-03-01}"
    site.write({POLICY: text(保密审查=said), OTHER: text(102, 原载="{日期: 2026-03-02}"), FORM: b"form", FLOW: b"flow"})
    with pytest.raises(ReviewError, match="还没有审查登记簿"):
        sign(site, POLICY)
    assert not (site.folder / FILE).exists()
    with pytest.raises(ReviewError, match=f"{OTHER} 没有说审查人、结论"):
        sign(site, str(site.content), Opinion(unit="办公厅"))
    assert sign(site, str(site.content), Opinion(reviewer="王五", unit="办公厅", conclusion="可以公开")) == 2
    register = read_reviews((site.folder / FILE).read_bytes())
    assert [(one.reviewer, one.unit, one.basis) for path in (POLICY, OTHER) if (one := register.of(path))] == [
        ("赵六", "办公厅", "保密法第三十五条"),
        ("王五", "办公厅", "原载"),
    ]
    assert told(site) == {}


def test_a_folder_signs_only_what_waits(portal: Site) -> None:
    """What is signed as it stands gets no second line."""
    portal.write({OTHER: text(102)})
    assert sign(portal, "content/policies") == 1
    assert sign(portal, "content/policies") == 0
    assert read_reviews((portal.folder / FILE).read_bytes()).content.count(b"\n") == 2


def test_a_damaged_register_is_a_finding_and_is_not_added_to(portal: Site) -> None:
    """The finding is at its line; a line that a power cut left half-written is taken back."""
    register = portal.folder / FILE
    whole = register.read_bytes()
    register.write_bytes(whole[:-9])
    assert told(portal)[f"../{FILE}"].startswith("REV005")
    portal.write({OTHER: text(102)})
    sign(portal, OTHER)
    assert set(read_reviews(register.read_bytes()).spans) == {OTHER}
    register.write_bytes(whole.replace("王五".encode(), "赵六".encode()))
    with pytest.raises(ReviewError, match="第 1 行"):
        sign(portal, OTHER)


def _sign_one(folder: Path, path: str) -> None:
    sign(Site(folder), path)


def test_a_line_that_nobody_can_read_lets_nothing_out(portal: Site) -> None:
    """Whoever can work out a hash can write one; the document is as if it had none."""
    portal.write({OTHER: text(102)})
    register = portal.folder / FILE
    register.write_bytes(register.read_bytes() + sealed({"path": OTHER, "conclusion": "可以公开"}, START).encode())
    assert told(portal) == {OTHER: "DIS021 没有保密审查记录"}


def test_two_who_sign_at_once_lose_no_line(portal: Site) -> None:
    """Each waits for the other."""
    paths = [f"policies/2026/p{number}.md" for number in range(4)]
    portal.write({path: text(110 + number) for number, path in enumerate(paths)})
    context = get_context("spawn")
    workers = [context.Process(target=_sign_one, args=(portal.folder, path)) for path in paths]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    register = read_reviews((portal.folder / FILE).read_bytes())
    assert (set(paths) < set(register.spans), register.faults) == (True, ())


def test_the_reviewer_sees_all_that_is_signed(portal: Site) -> None:
    """Fields, the length of the text, each file with the beginning of its digest, and what changed since the last time."""
    portal.write({POLICY: text().replace("一件事", "两件事"), FORM: b"forn"})
    catalog = catalog_of(portal)
    rows = dict(shown(catalog.records[0], portal.content, catalog))
    assert rows["名称"] == "示例省人民政府关于两件事的通知"
    assert rows["正文"].startswith("53 字（摘要 ")
    assert rows["附件"].startswith(f"{FORM}（4 B，摘要 ")
    assert rows["图片"].startswith(f"{FLOW}（")
    assert rows["作者"] == "李四"
    assert rows["上次审查"] == "2026-11-20 王五（示例省人民政府办公厅）可以公开；以后改动过：名称、附件 form.docx"
    assert {"发布机构", "文号", "索引号", "发布日期", "分类", "公开方式"} < set(rows)


def test_without_a_register_all_is_as_before(site: Site) -> None:
    """The block says who reviewed, and a document that waits is one whose block says nothing."""
    said = "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 赵六, 日期: 2026-03-01}"
    site.write({POLICY: text(保密审查=said), OTHER: text(102), FORM: b"form", FLOW: b"flow"})
    assert told(site) == {OTHER: "DIS021 没有保密审查记录"}
    assert [one.record.path for one in waiting(catalog_of(site))] == [OTHER]


def test_the_demo_portal_goes_out_as_it_was_signed(tmp_path: Path) -> None:
    """Whoever changes one of its documents signs it again: the hint of the finding says how."""
    report = run(
        Portal(settings=ROOT / "pelicanconf.py", cache=tmp_path, output=tmp_path / "output", workers=1), Goal.CHECK
    ).report
    assert [f"{finding.path} {finding.hint}" for finding in report if finding.code.startswith("REV")] == []
