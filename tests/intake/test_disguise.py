"""Files that are not what their name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.disguise import BEGINNINGS, disguise
from tests.intake.making import PROSE, codes, make_source, page_of

ERROR_PAGE = b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><title>404</title></html>"
DRAWING = b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
MACROS = "_VBA_PROJECT".encode("utf-16-le")


@pytest.mark.parametrize("ending", [*BEGINNINGS, ".txt", ".csv", ".ceb"])
@pytest.mark.parametrize("content", [ERROR_PAGE, ERROR_PAGE[3:].lower(), DRAWING, b"<html>", b""])
def test_a_page_or_a_drawing_under_another_ending_is_told(ending: str, content: bytes) -> None:
    """Saved error pages, drawings with scripts, files of nothing."""
    assert disguise(f"a{ending.upper()}", content)


@pytest.mark.parametrize(("ending", "begins"), BEGINNINGS.items())
def test_a_file_that_begins_as_its_ending_says_is_no_disguise(ending: str, begins: tuple[bytes, ...]) -> None:
    """Nothing else passes."""
    for one in begins:
        assert not disguise(f"a{ending}", one + b"\0\0\0\0WEBP" if ending == ".webp" else one + b"1")
    assert disguise(f"a{ending}", b"MZ\x90\0") == f"它不是真正的 {ending} 文件"


def test_texts_hold_no_null() -> None:
    """Unless they are UTF-16."""
    assert not disguise("a.txt", "甲".encode()) and not disguise("a.csv", "甲,乙".encode("utf-16"))
    assert disguise("a.txt", b"MZ\0\0") == "它不是纯文本"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.doc", ERROR_PAGE, "网页"),
        ("a.png", DRAWING, "SVG"),
        ("a.pdf", b"MZ", "不是真正的 .pdf 文件"),
        ("a.docm", b"PK", "带有宏"),
        ("a.xls", BEGINNINGS[".xls"][0] + MACROS, "带有宏"),
        (f"{'长' * 80}.doc", None, ""),
    ],
)
def test_what_is_not_what_it_says_stays_behind(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    """It is named with the reason; the page goes on."""
    if content is not None:
        make_source(tmp_path, name, content)
    reading = page_of(tmp_path, f"<p>{PROSE}<a href='{name}'>附件</a><img src='{name}'></p>")
    assert reading.files == []
    assert {"ITK081" if content else "ITK080"} <= {*codes(reading)}
    assert any(problem in one.message for one in reading.findings)
