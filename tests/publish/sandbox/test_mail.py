"""The stand-in for a mail server, spoken to by smtplib as any programme would."""

import smtplib
import ssl

import pytest

from publish.sandbox.account import Account
from publish.sandbox.faults import Action, Fault, Faults
from publish.sandbox.mail import ADDRESS, MailServer
from publish.sandbox.state import State
from tests.publish.certificate import certificate

MESSAGE = "Subject: x\r\nMessage-ID: <1@x>\r\n\r\n.one\r\n..two\r\n"


@pytest.fixture
def mail(tmp_path):
    state, faults = State(tmp_path), Faults()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server = MailServer(state=state, faults=faults, account=Account(), tls=context)
    server.start()
    yield server
    server.stop()
    state.close()


@pytest.fixture
def client(mail):
    with smtplib.SMTP(ADDRESS, mail.port, timeout=10) as client:
        client.login("digest", Account().mail_password)
        yield client


def test_a_message_is_kept_as_it_was_written(mail, client):
    client.sendmail("a@x.example", "b@x.example", MESSAGE)
    (letter,) = mail.letters()
    assert (letter.sender, letter.recipient) == ("a@x.example", "b@x.example")
    assert letter.content.decode() == MESSAGE and letter.message["Message-ID"] == "<1@x>"


def test_nobody_sends_without_a_password(mail):
    with smtplib.SMTP(ADDRESS, mail.port, timeout=10) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("digest", "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@x.example", "b@x.example", MESSAGE)


def test_the_line_can_be_encrypted(mail, tmp_path):
    with smtplib.SMTP(ADDRESS, mail.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=certificate(tmp_path)))
        client.login("digest", Account().mail_password)
        client.sendmail("a@x.example", "b@x.example", MESSAGE)
    assert len(mail.letters()) == 1


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("MAIL", smtplib.SMTPSenderRefused),
        ("RCPT/b@x.example", smtplib.SMTPRecipientsRefused),
        ("DATA", smtplib.SMTPDataError),
        ("END", smtplib.SMTPDataError),
    ],
)
@pytest.mark.parametrize("status", [451, 550])
def test_it_refuses_on_order(mail, client, place, error, status):
    mail.faults.add(Fault(path=f"/smtp/{place}", action=Action.HTTP_STATUS, status=status))
    with pytest.raises(error, match=str(status)):
        client.sendmail("a@x.example", "b@x.example", MESSAGE)
    assert mail.letters() == ()


@pytest.mark.parametrize(("action", "taken"), [(Action.DROP_BEFORE_COMMIT, 0), (Action.DROP_AFTER_COMMIT, 1)])
def test_it_hangs_up_after_the_message_on_order(mail, client, action, taken):
    """With the message, or without: the sender cannot tell."""
    mail.faults.add(Fault(path="/smtp/END", action=action))
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail("a@x.example", "b@x.example", MESSAGE)
    assert len(mail.letters()) == taken


def test_a_message_that_nobody_could_read_is_refused(mail, client):
    with pytest.raises(smtplib.SMTPDataError, match="malformed"):
        client.sendmail("a@x.example", "b@x.example", f"Subject: {'x' * 1000}\r\n\r\n")


@pytest.mark.parametrize("line", ["RCPT TO:<b@x.example>", "DATA", "VRFY b", "MAIL FROM:<>"])
def test_what_is_out_of_turn_is_refused(mail, client, line):
    assert client.docmd(line)[0] // 100 == 5
