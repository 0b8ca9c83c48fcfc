"""The sockets: this machine only, whole requests only, and a stop that leaves nobody hanging."""

import socket
import threading

import pytest

from publish.sandbox import Sandbox

from .platforms import LINK


def speak(sandbox, raw, *, end=False):
    """Send raw bytes and give the status line of the answer."""
    with socket.create_connection(("127.0.0.1", int(sandbox.url.rsplit(":", 1)[1])), timeout=10) as connection:
        connection.sendall(raw)
        if end:
            connection.shutdown(socket.SHUT_WR)
        return connection.recv(65536).split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Host: 127.0.0.1\r\n", b"200"),
        (b"Host: localhost:80\r\n", b"200"),
        (b"Host: rebound.example\r\n", b"421"),
        (b"", b"421"),
        (b"Host: 127.0.0.1\r\nContent-Length: 99999999999\r\n", b"413"),
        (b"Host: 127.0.0.1\r\nContent-Length: -1\r\n", b"413"),
        (b"Host: 127.0.0.1\r\nContent-Length: many\r\n", b"400"),
        (b"Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n", b"411"),
    ],
)
def test_a_strange_request_is_turned_away(platforms, head, status):
    """A name that a stranger points at this machine, a body without an honest length."""
    assert speak(platforms.sandbox, b"GET / HTTP/1.1\r\n" + head + b"\r\n").split()[1] == status


def test_half_a_request_is_not_acted_on(platforms):
    """A client that dies while sending has posted nothing."""
    account = platforms.sandbox.account
    body = f"access_token={account.weibo_token}&rip={account.weibo_rip}&status={LINK} and then".encode()
    head = f"POST /2/statuses/share.json HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body) + 100}\r\n\r\n".encode()
    assert speak(platforms.sandbox, head + body, end=True) == b""
    assert platforms.sandbox.weibo_posts() == ()


def test_stopping_closes_idle_connections_and_frees_the_port(tmp_path):
    """No thread is left behind."""
    before = threading.active_count()
    with Sandbox(tmp_path) as sandbox:
        port = int(sandbox.url.rsplit(":", 1)[1])
        idle = socket.create_connection(("127.0.0.1", port), timeout=10)
        idle.sendall(b"GET /no HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n")
        idle.recv(1)
    with idle, idle.makefile("rb") as rest:
        assert rest.read().endswith(b"</html>\n")
    assert threading.active_count() == before
    with Sandbox(tmp_path, port=port) as again:
        assert again.url.endswith(f":{port}")


def test_calls_are_remembered_in_order_without_their_secrets(platforms):
    """So that a test can tell that a second run sent nothing."""
    platforms.share()
    platforms.timeline()
    assert platforms.sandbox.calls() == ("/2/statuses/share.json", "/2/statuses/user_timeline.json")
