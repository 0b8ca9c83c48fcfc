"""The corpus of the bench: the same every time, growing without changing, and nothing our rules have a word to say about."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from plugins.catalog.terms import Kind
from tests.bench.build.corpus import LIMIT, Corpus
from tests.bench.build.forms import FORMS, put
from tests.bench.build.texts import write
from tests.conftest import Site


def written(count: int, folder: Path, form: str = "gongkai") -> dict[str, bytes]:
    """The files of a corpus by path."""
    corpus = Corpus().grow(count)
    put(corpus, corpus.documents, {form: folder})
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.md")}


@pytest.mark.parametrize("form", FORMS)
def test_one_document_more_changes_no_earlier_file(form: str, tmp_path: Path) -> None:
    """In any form; and what is made twice is the same."""
    some, more = written(150, tmp_path / "some", form), written(151, tmp_path / "more", form)
    assert len(more) == len(some) + 1
    assert some.items() <= more.items()


def test_our_rules_find_nothing(site: Site) -> None:
    """No error and no warning in a thousand documents and the pair that a case of the bench adds."""
    corpus = Corpus().grow(1000)
    corpus.newest()
    put(corpus, corpus.documents, {"gongkai": site.content})
    outcome = site.check()
    assert list(outcome.report.text()) == []
    assert outcome.documents == 1002


def test_the_mix_is_that_of_a_portal() -> None:
    """Shares of kinds and tables, sizes, and twenty years."""
    corpus = Corpus().grow(1000)
    kinds = Counter(document.kind for document in corpus.documents)
    assert 550 < kinds[Kind.POLICY] < 650
    assert 250 < kinds[Kind.INTERPRETATION] < 350
    assert set(kinds) == {Kind.POLICY, Kind.INTERPRETATION, Kind.GAZETTE, Kind.NEWS, Kind.RESPONSE}
    assert 240 < sum(document.table for document in corpus.documents) < 320
    assert {document.published.year for document in corpus.documents} == set(range(2006, 2027))
    texts = [FORMS["gongkai"].text(document, write(document, corpus.seed), corpus) for document in corpus.documents]
    sizes = [len(text.encode()) for text in texts]
    assert min(sizes) > 1_800
    assert max(sizes) < 7_400
    assert 3_500 < sum(sizes) / len(sizes) < 4_200


def test_texts_hardly_repeat() -> None:
    """Nineteen of twenty paragraphs that say something are said once."""
    corpus = Corpus().grow(300)
    texts = (write(document, corpus.seed) for document in corpus.documents)
    paragraphs = Counter(part for text in texts for part in re.split(r"\n+", text) if len(part) > 40)
    assert sum(count for count in paragraphs.values() if count > 1) < sum(paragraphs.values()) / 20


def test_a_corpus_that_is_too_large_is_refused() -> None:
    """The gazette has so many issues and no more."""
    with pytest.raises(ValueError, match=str(LIMIT)):
        Corpus().grow(LIMIT + 1)
