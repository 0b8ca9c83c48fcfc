"""What is owed, by whom and until when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import icalendar
import pytest
from bs4 import BeautifulSoup

from pelicanconf import SITE
from plugins.catalog.blocks import FirstPublished
from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import DisclosureMode, Kind, Status
from plugins.catalog.values import moment
from plugins.chain import wall
from plugins.chain.clocks import CLOCKS, Clock, Duty, Unit
from plugins.chain.duties import Duties, Owed
from tests.conftest import AS_OF, Site, make_record, write_document
from tests.test_tasks import inv

NOW = moment(AS_OF)
FRIDAY = moment("2026-11-13 09:00")


def policy(**changes: object) -> Record:
    """A policy that needs an interpretation, published on a Friday."""
    return make_record(**{"interpretation_required": True, "published_at": FRIDAY} | changes)


def interpretation(**changes: object) -> Record:
    """An interpretation of it."""
    own = {"path": "interpretations/2026/i.md", "kind": Kind.INTERPRETATION, "index_number": "", "document_number": ""}
    return make_record(**own | {"interprets": ("policies/2026/a.md",)} | changes)


def response(**changes: object) -> Record:
    """A draft of a response to a concern of the 18th."""
    own = {"path": "responses/2026/r.md", "kind": Kind.RESPONSE, "index_number": "", "document_number": ""}
    return make_record(**own | {"concern_on": date(2026, 11, 18), "status": Status.DRAFT} | changes)


def asked(**changes: object) -> Record:
    """A consultation that closed in August."""
    own = {"path": "news/2026/n.md", "kind": Kind.NEWS, "index_number": "", "document_number": ""}
    return make_record(**own | {"closes_on": date(2026, 8, 31)} | changes)


def owed(*records: Record, home: Path | None = None) -> tuple[Owed, ...]:
    """What these records owe."""
    assert NOW
    return Duties(Catalog(map(Entry, records), NOW, home=home)).all()


def dues(*records: Record) -> list[tuple[str, str, int | None]]:
    """What is owed, until when, and the days that are left."""
    return [(one.duty.value, str(one.due), one.days_left(date(2026, 11, 20))) for one in owed(*records)]


def test_an_interpretation_is_owed_within_three_working_days() -> None:
    """The day of publication does not count, nor does a weekend."""
    assert dues(policy()) == [("interpretation", "2026-11-18", -2)]
    assert dues(policy(published_at=moment("2026-09-30 09:00"))) == [("interpretation", "2026-10-10", -41)]
    assert dues(policy(released_together=True)) == [("interpretation", "2026-11-13", -7)]


@pytest.mark.parametrize(
    "changes",
    [
        {"interpretation_required": False},
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN},
        {"disclosure_mode": DisclosureMode.ON_REQUEST},
        {"published_at": None},
        {"first_published": FirstPublished(on=date(2016, 1, 1))},
    ],
)
def test_some_policies_owe_none(changes: dict[str, object]) -> None:
    """Those that need none, that the public does not see, and imported history."""
    assert dues(policy(**changes)) == []


def test_a_policy_about_to_be_released_has_its_clock() -> None:
    """Until an interpretation is there that comes in time by itself; a draft is named."""
    coming = policy(published_at=moment("2026-11-23 09:00"))
    assert dues(coming) == [("interpretation", "2026-11-26", 6)]
    assert dues(coming, interpretation(published_at=moment("2026-11-26 17:00"))) == []
    (one,) = owed(coming, interpretation(status=Status.DRAFT))
    assert (one.record, one.written) == (coming, ("interpretations/2026/i.md",))
    assert dues(policy(), interpretation()) == []


def test_a_response_is_owed_until_it_is_public() -> None:
    """48 hours: the second day after the one on which the concern arose."""
    assert dues(response()) == [("response", "2026-11-20", 0)]
    assert dues(response(status=Status.PUBLISHED, published_at=moment("2026-11-20 17:00"))) == []
    assert dues(response(status=Status.PUBLISHED, published_at=moment("2026-11-21"))) == [("response", "2026-11-20", 0)]
    assert dues(response(status=Status.PUBLISHED)) == dues(response(concern_on=None)) == []


def test_a_closed_consultation_owes_its_result() -> None:
    """A response to it, or the policy that came of it."""
    assert dues(asked()) == [("result", "2026-11-30", 10)]
    assert dues(asked(closes_on=date(2026, 11, 20))) == []
    answer = response(status=Status.PUBLISHED, concern_on=None, responds_to=("news/2026/n.md",))
    assert dues(asked(), answer) == dues(asked(), make_record(consulted_in=("news/2026/n.md",))) == []


def test_without_a_calendar_no_day_is_guessed(tmp_path: Path) -> None:
    """What is owed is said all the same."""
    (one,) = owed(policy(published_at=moment("2003-04-01")))
    assert (one.due, one.days_left(date(2026, 11, 20)), wall.left(one, date(2026, 11, 20))) == (None, None, "不详")
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies/holidays.yaml").write_text("years: 2027", "utf-8")
    assert [one.due for one in owed(policy(), home=tmp_path)] == [None]


def test_every_clock_names_its_paper() -> None:
    """And is told in words."""
    assert [clock.term for clock in CLOCKS.values()] == ["3个工作日", "48小时", "3个月"]
    assert all("〔" in clock.basis for clock in CLOCKS.values()) and CLOCKS.keys() == set(Duty)
    assert Clock(1, Unit.MONTHS, "").due(date(2026, 1, 31), None) == date(2026, 2, 28)


def test_the_wall_has_each_organ_with_what_it_owes() -> None:
    """The soonest first, in words."""
    found = owed(policy(issuing_agency="示例省民政厅"), response(), asked(issuing_agency="示例省民政厅"))
    today = date(2026, 11, 20)
    wanted = wall.by_agency(found, today).items()
    assert [(name, [(one.left, one.due, one.duty) for one in lines]) for name, lines in wanted] == [
        ("示例省民政厅", [("逾期2天", "2026-11-18", "解读"), ("还剩10天", "2026-11-30", "征集结果")]),
        ("示例省人民政府", [("今天到期", "2026-11-20", "回应")]),
    ]
    assert NOW
    (first, *_) = icalendar.Calendar.from_ical(wall.ics(found, SITE, NOW)).walk("VEVENT")
    assert (first["DTSTART"].dt, str(first["SUMMARY"])) == (date(2026, 11, 18), "解读到期：示例省人民政府关于一件事的通知")
    assert str(first["UID"]) == "interpretation-policies/2026/a.md@www.shili.example"


def test_the_verb_prints_tables_objects_and_a_calendar(site: Site) -> None:
    """Within eighty columns where it is piped; and it writes nothing into output/."""
    late = {"发文日期": "2026-11-12", "发布日期": "2026-11-13 09:00", "需要解读": "是"}
    site.write({"policies/2026/a.md": write_document(**late), "policies/2026/broken.md": "---\n名称"})
    words = ("owed", "--content", str(site.content), "--as-of", AS_OF)
    told = inv(*words)
    assert told.returncode == 0 and "逾期2天" in told.stdout and "共 1 项，其中逾期 1 项" in told.stdout
    assert "1 处读不出来" in told.stderr and "Traceback" not in told.stderr
    row = json.loads(inv(*words, "--format", "json").stdout)
    assert (row["duty"], row["due"], row["days_left"], row["basis"]) == ("interpretation", "2026-11-18", -2, "国办发〔2016〕19号")
    assert len(icalendar.Calendar.from_ical(inv(*words, "--format", "ics").stdout).walk("VEVENT")) == 1
    sheet = BeautifulSoup(inv(*words, "--format", "html").stdout, "html.parser")
    assert [" ".join(row.text.split()) for row in sheet.select("tbody tr")] == [
        "示例省人民政府1项",
        "逾期2天 2026-11-18周三 解读 示例省人民政府关于一件事的通知示政发〔2026〕100号2026-11-13公布",
    ]
    assert "没有“pdf”这种格式，可选：text、html、json、ics" in inv(*words, "--format", "pdf").stderr
    assert inv(*words, "--agency", "示例省教育厅", "--format", "json").stdout == ""
    assert not site.output.exists()
