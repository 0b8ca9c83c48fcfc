"""What a review signs: everything that is published of a document, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.catalog.blocks import Correction, FirstPublished, Progress, Publication, SecrecyReview, Section
from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record, rows
from plugins.catalog.signed import FACT, FREE, OF_WITHDRAWAL, Signed, changed, digest_of, read_digest, sign
from plugins.catalog.terms import ChannelName, DisclosureMode, Form, Stage, Status, TaskState
from plugins.catalog.values import day, moment
from tests.conftest import make_record

FORM, FLOW = "media/2026/form.docx", "media/2026/flow.png"
ASSETS = {path: Asset(path=path, digest="0" * 64, size=1) for path in (FORM, FLOW)}
RECORD = make_record(attachments=(FORM,), author="李四")


def signed(record: Record, body: str = "正文。\n", **files: str) -> Signed:
    """What is signed of a document that shows a picture and has an attachment."""
    entry = Entry(record=record, facts={FACT: read_digest(record, body)}, pictures=(FLOW,))
    digests = dict(zip(ASSETS, (files.get(name, "0" * 64) for name in ("form", "flow")), strict=True))
    assets = {path: replace(asset, digest=digests[path]) for path, asset in ASSETS.items()}
    as_of = moment("2026-11-20")
    assert as_of
    catalog = Catalog([entry], as_of, assets)
    assert digest_of(record, catalog) == sign(record, catalog).digest
    return sign(record, catalog)


def labels(before: Signed, now: Signed) -> list[str]:
    """What is said of two."""
    assert (before.digest == now.digest) == (not list(changed(before, now)))
    return [part.label for part in changed(before, now)]


SIGNED = signed(RECORD)
OTHER: dict[str, object] = {
    "issued_on": day("2026-03-02"),
    "published_at": moment("2026-03-02 09:01"),
    "effective_on": day("2026-03-02"),
    "expires_on": day("2026-03-02"),
    "closes_on": day("2026-03-02"),
    "concern_on": day("2026-03-02"),
    "normative": True,
    "interpretation_required": False,
    "released_together": True,
    "form": Form.TEXT,
    "stage": Stage.RESULT,
    "disclosure_mode": DisclosureMode.WITHHELD,
    "running_number": 7,
    "corrections": (Correction(on=day("2026-03-05"), note="改了一个字"),),
    "attachments": (),
    "document_number": "示政发〔2026〕101号",
    "progress": (Progress(document="示政发〔2026〕1号", state=TaskState.DONE),),
    "first_published": FirstPublished(url="http://a.example/"),
    "sections": (Section(heading="人事任免", first="示政发〔2026〕1号"),),
    "publication": Publication(editor="别的"),
    "printed_on": day("2026-03-02"),
}
"""Another value for fields that are not any text."""


@pytest.mark.parametrize("name", [name for name, row in rows().items() if row.public and name not in FREE | OF_WITHDRAWAL])
def test_another_value_of_any_field_that_may_leave_the_house_is_named(name: str) -> None:
    """Shown in the table or not: the manifest tells them all."""
    default = getattr(RECORD, name)
    value = OTHER.get(name, ("别的",) if isinstance(default, tuple) else "别的")
    told = labels(SIGNED, signed(replace(RECORD, **{name: value})))
    assert rows()[name].label in told
    assert set(told) <= {rows()[name].label, "附件 form.docx"}


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.DRAFT},
        {"channels": (ChannelName.WEIBO,)},
        {"author": "赵六"},
        {"secrecy_review": SecrecyReview(reviewer="王五")},
        {"path": "policies/2026/b.md", "address": "/policies/2026/b/"},
        {"genre": "通知"},
    ],
)
def test_what_says_nothing_to_the_public_is_not_signed(changes: dict[str, object]) -> None:
    """A draft becomes a release, an account is added, the file moves; a 文种 that repeats the title."""
    assert signed(replace(RECORD, **changes)).digest == SIGNED.digest


def test_text_picture_and_attachment_are_named() -> None:
    """By their own names; all that changed at once."""
    assert labels(SIGNED, signed(RECORD, "正文！\n")) == ["正文"]
    assert labels(SIGNED, signed(RECORD, form="1" * 64)) == ["附件 form.docx"]
    assert labels(SIGNED, signed(RECORD, flow="1" * 64)) == ["图片 flow.png"]
    both = signed(replace(RECORD, title="另一个名称", attachments=()), "正文！\n", flow="1" * 64)
    assert labels(SIGNED, both) == ["正文", "名称", "附件", "图片 flow.png", "附件 form.docx"]


def test_a_value_cannot_move_into_another_field() -> None:
    """What is signed of a field is signed with its name."""
    one, other = (signed(replace(RECORD, **{name: "同一句话"})) for name in ("summary", "post_summary"))
    assert one.fields.keys() != other.fields.keys()
    assert one.fields["summary"] != other.fields["post_summary"]
    assert labels(one, other) == ["内容概述", "推送摘要"]


def test_a_withdrawal_waits_for_no_review_and_publishing_again_does() -> None:
    """Of a withdrawn document only what remains is signed; its note is, once it was reviewed."""
    gone = replace(RECORD, status=Status.WITHDRAWN, withdrawal_note="数据有误", summary="删去", attachments=())
    withdrawn = signed(gone, "")
    assert list(changed(SIGNED, withdrawn)) == []
    assert [part.label for part in changed(SIGNED, signed(replace(gone, title="另一个名称")))] == ["名称"]
    assert labels(withdrawn, signed(replace(gone, withdrawal_note="另一个原因"))) == ["撤回说明"]
    assert "正文" in labels(withdrawn, SIGNED)


def test_a_field_that_is_no_more_is_not_looked_for() -> None:
    """A line of an older program, or one that somebody made up."""
    before = replace(SIGNED, digest="", fields={**SIGNED.fields, "colour": "0" * 16})
    assert list(changed(before, SIGNED)) == []
    assert list(changed(before, signed(replace(RECORD, status=Status.WITHDRAWN), ""))) == []
