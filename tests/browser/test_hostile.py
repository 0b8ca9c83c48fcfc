"""Sanitiser and policy, each alone, in a real Chromium: nothing runs, nobody is asked. All: `inv bench.rules --part safety`."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.bench.rules.scripts import bare, hostile, policed
from tests.browser.readers import launched

PAYLOADS = 300

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(scope="module")
def chromium() -> None:
    """Skip where there is none; the visits start one of their own."""
    with sync_playwright() as playwright:
        try:
            launched(playwright).close()
        except Error as error:
            pytest.skip(f"no Chromium to drive: {str(error).splitlines()[0]}")


def test_the_sanitiser_alone_leaves_nothing_that_runs_or_asks(tmp_path: Path) -> None:
    """No policy, neither of the server nor of the page; texts of feeds as their readers show them."""
    seen = bare(hostile(tmp_path, PAYLOADS, sanitised=True))
    assert (seen.ran, seen.asked, seen.left) == ({}, [], 0)
    assert seen.pages > PAYLOADS // 50


def test_the_policy_alone_stops_what_nobody_sanitised(tmp_path: Path) -> None:
    """Neither sanitised nor escaped: much is stopped, nothing runs, nobody is asked."""
    seen = policed(hostile(tmp_path, PAYLOADS, sanitised=False))
    assert (seen.ran, seen.requests) == ({}, [])
    assert seen.broke


def test_without_both_much_runs_and_asks(tmp_path: Path) -> None:
    """So the tests above could fail."""
    seen = bare(hostile(tmp_path, PAYLOADS, sanitised=False))
    assert len(seen.ran) > PAYLOADS // 10
    assert seen.asked
