"""A real Chromium over the demo portal, served on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from plugins.engine.build import Portal, run
from plugins.engine.preview.server import PreviewServer
from plugins.engine.session import Goal
from tests.browser.readers import launched
from tests.conftest import PRINTED, ROOT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portal, built once."""
    folder = tmp_path_factory.mktemp("demo")
    outcome = run(
        Portal(settings=ROOT / "pelicanconf.py", output=folder / "output", cache=folder / "cache", without=PRINTED), Goal.BUILD
    )
    assert not outcome.report.failed
    return folder / "output"


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    """Where the demo portal is served."""
    with PreviewServer(demo) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.address.rstrip("/")
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where it is, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            running = launched(playwright)
        except Error as error:
            pytest.skip(f"no Chromium to drive: {str(error).splitlines()[0]}")
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab."""
    tab = browser.new_page()
    yield tab
    tab.close()
