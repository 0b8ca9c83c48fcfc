"""Calendars of the days of policies and consultations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import icalendar
from bs4 import BeautifulSoup

from pelicanconf import SITE
from plugins.catalog.blocks import Correction
from plugins.catalog.lists import CALENDAR
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from plugins.feeds.calendars import by_year, rolling
from tests.conftest import Site, make_record, write_document
from tests.plugins.feeds.making import make, make_catalog, make_pages

Events = list[tuple[date, str]]
POLICY = make_record(effective_on=date(2026, 4, 1), expires_on=date(2031, 3, 31))
EARLIER = make_record(path="policies/2025/b.md", index_number="", document_number="", effective_on=date(2025, 7, 1))
NEWS = {"path": "news/2026/n.md", "kind": Kind.NEWS, "address": "/news/2026/n/", "index_number": "", "document_number": ""}


def calendars(*records: Record) -> dict[str, icalendar.Calendar]:
    """Every calendar, by its address."""
    pages = make_pages(make_catalog(records))
    return {address: icalendar.Calendar.from_ical(make(page)) for address, page in pages.items() if address.endswith(".ics")}


def events(calendar: icalendar.Calendar) -> Events:
    """The days of a calendar."""
    return [(one["DTSTART"].dt, str(one["SUMMARY"]).partition("：")[0]) for one in calendar.walk("VEVENT")]


def days(*records: Record) -> dict[str, Events]:
    """The events of the calendar of each year, by its address."""
    return {address: events(found) for address, found in calendars(*records).items() if address != CALENDAR}


def key(today: date, *records: Record) -> str:
    """What the calendar that goes on is known by on a day."""
    (batch,) = rolling(by_year(make_catalog(records)), today)
    return batch.key


def test_each_year_has_its_days() -> None:
    """施行, 有效期届满 and 征求意见截止, by the year in which they fall."""
    assert days(POLICY, make_record(**NEWS, closes_on=date(2026, 3, 20))) == {
        "/feeds/calendars/2026.ics": [(date(2026, 3, 20), "征求意见截止"), (date(2026, 4, 1), "施行")],
        "/feeds/calendars/2031.ics": [(date(2031, 3, 31), "有效期届满")],
    }


def test_a_repealed_policy_does_not_expire_and_a_withdrawn_one_has_no_day() -> None:
    """Who follows the calendar sees the day go."""
    repeal = make_record(
        path="policies/2026/b.md", index_number="", document_number="", issued_on=date(2026, 6, 1), repeals=(POLICY.path,)
    )
    assert days(POLICY, repeal) == {"/feeds/calendars/2026.ics": [(date(2026, 4, 1), "施行")]}
    assert days(make_record(status=Status.WITHDRAWN, effective_on=date(2026, 4, 1))) == {}


def test_an_event_keeps_its_id_and_tells_of_a_correction() -> None:
    """The stamp is that of the release, then of the correction; no clock is asked."""
    corrected = make_record(effective_on=date(2026, 5, 1), corrections=(Correction(on=date(2026, 3, 5), note="施行日期"),))
    seen = []
    for record in (POLICY, corrected):
        page = make_pages(make_catalog([record]))["/feeds/calendars/2026.ics"]
        (event, *_) = icalendar.Calendar.from_ical(make(page)).walk("VEVENT")
        seen.append((str(event["UID"]), event["DTSTAMP"].dt, event["SEQUENCE"], str(event["URL"])))
    uid, url = "effective-990000017/2026-00100@www.shili.example", f"{SITE.url}/policies/2026/a/"
    assert seen == [(uid, moment("2026-03-02 09:00"), 0, url), (uid, moment("2026-03-05"), 1, url)]


def test_one_calendar_goes_on_from_year_to_year() -> None:
    """The days of this year, also those gone by, and all that are to come; each known as in the calendar of its year."""
    found = calendars(EARLIER, POLICY, make_record(**NEWS, closes_on=date(2027, 1, 20)))
    assert events(found[CALENDAR]) == [
        (date(2026, 4, 1), "施行"),
        (date(2027, 1, 20), "征求意见截止"),
        (date(2031, 3, 31), "有效期届满"),
    ]
    uids = {str(one["UID"]) for address, one_of in found.items() if address != CALENDAR for one in one_of.walk("VEVENT")}
    assert {str(one["UID"]) for one in found[CALENDAR].walk("VEVENT")} < uids


def test_the_calendar_that_goes_on_is_never_without_a_day() -> None:
    """Who has subscribed finds it again in a year that has none yet; a portal that never had one has no calendar."""
    assert events(calendars(EARLIER)[CALENDAR]) == [(date(2025, 7, 1), "施行")]
    assert calendars(make_record()) == {}


def test_the_calendar_that_goes_on_changes_with_an_event_or_the_year_alone() -> None:
    """Not with a day, with a document that has none, with the text of one that has, or where a consultation closes."""
    asked = make_record(**NEWS, closes_on=date(2026, 11, 25))
    of = (POLICY, asked)
    was = key(date(2026, 11, 20), *of)
    assert key(date(2026, 12, 31), *of, EARLIER) == was
    assert key(date(2026, 11, 20), replace(POLICY, summary="概述"), asked) == was
    assert key(date(2026, 11, 20), replace(POLICY, title="另一个名称"), asked) != was
    assert key(date(2027, 1, 1), *of) != was


def test_the_new_year_makes_the_calendar_and_only_it(site: Site) -> None:
    """Those of the years stay as they are."""
    policy = write_document(施行日期="2026-04-01", 有效期至="2031-03-31")
    assert not site.write({"policies/2026/a.md": policy}).build().report.failed
    made = site.build(as_of="2026-12-31 09:00").made
    assert not {path for path in made if path.endswith(".ics")}
    made = site.build(as_of="2027-01-01 09:00").made
    assert {path for path in made if path.endswith(".ics")} == {"feeds/calendar.ics"}
    assert events(icalendar.Calendar.from_ical((site.output / "feeds/calendar.ics").read_bytes())) == [
        (date(2031, 3, 31), "有效期届满")
    ]
    warm = site.tree()
    site.build(as_of="2027-01-01 09:00", cache=site.folder / "cold")
    assert site.tree() == warm


def test_the_page_of_subscriptions_offers_it_before_those_of_the_years(site: Site) -> None:
    """And says what it holds."""
    site.write({"policies/2026/a.md": write_document(施行日期="2026-04-01", 有效期至="2031-03-31")}).build()
    panel = BeautifulSoup(site.page("/feeds/"), "html.parser").select_one("[aria-labelledby=calendars]")
    addresses = [str(link["href"]) for link in panel.select("a")]
    assert addresses == [CALENDAR, "/feeds/calendars/2031.ics", "/feeds/calendars/2026.ics"]
    assert "今年和以后的日子都在里面" in panel.text
