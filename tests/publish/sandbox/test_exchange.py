"""Forms and JSON are read as they were sent, byte for byte."""

import pytest
import requests

from publish.sandbox.exchange import MalformedBody, Request


def multipart(**arguments):
    """What requests itself would send."""
    sent = requests.Request("POST", "http://127.0.0.1/", **arguments).prepare()
    return Request(method="POST", path="/", headers={"content-type": sent.headers["Content-Type"]}, body=sent.body)


@pytest.mark.parametrize("content", [b"", b"\r\n", b"--", b"a\r\n--b\r\n", bytes(range(256)) * 9])
def test_a_file_arrives_byte_for_byte(content):
    """Line ends and dashes within it change nothing."""
    form = multipart(data={"status": "政务公开\r\n第二行"}, files={"pic": ("封面.png", content)}).form()
    assert form.fields == {"status": "政务公开\r\n第二行"}
    assert form.uploads["pic"].content == content
    assert form.uploads["pic"].filename == "封面.png"


def test_a_plain_form_keeps_blank_values():
    """An empty status is there and empty."""
    assert Request(method="POST", path="/", body=b"status=&rip=%E6%94%BF").form().fields == {"status": "", "rip": "政"}


@pytest.mark.parametrize("cut", [3, 20, 60])
def test_a_torn_multipart_body_is_malformed(cut):
    """Its last boundary is missing."""
    whole = multipart(files={"pic": ("p.png", b"x" * 100)})
    with pytest.raises(MalformedBody):
        Request(method="POST", path="/", headers=whole.headers, body=whole.body[:-cut]).form()


@pytest.mark.parametrize("body", [b"", b"{", b"\xef\xbb\xbf{}", b'{"a": "\x0b"}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_malformed(body):
    """A byte order mark and control characters count as broken, as on the platform."""
    with pytest.raises(MalformedBody):
        Request(method="POST", path="/", body=body).json()
