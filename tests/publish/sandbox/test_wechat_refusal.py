r"""WeChat's no: HTTP 200, an errcode, a rid; and \u escapes are never taken."""

import re

import pytest

from publish.sandbox.exchange import Request
from publish.sandbox.wechat_refusal import WechatRefusal, json_body

RID = re.compile(r".+ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$")


def read(body):
    return json_body(Request(method="POST", path="/cgi-bin/draft/add", body=body))


@pytest.mark.parametrize("body", [rb'{"a":"\u4f5c"}', rb'{"a":"\\\u4f5c"}', rb'{"\u0061":1}'])
def test_an_escaped_character_is_refused(body):
    """Wherever it stands."""
    with pytest.raises(WechatRefusal) as caught:
        read(body)
    assert caught.value.errcode == 40033


@pytest.mark.parametrize("body", [rb'{"a":"\\u4f5c"}', '{"a":"作\\n"}'.encode(), b'{"a":"\\\\used"}'])
def test_a_backslash_before_a_letter_is_no_escape(body):
    """Text may speak of escapes."""
    assert set(read(body)) == {"a"}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"a":}', b"\xef\xbb\xbf{}", b'{"a":"\x0c"}', b"\xb2\xe9"])
def test_what_is_no_json_object_is_a_data_format_error(body):
    """47001."""
    with pytest.raises(WechatRefusal) as caught:
        read(body)
    assert caught.value.errcode == 47001


def test_an_error_is_http_200_and_plain_text_with_a_rid(platforms):
    """So status and type say nothing; the body does."""
    reply = platforms.fetch("POST", "/cgi-bin/draft/add")
    assert (reply.status_code, reply.headers["Content-Type"].split(";")[0]) == (200, "text/plain")
    assert reply.json()["errcode"] == 41001
    assert RID.match(reply.json()["errmsg"])


@pytest.mark.parametrize(
    ("method", "path", "errcode"),
    [("POST", "no/such", 40066), ("GET", "draft/add", 43002), ("GET", "stable_token", 43002), ("POST", "draft/count", 43001)],
)
def test_a_wrong_address_or_method_is_refused(platforms, method, path, errcode):
    """Before anything else is looked at."""
    assert platforms.wechat(path, method=method)["errcode"] == errcode
