"""The short way through a block and YAML, side by side."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.engine import simple_block
from plugins.engine.frontmatter import by_yaml
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import FORMS
from tests.conftest import write_document

SIGNS = (
    "甲 示政发〔2026〕1号 2026-03-01 09:00 null ~ : ： , ， [ ] { } ' # - ? & * ! | > % @ ` \\ / . = ( （ “ 《 ; _ + $ ^ <",
    "[甲,乙] {} [] ...",
)
SPACED = (
    " ",
    " ",
    ": ",
    ", ",
    "\t",
    "\u3000",
    "\u00a0",
    "\u200b",
    '"',
    "名称: ",
    "[甲, 乙 丙]",
    '{结论: 可以, 网址: "http://a.b/?c=1"}',
)
PARTS = (*SIGNS[0].split(), *SIGNS[1].split(), *SPACED)
LINES = st.tuples(
    st.sampled_from(("名称", "文号", "a", "备注_1", "- 甲", " a")),
    st.sampled_from((": ", ": ", ": ", ":", "：", " : ", ":  ")),
    st.lists(st.sampled_from(PARTS), max_size=6).map("".join),
).map("".join)


def agree(lines: list[str]) -> bool:
    """Whether the short way takes the block; fails where it takes it and gives something else."""
    block = simple_block.read(lines)
    if block is None:
        return False
    expected, findings = by_yaml(lines, "a.md")
    assert findings == []
    assert list(block.values.items()) == list(expected.values.items())
    assert (block.places, block.key_places) == (expected.places, expected.key_places)
    return True


@settings(max_examples=3000, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=3))
def test_both_ways_give_the_same(lines: list[str]) -> None:
    """Values, the place of each, and nothing to complain of."""
    agree(lines)


def test_the_short_way_takes_what_editors_write() -> None:
    """Every block of the corpus of the bench, and that of the tests."""
    corpus = Corpus().grow(150)
    texts = [*(FORMS["gongkai"].head(document) for document in corpus.documents), write_document()]
    assert all(agree(text.split("---")[1].strip("\n").split("\n")) for text in texts)
