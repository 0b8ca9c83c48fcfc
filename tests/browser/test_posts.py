"""What people look at before and after a post: the previews, and the sandbox as a follower sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from plugins.catalog.terms import Status
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.publish.portal import SINCE, Document, build, png

LONG = "https://www.shili.example/" + "a" * 200
BODY = f'<p>{LONG}</p><img src="/media/a.png" alt="图"><table><tr>{"<td>14286.4</td>" * 12}</tr></table>'


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses: a preview with a correction and a retraction, the follower's page, an article."""
    folder = tmp_path_factory.mktemp("posts")
    output, pictures = folder / "output", {"media/a.png": png(2000, 20)}
    documents = [Document(number=number, body=BODY, pictures=pictures) for number in (1, 2)]
    with Sandbox(folder / "sandbox") as sandbox:
        build(output, documents)
        open_step(output, folder / "var", sandbox.environment(), SINCE).send()
        build(
            output,
            [Document(number=1, title="长" * 60, body=BODY, pictures=pictures), Document(number=2, status=Status.WITHDRAWN)],
        )
        preview = open_step(output, folder / "var", sandbox.environment(), SINCE).write_previews(folder / "previews")
        article = sandbox.wechat_articles()[0].url
        yield {"preview": preview.as_uri(), "follower": f"{sandbox.url}/", "article": article}


@pytest.mark.parametrize("name", ["preview", "follower", "article"])
@pytest.mark.parametrize("width", [375, 1280])
def test_it_fits_the_window_and_can_be_read_by_all(looked_at: dict[str, str], browser: Browser, name: str, width: int) -> None:
    """Nothing is wider than the window, whatever a document says; axe finds nothing."""
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    page.goto(looked_at[name])
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # What an article brings along has to live with what WeChat leaves of it: no tabindex, for instance.
    found = Axe().run(page, context={"exclude": [".article__content"]})
    page.context.close()
    assert found.violations_count == 0, found.generate_report()


def test_the_preview_shows_the_pictures_of_post_and_page(looked_at: dict[str, str], browser: Browser) -> None:
    """In frames in which nothing runs."""
    page = browser.new_page()
    page.goto(looked_at["preview"])
    broken = [
        frame.evaluate("[...document.images].filter((one) => !one.complete || !one.naturalWidth).map((one) => one.alt)")
        for frame in page.frames
    ]
    assert sum(frame.evaluate("document.images.length") for frame in page.frames) == 4
    assert not any(broken), broken
    page.close()
