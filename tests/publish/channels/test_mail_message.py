"""The message one reader gets, read back by the library as a reader's programme does."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

import pytest

from publish.channels.mail_message import LEAVE, html_of, message_id, message_of, subject_of, text_of
from publish.mailing import Mailing, Rhythm
from tests.publish.portal import AS_OF, SITE, Document, build

DAILY = Mailing(Rhythm.DAILY)
TOKEN = "https://www.shili.example/mail/leave/" + "x" * 120


@pytest.fixture
def releases(tmp_path):
    return build(tmp_path, [Document(number=1, title="关于<b>一件事</b>的通知 & 😀")]).releases


def made(releases, **changes):
    values = {
        "subject": subject_of("每日汇总 2026-11-20，1 份", SITE),
        "text": text_of(releases, 0, DAILY, SITE),
        "html": html_of(releases, 0, DAILY, SITE),
        "sender": "示例省人民政府，公开 <digest@shili.example>",
        "recipient": "a@x.example",
        "identity": message_id("mark", "1", "shili.example"),
        "mailing": DAILY,
        "leave": TOKEN,
        "at": AS_OF,
    }
    return message_of(**(values | changes))


def test_it_is_ascii_in_short_lines_and_says_in_chinese_what_was_meant(releases):
    content = made(releases, subject="示例省" * 26)
    assert content.isascii() and max(map(len, content.split(b"\r\n"))) <= 998 and b"\n" not in content.replace(b"\r\n", b"")
    message = message_from_bytes(content, policy=SMTP)
    assert not message.defects and message["Subject"] == "示例省" * 26
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("示例省人民政府，公开", "digest@shili.example")
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert message.get_content_type() == "multipart/alternative" and list(message.iter_parts()) == [text, html]
    assert {one["Content-Transfer-Encoding"] for one in (text, html)} == {"base64"}
    assert "关于<b>一件事</b>的通知 & 😀" in text.get_content()
    assert "关于&lt;b&gt;一件事&lt;/b&gt;的通知 &amp; 😀" in html.get_content()


def test_its_heads_are_whole_however_long(releases):
    """RFC 8058: one address of https, and the word for one click; programmes that answer are asked not to (RFC 3834)."""
    content = made(releases)
    assert f"\r\nList-Unsubscribe: <{TOKEN}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode() in content
    message = message_from_bytes(content, policy=SMTP)
    assert message["Message-ID"] == message_id("mark", "1", "shili.example") != message_id("mark", "2", "shili.example")
    assert message["Date"].datetime == AS_OF and message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<daily-all.digest.shili.example>"
    for body in (message.get_body(("plain",)), message.get_body(("html",))):
        assert TOKEN in body.get_content() and LEAVE not in body.get_content()


def test_the_same_is_made_of_the_same_and_a_theme_has_its_own_list(releases):
    themed = replace(DAILY, theme="综合政务\\政务公开")
    assert made(releases) == made(releases)
    assert message_from_bytes(made(releases, mailing=themed), policy=SMTP)["List-Id"] != "<daily-all.digest.shili.example>"


@pytest.mark.parametrize("place", ["subject", "recipient"])
def test_what_looks_encoded_stays_as_it_is(releases, place):
    """The library decodes it and writes out what it finds, line ends too."""
    hostile = "=?utf-8?q?a=0d=0aBcc=3a_x=40evil.example?=" + ("@x.example" if place == "recipient" else "")
    content = made(releases, **{place: hostile})
    message = message_from_bytes(content, policy=SMTP)
    assert message["Bcc"] is None and b"\r\nBcc" not in content
    assert place == "recipient" or message["Subject"] == hostile
