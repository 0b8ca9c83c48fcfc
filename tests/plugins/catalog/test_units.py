"""What is released together."""

from __future__ import annotations

import pytest

from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from tests.conftest import Site, make_record, write_document
from tests.plugins.catalog.test_catalog import catalog

POLICY = make_record(released_together=True)
LATER = moment("2026-12-01 09:00")


def interpretation(name: str = "i", *numbers: str, **changes: object) -> Record:
    """An interpretation of the policy, or of others."""
    return make_record(
        path=f"interpretations/2026/{name}.md",
        kind=Kind.INTERPRETATION,
        address=f"/interpretations/2026/{name}/",
        index_number=f"990000017/2026-{name}",
        document_number="",
        interprets=numbers or (POLICY.path,),
        **changes,
    )


def public(*records: Record) -> set[str]:
    """The paths of those that the public sees."""
    return {record.path for record in catalog(*records).released}


@pytest.mark.parametrize(
    ("policy", "others", "seen"),
    [
        ({}, [], 0),
        ({}, [{}], 2),
        ({}, [{"status": Status.DRAFT}], 0),
        ({}, [{"published_at": LATER}], 0),
        ({"status": Status.DRAFT}, [{}], 0),
        ({"published_at": LATER}, [{}], 0),
        ({}, [{}, {"status": Status.DRAFT}], 2),
        ({}, [{"status": Status.WITHDRAWN}], 2),
        ({"status": Status.WITHDRAWN}, [], 1),
        ({"released_together": None}, [{"status": Status.DRAFT}], 1),
    ],
)
def test_neither_is_public_before_both_are_ready(policy: dict[str, object], others: list[dict[str, object]], seen: int) -> None:
    """One interpretation is enough, and a withdrawal does not take back what was released."""
    written = [interpretation(f"i{number}", **changes) for number, changes in enumerate(others)]
    assert len(public(make_record(**{"released_together": True} | policy), *written)) == seen


def test_what_interprets_two_such_policies_waits_for_both_and_they_wait_with_it() -> None:
    """Whoever is held holds others."""
    second = make_record(
        path="policies/2026/b.md",
        document_number="示政发〔2026〕2号",
        index_number="",
        released_together=True,
        published_at=LATER,
    )
    both = interpretation("i", POLICY.path, second.path)
    assert public(POLICY, second, both) == set()
    found = catalog(POLICY, second, both).waiting
    assert {path: [one.path for one in others] for path, others in found.items()} == {
        POLICY.path: [both.path],
        both.path: [POLICY.path, second.path],
    }
    assert public(POLICY, second, both, interpretation("own")) == {POLICY.path, "interpretations/2026/own.md"}


def test_a_unit_comes_out_at_the_later_of_its_two_times() -> None:
    """The build in between knows when the next one is due."""
    waiting = catalog(POLICY, interpretation(published_at=moment("2026-11-20 15:00")))
    assert waiting.released == ()
    assert waiting.until == moment("2026-11-20 15:00")


def test_a_held_unit_leaks_into_no_file(site: Site) -> None:
    """Not by a list, a feed, a sitemap, the manifest, the open data, a calendar, or what others say of it."""
    policy = write_document(
        "金丝雀一号。\n", 名称="关于金丝雀二号的通知", 同步发布="是", 施行日期="2026-12-24", 有效期至="2031-12-24"
    )
    draft = write_document(
        "金丝雀三号。\n",
        名称="金丝雀四号的解读",
        索引号="990000017/2026-00101",
        文号=None,
        发文日期=None,
        解读对象="[示政发〔2026〕100号]",
        状态="草稿",
    )
    other = write_document(索引号="990000017/2026-00102", 文号="示政发〔2026〕102号", 依据="[示政发〔2026〕100号]")
    files = {"policies/2026/a.md": policy, "interpretations/2026/i.md": draft, "policies/2026/b.md": other}
    outcome = site.write(files).build()
    assert not outcome.report.failed
    tree = site.tree()
    assert [path for path, content in tree.items() if "金丝雀".encode() in content or "〔2026〕100号".encode() in content] == []
    assert not [path for path in tree if path.startswith(("policies/2026/a/", "feeds/calendars/2031"))]
    site.write({"interpretations/2026/i.md": draft.replace("状态: 草稿", "状态: 发布")})
    assert not site.build().report.failed
    assert "金丝雀二号" in site.page("/policies/2026/a/") and "金丝雀三号" in site.page("/interpretations/2026/i/")
