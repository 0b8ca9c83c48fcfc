"""The sockets: not sent or in doubt by whether the connection stood, a total deadline, no secret anywhere."""

import logging
import socket
import threading
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from publish.failures import Blocked, InDoubt, NotSent, Parked
from publish.http import Call, Client, Deadlines, Secret, is_loopback

CANARY = "canary+secret/1234567890"
QUICK = Deadlines(connect=0.5, read=0.5, total=1.0)


@contextmanager
def server(*scripts):
    """Answers the n-th connection with the n-th script: bytes to send, or a function of the socket."""
    listener = socket.create_server(("127.0.0.1", 0))
    received = []

    def serve():
        for script in scripts:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(3)
                try:
                    received.append(whole_request(connection))
                    script(connection) if callable(script) else connection.sendall(script)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", received
    finally:
        listener.shutdown(socket.SHUT_RDWR)  # wakes the thread out of accept
        listener.close()
        thread.join(5)


def whole_request(connection):
    """Head and body of a request; the body may come in a piece of its own."""
    taken = b""
    while b"\r\n\r\n" not in taken:
        if not (piece := connection.recv(65536)):
            return taken
        taken += piece
    head, _, body = taken.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answer(body=b"{}", status="200 OK", more=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


def client(base, deadlines=QUICK):
    return Client(base, [Secret(CANARY)], deadlines=deadlines, now=lambda: datetime(2026, 11, 20, tzinfo=UTC))


CALL = Call(method="POST", path="/x", query={"access_token": CANARY}, json={"title": "公开", "secret": CANARY})


def test_json_leaves_as_raw_utf_8():
    with server(answer(b'{"ok": 1}')) as (base, received):
        assert client(base).write(CALL).fields == {"ok": 1}
    assert "公开".encode() in received[0] and b"\\u" not in received[0]


def test_a_refused_connection_was_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotSent, match="未能连上"):
        client(f"http://127.0.0.1:{port}").write(CALL)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


@pytest.mark.parametrize(
    "script",
    [
        b"",
        reset,
        lambda connection: threading.Event().wait(0.8),
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{",
        answer(b"<html>captive portal</html>"),
        answer(b"[]"),
        answer(b"{}", "502 Bad Gateway"),
        answer(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n"),
        b"not http at all\r\n\r\n",
    ],
)
def test_whatever_goes_wrong_after_the_connection_stood_is_in_doubt(script):
    with server(script, answer()) as (base, received):
        with pytest.raises(InDoubt) as caught:
            client(base).write(CALL)
        assert len(received) == 1, "a write is never repeated, a redirect never followed"
    assert no_secret_in(caught.value)


def no_secret_in(error):
    """Neither in its text nor in anything it leads to, as a crash reporter would follow it."""
    while error is not None:
        told = str(error) + repr(error) + "".join(traceback.format_exception(error))
        assert CANARY not in told and "canary%2Bsecret" not in told
        error = error.__context__
    return True


def trickle(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(30):
        connection.sendall(b" ")
        threading.Event().wait(0.1)


def trickle_head(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(30):
        connection.sendall(b"X")
        threading.Event().wait(0.1)


@pytest.mark.parametrize("script", [trickle, trickle_head])
def test_a_trickling_server_meets_the_total_deadline(script):
    with server(script) as (base, _), pytest.raises(InDoubt, match="总时限"):
        client(base).write(CALL)


def test_an_endless_answer_is_cut(monkeypatch):
    monkeypatch.setattr("publish.http.ANSWER_LIMIT", 1000)
    with server(answer(b"{" + b" " * 5000 + b"}")) as (base, _), pytest.raises(InDoubt, match="过长"):
        client(base).write(CALL)


def test_a_read_is_repeated_and_gives_up_as_nothing_happened():
    with server(b"", answer(b"{}", "502 x"), answer(b'{"ok": 1}')) as (base, _):
        assert client(base).read(CALL).fields == {"ok": 1}
    with server(b"", b"", b"", answer()) as (base, received):
        with pytest.raises(NotSent) as caught:
            client(base).read(CALL)
        assert len(received) == 3 and no_secret_in(caught.value)


def test_too_many_requests_parks_as_long_as_asked():
    with server(answer(b"", "429 x", "Retry-After: 120\r\n")) as (base, _), pytest.raises(Parked) as caught:
        client(base).write(CALL)
    assert caught.value.until == datetime(2026, 11, 20, 0, 2, tzinfo=UTC)


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with server(answer()) as (base, _):
        assert client(base).write(CALL).fields == {}


@pytest.mark.parametrize(
    "base", ["http://api.weibo.com", "ftp://127.0.0.1", "api.weibo.com", "https://u:p@api.weibo.com", "https://api.weibo.com/x"]
)
def test_an_address_that_would_carry_secrets_in_the_clear_is_refused(base):
    with pytest.raises(ValueError, match="平台地址"):
        Client(base)


def test_only_the_hosts_of_the_platform_are_spoken_to():
    Client("https://api.weibo.com", hosts=["api.weibo.com"])
    for base in ("https://api.weibo.com.elsewhere.example", "https://api.weibo.com:8443", "https://elsewhere.example"):
        with pytest.raises(ValueError, match="GONGKAI_HOSTS"):
            Client(base, hosts=["api.weibo.com"])


def test_a_clock_far_from_the_platforms_stops_writes_and_not_reads():
    late = "Date: Thu, 19 Nov 2026 22:00:00 GMT\r\n"
    with server(answer(more=late), answer(more=late), answer()) as (base, received):
        speaker = client(base)
        speaker.read(CALL)
        speaker.read(CALL)
        with pytest.raises(Blocked, match="相差 120 分钟"):
            speaker.write(CALL)
        assert len(received) == 2


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "x", "@elsewhere.example/"])
def test_a_call_cannot_leave_the_configured_host(path):
    with server(answer()) as (base, received), pytest.raises(ValueError, match="configured host"):
        client(base).write(Call(method="GET", path=path))
    assert received == []


def test_loopback_is_only_loopback():
    assert is_loopback("http://127.0.0.1:80") and is_loopback("http://[::1]") and is_loopback("http://localhost:1")
    assert not any(map(is_loopback, ("https://api.weibo.com", "https://127.0.0.1.example", "https://localhost.example", "x")))


def test_no_secret_is_shown_or_logged(caplog):
    caplog.set_level(logging.DEBUG)
    with server(answer(b"{}")) as (base, _):
        speaker = client(base)
        speaker.write(CALL)
    assert CANARY not in repr(CALL) + repr(speaker) + repr(Secret(CANARY)) + str(Secret(CANARY)) + caplog.text
    assert "canary%2B" not in caplog.text
    assert speaker.clean(f"token {CANARY} and canary%2Bsecret%2F1234567890\n\x1b[2J") == "token *** and *** [2J"
