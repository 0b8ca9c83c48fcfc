"""Old addresses: how a browser asks for them, and who has them."""

from __future__ import annotations

import pytest

from plugins.catalog.former import LENGTH_LIMIT, PORTAL, Claims, read_former
from tests.conftest import make_record


@pytest.mark.parametrize(
    ("written", "host", "request_"),
    [
        ("/show.asp?id=12", "", "/show.asp?id=12"),
        ("/Mixed/Case.ASP?ID=aB", "", "/Mixed/Case.ASP?ID=aB"),
        ("http://www.old.gov.cn/zwgk/t1.html", "www.old.gov.cn", "/zwgk/t1.html"),
        ("HTTPS://WWW.Old.gov.cn.:8443/a/", "www.old.gov.cn", "/a/"),
        ("http://old.gov.cn", "old.gov.cn", "/"),
        ("http://old.gov.cn?id=1", "old.gov.cn", "/?id=1"),
        ("http://旧.政务/a", "xn--ygv.xn--zfr164b", "/a"),
        ("http://10.1.2.3:8080/a", "10.1.2.3", "/a"),
        ("/旧文/一 号.html?题=中", "", "/%E6%97%A7%E6%96%87/%E4%B8%80%20%E5%8F%B7.html?%E9%A2%98=%E4%B8%AD"),
        ("/a%e4%B8.asp?k=%B9%AB", "", "/a%e4%B8.asp?k=%B9%AB"),
        ("/a\"b<c>d`e{f}g|h^i'j;k=1,$m", "", "/a%22b%3Cc%3Ed%60e%7Bf%7Dg%7Ch%5Ei'j;k=1,$m"),
        ("/s?a\"b<c>d`e{f}g|h^i'j;k=1,$m?n", "", "/s?a%22b%3Cc%3Ed`e{f}g|h^i%27j;k=1,$m?n"),
        ("/t1.html#part", "", "/t1.html"),
        ("http://old.gov.cn//a//b.html", "old.gov.cn", "//a//b.html"),
        ("/a\nb\x00c\\d", "", "/a%0Ab%00c%5Cd"),
    ],
)
def test_an_old_address_is_read_as_a_browser_asks_for_it(written: str, host: str, request_: str) -> None:
    """Tried in Chromium: new URL(…).hostname, pathname and search; a port does not count."""
    found = read_former(written)
    assert found is not None
    assert (found.host, found.request) == (host, request_)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "zwgk/t1.html",
            "old.gov.cn/t1.html",
            "ftp://old.gov.cn/t1.html",
            "javascript:alert(1)",
            "//evil.example/",
            "?id=1",
        ),
        *("/#/detail/12", "http://old.gov.cn/#!a", "http://", "http:///a", "http://a b/c", "http://a@b/c", "http://[::1]/a"),
        *(
            "http://old;x/a",
            'http://old"/a',
            "http://-/a",
            "http://a..b/c",
            "http://~old/a",
            "/" + "a" * LENGTH_LIMIT,
            "/" + "中" * 300,
        ),
    ],
)
def test_what_no_server_is_ever_asked_for_is_none(written: str) -> None:
    """Other schemes, hosts that are none, what a browser keeps for itself, what nginx could not hold."""
    assert read_former(written) is None


A, B = "policies/2026/a.md", "policies/2026/b.md"


def claims(of_a: str, of_b: str = "/unused") -> tuple[str, str, str]:
    """Who else has the old address of a, who that of b, and where a page leads on from that of a."""
    records = [
        make_record(path=path, address=f"/{path.removesuffix('.md')}/", former_addresses=(written,))
        for path, written in ((A, of_a), (B, of_b))
    ]
    found = Claims(records, ["media/2026/t.csv"])
    first, second = (read_former(written) for written in (of_a, of_b))
    assert first and second
    return found.holder(first, A), found.holder(second, B), found.page(first)


@pytest.mark.parametrize(
    ("of_a", "of_b", "found"),
    [
        ("/x.asp?id=1", "/x.asp?id=2", ("", "", "")),
        ("/x.asp?id=1", "/X.ASP?ID=1", (B, A, "")),
        ("/旧.html", "/%e6%97%a7.html", (B, A, "")),
        ("http://a.cn/x.asp", "http://b.cn/x.asp", ("", "", "")),
        ("http://a.cn/x.asp", "/x.asp", (B, A, "")),
        ("http://a.cn/x.html", "http://b.cn/x.html", ("", "", "")),
        ("http://a.cn/x.html", "http://A.cn:80/x.html", (B, A, "")),
        ("http://a.cn/x.html", "/unused", ("", "", "/x.html")),
        ("/x/", "/x/index.html", (B, A, "")),
        ("/x.html", "/x.html/y.html", ("", A, "/x.html")),
        ("/policies/2026/b/", "/unused", (B, "", "")),
        ("/policies/2026/b", "/unused", (B, "", "")),
        ("/policies/2026/b/index.html", "/unused", (B, "", "")),
        ("http://a.cn/policies/2026/b/", "/unused", ("", "", "")),
        ("/policies/2026/a/", "/unused", ("", "", "")),
        ("/policies/2026/b/?x=1", "/unused", ("", "", "")),
        ("/policies/", "/unused", (PORTAL, "", "")),
        ("http://a.cn/policies/", "/unused", ("", "", "")),
        ("/media/2026/t.csv", "/unused", ("media/2026/t.csv", "", "")),
        ("/plain.html", "/unused", ("", "", "/plain.html")),
    ],
)
def test_an_old_address_belongs_to_one_document(of_a: str, of_b: str, found: tuple[str, str, str]) -> None:
    """Of two hosts one path may be two addresses; a page leads on only where no other can be meant and nothing stands."""
    assert claims(of_a, of_b) == found


@pytest.mark.parametrize(
    "written", ["/", "/index.html", "/404.html", "/Manifest/index.json", "/sitemap-2026.xml", "/theme/a.css"]
)
def test_what_the_portal_keeps_for_itself_is_reserved(written: str) -> None:
    """A query makes it another address."""
    found, asked = read_former(written), read_former(f"{written}?id=1")
    assert found and asked
    assert (found.reserved, asked.reserved) == (True, False)
