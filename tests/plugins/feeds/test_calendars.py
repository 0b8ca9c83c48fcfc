"""Calendars of the days of policies and consultations."""

from __future__ import annotations

from datetime import date

import icalendar

from pelicanconf import SITE
from plugins.catalog.blocks import Correction
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from plugins.catalog.values import moment
from tests.conftest import make_record
from tests.plugins.feeds.making import make, make_catalog, make_pages


def days(*records: Record) -> dict[str, list[tuple[date, str]]]:
    """The events of every calendar, by its address."""
    pages = make_pages(make_catalog(records))
    found = {address: icalendar.Calendar.from_ical(make(page)) for address, page in pages.items() if address.endswith(".ics")}
    return {
        address: [(one["DTSTART"].dt, str(one["SUMMARY"]).partition("：")[0]) for one in calendar.walk("VEVENT")]
        for address, calendar in found.items()
    }


POLICY = make_record(effective_on=date(2026, 4, 1), expires_on=date(2031, 3, 31))


def test_each_year_has_its_days() -> None:
    """施行, 有效期届满 and 征求意见截止, by the year in which they fall."""
    own = {"path": "news/2026/n.md", "kind": Kind.NEWS, "address": "/news/2026/n/", "index_number": "", "document_number": ""}
    assert days(POLICY, make_record(**own, closes_on=date(2026, 3, 20))) == {
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
