"""Every folder of tests/sites/ is a small portal with the findings it must have; `inv golden` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.catalog.findings import Finding
from plugins.catalog.handbook import all_rules
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.conftest import AS_OF, PRINTED, ROOT

SITES = Path(__file__).parent / "sites"
CASES = sorted(path.name for path in SITES.iterdir() if path.is_dir())
ELSEWHERE = set("SRC011 SRC012 SRC013 SRC014 SRC015 SRC016 SRC025 SRC027 SRC028 SRC029 SRC030 FRS001 EDN001 DIS048".split())
"""Codes whose cases cannot lie in a folder (links, sockets, hungry texts, the clock, fonts, odd names): see tests/plugins."""
INTAKE = "ITK"
"""The rules of intake speak of files that are not yet content: tests/intake has their cases."""


@pytest.mark.parametrize("case", CASES)
def test_a_portal_has_exactly_these_findings(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The printed report of each case is the one in its findings.txt."""
    portal = Portal(
        settings=ROOT / "pelicanconf.py",
        content=SITES / case / "content",
        cache=tmp_path,
        as_of=AS_OF,
        workers=1,
        without=PRINTED,
    )
    text = "\n".join((*run(portal, Goal.CHECK).report.text(), ""))
    expected = SITES / case / "findings.txt"
    if request.config.getoption("--golden"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


def test_every_code_has_a_failing_case() -> None:
    """A rule that no case breaks would be a rule nobody has tried."""
    seen = "".join((SITES / case / "findings.txt").read_text("utf-8") for case in CASES)
    assert {code for code in all_rules() if f" {code} " not in seen and not code.startswith(INTAKE)} <= ELSEWHERE


def test_the_handbook_on_disk_is_the_one_of_the_code() -> None:
    """docs/findings.md is generated; a stale copy would mislead an editor."""
    from plugins.catalog.handbook import markdown

    assert (ROOT / "docs" / "findings.md").read_text("utf-8") == "\n".join(markdown())


def test_a_finding_sorts_by_place() -> None:
    """Reports are read from top to bottom."""
    first, second = (Finding("a.md", line, 1, "X", "error", "", "") for line in (1, 2))  # type: ignore[arg-type]
    assert sorted([second, first]) == [first, second]
