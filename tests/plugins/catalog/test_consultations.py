"""Whether a consultation still takes opinions."""

from __future__ import annotations

from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.consultations import Asking, asking, still_asking
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from tests.conftest import AS_OF, make_record

LAST = date(2026, 11, 20)


def asked(name: str = "n", **changes: object) -> Record:
    """News that ask for opinions until the day of the build."""
    own = {"path": f"news/2026/{name}.md", "kind": Kind.NEWS, "index_number": "", "document_number": "", "closes_on": LAST}
    return make_record(**own | changes)


def test_it_is_open_on_its_closing_day_and_closed_on_the_next() -> None:
    """截止日期 counts whole."""
    assert asking(asked(), LAST) is Asking.OPEN
    assert asking(asked(), date(2026, 11, 21)) is Asking.CLOSED


def test_what_asks_nobody_is_neither() -> None:
    """News without a closing day, a withdrawn consultation, other kinds."""
    assert asking(asked(closes_on=None), LAST) is None
    assert asking(asked(status=Status.WITHDRAWN), LAST) is None
    assert asking(asked(kind=Kind.POLICY), LAST) is None


def test_the_first_to_close_stands_first() -> None:
    """Of news and of pages; what is closed or not yet public is not among them."""
    later = asked("later", closes_on=date(2026, 12, 1))
    page = asked(path="pages/p.md", kind=Kind.PAGE, closes_on=date(2026, 11, 25))
    closed = asked("closed", closes_on=date(2026, 11, 19))
    hidden = asked("hidden", published_at=moment("2026-11-21 09:00"))
    as_of = moment(AS_OF)
    assert as_of
    catalog = Catalog([Entry(record) for record in (later, page, closed, hidden, asked())], as_of)
    assert [record.path for record in still_asking(catalog)] == ["news/2026/n.md", "pages/p.md", "news/2026/later.md"]
