"""The line to a mail server: what was certainly not taken is told from what may have been; no word of the server comes out."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress

import pytest

from publish.failures import Blocked, NotSent
from publish.sandbox.account import Account
from publish.sandbox.faults import Faults
from publish.sandbox.mail import MailServer
from publish.sandbox.state import State
from publish.smtp import CUT, Fate, Line, server_of
from tests.publish.certificate import certificate

GREETING = ["220 x", "250 x"]
WHO = "reader@x.example"


@contextmanager
def saying(*answers, hang_up=True, tls=None):
    """A server that gives these answers one by one, whatever it is told, and takes a message after 354."""
    heard = []

    def serve(listener):
        connection, _ = listener.accept()
        try:
            connection = tls.wrap_socket(connection, server_side=True) if tls else connection
        except OSError:
            return
        with connection, connection.makefile("rb") as lines:
            for answer in answers:
                connection.sendall(f"{answer}\r\n".encode())
                heard.append(lines.readline())
                while answer.startswith("354") and heard[-1] not in (b".\r\n", b""):
                    heard.append(lines.readline())
            if not hang_up:
                lines.read()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield server_of(f"smtp://127.0.0.1:{listener.getsockname()[1]}"), heard
        thread.join(10)


def hand_in(server, message=b"Subject: x\r\n\r\nx\r\n"):
    with Line(server, "x.example") as line:
        return line.hand_in("a@x.example", WHO, message)


@pytest.mark.parametrize(
    ("answers", "fate"),
    [
        (["250 ok", "250 ok", "354 go", "250 taken"], (Fate.TAKEN, "250")),
        (["250 ok", "550 5.1.1 <reader@x.example> unknown", "250 reset"], (Fate.REFUSED, "550 5.1.1")),
        (["250 ok", "450 4.2.0 greylisted", "250 reset"], (Fate.POSTPONED, "450 4.2.0")),
        (["250 ok", "250 ok", "554 no", "250 reset"], (Fate.REFUSED, "554")),
        (["250 ok", "250 ok", "354 go", "552 5.2.3 too long"], (Fate.REFUSED, "552 5.2.3")),
        (["250 ok", "250 ok", "354 go", "421 closing"], (Fate.POSTPONED, "421")),
        (["250 ok", "250 ok", "354 go", "what?"], (Fate.UNKNOWN, "-1")),
        (["250 ok", "250 ok", "354 go"], (Fate.UNKNOWN, "")),
        ([], (Fate.POSTPONED, CUT)),
        (["421 4.7.0 enough for now"], (Fate.POSTPONED, "421 4.7.0")),
        (["250 ok"], (Fate.POSTPONED, CUT)),
        (["250 ok", "421 closing"], (Fate.POSTPONED, "421")),
        (["250 ok", "250 ok"], (Fate.POSTPONED, CUT)),
        (["250 ok", "550 5.1.1 unknown"], (Fate.REFUSED, "550 5.1.1")),
        (["250 ok", "251 will forward", "354 go", "250-taken\r\n250-and\r\n250 kept"], (Fate.TAKEN, "250")),
        (["250 ok", "252 we shall see", "354 go", "250 taken"], (Fate.TAKEN, "250")),
    ],
)
def test_what_becomes_of_a_message_is_told_by_codes(answers, fate):
    with saying(*GREETING, *answers) as (server, _):
        assert hand_in(server) == fate


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([], NotSent),
        (["554 go away"], NotSent),
        (["220 x"], NotSent),
        ([*GREETING, "550 sender"], Blocked),
        ([*GREETING, "450 sender"], NotSent),
        ([*GREETING, "250 ok", "250 ok", "250 strange"], NotSent),
    ],
)
def test_before_the_message_has_left_nothing_is_in_doubt(answers, error):
    with saying(*answers) as (server, _), pytest.raises(error) as raised:
        hand_in(server)
    assert WHO not in str(raised.value) and raised.value.__cause__ is None


def test_a_line_that_is_encrypted_from_the_start_goes_to_who_can_prove_their_name(tmp_path, monkeypatch):
    path, context = certificate(tmp_path), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    answers = (*GREETING, "250 ok", "250 ok", "354 go", "250 taken")
    for host, trusted in (("127.0.0.1", False), ("localhost", True), ("127.0.0.1", True)):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(path))
        with saying(*answers, tls=context) as (server, heard):
            there = server_of(f"smtps://{host}:{server.port}")
            if host == "127.0.0.1" and trusted:
                assert hand_in(there)[0] is Fate.TAKEN
            else:
                with pytest.raises(NotSent, match="未能连上"):
                    hand_in(there)
                assert heard == []


def test_dots_are_doubled_and_lines_end_as_they_must():
    with saying(*GREETING, "250 ok", "250 ok", "354 go", "250 ok") as (server, heard):
        hand_in(server, b"Subject: x\n\n.one\r\n..two\n.")
    assert b"".join(heard).partition(b"DATA\r\n")[2].startswith(b"Subject: x\r\n\r\n..one\r\n...two\r\n..\r\n.\r\n")


def test_a_line_that_must_be_encrypted_is_or_nothing_is_said(tmp_path, monkeypatch):
    """Neither password nor address over a line that anyone can read, nor to a server that anyone can claim to be."""
    with saying("220 x", "250 no starttls here") as (server, heard), pytest.raises(Blocked, match="STARTTLS"):
        hand_in(server_of(f"smtp+starttls://127.0.0.1:{server.port}", "digest", "secret"))
    assert b"AUTH" not in b"".join(heard)
    path, context = certificate(tmp_path), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    state = State(tmp_path)
    mail = MailServer(state=state, faults=Faults(), account=Account(), tls=context)
    mail.start()
    try:
        server = server_of(f"smtp+starttls://127.0.0.1:{mail.port}", "digest", Account().mail_password)
        with pytest.raises(NotSent, match="加密连接失败"):
            hand_in(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert hand_in(server)[0] is Fate.TAKEN and len(mail.letters()) == 1
    finally:
        mail.stop()
        state.close()


@pytest.mark.parametrize(
    ("written", "port"),
    [
        ("smtps://smtp.shili.example", 465),
        ("smtp+starttls://smtp.shili.example", 587),
        ("smtp+starttls://smtp.shili.example:25/", 25),
        ("smtp://localhost", 25),
    ],
)
def test_a_server_has_the_port_of_its_kind(written, port):
    server = server_of(written, "u", "p")
    assert (server.port, server.sandbox) == (port, False) and "p" not in str(server.password)


@pytest.mark.parametrize(
    "written", ["", "smtps://", "smtps://h:x", "imap://h", "smtps://h/x", "smtps://u@h", "smtps://a..b", "sandbox://127.0.0.1"]
)
def test_what_is_no_server_is_a_sentence(written):
    with pytest.raises(ValueError, match="GONGKAI_MAIL_SERVER"):
        server_of(written)


@pytest.mark.parametrize("greeting", ["220-and so on\r\n", "2"])
def test_a_greeting_without_an_end_ends(monkeypatch, greeting):
    """Each byte in time, and all of them never: the run holds the lock."""
    monkeypatch.setattr("publish.smtp.TOTAL", 0.3)

    def serve(listener):
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            while True:
                connection.sendall(greeting.encode())
                over.wait(0.02)

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with pytest.raises(NotSent, match="未能连上"):
            hand_in(server_of(f"smtp://127.0.0.1:{listener.getsockname()[1]}"))
        thread.join(10)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["220 x", "250-x\r\n250 AUTH PLAIN", "334 abcde"], "读不懂"),
        (["220 x", "421 too busy"], "不接待（421）"),
        (["220 x", "250-x\r\n250 STARTTLS", "454 no certificate today"], "未能连上"),
    ],
)
def test_odd_answers_on_the_way_in_are_sentences(answers, said):
    with saying(*answers) as (server, heard), pytest.raises(NotSent, match=said):
        scheme = "smtp" if "AUTH" in answers[1] else "smtp+starttls"
        hand_in(server_of(f"{scheme}://127.0.0.1:{server.port}", "digest", "secret"))
    assert not any(line.startswith(b"MAIL") for line in heard)


def test_a_size_that_is_no_number_is_none():
    with saying("220 x", f"250-x\r\n250 SIZE {'9' * 5000}") as (server, _), Line(server, "x.example") as line:
        assert line.most == 0


def test_a_password_that_no_login_can_carry_is_a_sentence():
    with pytest.raises(ValueError, match="GONGKAI_MAIL_PASSWORD") as raised:
        server_of("smtps://smtp.shili.example", "digest", "密码")
    assert "密码" not in str(raised.value)
