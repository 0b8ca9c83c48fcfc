"""The envelope of a push: whether the platform sealed it, with which words, and what is inside.

`signature` proves that the sender knows the Token, and says nothing of the body; in the safe mode `msg_signature` covers the
message too, which AES keeps from others. Source: developers.weixin.qq.com/doc/oplatform/developers/dev/push.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from hmac import compare_digest

from lxml import etree

BLOCK = 32
"""Bytes to which the platform fills up (PKCS#7), twice the block of AES."""
RANDOM, LENGTH = 16, 4
"""Bytes before the message in what was encrypted: chance, then its length, the highest byte first. After it comes the AppID."""


class Refused(Exception):
    """A push that is not taken; `str()` is the sentence for the operator, without a word of the push."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What an account and the platform have agreed on; `key` is None in the plain mode."""

    appid: str
    token: str = field(repr=False)
    key: bytes | None = field(default=None, repr=False)

    def check(self, query: Mapping[str, str]) -> None:
        """Raise Refused where the address was not signed with our Token, as it is in every mode."""
        self._compare(query, "signature")

    def opened(self, query: Mapping[str, str], body: bytes) -> etree._Element:
        """The message in a body. With a key nothing is believed but what was encrypted. Raises Refused."""
        self.check(query)
        outer = parsed(body)
        sealed = outer.findtext("Encrypt")
        if self.key is None:
            if sealed is not None and outer.find("Event") is None:
                raise Refused("推送是加密的：请设 GONGKAI_WECHAT_CALLBACK_KEY")
            return outer
        if sealed is None:
            raise Refused("推送没有加密，而本机设了密钥：请在公众号后台把消息加解密方式改为安全模式")
        self._compare(query, "msg_signature", sealed)
        return parsed(self._decrypted(sealed, self.key))

    def _compare(self, query: Mapping[str, str], name: str, *more: str) -> None:
        words = sorted((self.token, query.get("timestamp", ""), query.get("nonce", ""), *more))
        signature = sha1("".join(words).encode()).hexdigest()
        if not compare_digest(signature.encode(), query.get(name, "").encode()):
            raise Refused("推送的签名不对：不是微信发来的，或者 GONGKAI_WECHAT_CALLBACK_TOKEN 与后台填写的不同")

    def _decrypted(self, sealed: str, key: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        try:
            padded = decryptor.update(b64decode("".join(sealed.split()), validate=True)) + decryptor.finalize()
        except ValueError:
            raise Refused(_NOT_OPENED) from None
        filled = padded[-1] if padded else 0
        content = padded[RANDOM:-filled] if 1 <= filled <= BLOCK else b""
        length = int.from_bytes(content[:LENGTH])
        message, appid = content[LENGTH : LENGTH + length], content[LENGTH + length :]
        if len(message) != length or not compare_digest(appid, self.appid.encode()):
            raise Refused(_NOT_OPENED)
        return message


_NOT_OPENED = "推送解不开：GONGKAI_WECHAT_CALLBACK_KEY 或 GONGKAI_WECHAT_APPID 与后台的不同"


def aes_key(encoded: str) -> bytes:
    """The key behind an EncodingAESKey of 43 characters. ValueError, in 中文, for another text, or where AES is missing."""
    try:
        import cryptography  # noqa: F401 - whether it is there is asked before anything comes
    except ModuleNotFoundError:
        raise ValueError(
            "安全模式要用 cryptography：请运行 make site 补装；没有它时请不设 GONGKAI_WECHAT_CALLBACK_KEY，后台选明文模式"
        ) from None
    try:
        key = b64decode(f"{encoded}=", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != BLOCK:
        raise ValueError("GONGKAI_WECHAT_CALLBACK_KEY 应是后台的 EncodingAESKey：43 个字母和数字")
    return key


def parsed(content: bytes) -> etree._Element:
    """XML without a document type, entities or anything from elsewhere. Raises Refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("推送不是 XML：请在公众号后台把数据格式选为 XML") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("推送带有文档类型声明，没有读")
    return root
