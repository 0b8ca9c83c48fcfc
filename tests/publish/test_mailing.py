"""Mailings: their names, whose documents they take, when an issue closes."""

from datetime import datetime, timedelta

import pytest

from plugins.catalog.dates import BEIJING
from publish.mailing import Mailing, Rhythm, theme_of
from tests.publish.portal import Document


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize("mailing", [Mailing(Rhythm.DAILY), Mailing(Rhythm.WEEKLY, "综合政务\\政务公开")])
def test_a_name_leads_back_to_its_mailing(mailing):
    assert Mailing.of(mailing.document) == mailing


@pytest.mark.parametrize("name", ["digest/hourly/", "011043225/2026-00001/", "digest"])
def test_another_name_is_none(name):
    with pytest.raises(ValueError):
        Mailing.of(name)


@pytest.mark.parametrize(
    ("theme", "written", "taken"),
    [
        ("", (), True),
        ("综合政务", ("综合政务\\政务公开",), True),
        ("综合政务\\政务公开", ("政务公开",), True),
        ("综合政务\\政务公开", ("综合政务",), False),
        ("综合政务\\政务公开", ("科技、教育\\教育",), False),
        ("综合", ("综合政务",), False),
        ("综合政务", (), False),
    ],
)
def test_a_mailing_takes_its_theme_and_what_is_below(theme, written, taken):
    record = Document(number=1, changes={"themes": written}).record
    assert Mailing(Rhythm.DAILY, theme).takes(record) is taken


@pytest.mark.parametrize(
    ("rhythm", "now", "closed"),
    [
        (Rhythm.DAILY, "2026-11-20 08:00", "2026-11-20 08:00"),
        (Rhythm.DAILY, "2026-11-20 07:59", "2026-11-19 08:00"),
        (Rhythm.WEEKLY, "2026-11-23 08:00", "2026-11-23 08:00"),
        (Rhythm.WEEKLY, "2026-11-23 07:59", "2026-11-16 08:00"),
        (Rhythm.WEEKLY, "2026-11-29 23:00", "2026-11-23 08:00"),
    ],
)
def test_an_issue_closes_at_its_hour_in_beijing(rhythm, now, closed):
    moment = at(now)
    assert Mailing(rhythm).closed(moment.astimezone(), 8) == at(closed) <= moment
    assert Mailing(rhythm).closed(moment - timedelta(days=7), 8) == at(closed) - timedelta(days=7)


def test_a_theme_is_written_whole_or_refused():
    assert theme_of("政务公开") == "综合政务\\政务公开"
    with pytest.raises(ValueError, match="没有“天文”这个主题"):
        theme_of("天文")
