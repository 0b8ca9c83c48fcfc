"""`python -m tests.browser.screenshots FOLDER`: the demo portal as readers see it, each mode at both widths, to look at."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from plugins.engine.build import Portal, run
from plugins.engine.preview.server import PreviewServer
from plugins.engine.session import Goal
from tests.browser.readers import MODES, launched, reader
from tests.conftest import PRINTED, ROOT

PAGES = {
    "home": "/",
    "list": "/policies/",
    "document": "/policies/2025/elderly-subsidy/",
    "wide-table": "/policies/2026/grain-targets/",
    "interpretation": "/interpretations/2026/elevator-retrofit/",
    "gazette": "/gazettes/2026/03/",
    "gazettes": "/gazettes/",
    "topic": "/topics/elderly-and-children/",
    "catalog": "/catalog/",
    "missing": "/nothing/here/",
}
WIDTHS = (375, 1280)


def main(folder: Path) -> None:
    """Build, serve, and take every picture."""
    cache = ROOT / ".cache" / "screenshots"
    run(Portal(settings=ROOT / "pelicanconf.py", output=cache / "site", cache=cache, without=PRINTED), Goal.BUILD)
    folder.mkdir(parents=True, exist_ok=True)
    with PreviewServer(cache / "site") as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser, address = launched(playwright), server.address.rstrip("/")
        for mode in MODES:
            for width in WIDTHS:
                page = reader(browser, address, mode, width)
                for name, path in PAGES.items():
                    page.goto(address + path)
                    page.screenshot(path=folder / f"{name}-{mode}-{width}.png", full_page=True)
                page.context.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
