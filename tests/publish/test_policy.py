"""The policy of the settings: read strictly, and pure in what it says of a moment."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.dates import BEIJING
from plugins.catalog.terms import ChannelName
from publish.policy import Policy, policy_of
from tests.publish.portal import AS_OF


def at(clock, day=20):
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), BEIJING)


def test_nothing_said_is_one_persons_yes_and_no_waiting():
    assert policy_of({}) == Policy() and Policy().free_at(AS_OF) == AS_OF


def test_all_that_can_be_said_is_read():
    policy = policy_of(
        {
            "persons": 2,
            "hold_minutes": 30,
            "quiet": ("22:00", "07:00"),
            "blackout": ["2026-12-13"],
            "per_day": 20,
            "digest_from": 10,
            "channels": ["weibo"],
        }
    )
    assert policy == Policy(
        persons=2,
        hold=timedelta(minutes=30),
        quiet=(time(22), time(7)),
        blackout=frozenset({date(2026, 12, 13)}),
        per_day=20,
        digest_from=10,
        channels=frozenset({ChannelName.WEIBO}),
    )


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ([], "字典"),
        ({"person": 2}, "没有“person”"),
        ({"persons": 3}, "1 或 2"),
        ({"persons": True}, "1 或 2"),
        ({"hold_minutes": -1}, "hold_minutes"),
        ({"hold_minutes": "5"}, "hold_minutes"),
        ({"quiet": "22:00"}, "quiet"),
        ({"quiet": ("22:00", "22:00")}, "quiet"),
        ({"quiet": ("22", "7")}, "quiet"),
        ({"blackout": "2026-12-13"}, "blackout"),
        ({"blackout": ["12-13"]}, "blackout"),
        ({"per_day": 1.5}, "per_day"),
        ({"digest_from": None}, "digest_from"),
        ({"channels": "weibo"}, "channels"),
        ({"channels": ["微博"]}, "只用这些名称：weibo"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(settings, says):
    with pytest.raises(ValueError, match=says):
        policy_of(settings)


@pytest.mark.parametrize(
    ("now", "free"),
    [
        (at("21:59"), at("21:59")),
        (at("22:00"), at("07:00", 22)),  # the 21st is a day of silence
        (at("06:59"), at("07:00")),
        (at("07:00"), at("07:00")),
        (at("12:00", 21), at("07:00", 22)),
    ],
)
def test_quiet_hours_go_over_midnight_and_days_of_silence_are_whole(now, free):
    policy = Policy(quiet=(time(22), time(7)), blackout=frozenset({date(2026, 11, 21)}))
    assert policy.free_at(now) == free


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=BEIJING)),
    quiet=st.none() | st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] != pair[1]),
    blackout=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5),
)
def test_the_free_moment_is_free_and_not_before_now(now, quiet, blackout):
    policy = Policy(quiet=quiet, blackout=blackout)
    free = policy.free_at(now)
    assert free >= now and policy.free_at(free) == free and free.astimezone(BEIJING).date() not in blackout
