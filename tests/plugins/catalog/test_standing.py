"""When policies are in force: chains of repeals and amendments, of any length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import Relation, Status, Validity
from plugins.catalog.ties import Ties
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)
IN_FORCE, REPEALED, EXPIRED = Validity.IN_FORCE, Validity.REPEALED, Validity.EXPIRED


def policy(name: str, on: str, **changes: object) -> Record:
    """A policy known by its path, issued on a day."""
    values = {"path": f"policies/2026/{name}.md", "document_number": "", "index_number": ""}
    return make_record(**values | {"issued_on": date.fromisoformat(on)} | changes)


def path(name: str) -> tuple[str, ...]:
    """A reference to one policy."""
    return (f"policies/2026/{name}.md",)


def catalog(*records: Record) -> Catalog:
    """A catalog of these records."""
    return Catalog(map(Entry, records), NOW)


def test_to_repeal_a_repealing_document_does_not_revive_what_it_repealed() -> None:
    """What it did is done."""
    old, new = policy("a", "2020-01-01"), policy("b", "2021-01-01", repeals=path("a"))
    every = catalog(old, new, policy("c", "2022-01-01", repeals=path("b")))
    days = [every.validity(old, date(year, 6, 1)) for year in (2020, 2021, 2022)]
    assert days == [IN_FORCE, REPEALED, REPEALED]
    assert every.standing(old).since == date(2021, 1, 1)  # type: ignore[union-attr]


def test_a_document_repealed_before_it_takes_effect_repeals_nothing() -> None:
    """And changes nothing; the one that repealed it stands."""
    old, other = policy("a", "2020-01-01"), policy("o", "2020-01-01")
    never = policy("b", "2021-01-01", effective_on=date(2021, 7, 1), repeals=path("a"), amends=path("o"))
    every = catalog(old, other, never, policy("c", "2021-03-01", repeals=path("b")))
    assert every.validity(old) is IN_FORCE
    assert every.standing(other).amended_by == ()  # type: ignore[union-attr]
    assert [every.validity(never, date(2021, month, 1)) for month in (2, 3, 8)] == [
        Validity.NOT_YET_IN_FORCE,
        REPEALED,
        REPEALED,
    ]


def test_a_repeal_undone_in_time_is_itself_undone_in_time() -> None:
    """Three that never took effect, each stopped by the next: every second one counts."""
    old = policy("a", "2020-01-01")
    b = policy("b", "2021-01-01", effective_on=date(2021, 12, 1), repeals=path("a"))
    c = policy("c", "2021-02-01", effective_on=date(2021, 11, 1), repeals=path("b"))
    d = policy("d", "2021-03-01", repeals=path("c"))
    assert catalog(old, b, c).validity(old) is IN_FORCE
    assert catalog(old, b, c, d).validity(old) is REPEALED


def test_a_withdrawn_document_repeals_nothing() -> None:
    """It was there by mistake."""
    old = policy("a", "2020-01-01")
    gone = policy("b", "2021-01-01", repeals=path("a"), status=Status.WITHDRAWN)
    assert catalog(old, gone).validity(old) is IN_FORCE


def test_a_policy_ends_once_on_the_first_day_that_ends_it() -> None:
    """A repeal that comes after the term is too late; one on the day after the last wins."""
    old = policy("a", "2020-01-01", expires_on=date(2022, 12, 31))
    late, next_day = policy("b", "2023-05-01", repeals=path("a")), policy("c", "2023-01-01", repeals=path("a"))
    assert catalog(old, late).standing(old).validity is EXPIRED  # type: ignore[union-attr]
    assert catalog(old, late).standing(old).since == date(2022, 12, 31)  # type: ignore[union-attr]
    assert catalog(old, late, next_day).period(old).by == next_day
    assert catalog(old, next_day).validity(old, date(2022, 12, 31)) is IN_FORCE


def test_the_earliest_of_several_repeals_counts() -> None:
    """Whichever was released first."""
    old = policy("a", "2020-01-01")
    slow = policy("b", "2021-01-01", effective_on=date(2024, 1, 1), repeals=path("a"))
    quick = policy("c", "2022-01-01", repeals=path("a"))
    assert catalog(old, slow, quick).period(old).by == quick


def test_amendments_stand_in_the_order_in_which_they_take_effect() -> None:
    """An amendment of an amendment is the amendment's own."""
    old = policy("a", "2020-01-01")
    second = policy("b", "2021-01-01", effective_on=date(2023, 1, 1), amends=path("a"))
    first = policy("c", "2022-01-01", amends=path("a"))
    third = policy("d", "2024-01-01", amends=path("b"))
    every = catalog(old, second, first, third)
    assert every.standing(old).amended_by == (first, second)  # type: ignore[union-attr]
    assert every.standing(second).amended_by == (third,)  # type: ignore[union-attr]


def test_documents_of_one_day_that_repeal_each_other_all_count() -> None:
    """The finding is another's; a standing there is all the same."""
    one, other = policy("a", "2021-01-01", repeals=path("b")), policy("b", "2021-01-01", repeals=path("a"))
    assert {catalog(one, other).validity(record) for record in (one, other)} == {REPEALED}


def test_a_chain_of_any_length_is_followed_link_by_link() -> None:
    """Each asks once who repeals it; nothing calls itself."""
    count, start = 5_000, date(2000, 1, 1)

    def chain() -> Iterator[Record]:
        for number in range(count):
            # Each is repealed the day before it would take effect: every second one counts.
            issued = start + timedelta(days=count - number)
            repeals = path(str(number - 1)) if number else ()
            yield policy(str(number), issued.isoformat(), repeals=repeals)

    records = list(chain())
    every = Catalog(map(Entry, records), NOW)
    every.ties = ties = Counting({record.path: record for record in every.released}, every.find)
    assert [every.validity(record) for record in records[-4:]] == [REPEALED, IN_FORCE, REPEALED, IN_FORCE]
    asked = ties.asked
    assert sum(every.validity(record) is REPEALED for record in records) == count // 2
    assert count // 2 < ties.asked - asked <= 2 * count


class Counting(Ties):
    """Ties that count how often they are asked who refers to a record."""

    asked = 0

    def sources(self, record: Record, relation: Relation) -> tuple[Record, ...]:
        """Counts, and answers."""
        self.asked += 1
        return super().sources(record, relation)
