"""A column that stood too long is a finding; the limit is the vocabulary's."""

from __future__ import annotations

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from plugins.freshness import check
from tests.conftest import Site, make_record, write_document


def said(*published: str, as_of: str = "2026-11-20 09:00", **changes: object) -> list[str]:
    """What is found where news were published at these moments."""
    news = [
        make_record(path=f"news/2026/{at}.md", kind=Kind.NEWS, published_at=moment(day), **changes)
        for at, day in enumerate(published)
    ]
    now = moment(as_of)
    assert now
    return [finding.message for finding in check(Catalog(map(Entry, news), now))]


@pytest.mark.parametrize(("day", "late"), [("2026-11-06 23:59", False), ("2026-11-05 09:00", True), ("2026-11-20 09:01", False)])
def test_news_may_be_two_weeks_old(day: str, late: bool) -> None:
    """The fourteenth day is still in time; what is not yet released does not count, and a column without documents is none."""
    assert bool(said(day)) is late


def test_the_newest_counts_and_a_withdrawn_one_does_not() -> None:
    """An embargoed document does not make a column fresh either."""
    assert said("2026-01-01", "2026-11-19") == []
    (message,) = said("2026-01-01", "2026-12-01")
    assert message == "栏目“政务动态”已有323天没有更新，最新的一件是2026年1月1日的，应在14天以内更新"
    assert said("2026-01-01", status=Status.WITHDRAWN) == []


def test_a_portal_on_the_real_clock_is_warned_at_the_place_of_the_newest_date(site: Site) -> None:
    """It is a warning: a late column must not keep what is new from being published."""
    site.write({"policies/2026/a.md": write_document()})
    outcome = site.build(plugins=("plugins.freshness",))
    assert not outcome.report.failed
    assert [f"{one.path}:{one.line} {one.code}" for one in outcome.report] == ["policies/2026/a.md:8 FRS001"]
