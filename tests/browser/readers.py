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
    "more-contrast": {},
}
"""What is remembered of a reader in each mode; dark and more-contrast are what the system asks; test_modes tries the buttons."""


def chromium() -> str | None:
    """Where a Chromium of this machine is."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def launched(playwright: Playwright, *flags: str) -> Browser:
    """Debian's Chromium where it is, else Playwright's own. Raises playwright's Error where there is neither."""
    return playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])


def reader(browser: Browser, address: str, mode: str, width: int) -> Page:
    """A tab of a reader who has chosen a mode before; close its context."""
    system = {"color_scheme": "dark" if mode == "dark" else "light", "contrast": "more" if mode == "more-contrast" else None}
    page = browser.new_context(viewport={"width": width, "height": 900}, **system).new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/404.html")
    for name, value in MODES[mode].items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])
    return page
