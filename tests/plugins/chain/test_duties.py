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
    draft = interpretation(status=Status.DRAFT)
    (one,) = owed(coming, draft)
    assert (one.record, one.written) == (coming, (draft,))
    assert dues(policy(), interpretation()) == []


def test_what_waits_for_its_interpretation_owes_it() -> None:
    """Whatever else it says; until the two come out by themselves. Once it is public its clock is that of all."""
    waiting = {"released_together": True, "interpretation_required": None}
    today = moment("2026-11-20 15:00")
    assert dues(policy(**waiting)) == dues(policy(**waiting | {"interpretation_required": False}))
    assert dues(policy(**waiting)) == [("interpretation", "2026-11-13", -7)]
    (one,) = owed(policy(**waiting), interpretation(published_at=moment("2026-11-25")))
    said = wall.line(one, NOW)
    assert (said.state, said.since, one.clock.term) == ("与解读一起等着公开", "2026-11-13应同步公开", "与政策同时")
    assert said.begun == ("示例省人民政府关于一件事的通知（11月25日公开）",)
    assert dues(policy(**waiting | {"published_at": NOW}), interpretation(published_at=today)) == []
    assert dues(policy(**waiting | {"published_at": today}), interpretation(published_at=NOW)) == []
    other = policy(path="policies/2026/b.md", document_number="", index_number="", released_together=True, status=Status.DRAFT)
    both = interpretation(interprets=("policies/2026/a.md", "policies/2026/b.md"), published_at=FRIDAY)
    (one,) = owed(policy(**waiting), other, both)
    assert wall.line(one, NOW).begun == ("示例省人民政府关于一件事的通知（等着同步发布）",)
    gone = interpretation(status=Status.WITHDRAWN, published_at=FRIDAY)
    assert dues(policy(**waiting), gone) == [("interpretation", "2026-11-18", -2)]


def test_a_response_is_owed_until_it_is_public() -> None:
    """48 hours: the second day after the one on which the concern arose."""
    assert dues(response()) == [("response", "2026-11-20", 0)]
    assert dues(response(status=Status.PUBLISHED, published_at=moment("2026-11-20 17:00"))) == []
    assert dues(response(status=Status.PUBLISHED, published_at=moment("2026-11-21"))) == [("response", "2026-11-20", 0)]
    assert dues(response(status=Status.PUBLISHED)) == dues(response(concern_on=None)) == []
    assert dues(response(concern_on=date(2027, 11, 18))) == [], "nobody is concerned yet"


def test_a_response_that_does_not_say_since_when_is_named() -> None:
    """But for results of a consultation, and for what does not yet say what it answers."""
    to_policy = response(concern_on=None, responds_to=("policies/2026/a.md",))
    to_asked = response(path="responses/2026/s.md", concern_on=None, responds_to=("news/2026/n.md",))
    empty = response(path="responses/2026/t.md", concern_on=None)
    assert NOW
    duties = Duties(Catalog(map(Entry, (make_record(), asked(), to_policy, to_asked, empty)), NOW))
    assert list(duties.undated()) == [to_policy]
    assert list(wall.gaps(duties, (), 0)) == ["没有列入的回应，没有写关切日期（见 RSP003）：示例省人民政府关于一件事的通知。"]
    assert list(wall.gaps(duties, (), 0, "示例省教育厅")) == []
    slip = Duties(Catalog([Entry(response(title="一件事", concern_on=date(2027, 11, 18)))], NOW))
    assert list(wall.gaps(slip, (), 0)) == ["没有列入的回应，关切日期还没有到（见 RSP004）：一件事。"]
    assert list(wall.gaps(duties, (), 6)) == ["有 6 处读不出来，可能没有列全：请运行 inv check。", *wall.gaps(duties, (), 0)]


def test_a_closed_consultation_owes_its_result() -> None:
    """A response to it, or the policy that came of it."""
    assert dues(asked()) == [("result", "2026-11-30", 10)]
    assert dues(asked(closes_on=date(2026, 11, 20))) == []
    answer = response(status=Status.PUBLISHED, concern_on=None, responds_to=("news/2026/n.md",))
    assert dues(asked(), answer) == dues(asked(), make_record(consulted_in=("news/2026/n.md",))) == []


def test_a_result_that_is_written_is_named_and_one_that_comes_in_time_is_not_owed() -> None:
    """A response, or the policy."""
    result = {"path": "responses/2026/s.md", "concern_on": None, "responds_to": ("news/2026/n.md",)}
    (one,) = owed(asked(), response(**result), make_record(status=Status.DRAFT, consulted_in=("news/2026/n.md",)))
    title = "示例省人民政府关于一件事的通知（草稿）"
    assert wall.line(one, NOW).begun == (title, title)
    assert dues(asked(), response(**result, status=Status.PUBLISHED, published_at=moment("2026-11-25"))) == []
    late = response(**result, status=Status.PUBLISHED, published_at=moment("2027-01-05"))
    (one,) = owed(asked(), late)
    assert wall.line(one, NOW).told.endswith("（2027年1月5日公开）")


def test_without_a_calendar_no_day_is_guessed(tmp_path: Path) -> None:
    """What is owed is said all the same."""
    late = policy(published_at=moment("2003-04-01"))
    (one,) = owed(late)
    assert (one.due, one.unknown_year, one.days_left(date(2003, 4, 9))) == (None, 2003, None)
    assert [wall.left(one, day) for day in (date(2003, 5, 1), date(2003, 5, 2))] == ["不详", "已逾期"], "no holidays are so long"
    assert NOW
    assert "不知道2003年的放假安排，有 1 项算不出期限" in "".join(wall.gaps(Duties(Catalog([Entry(late)], NOW)), (one,), 0))
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies/holidays.yaml").write_text("years:\n  2027: {holidays: [春节]}", "utf-8")
    assert [one.due for one in owed(policy(), home=tmp_path)] == [None]
    duties = Duties(Catalog([], NOW, home=tmp_path))
    assert "vocabularies/holidays.yaml 第 2 行（见 DAT004）" in "".join(wall.gaps(duties, (), 0))


def test_every_clock_names_its_paper() -> None:
    """And is told in words."""
    assert [clock.term for clock in CLOCKS.values()] == ["3个工作日", "48小时", "3个月"]
    assert all("〔" in clock.basis for clock in CLOCKS.values()) and CLOCKS.keys() == set(Duty)
    assert Clock(1, Unit.MONTHS, "").due(date(2026, 1, 31), None) == date(2026, 2, 28)


def test_the_wall_has_each_organ_with_what_it_owes() -> None:
    """The soonest first, in words."""
    found = owed(policy(issuing_agency="示例省民政厅"), response(), asked(issuing_agency="示例省民政厅"))
    assert NOW
    wanted = wall.by_agency(found, NOW).items()
    assert [(name, group.late, [(one.left, one.due, one.duty) for one in group.lines]) for name, group in wanted] == [
        ("示例省民政厅", 1, [("逾期2天", "2026-11-18", "解读"), ("还剩10天", "2026-11-30", "征集结果")]),
        ("示例省人民政府", 0, [("今天到期", "2026-11-20", "回应")]),
    ]
    (first, *_) = icalendar.Calendar.from_ical(wall.ics(found, SITE, NOW)).walk("VEVENT")
    assert (first["DTSTART"].dt, str(first["SUMMARY"])) == (date(2026, 11, 18), "解读到期：示例省人民政府关于一件事的通知")
    assert str(first["UID"]) == "interpretation-policies/2026/a.md@www.shili.example"
    assert str(first["DESCRIPTION"]).endswith("。2026-11-13公布，3个工作日（国办发〔2016〕19号）")


def test_what_a_draft_does_not_say_is_said_in_other_words() -> None:
    """Its file for the title, and that it names no organ."""
    found = owed(response(title="", issuing_agency=""))
    assert NOW
    ((name, group),) = wall.by_agency(found, NOW).items()
    assert (name, group.lines[0].told) == ("没有写发布机构", "responses/2026/r.md（草稿）")
    (event,) = icalendar.Calendar.from_ical(wall.ics(found, SITE, NOW)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "回应到期：responses/2026/r.md"


def test_a_policy_that_is_not_public_yet_is_told_to_be() -> None:
    """Nobody is to announce it from the wall."""
    (one,) = owed(policy(published_at=moment("2026-12-01 09:00")))
    assert wall.line(one, NOW).told == "示例省人民政府关于一件事的通知（示政发〔2026〕100号）（12月1日公开）"


def test_a_day_that_is_not_todays_is_said_to_be_the_settings() -> None:
    """Of one that was asked for nobody needs to be told."""
    on = date(2026, 11, 20)
    assert wall.day(on, None) == wall.day(on, on) == "2026年11月20日"
    assert wall.day(on, date(2026, 11, 29)) == "2026年11月20日，是设置里 AS_OF 的日子，今天是2026年11月29日"


def test_the_verb_prints_tables_objects_and_a_calendar(site: Site) -> None:
    """Within eighty columns where it is piped; and it writes nothing into output/."""
    late = {"发文日期": "2026-11-12", "发布日期": "2026-11-13 09:00", "需要解读": "是"}
    site.write({"policies/2026/a.md": write_document(**late), "policies/2026/broken.md": "---\n名称"})
    words = ("owed", "--content", str(site.content), "--as-of", AS_OF)
    told = inv(*words)
    assert told.returncode == 0 and "逾期2天" in told.stdout and "共 1 项，其中逾期 1 项" in told.stdout
    assert "有 1 处读不出来" in told.stdout and "Traceback" not in told.stderr
    assert "示例省人民政府（1，逾期1）" in told.stdout
    row = json.loads(inv(*words, "--format", "json").stdout)
    assert (row["duty"], row["due"], row["days_left"], row["basis"]) == ("interpretation", "2026-11-18", -2, "国办发〔2016〕19号")
    assert len(icalendar.Calendar.from_ical(inv(*words, "--format", "ics").stdout).walk("VEVENT")) == 1
    sheet = BeautifulSoup(inv(*words, "--format", "html").stdout, "html.parser")
    assert [" ".join(row.text.split()) for row in sheet.select("tbody tr")] == [
        "示例省人民政府1项，逾期1项",
        "逾期2天 2026-11-18周三 解读 示例省人民政府关于一件事的通知示政发〔2026〕100号2026-11-13公布",
    ]
    assert "有 1 处读不出来" in sheet.select_one(".gaps").text
    assert "没有“pdf”这种格式，可选：text、html、json、ics" in inv(*words, "--format", "pdf").stderr
    assert inv(*words, "--agency", "示例省教育厅", "--format", "json").stdout == ""
    assert '"interpretation"' in inv(*words, "--agency", "省政府", "--format", "json").stdout
    unknown = inv(*words, "--agency", "教厅")
    assert (unknown.returncode, "机构名录里没有“教厅”" in unknown.stderr) == (2, True)
    assert not site.output.exists()
