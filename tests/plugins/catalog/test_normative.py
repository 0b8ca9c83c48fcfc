"""Binding documents, and how they stand year by year."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.normative import Rank, Years, binding_on, counted, rank_of
from plugins.catalog.terms import Kind, Validity
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("changes", "rank"),
    [
        ({"document_number": "示例省人民政府令第412号"}, Rank.RULES),
        ({"document_number": "国务院令第711号"}, None),
        ({"document_number": "示民规〔2025〕4号"}, Rank.NORMATIVE),
        ({"document_number": "示民规〔2025〕4号", "normative": False}, None),
        ({"document_number": "示政发〔2025〕4号"}, None),
        ({"document_number": "示政发〔2025〕4号", "normative": True}, Rank.NORMATIVE),
        ({"document_number": "示例省人民政府令第412号", "normative": False}, Rank.RULES),
        ({"document_number": "", "normative": True}, Rank.NORMATIVE),
        ({"document_number": "示民规〔2025〕4号", "kind": Kind.REPORT}, None),
    ],
)
def test_the_number_tells_the_rank_where_the_field_does_not(changes: dict[str, object], rank: Rank | None) -> None:
    """规 ends the prefix of normative documents; 令 are rules."""
    assert rank_of(make_record(**changes)) is rank


def catalog() -> Catalog:
    """Four normative documents: made in 2023, ended in 2024 and 2025 and by the last day of 2025, and one to come."""

    def one(name: str, issued: date, **changes: object) -> Entry:
        values = {"path": f"policies/2026/{name}.md", "document_number": "", "index_number": "", "normative": True}
        return Entry(make_record(**values | {"issued_on": issued} | changes))

    return Catalog(
        (
            one("lapsed", date(2023, 5, 1), expires_on=date(2025, 12, 31)),
            one("repealed", date(2023, 6, 1), effective_on=date(2024, 1, 1), expires_on=date(2030, 1, 1)),
            one("repealing", date(2025, 12, 1), effective_on=date(2026, 1, 1), repeals=("policies/2026/repealed.md",)),
            one("amending", date(2025, 3, 1), amends=("policies/2026/repealed.md",)),
        ),
        NOW,
    )


def told(year: int) -> dict[str, Validity]:
    """What became of each document in one year."""
    members = Years(catalog()).members[year]
    return {member.record.path.removeprefix("policies/2026/").removesuffix(".md"): member.validity for member in members}


def test_each_year_lists_what_was_made_or_in_force_in_it() -> None:
    """A term that ends with the year ends in it; a repeal that begins with the year ends the next."""
    assert list(Years(catalog())) == list(Years(catalog()).members) == [2023, 2024, 2025, 2026]
    assert told(2023) == {"lapsed": Validity.IN_FORCE, "repealed": Validity.NOT_YET_IN_FORCE}
    assert told(2024) == {"lapsed": Validity.IN_FORCE, "repealed": Validity.IN_FORCE}
    assert told(2025) == {
        "lapsed": Validity.EXPIRED,
        "repealed": Validity.IN_FORCE,
        "amending": Validity.IN_FORCE,
        "repealing": Validity.NOT_YET_IN_FORCE,
    }
    assert told(2026) == {"repealed": Validity.REPEALED, "amending": Validity.IN_FORCE, "repealing": Validity.IN_FORCE}


def test_the_figures_of_a_year_add_up() -> None:
    """What was in force and what was made and began, less what ended, is in force."""
    years = Years(catalog()).members
    figures = {year: counted(members) for year, members in years.items()}
    normative = Rank.NORMATIVE
    assert [figures[year][normative, "made"] for year in years] == [2, 0, 2, 0]
    assert [figures[year][normative, "amended"] for year in years] == [0, 0, 1, 0]
    assert [figures[year][normative, Validity.IN_FORCE.value] for year in years] == [1, 2, 2, 2]


def test_a_day_asks_for_both_ends() -> None:
    """The last day of a term is in it."""
    names = [[record.path[14:-3] for _, record in binding_on(day, catalog())] for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert names == [["lapsed", "repealed", "amending"], ["amending", "repealing"]]


def test_a_portal_without_any_has_no_years() -> None:
    """Nor does the catalog break."""
    assert list(Years(Catalog([Entry(make_record())], NOW))) == []
