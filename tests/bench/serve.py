"""From save to sight: `inv serve` over a portal, a real Chromium on one of its pages, twenty saves.

`python -m tests.bench.serve [DOCUMENTS]`: over so many documents of the corpus of `inv bench.build`; else over the demo portal.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from plugins.catalog.terms import Kind
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import put
from tests.bench.build.rounds import place_for
from tests.bench.build.tools import OURS
from tests.browser.readers import FLAGS, chromium
from tests.preview import Preview, append

SAVES = 20
PAUSE = 0.3
"""Seconds between two saves, in which everything comes to rest."""
WAIT = 120_000
"""Milliseconds after which a save will not be seen any more."""
SEEN = """addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() =>
    console.log(document.querySelector(".gk-body")?.lastElementChild.textContent, Date.now()))))"""
"""The page says what stands at its end, and when it had painted it: asking for it again and again would measure the asking."""


def main(documents: int = 0) -> None:
    """Measure and print."""
    with TemporaryDirectory(dir=place_for(documents, 0)) as folder:
        preview = made_up(Path(folder), documents) if documents else Preview(Path(folder))
        documents = len(list(preview.content.rglob("*.md")))
        with preview, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            preview.built()
            took = sorted(saves(browser.new_page(), preview))
            browser.close()
            pages = len(list(preview.folder.glob(".cache/serve/*/site/**/*.html")))
            print(f"{documents} 份文件、{pages} 个网页，保存 {len(took)} 次")
            print(f"从保存到看见：中位数 {statistics.median(took):.0f} 毫秒，最长 {took[-1]:.0f} 毫秒")


def made_up(folder: Path, documents: int) -> Preview:
    """A preview of texts of the bench; what is saved is the newest policy."""
    corpus = Corpus().grow(documents)
    newest = max((one for one in corpus.documents if one.kind is Kind.POLICY), key=lambda one: one.published)
    preview = Preview(folder, newest.path)
    shutil.rmtree(preview.content)
    put(corpus, corpus.documents, {OURS: preview.content})
    return preview


def saves(page: Page, preview: Preview) -> Iterator[float]:
    """How many milliseconds each save takes until the page has painted it."""
    page.set_default_timeout(WAIT)
    page.add_init_script(SEEN)
    page.goto(preview.address + preview.page)
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
