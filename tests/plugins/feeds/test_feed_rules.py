"""The rules of the W3C's feed validator: the checker holds its cases, and every feed of the demo portal holds its rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from pelicanconf import SITE
from tests.plugins.feeds.feed_rules.cases import Case, read_cases
from tests.plugins.feeds.feed_rules.check import check
from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.making import AS_OF

ALL, APPLYING = 633, 366
NOT_MEANT = {
    "UnknownNamespace": "our own extension namespace is unknown to every validator; both formats let readers skip it",
    "DuplicateUpdated": "two documents may be published in the same minute, and a date is not bent to please a reader",
}
"""Advice our feeds do not follow, and why."""


@pytest.fixture(scope="module")
def cases(corpus: Path) -> list[Case]:
    """Every case of the validator."""
    return list(read_cases(corpus / "feed-rules"))


def test_every_case_that_applies_has_the_expected_verdict(cases: list[Case]) -> None:
    """The fault is found where it must be, and not where it must not."""
    applying = [case for case in cases if not case.elsewhere]
    assert (len(cases), len(applying)) == (ALL, APPLYING)
    assert [case.path for case in applying if not case.holds(check(case.document, case.location, AS_OF))] == []


def test_a_verdict_can_be_wrong(cases: list[Case]) -> None:
    """A checker that finds nothing, or everything, would not pass."""
    everything = [
        Fault(name=case.name, **{key: value for key, value in case.where if key in ("parent", "element", "attr", "value")})
        for case in cases
    ]
    assert sum(case.holds([]) for case in cases if not case.elsewhere) < APPLYING // 2
    assert sum(case.holds(everything) for case in cases if not case.elsewhere) < APPLYING


def test_every_xml_feed_of_the_demo_holds_every_rule(demo_portal: Path) -> None:
    """Live feeds and archives, at the address they stand at."""
    files = [file for file in sorted((demo_portal / "feeds").rglob("*")) if file.suffix in (".xml", ".atom")]
    assert len(files) > 30
    for file in files:
        location = SITE.absolute(f"/{file.relative_to(demo_portal).as_posix()}")
        faults = check(file.read_bytes(), location, AS_OF)
        assert [fault for fault in faults if fault.name not in NOT_MEANT] == [], file
