"""Deliveries: who is entered for an issue, how far it has come, how long that is remembered."""

from datetime import timedelta

import pytest

from publish.deliveries import Deliveries, Delivery
from publish.mailing import Mailing, Rhythm
from publish.subscribers import Subscribers, Wish
from tests.publish.portal import AS_OF

DAILY = Mailing(Rhythm.DAILY)
ADDRESS = "zhang.san@reader-one.example"


@pytest.fixture
def people(tmp_path):
    return Subscribers(tmp_path)


def wish(address=ADDRESS, rhythm=Rhythm.DAILY, themes=("",)):
    return Wish(address=address, rhythm=rhythm, themes=themes)


def test_an_issue_is_entered_once_and_remembered_for_a_while(people):
    people.add([wish(), wish("li@x.example", Rhythm.WEEKLY), wish("wang@x.example", themes=("综合政务",))], AS_OF)
    deliveries = Deliveries(people, "first")
    for _ in range(2):
        deliveries.enrol(DAILY, AS_OF)
    (who,) = deliveries.of(Delivery.PENDING)
    assert who.address == ADDRESS and deliveries.note(who, Delivery.DONE)
    deliveries.enrol(DAILY, AS_OF)
    assert deliveries.counts() == {Delivery.DONE: 1}
    Deliveries(people, "second").enrol(DAILY, AS_OF + timedelta(days=91))
    assert deliveries.counts() == {} and not deliveries.note(who, Delivery.DONE)


def test_where_nobody_was_entered_there_is_nothing(people):
    deliveries = Deliveries(people, "mark")
    assert deliveries.counts() == {} and deliveries.of(Delivery.PENDING) == ()
