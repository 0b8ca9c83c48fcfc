"""A real Chromium over the demo portal, served on loopback."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from plugins.engine.build import Portal, run
from plugins.engine.serve import server
from plugins.engine.session import Goal
from tests.conftest import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portal, built once."""
    folder = tmp_path_factory.mktemp("demo")
    outcome = run(Portal(settings=ROOT / "pelicanconf.py", output=folder / "output", cache=folder / "cache"), Goal.BUILD)
    assert not outcome.report.failed
    return folder / "output"


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    """Where the demo portal is served."""
    with server(demo) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where it is, else Playwright's own."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=found, args=FLAGS)
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
