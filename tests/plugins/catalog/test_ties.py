"""What documents refer to, and what refers to them: of released ones only, both ways."""

from __future__ import annotations

from datetime import date, datetime

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import Relation, Status
from plugins.catalog.ties import references, relations
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


def policy(name: str, month: int, **changes: object) -> Record:
    """A policy known by its path and its 文号, released on the first of a month."""
    values = {"path": f"policies/2026/{name}.md", "document_number": f"示政发〔2026〕{month}号", "index_number": ""}
    on = {"issued_on": date(2026, month, 1), "published_at": datetime(2026, month, 1, tzinfo=BEIJING)}
    return make_record(**values | on | changes)


def catalog(*records: Record) -> Catalog:
    """The records at one moment."""
    return Catalog(map(Entry, records), NOW)


def test_a_tie_is_found_from_both_ends_oldest_first() -> None:
    """By path or by 文号; `of` gives both ends, `referred` those that are referred to."""
    old = policy("z-old", 1)
    later, late = (policy(name, month, amends=("示政发〔2026〕1号",)) for name, month in (("a-later", 3), ("b-late", 2)))
    ties = catalog(old, later, late).ties
    assert ties.sources(old, Relation.AMENDS) == (late, later)
    assert ties.targets(later, Relation.AMENDS) == (old,)
    assert list(ties.referred(Relation.AMENDS)) == [(old, (late, later))]
    assert ties.of(old) == [(Relation.AMENDS, late), (Relation.AMENDS, later)]
    assert ties.of(late) == [(Relation.AMENDS, old)]
    assert ties.sources(old, Relation.REPEALS) == ()


def test_what_is_not_released_is_neither_found_nor_told() -> None:
    """A reference to a draft stays in the record alone."""
    draft, old = policy("draft", 1, status=Status.DRAFT), policy("old", 2)
    new = policy("new", 3, repeals=(draft.path, old.path))
    found = catalog(draft, old, new)
    assert references(new, Relation.REPEALS) == (draft.path, old.path)
    assert list(relations(new)) == [Relation.REPEALS]
    assert found.ties.targets(new, Relation.REPEALS) == (old,)
    assert found.ties.told(new).repeals == (old.path,)


def test_a_reference_that_names_two_documents_leads_to_neither() -> None:
    """Nobody can tell which is meant."""
    twins = [policy(name, 1) for name in ("one", "other")]
    new = policy("new", 2, repeals=("示政发〔2026〕1号",))
    assert catalog(*twins, new).ties.targets(new, Relation.REPEALS) == ()


def test_a_withdrawn_document_does_nothing_to_others() -> None:
    """What it refers to does not know of it."""
    old = policy("old", 1)
    gone = policy("gone", 2, repeals=(old.path,), status=Status.WITHDRAWN)
    assert catalog(old, gone).ties.sources(old, Relation.REPEALS) == ()
