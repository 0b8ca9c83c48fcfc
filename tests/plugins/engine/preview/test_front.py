"""The process that meets browsers and the disk."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from plugins.engine.preview.front import Front
from plugins.engine.preview.server import PreviewServer
from plugins.engine.preview.state import stuck
from plugins.engine.preview.watch import Saved
from plugins.engine.session import BuildError
from tests.conftest import ROOT

BUILDER = """
import sys
from pathlib import Path
from plugins.engine.preview.front import Front
from plugins.engine.preview.server import PreviewServer
folder = Path(sys.argv[1])
server = PreviewServer(folder)
with Front(server, folder / "conf.py", (folder,)) as front:
    print(server.server_port, flush=True)
    while True:
        front.wait()
"""


@pytest.fixture
def front(tmp_path: Path) -> Front:
    """A front over an empty folder, not yet started."""
    return Front(PreviewServer(tmp_path / "site"), tmp_path / "conf.py", (tmp_path,))


def is_free(port: int) -> bool:
    """Whether a port can be bound."""
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def comes_free(port: int) -> bool:
    """Whether a port can be bound within a while."""
    return any(is_free(port) or time.sleep(0.05) for _ in range(100))


def test_it_says_when_it_watches_and_what_was_saved(front: Front, tmp_path: Path) -> None:
    """Saves of a while come as one; a change of the settings counts more."""
    with front:
        assert front.wait() is Saved.CONTENT
        (tmp_path / "a.md").write_text("x")
        assert front.wait() is Saved.CONTENT
        (tmp_path / "conf.py").write_text("x")
        (tmp_path / "b.md").write_text("x")
        time.sleep(0.3)
        assert front.wait() is Saved.SETTINGS


def test_what_it_is_told_reaches_a_page(front: Front) -> None:
    """Through the pipe and the stream."""
    with front:
        front.tell(stuck("试一试"))
        connection = HTTPConnection("127.0.0.1", front.server.server_port, timeout=5)
        connection.request("GET", "/.gongkai/events")
        stream = connection.getresponse()
        assert "试一试" in next(line for line in iter(stream.readline, b"") if line.startswith(b"data")).decode()
        connection.close()


def test_at_its_end_the_port_is_free(front: Front) -> None:
    """Also while a page is open."""
    with front:
        front.wait()
        port = front.server.server_port
        page = socket.create_connection(("127.0.0.1", port))
        page.sendall(b"GET /.gongkai/events HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert page.recv(4)
        assert not is_free(port)
    assert is_free(port)
    page.close()


def test_a_front_that_died_is_a_sentence(front: Front) -> None:
    """Not a wait for ever."""
    with front:
        front.wait()
        os.kill(front._process.pid, signal.SIGKILL)
        with pytest.raises(BuildError, match="意外结束"):
            front.wait()
        with pytest.raises(BuildError, match="意外结束"):
            front.tell(stuck("x"))


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """However that ended: nobody is left to hold the port."""
    builder = subprocess.Popen([sys.executable, "-c", BUILDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert builder.stdout is not None
    port = int(builder.stdout.readline())
    builder.kill()
    builder.wait()
    builder.stdout.close()
    assert comes_free(port)
