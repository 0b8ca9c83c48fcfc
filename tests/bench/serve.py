"""From save to sight: `inv serve` over the demo portal, a real Chromium on one of its pages, twenty saves.

`python -m tests.bench.serve [COPIES]`: with copies of every policy under numbers of their own, to see what a larger portal takes.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser.readers import FLAGS, chromium
from tests.preview import PAGE, Preview, append

SAVES = 20
PAUSE = 0.3
"""Seconds between two saves, in which everything comes to rest."""
WAIT = 30_000
"""Milliseconds after which a save will not be seen any more."""
SEEN = """addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() =>
    console.log(document.querySelector(".gk-body")?.lastElementChild.textContent, Date.now()))))"""
"""The page says what stands at its end, and when it had painted it: asking for it again and again would measure the asking."""
NUMBERS = re.compile(r"^(索引号: \d+/\d{4}-|文号: .*?(?:〔\d{4}〕|第))(\d+)", re.MULTILINE)
RELATIONS = re.compile(r"^(?:废止|修改|依据|推送): .*\n", re.MULTILINE)


def main(copies: int = 0) -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        preview = Preview(Path(folder))
        multiply(preview.content / "policies", copies)
        documents = len(list(preview.content.rglob("*.md")))
        with preview, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            preview.built()
            took = sorted(saves(browser.new_page(), preview))
            pages = len(list(preview.folder.glob(".cache/serve/*/site/**/*.html")))
            browser.close()
    print(f"{documents} 份文件、{pages} 个网页，保存 {len(took)} 次")
    print(f"从保存到看见：中位数 {statistics.median(took):.0f} 毫秒，最长 {took[-1]:.0f} 毫秒")


def multiply(policies: Path, copies: int) -> None:
    """Copies of every policy that refer to nothing and have numbers of their own."""
    for source in sorted(policies.rglob("*.md")):
        text = RELATIONS.sub("", source.read_text("utf-8"))
        for copy in range(1, copies + 1):
            own = NUMBERS.sub(lambda match, copy=copy: f"{match[1]}{int(match[2]) + copy * 1000:0{len(match[2])}}", text)
            source.with_stem(f"{source.stem}-{copy}").write_text(own, "utf-8")


def saves(page: Page, preview: Preview) -> Iterator[float]:
    """How many milliseconds each save takes until the page has painted it."""
    page.set_default_timeout(WAIT)
    page.add_init_script(SEEN)
    page.goto(preview.address + PAGE)
    page.locator(".gk-body").wait_for()
    for number in range(SAVES):
        time.sleep(PAUSE)
        text = f"第{number}次保存。"
        with page.expect_console_message(lambda message, text=text: message.text.startswith(text)) as said:
            started = time.time() * 1000
            append(preview.policy, text)
        yield float(said.value.text.split()[-1]) - started


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
