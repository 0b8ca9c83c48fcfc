"""Real documents: captured pages, laws, a county page, office files; taken in, checked and built as one portal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.run import Fate, take_in
from intake.write import Shelf
from plugins.catalog.findings import Level
from plugins.catalog.terms import Kind
from tests.conftest import Site
from tests.intake.corpus import Score, laws, pages

LAWS = 200


@pytest.fixture(scope="module")
def scores(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    """How the captured pages came through."""
    return pages(corpus, tmp_path_factory.mktemp("pages") / "content")


def test_the_captured_pages_come_through_word_by_word(scores: list[Score]) -> None:
    """Seven elements, first-level headings, tables and every paragraph of all thirty-six."""
    assert [(score.what, score.wrong) for score in scores if score.wrong] == []
    assert [score.of for score in scores] == [252, 36, 36, 36]


def test_titles_numbers_and_dates_of_the_laws_are_right(corpus: Path, tmp_path: Path) -> None:
    """At least ninety-nine in a hundred of each."""
    for score in laws(corpus, tmp_path / "content"):
        assert score.right >= score.of * 0.99, (score.what, score.wrong)


def test_the_county_page_lacks_what_it_lacks_and_says_so(corpus: Path, tmp_path: Path) -> None:
    """No index number and no document number on the page; its signature tells the agency."""
    content = tmp_path / "content"
    shelf = Shelf(content, content / "policies", by_year=True)
    page = next((corpus / "html-local").glob("*.html"))
    taken = take_in(page, shelf, Kind.POLICY, lambda *step: None, workers=0).taken[0]
    assert taken.draft
    fields = taken.draft.fields
    assert (fields["发布机构"], fields["发文日期"], fields["发布日期"]) == (
        "平潭县人民政府办公室",
        "2012-12-17",
        "2012-12-20 10:13",
    )
    said = "".join(finding.message for finding in taken.findings)
    assert "索引号" in said and "文号" in said and "文号" not in fields
    assert taken.draft.body[0] == "各乡镇人民政府，县直各有关单位："


def test_a_whole_migration_is_taken_in_checked_and_built(corpus: Path, tmp_path: Path, site: Site) -> None:
    """Pages, laws and office files of one old portal: no error is left, what is published has its page, twice adds nothing."""
    old = tmp_path / "old"
    for folder in ("govcn-html/pages", "html-local", "office-generated"):
        shutil.copytree(corpus / folder, old / folder, ignore=shutil.ignore_patterns("*.json"))
    (old / "laws").mkdir()
    for law in sorted((corpus / "laws-md" / "行政法规").glob("*.md"))[:LAWS]:
        shutil.copy(law, old / "laws")
    shelf = Shelf(site.content, site.content / "policies", by_year=True)
    outcome = take_in(old, shelf, Kind.POLICY, lambda *step: None)
    # One decision is there as a page and as a Word file: it is known again.
    assert outcome.count(Fate.TAKEN) == LAWS + 38 and outcome.count(Fate.THERE) == 1 and not outcome.count(Fate.REFUSED)
    written = {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()}
    again = take_in(old, shelf, Kind.POLICY, lambda *step: None)
    assert again.count(Fate.THERE) == LAWS + 39
    assert {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()} == written

    built = site.build(workers=None)
    assert [finding for finding in built.report if finding.level is Level.ERROR] == []
    published = [one for one in outcome.taken if one.draft and "状态" not in one.draft.fields]
    assert len(published) > 200
    for one in published:
        assert one.path and one.draft
        assert one.draft.title in site.page(f"/policies/{one.path.parent.name}/{one.path.stem}/")
