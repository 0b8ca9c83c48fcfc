"""Where documents stand, and the other ways to them."""

from __future__ import annotations

import pytest

from plugins.catalog.addresses import file_of, former_address, number_address


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("示政办发〔2026〕12号", "/number/示政办发〔2026〕12号/"),
        ("990000025/2026-00012", "/number/990000025/2026-00012/"),
        ("", None),
        ("../../etc/passwd", None),
        ("a/../b", None),
        ("x?y", None),
        ("甲" * 61, None),
    ],
)
def test_a_number_is_an_address_where_a_path_can_hold_it(number: str, address: str | None) -> None:
    """Nothing an editor writes leaves the folder."""
    assert number_address(number) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/zwgk/2016/t1.html", "/zwgk/2016/t1.html"),
        ("https://old.shili.example/zwgk/t1.shtml", "/zwgk/t1.shtml"),
        ("/zwgk/2016/", "/zwgk/2016/"),
        ("zwgk/t1.html", None),
        ("/show.jsp", None),
        ("/t1.html?id=5", None),
        ("/manifest/index.html", None),
        ("/../t1.html", None),
        ("/.git/t1.html", None),
        ("/", None),
        ("http://[", None),
    ],
)
def test_an_old_address_gets_a_page_where_one_can_stand(written: str, address: str | None) -> None:
    """Paths of pages only, and none of the portal's own."""
    assert former_address(written) == address


def test_an_address_has_a_file() -> None:
    """A folder's page is its index."""
    assert (file_of("/"), file_of("/a/b/"), file_of("/404.html")) == ("index.html", "a/b/index.html", "404.html")
