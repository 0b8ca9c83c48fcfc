"""Personal information in whole texts: the corpus, real documents, what is shown of it."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import pytest

from plugins.catalog.personal import find_personal, veiled
from tests.bench.rules.personal import false_alarms, patterns
from tests.bench.rules.persons import HIDINGS, identity
from tests.growth import grows_linearly


def test_every_pattern_of_the_corpus_is_judged_as_it_must_be(corpus: Path) -> None:
    """Flagged or not; what is flagged is never shown whole."""
    assert patterns(corpus) == (53, [])
    with (corpus / "pii/pii-patterns.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for hit in find_personal(row["text"]):
                assert "*" in hit.masked
                assert hit.value not in hit.masked


def test_nothing_certain_is_found_in_real_documents(corpus: Path) -> None:
    """A false block would keep a whole portal as it was."""
    read, alarms = false_alarms(corpus)
    assert read > 600
    assert alarms == []


@pytest.mark.parametrize("name", HIDINGS)
def test_masking_leaves_nothing_to_find(name: str) -> None:
    """Whatever stands between its figures; what stands around it is as it was."""
    random = Random(7)
    for _ in range(50):
        text = f"（身份证号码：{HIDINGS[name](identity(random), random)}）"
        masked = veiled(text)
        assert masked != text
        assert find_personal(masked) == []
        assert (masked[:7], masked[-1]) == (text[:7], text[-1])


@pytest.mark.parametrize(
    "part",
    [
        "1 ",
        "13800003000 ",
        "| 138 ",
        "`",
        "**1",
        "<1",
        "&#4",
        "张三",
        "E2622 ",
        "鄂A",
        "住址：",
        "| 家庭住址 |\n",
        "3栋",
        "a@",
        "1-",
    ],
)
def test_time_grows_with_the_length_of_the_text(part: str) -> None:
    """Whatever it is made of."""
    assert grows_linearly(lambda size: find_personal(part * size), 500)
