"""The server answers as a production server should."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.inspect.server import FOR_EVER, recommended, serving

HANDBOOK = (ROOT / "docs" / "operators.md").read_text("utf-8")
FILES = {
    "index.html": "<!doctype html>首页" * 20,
    "404.html": "没有这一页",
    "policies/index.html": "政策",
    "theme/site.936fc60a.css": "p { color: red }" * 20,
    "theme/icon.svg": "<svg/>",
    "feeds/all.xml": "<rss/>",
    "media/a.png": "PNG",
}


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[object]:
    """Ask a running server for a path, in one kept connection."""
    for path, text in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, "utf-8")
    (tmp_path / "secret").write_text("秘密", "utf-8")
    with serving(tmp_path / "site", recommended(HANDBOOK)) as address:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=10)

        def get(path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read()

        yield get
        connection.close()


def test_texts_travel_compressed_to_who_can_read_them(ask) -> None:  # type: ignore[no-untyped-def]
    """And plain to who cannot."""
    packed, body = ask("/", **{"Accept-Encoding": "gzip, br"})
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body).decode() == FILES["index.html"]
    plain, body = ask("/")
    assert (plain.headers["Content-Encoding"], body.decode()) == (None, FILES["index.html"])
    assert ask("/media/a.png", **{"Accept-Encoding": "gzip"})[0].headers["Content-Encoding"] is None


def test_only_names_that_change_with_their_bytes_are_kept_for_ever(ask) -> None:  # type: ignore[no-untyped-def]
    """A page must be asked for again."""
    assert ask("/theme/site.936fc60a.css")[0].headers["Cache-Control"] == FOR_EVER
    assert ask("/theme/icon.svg")[0].headers["Cache-Control"] == "no-cache"
    assert ask("/policies/")[0].headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/theme/site.936fc60a.css", "text/css; charset=utf-8"),
        ("/theme/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/media/a.png", "image/png"),
    ],
)
def test_media_types_are_right(ask, path: str, media: str) -> None:  # type: ignore[no-untyped-def]
    """With the charset for texts."""
    assert ask(path)[0].headers["Content-Type"] == media


def test_every_answer_carries_the_headers_of_the_handbook(ask) -> None:  # type: ignore[no-untyped-def]
    """Read from docs/operators.md, so that what is measured is what is recommended."""
    wanted = recommended(HANDBOOK)
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= set(wanted)
    for path in ("/", "/nothing/", "/theme/icon.svg"):
        answer = ask(path)[0]
        assert {name: answer.headers[name] for name in wanted} == wanted


def test_a_missing_page_is_404_with_the_site_s_own_page(ask) -> None:  # type: ignore[no-untyped-def]
    """And a folder asked for without its slash is sent on."""
    answer, body = ask("/nothing/here/")
    assert (answer.status, body.decode()) == (404, FILES["404.html"])
    answer, _ = ask("/policies")
    assert (answer.status, answer.headers["Location"]) == (301, "/policies/")


def test_nothing_outside_the_folder_is_served(ask) -> None:  # type: ignore[no-untyped-def]
    """However it is asked for."""
    for path in ("/../secret", "/%2e%2e/secret", "/theme/../../secret"):
        assert ask(path)[0].status == 404


def test_a_head_request_gets_the_headers_alone(ask) -> None:  # type: ignore[no-untyped-def]
    """With the length of what a GET would bring."""
    answer, body = ask("/", method="HEAD")
    assert (body, int(answer.headers["Content-Length"])) == (b"", len(FILES["index.html"].encode()))
