"""The envelope: whose word it is, and what is inside; a published library on the other side."""

import sys
from base64 import b64encode
from hashlib import sha1

import pytest
from lxml import etree
from wechatpy.crypto import WeChatCrypto

from publish.callbacks.envelope import Envelope, Refused, aes_key, parsed
from publish.sandbox.account import Account
from publish.sandbox.wechat_callbacks import encrypted

ACCOUNT = Account()
TOKEN, KEY, APPID = ACCOUNT.wechat_callback_token, ACCOUNT.wechat_callback_key, ACCOUNT.wechat_appid
EVENT = "<xml><Event><![CDATA[PUBLISHJOBFINISH]]></Event><说明>发布</说明></xml>"
PLAIN = Envelope(appid=APPID, token=TOKEN)
SAFE = Envelope(appid=APPID, token=TOKEN, key=aes_key(KEY))


def signature(*words):
    return sha1("".join(sorted(words)).encode()).hexdigest()


def query(sealed="", token=TOKEN, **changes):
    stamp = {"timestamp": "1714036504", "nonce": "1514711492"}
    signatures = {"signature": signature(token, *stamp.values())}
    if sealed:
        signatures["msg_signature"] = signature(token, *stamp.values(), sealed)
    return stamp | signatures | changes


def sealed_body(sealed):
    return f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()


def test_the_example_of_the_platforms_page_is_accepted():
    Envelope(appid="", token="AAAAA").check(
        {"timestamp": "1714036504", "nonce": "1514711492", "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696"}
    )


def test_a_message_in_the_clear_is_opened():
    assert PLAIN.opened(query(), EVENT.encode()).findtext("Event") == "PUBLISHJOBFINISH"


def test_what_a_published_library_seals_is_opened():
    foreign = WeChatCrypto(TOKEN, KEY, APPID).encrypt_message(EVENT, "1514711492", "1714036504")
    reply = etree.fromstring(foreign)
    asked = query(msg_signature=reply.findtext("MsgSignature"))
    assert SAFE.opened(asked, foreign.encode()).findtext("说明") == "发布"


@pytest.mark.parametrize("length", range(40))
def test_what_the_sandbox_seals_a_published_library_opens_and_so_do_we(length):
    event = f"<xml><a>{'x' * length}</a></xml>"
    sealed = encrypted(event, KEY, APPID)
    asked = query(sealed)
    library = WeChatCrypto(TOKEN, KEY, APPID)
    opened = library.decrypt_message(sealed_body(sealed), asked["msg_signature"], asked["timestamp"], asked["nonce"])
    assert opened == event
    assert SAFE.opened(asked, sealed_body(sealed)).findtext("a") == "x" * length or not length


@pytest.mark.parametrize(
    "asked",
    [query(token="another"), query(signature=""), query(timestamp="1714036505"), query(nonce="1"), {}, query(signature="签名")],
)
def test_another_signature_is_refused(asked):
    with pytest.raises(Refused, match="签名不对"):
        PLAIN.opened(asked, EVENT.encode())


SEALED = encrypted(EVENT, KEY, APPID)
OTHER_KEY = "A" * 43


@pytest.mark.parametrize(
    ("asked", "body", "says"),
    [
        (query(), EVENT.encode(), "没有加密"),
        (query(), sealed_body(SEALED), "签名不对"),
        (query(SEALED, msg_signature="0" * 40), sealed_body(SEALED), "签名不对"),
        (query(sealed := encrypted(EVENT, OTHER_KEY, APPID)), sealed_body(sealed), "解不开"),
        (query(sealed := encrypted(EVENT, KEY, "wxother")), sealed_body(sealed), "解不开"),
        (query(sealed := SEALED[: len(SEALED) // 2]), sealed_body(sealed), "解不开"),
        (query("!!!"), sealed_body("!!!"), "解不开"),
        (query(sealed := b64encode(b"").decode()), sealed_body(sealed), "签名不对|解不开"),
        (query(sealed := b64encode(bytes(32)).decode()), sealed_body(sealed), "解不开"),
        (query(sealed := encrypted("no XML", KEY, APPID)), sealed_body(sealed), "不是 XML"),
    ],
)
def test_with_a_key_only_what_was_sealed_with_it_is_believed(asked, body, says):
    with pytest.raises(Refused, match=says):
        SAFE.opened(asked, body)


def test_in_the_mixed_mode_the_words_in_the_clear_are_not_read():
    body = f"<xml><Event>MASSSENDJOBFINISH</Event><Encrypt>{SEALED}</Encrypt></xml>".encode()
    assert SAFE.opened(query(SEALED), body).findtext("Event") == "PUBLISHJOBFINISH"
    assert PLAIN.opened(query(SEALED), body).findtext("Event") == "MASSSENDJOBFINISH"


def test_a_sealed_message_without_our_key_says_what_is_missing():
    with pytest.raises(Refused, match="GONGKAI_WECHAT_CALLBACK_KEY"):
        PLAIN.opened(query(SEALED), sealed_body(SEALED))


BOMB = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 9}">' for place in range(1, 9))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "不是 XML"),
        (b'{"Event": "PUBLISHJOBFINISH"}', "不是 XML"),
        (b"<xml><a></xml>", "不是 XML"),
        (b"\xff\xfe<xml/>", "不是 XML"),
        (f'<!DOCTYPE x [<!ENTITY a0 "x">{BOMB}]><xml><Event>&a8;</Event></xml>'.encode(), "文档类型|不是 XML"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Event>&a;</Event></xml>', "文档类型"),
        (b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd"><xml/>', "文档类型"),
    ],
)
def test_what_is_no_plain_xml_is_refused(content, says):
    with pytest.raises(Refused, match=says):
        parsed(content)


@pytest.mark.parametrize("text", ["", "short", "*" * 43, KEY + "x", "钥" * 43])
def test_a_key_that_is_none_is_named_without_being_shown(text):
    with pytest.raises(ValueError, match="43 个") as wrong:
        aes_key(text)
    assert not text or text not in str(wrong.value)


def test_without_the_library_one_sentence_says_what_remains(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(ValueError, match="明文模式"):
        aes_key(KEY)


def test_an_envelope_does_not_show_its_secrets():
    assert TOKEN not in repr(SAFE) and repr(SAFE.key) not in repr(SAFE)
