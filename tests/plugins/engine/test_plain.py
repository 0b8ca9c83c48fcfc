"""The short way and Python-Markdown, side by side: where the short way takes a text, both give the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.engine import plain
from plugins.engine.body import _converter
from tests.bench.build.corpus import Corpus
from tests.bench.build.texts import write
from tests.conftest import ROOT

SIGNS = (
    "甲 乙。 办法》 《 ** * [ ] ( ) (b.md) [甲](b.md) **乙** **《办法》**规定 **（一）** - + 1. 2. １. | ， “ ” ： : --- === ! '",
    "（一） [x]: ~ {.a} # ## % [^1] http://a.b/c ^ = $ @ < & &lt; <b> ` \\ _ __甲__ > é 😀 2026年 a A1",
)
SPACES = (
    "\n",
    "\n\n",
    "\n\n",
    "\u3000\u3000",
    "\u3000",
    " ",
    "  \n",
    "    ",
    "\t",
    "\u00a0",
    "- ",
    "1. ",
    "## ",
    "# ",
    "| ",
    " |\n",
)
ATOMS = (*SIGNS[0].split(), *SIGNS[1].split(), *SPACES)
PIECES = (
    "　　甲乙丙。\n",
    "## 一、甲\n",
    "### （一）**乙**\n正文。\n",
    "## a | b |\n",
    "| --- | --- |\n",
    "| 1 | 2 |\n",
    "- 丁 | 戊\n",
    "# 题\n",
    "- 甲\n- 乙\n",
    "1. 甲；\n2. 见[乙](../2025/b.md#x)。\n",
    "3. 丙\n",
    "| 甲 | 乙 |\n| --- | :-: |\n| 1 | **2** |\n| | |\n",
    "甲\n乙 a\nb\n",
    "甲：**乙**\n**丙**，丁\n",
    "> 引\n",
    "    码\n",
    "\n",
    "\n",
)


def reference(text: str) -> str:
    """What Python-Markdown says."""
    converter = _converter()
    converter.reset()
    return converter.convert(text)


def agree(text: str) -> bool:
    """Whether the short way takes the text; fails where it takes it and gives something else."""
    html = plain.convert(text)
    assert html is None or html == reference(text)
    return html is not None


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(ATOMS), max_size=14).map("".join))
def test_both_ways_give_the_same_for_any_words(text: str) -> None:
    """Signs of Markdown among Chinese words, in any order."""
    agree(text)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_both_ways_give_the_same_for_any_blocks(text: str) -> None:
    """Blocks beside each other, with and without an empty line between."""
    agree(text)


def test_the_short_way_takes_what_offices_write() -> None:
    """Every text of the corpus of the bench, and most of the demo's."""
    documents = Corpus().grow(150).documents
    assert all(agree(write(document, 1)) for document in documents)
    demo = [file.read_text("utf-8").partition("\n---\n")[2] for file in sorted((ROOT / "content").rglob("*.md"))]
    assert sum(map(agree, demo)) > len(demo) / 2


def test_both_ways_give_the_same_for_the_texts_of_others(corpus: Path) -> None:
    """Laws, interpretations and pages of real offices."""
    for file in sorted(corpus.rglob("*.md")):
        agree(file.read_text("utf-8", "replace"))


@pytest.mark.parametrize(
    "text",
    (
        "\u3000\u3000 \u3000",
        "甲`乙`",
        "甲<b>乙</b>",
        "甲&amp;乙",
        "\\*甲",
        "_甲_",
        "*甲*",
        "![甲](a.png)",
        "- 甲\n\n- 乙",
        "甲  \n乙",
        "    码",
        "> 引",
        "a | b\n- | -",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n## c",
    ),
)
def test_what_is_not_plain_is_left_to_python_markdown(text: str) -> None:
    """Doubt costs time, never a wrong page."""
    assert plain.convert(text) is None
