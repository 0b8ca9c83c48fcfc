"""The listener: whole requests of honest length on loopback, two kinds of answers, no room that could send."""

import socket
import subprocess
import sys

import pytest
import requests

from tests.conftest import ROOT


@pytest.fixture
def listener(house):
    with house.hearing() as running:
        yield running


def speak(listener, raw):
    with socket.create_connection(("127.0.0.1", listener.server_port), timeout=10) as connection:
        connection.sendall(raw)
        return connection.recv(65536).split(b"\r\n")[0].split()[1]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"404"),
        (b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b"404"),
        (b"POST /?signature=1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b"403"),
        (b"GET /?signature=1&echostr=1 HTTP/1.1\r\n\r\n", b"403"),
        (b"POST /?signature=1 HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", b"413"),
        (b"POST /?signature=1 HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"413"),
        (b"POST /?signature=1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"413"),
        (b"PUT / HTTP/1.1\r\n\r\n", b"501"),
        (b"GET http://[ HTTP/1.1\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_push_is_turned_away(listener, raw, status):
    assert speak(listener, raw) == status


def test_a_taken_port_is_an_error_of_the_system(listener, house):
    from publish.callbacks.listener import Listener

    with pytest.raises(OSError, match="in use"):
        Listener(listener.reader, listener.server_port, print)


def test_it_answers_as_plain_text_and_shows_no_version(listener):
    answer = requests.get(listener.address, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/plain") and answer.headers["Server"] == "gongkai "


def test_nothing_of_it_could_send():
    """In a process of its own: no channel, no ledger, no client is loaded."""
    code = "import sys, publish.callbacks.listener as l; print(*sorted(m for m in sys.modules if m.startswith('publish')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {
        "publish",
        "publish.callbacks",
        "publish.callbacks.envelope",
        "publish.callbacks.leaving",
        "publish.callbacks.listener",
        "publish.callbacks.message",
        "publish.callbacks.reader",
        "publish.failures",
        "publish.inbox",
        "publish.mailing",
        "publish.subscribers",
    }
