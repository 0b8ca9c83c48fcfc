"""What follows from all records together."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.manifest import Manifest, ManifestError, Release, open_manifest, seal
from plugins.catalog.record import Record, public_fields
from plugins.catalog.site import Site
from plugins.catalog.terms import DisclosureMode, Kind, Status, Validity
from plugins.catalog.values import moment
from plugins.catalog.vocabularies import agencies, genre_of_title, theme_path, themes
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


def catalog(*records: Record) -> Catalog:
    """A catalog of these records."""
    return Catalog((Entry(record) for record in records), NOW)


def test_a_draft_without_a_date_stands_in_a_preview_under_the_day_of_the_build() -> None:
    """A build for the public knows nothing of it."""
    draft = make_record(status=Status.DRAFT, published_at=None)
    preview = Catalog([Entry(draft)], NOW, drafts=True)
    assert [record.published_at for record in preview.released] == [moment("2026-11-20")]
    assert not preview.is_public(preview.released[0])
    assert catalog(draft).released == ()


def test_a_repeal_counts_from_the_day_it_takes_effect() -> None:
    """Before that day the old policy is still in force."""
    old = make_record(path="policies/2019/o.md", document_number="示政发〔2019〕1号", issued_on=date(2019, 1, 1))
    new = make_record(issued_on=date(2026, 3, 1), effective_on=date(2026, 5, 1), repeals=("示政发〔2019〕1号",))
    both = catalog(old, new)
    assert both.validity(old, date(2026, 4, 30)) is Validity.IN_FORCE
    assert both.validity(old, date(2026, 5, 1)) is Validity.REPEALED


def test_an_embargoed_repeal_is_not_known_yet() -> None:
    """Relations are those of released records only."""
    old = make_record(path="policies/2019/o.md", document_number="示政发〔2019〕1号")
    new = make_record(published_at=moment("2026-12-01 09:00"), issued_on=date(2026, 3, 1), repeals=("示政发〔2019〕1号",))
    assert catalog(old, new).validity(old) is Validity.IN_FORCE


def test_the_last_day_of_validity_is_still_valid() -> None:
    """有效期至 includes the day itself."""
    record = make_record(issued_on=date(2026, 1, 1), expires_on=date(2026, 6, 30))
    assert catalog(record).validity(record, date(2026, 6, 30)) is Validity.IN_FORCE
    assert catalog(record).validity(record, date(2026, 7, 1)) is Validity.EXPIRED


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.DRAFT},
        {"published_at": moment("2026-11-20 09:01")},
        {"published_at": None},
        {"disclosure_mode": DisclosureMode.ON_REQUEST},
    ],
)
def test_what_is_not_public_is_not_released(changes: dict[str, object]) -> None:
    """Drafts, embargoes to the minute, undated records and other disclosure modes."""
    assert catalog(make_record(**changes)).released == ()


def test_an_interpretation_is_found_from_both_ends() -> None:
    """By the policy's document number."""
    policy = make_record()
    text = make_record(
        path="interpretations/2026/b.md", kind=Kind.INTERPRETATION, interprets=(policy.document_number,), index_number=""
    )
    both = catalog(policy, text)
    assert both.interpretations(policy) == ()  # two records carry the number: the reference is open
    text = make_record(
        path="interpretations/2026/b.md",
        kind=Kind.INTERPRETATION,
        interprets=("示政发〔2026〕100号",),
        index_number="",
        document_number="",
    )
    assert catalog(policy, text).interpretations(policy) == (text,)


def test_private_fields_never_leave() -> None:
    """The reviewer and the author stay in the house."""
    fields = str(public_fields(make_record(author="李四")))
    assert "张三" not in fields
    assert "李四" not in fields


def test_a_short_agency_name_is_told_by_the_number() -> None:
    """省政府办公厅 is many organs: the number's prefix decides, then the portal's region."""
    known = agencies()
    assert known.find("省政府办公厅", "示例省", "鄂政办发").name == "湖北省人民政府办公厅"  # type: ignore[union-attr]
    assert known.find("省政府办公厅", "示例省").name == "示例省人民政府办公厅"  # type: ignore[union-attr]
    assert known.find("不存在的机构", "示例省") is None


def test_a_lone_theme_resolves_a_top_class_before_a_leaf() -> None:
    """The 22 classes; 其他 is a class of its own."""
    assert len(themes()) == 22
    assert theme_path("电子政务") == ("综合政务", "电子政务")
    assert theme_path("其他") == ("其他",)
    assert theme_path("没有") is None


@pytest.mark.parametrize(
    ("title", "genre"),
    [("关于印发要点的通知", "通知"), ("示例省人民政府令", "命令"), ("关于一事的意见（试行）", "意见"), ("要点", "")],
)
def test_a_title_tells_its_genre(title: str, genre: str) -> None:
    """By its last word."""
    assert genre_of_title(title) == genre


def sealed(folder) -> Manifest:  # type: ignore[no-untyped-def]
    """A manifest of one release on disk."""
    release = Release(
        record=make_record(), url="https://x.example/a/", page="a.html", page_digest="0", revision="1", relations={}
    )
    manifest = Manifest(site=Site(name="x", url="https://x.example"), as_of=NOW, releases=(release,))
    for path, content in seal(manifest):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return manifest


def test_a_manifest_opens_as_it_was_sealed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """But for what is private."""
    manifest = sealed(tmp_path)
    opened = open_manifest(tmp_path)
    assert opened.site == manifest.site
    assert opened.as_of == NOW
    assert opened.releases[0].record.secrecy_review is None
    assert opened.releases[0].record.title == manifest.releases[0].record.title


def test_a_damaged_shard_is_refused_in_words(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Nothing is announced from a manifest that is not what was sealed."""
    sealed(tmp_path)
    shard = tmp_path / "manifest" / "2026.ndjson"
    shard.write_bytes(shard.read_bytes().replace(b"2026-00100", b"2026-00101"))
    with pytest.raises(ManifestError, match="不符"):
        open_manifest(tmp_path)
    with pytest.raises(ManifestError, match="inv build"):
        open_manifest(tmp_path / "nowhere")
