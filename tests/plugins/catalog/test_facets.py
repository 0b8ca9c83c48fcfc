"""The axes of the citizens' catalog."""

from __future__ import annotations

from datetime import datetime

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.facets import Facet, categories, shelved
from plugins.catalog.record import Record
from plugins.catalog.terms import Stage
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


def catalog(*records: Record) -> Catalog:
    """A catalog of 示例省 with these records."""
    return Catalog(map(Entry, records), NOW, region="示例省")


def test_a_document_stands_on_every_axis_it_has_a_value_for() -> None:
    """A theme brings its top class along; addresses are ASCII."""
    record = make_record(themes=("综合政务\\政务公开",), genre="通知", stage=Stage.EXECUTION)
    found = {category.address: category.label for category in categories(record, catalog(record))}
    assert found == {
        "/catalog/agencies/990000017/": "示例省人民政府",
        "/catalog/themes/02/": "综合政务",
        "/catalog/themes/0201/": "政务公开",
        "/catalog/genres/notice/": "通知",
        "/catalog/stages/execution/": "执行",
        "/catalog/years/2026/": "2026年",
        "/catalog/validity/in-force/": "现行有效",
    }


def test_a_short_name_and_a_joint_agency_are_the_organs_they_mean() -> None:
    """省政府 is the portal's own; an organ outside the directory has a code from its name."""
    record = make_record(issuing_agency="省政府", joint_agencies=("省教育厅", "某地联席会议"))
    agencies = [category for category in categories(record, catalog(record)) if category.facet is Facet.AGENCY]
    assert [category.label for category in agencies] == ["示例省人民政府", "示例省教育厅", "某地联席会议"]
    assert agencies[2].code.isascii()


def test_shelves_are_in_order_and_keep_the_order_of_records() -> None:
    """Agencies as the directory has them; years newest first."""
    old = make_record(path="policies/2025/o.md", published_at=datetime(2025, 1, 2, tzinfo=BEIJING), issuing_agency="示例省教育厅")
    new = make_record()
    shelves = shelved((old, new), catalog(old, new))
    years = [category.label for category in shelves if category.facet is Facet.YEAR]
    agencies = [category.label for category in shelves if category.facet is Facet.AGENCY]
    assert years == ["2026年", "2025年"]
    assert agencies == ["示例省人民政府", "示例省教育厅"]
    assert next(records for category, records in shelves.items() if category.facet is Facet.VALIDITY) == (old, new)
