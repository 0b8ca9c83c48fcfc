"""The picture of relations in a real browser: no word leaves its box, and who needs large letters has them."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_letters, digits, punctuation

import pytest
from playwright.sync_api import Browser, Page

from plugins.frame.lettering import width
from tests.browser.readers import reader

POLICY = "/policies/2025/elderly-subsidy/"
PICTURE = re.compile('<svg class="gk-neighbourhood__picture".*?</svg>', re.DOTALL)
OUTSIDE = """() => {
    const boxes = [...document.querySelectorAll(".gk-neighbourhood__box")].map((box) => box.getBBox());
    const words = [...document.querySelectorAll(".gk-neighbourhood__picture text")];
    const lines = words.flatMap((text) => text.querySelector("[x]") ? [...text.querySelectorAll("[x]")] : [text]);
    return lines.filter((line) => {
        const extents = [...Array(line.getNumberOfChars()).keys()].map((place) => line.getExtentOfChar(place));
        const middle = extents[0].y + extents[0].height / 2;
        const box = boxes.find((one) => one.y < middle && middle < one.y + one.height && one.x < extents[0].x);
        const [left, right] = box ? [box.x + 4, box.x + box.width - 4] : [0, 320];
        return extents.some((one) => one.x < left || one.x + one.width > right);
    }).map((line) => line.textContent);
}"""
MEASURED = """([letters, bold]) => {
    const text = document.querySelector(".gk-neighbourhood__title");
    text.style.fontWeight = bold ? 700 : 400;
    return letters.map((letter) => {
        text.textContent = letter;
        return text.getComputedTextLength() / 14;
    });
}"""


def test_no_word_leaves_its_box(page: Page, demo: Path, address: str) -> None:
    """In every picture of the demo portal; they are drawn one after the other on one page, which is quick."""
    page.goto(address + POLICY)
    put = "(drawn) => document.querySelector('.gk-neighbourhood__picture').outerHTML = drawn"
    files = {file: PICTURE.search(file.read_text("utf-8")) for file in sorted(demo.rglob("index.html"))}
    drawn = {file: found[0] for file, found in files.items() if found}
    assert len(drawn) > 50
    for file, picture in drawn.items():
        page.evaluate(put, picture)
        assert page.evaluate(OUTSIDE) == [], file.relative_to(demo)


@pytest.mark.parametrize(("bold", "wider"), [(False, 1.0), (True, 1.1)])
def test_no_letter_is_wider_than_it_is_taken_for(page: Page, address: str, bold: bool, wider: float) -> None:
    """Signs that few titles have may be a little wider: a line of them alone is none."""
    page.goto(address + POLICY)
    letters = [
        letter for letter in (*ascii_letters, *digits, *punctuation, *"示《》（）〔〕“”：、，—…·Ωжéن") if letter not in "#+<=>^~&"
    ]
    for letter, measured in zip(letters, page.evaluate(MEASURED, [letters, bold]), strict=True):
        assert measured <= width(letter) * wider + 0.001, letter


@pytest.mark.parametrize(("mode", "screen", "is_drawn"), [("light", 320, True), ("large", 375, False), ("large", 1280, True)])
def test_letters_are_large_enough_for_who_reads_them(
    browser: Browser, address: str, mode: str, screen: int, is_drawn: bool
) -> None:
    """12 px on a small phone; in large type as large as the text. Where the picture would be too small its words stand for it."""
    page = reader(browser, address, mode, screen)
    page.goto(address + POLICY)
    assert page.locator(".gk-neighbourhood__picture").is_visible() is is_drawn
    assert page.locator(".gk-neighbourhood__words").is_visible() is not is_drawn
    assert page.evaluate("document.documentElement.scrollWidth") == screen
    if is_drawn:
        scale = page.evaluate("document.querySelector('.gk-neighbourhood__picture').getBoundingClientRect().width / 320")
        assert 14 * scale >= (24 if mode == "large" else 12)
    page.context.close()


def test_the_picture_is_heard_as_it_is_seen(browser: Browser, address: str) -> None:
    """One image: relations, whole titles, numbers, and what no longer counts; the words beside it are not heard again."""
    page = browser.new_page()
    page.goto(address + POLICY)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    names = [node.get("name", {}).get("value", "") for node in nodes if not node["ignored"]]
    (heard,) = [name for name in names if "补贴暂行办法》的通知（示民规〔2024〕2号，已废止）。" in name]
    assert heard.startswith("文件关系图")
    assert "修改本文件的文件：" in heard
    page.close()
