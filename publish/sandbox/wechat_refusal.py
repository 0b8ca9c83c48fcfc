"""WeChat's way to say no, and the reading of JSON bodies that leads to most of it."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime

from publish.sandbox.exchange import JsonObject, MalformedBody, Request

TEXTS: Mapping[int, str] = {
    -1: "system error",
    40001: (
        "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken,"
        " more details at https://mmbizurl.cn/s/JtxxFh33r"
    ),
    40002: "invalid grant_type",
    40004: "invalid media type",
    40005: "invalid file type",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40059: "invalid msg id",
    40066: "invalid url",
    40125: "invalid appsecret",
    40164: "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44001: "empty media data",
    44003: "empty news data",
    44004: "empty content",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45028: "has no masssend quota",
    45065: "clientmsgid exist",
    45066: "same clientmsgid retry too fast",
    45067: "clientmsgid size out of limit",
    45110: "author size out of limit",
    45166: "invalid content",
    47001: "data format error",
    48001: "api unauthorized",
    53502: "invalid publish_id",
    53600: "invalid article_id",
}
"""errcode -> errmsg, as far as the sandbox answers them (developers.weixin.qq.com, 全局返回码)."""

# A run of backslashes of odd length before "u" is an escape; of even length it is backslashes and a letter.
_UNICODE_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


class WechatRefusal(Exception):
    """The platform refuses the call with an errcode."""

    def __init__(self, errcode: int, **more: object) -> None:
        """`more` goes into the reply beside the errcode."""
        super().__init__(errcode)
        self.errcode = errcode
        self.more = more


def refusal_body(errcode: int, text: str, now: datetime) -> JsonObject:
    """The body of a refusal; its text ends in the ``rid`` that WeChat's support asks for."""
    rid = f"{int(now.timestamp()) & 0xFFFFFFFF:08x}-{secrets.randbits(32):08x}-{secrets.randbits(32):08x}"
    return {"errcode": errcode, "errmsg": f"{text} rid: {rid}"}


def json_body(request: Request) -> JsonObject:
    r"""The JSON object in the body; refuses \uXXXX escapes (40033) and what is no JSON object (47001)."""
    if _UNICODE_ESCAPE.search(request.body):
        raise WechatRefusal(40033)
    try:
        value = request.json()
    except MalformedBody as error:
        raise WechatRefusal(47001) from error
    if not isinstance(value, dict):
        raise WechatRefusal(47001)
    return value


def text_in(body: Mapping[str, object], name: str) -> str:
    """The text of that name, empty where there is none; another type is refused (40035)."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise WechatRefusal(40035)
    return value


def number_in(body: Mapping[str, object], name: str, *, least: int, most: int, otherwise: int) -> int:
    """The whole number of that name within its bounds; anything else is refused (40035)."""
    value = body.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WechatRefusal(40035)
    return value
