"""The sandbox tells the time as the platforms do, wherever the machine stands."""

from datetime import UTC, datetime

from publish.sandbox.clock import china_day, from_epoch, weibo_time


def test_weibo_writes_its_times_in_english_whatever_the_locale():
    """The sample of the facts sheet."""
    assert weibo_time(datetime(2012, 10, 24, 15, 49, 17, tzinfo=UTC)) == "Wed Oct 24 23:49:17 +0800 2012"


def test_the_day_of_a_quota_begins_at_midnight_in_china():
    """16:00 UTC is the next day there."""
    assert china_day(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == "2026-11-20"
    assert china_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == "2026-11-21"


def test_a_stored_moment_comes_back_in_beijing_time():
    """Aware, eight hours ahead."""
    assert from_epoch(0).isoformat() == "1970-01-01T08:00:00+08:00"
