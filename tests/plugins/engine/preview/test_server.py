"""The preview's server, over real sockets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from plugins.engine.preview import server as module
from plugins.engine.preview.server import PreviewServer


@pytest.fixture
def running(tmp_path: Path) -> Iterator[PreviewServer]:
    """A server over a site of two pages."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/index.html").write_text("政策", "utf-8")
    (tmp_path / "404.html").write_text("没有找到", "utf-8")
    with PreviewServer(tmp_path) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: PreviewServer, path: str, verb: str = "GET", host: str = "localhost") -> tuple[HTTPResponse, str]:
    """One request with its answer."""
    with closing(HTTPConnection("127.0.0.1", server.server_port, timeout=5)) as connection:
        connection.request(verb, path, headers={"Host": host})
        response = connection.getresponse()
        return response, response.read().decode()


def test_a_page_comes_with_its_digest_and_is_never_kept(running: PreviewServer) -> None:
    """The digest is that of a HEAD, so that a page can ask whether it is still itself."""
    got, text = ask(running, "/policies/?q=1")
    head, nothing = ask(running, "/policies/", "HEAD")
    assert (got.status, text, nothing) == (200, "政策", "")
    assert got.headers["Server-Timing"] == f"digest;desc={got.headers['ETag']}"
    assert got.headers["ETag"] == head.headers["ETag"]
    assert got.headers["Cache-Control"] == "no-store"


def test_a_folder_without_a_slash_is_sent_on(running: PreviewServer) -> None:
    """As any server does."""
    assert ask(running, "/policies")[0].headers["Location"] == "/policies/"


@pytest.mark.parametrize("path", ["/nothing/", "/../secret.txt", "/.gongkai/server.py", "/.gongkai/../server.py"])
def test_what_is_not_there_gets_the_404_page_of_the_site(running: PreviewServer, path: str) -> None:
    """And nothing outside the site is there."""
    (Path(running.RequestHandlerClass.keywords["directory"]).parent / "secret.txt").write_text("x")  # type: ignore[attr-defined]
    answer, text = ask(running, path)
    assert (answer.status, text) == (404, "没有找到")


def test_before_the_first_build_there_is_a_page_that_waits(running: PreviewServer, tmp_path: Path) -> None:
    """It carries the script, so it opens by itself what it waits for."""
    (tmp_path / "404.html").unlink()
    answer, text = ask(running, "/")
    assert answer.status == 404
    assert "/.gongkai/preview.js" in text


@pytest.mark.parametrize("name", ["preview.js", "preview.css", "waiting.css"])
def test_the_preview_brings_its_own_script_and_style(running: PreviewServer, name: str) -> None:
    """Under an address of its own."""
    assert ask(running, f"/.gongkai/{name}")[0].status == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[", "192.168.0.1:8000"])
@pytest.mark.parametrize("path", ["/", "/.gongkai/events"])
def test_a_strange_host_is_refused(running: PreviewServer, host: str, path: str) -> None:
    """A page elsewhere that points a name at this machine reads no draft."""
    answer, text = ask(running, path, host=host)
    assert (answer.status, "政策" in text) == (421, False)


def follow(server: PreviewServer) -> tuple[HTTPConnection, HTTPResponse]:
    """An open stream of events."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", "/.gongkai/events", headers={"Host": "127.0.0.1"})
    return connection, connection.getresponse()


def next_event(stream: HTTPResponse) -> bytes:
    """The next event of a stream, whatever stands in between."""
    return next(line for line in iter(stream.readline, b"") if line.startswith(b"data: ")).removeprefix(b"data: ").strip()


def test_every_open_page_is_told(running: PreviewServer) -> None:
    """One that opens late gets the latest at once."""
    (first, early), (second, other) = follow(running), follow(running)
    running.tell(b"1")
    assert (next_event(early), next_event(other)) == (b"1", b"1")
    third, late = follow(running)
    assert next_event(late) == b"1"
    running.tell(b"2")
    assert {next_event(early), next_event(other), next_event(late)} == {b"2"}
    for connection in (first, second, third):
        connection.close()


def test_a_reader_who_leaves_leaves_no_thread_behind(running: PreviewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent stream says now and then that it is there, and learns so that nobody listens."""
    monkeypatch.setattr(module, "HEARTBEAT", 0.02)
    before = set(threading.enumerate())
    connection, stream = follow(running)
    (thread,) = set(threading.enumerate()) - before
    stream.close()
    connection.close()
    thread.join(5)
    assert not thread.is_alive()
