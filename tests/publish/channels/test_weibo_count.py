"""Weibo's count, by the vectors of the composer's own code."""

import pytest

from publish.channels.weibo_count import count
from publish.sandbox.weibo import counted_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a", 1),
        ("ab", 1),
        ("abc", 2),
        ("政府", 2),
        ("政府a", 3),
        ("①Ⅱ", 2),
        ("🙂", 2),
        ("https://www.shili.example/policies/2026/001/a/b", 10),
        ("http://t.cn/A6abcdef", 10),
        ("https://www.x.gov.cn/" + "a" * 140, 21),
        ("政策" * 64 + " https://www.x.gov.cn/a.html", 139),
        ("政策" * 65 + " https://www.x.gov.cn/a.html", 141),
        ("a\r\nb", 2),
        ("https://weibo.com/12345", 12),
    ],
)
def test_the_vectors_hold(text, length):
    assert count(text) == length


@pytest.mark.parametrize("size", range(100, 145, 3))
def test_the_stand_in_counts_alike(size):
    text = "政" * size + "a" * (size % 4) + " https://www.shili.example/policies/2026/001/ "
    assert count(text) == counted_length(text)
