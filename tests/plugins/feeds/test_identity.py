"""Ids that stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pelicanconf import SITE
from plugins.feeds.identity import permanent_id
from tests.plugins.feeds.feed_rules.values import canonical, uri_fault


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("990000017/2026-00100", "tag:www.shili.example,2026:990000017/2026-00100"),
        ("/news/2026/a/", "tag:www.shili.example,2026:/news/2026/a/"),
        ("示〔2026〕1", "tag:www.shili.example,2026:%E7%A4%BA%E3%80%942026%E3%80%951"),
        ("a b#c?d%e", "tag:www.shili.example,2026:a%20b%23c%3Fd%25e"),
    ],
)
def test_an_id_is_a_tag_uri_in_its_canonical_form(key: str, wanted: str) -> None:
    """Whatever the key is made of."""
    assert permanent_id(SITE, key) == wanted
    assert uri_fault(wanted, full=True) == ""
    assert canonical(wanted) == wanted


def test_an_id_names_the_host_alone() -> None:
    """Neither port nor capital letters; a domain in Chinese in its ASCII form."""
    assert permanent_id(replace(SITE, url="http://LOCALHOST:8000"), "a") == "tag:localhost,2026:a"
    assert permanent_id(replace(SITE, url="https://示例.政务"), "a") == "tag:xn--fsq092h.xn--zfr164b,2026:a"
