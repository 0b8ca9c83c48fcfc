"""Readers at a real Chromium: with a screen of some width, and with what they have chosen before."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from playwright.sync_api import Browser, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MODES: Mapping[str, Mapping[str, str]] = {
    "light": {},
    "dark": {},
    "large": {"gk-size": "large"},
    "contrast": {"gk-contrast": "high"},
    "large-contrast": {"gk-size": "large", "gk-contrast": "high"},
}
"""What is remembered of a reader in each mode; dark is the system's choice here, the button's is tried in test_modes."""


def chromium() -> str | None:
    """Where a Chromium of this machine is."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def launched(playwright: Playwright) -> Browser:
    """Debian's Chromium where it is, else Playwright's own. Raises playwright's Error where there is neither."""
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


def reader(browser: Browser, address: str, mode: str, width: int) -> Page:
    """A tab of a reader who has chosen a mode before; close its context."""
    scheme = "dark" if mode == "dark" else "light"
    page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/404.html")
    for name, value in MODES[mode].items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])
    return page
