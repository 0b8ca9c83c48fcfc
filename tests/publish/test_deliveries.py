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
    assert who.address == ADDRESS and deliveries.claim(who)
    deliveries.note(who, Delivery.DONE)
    deliveries.enrol(DAILY, AS_OF)
    assert deliveries.counts() == {Delivery.DONE: 1}
    Deliveries(people, "second").enrol(DAILY, AS_OF + timedelta(days=91))
    assert deliveries.counts() == {} and not deliveries.claim(who)


def test_one_run_alone_takes_a_delivery_up_and_only_a_word_takes_it_up_again(people):
    people.add([wish(), wish("li@x.example")], AS_OF)
    deliveries = Deliveries(people, "mark")
    deliveries.enrol(DAILY, AS_OF)
    who, other = deliveries.of(Delivery.PENDING)
    assert deliveries.claim(who) and not deliveries.claim(who)
    deliveries.again()
    assert deliveries.claim(who)
    deliveries.note(who, Delivery.DONE, "250")
    deliveries.again()
    assert not deliveries.claim(who) and deliveries.of(Delivery.PENDING) == (other,)


def test_patience_is_counted_from_its_beginning_and_waits_behind_the_others(people):
    people.add([wish(), wish("li@x.example")], AS_OF)
    deliveries = Deliveries(people, "mark")
    deliveries.enrol(DAILY, AS_OF)
    first = deliveries.of(Delivery.PENDING)[0]
    assert first.put_off is None
    for hours in (1, 2):
        who = next(one for one in deliveries.of(Delivery.PENDING) if one.id == first.id)
        assert deliveries.claim(who)
        deliveries.put_off(who, "450 4.2.0", AS_OF + timedelta(hours=hours))
    assert deliveries.of(Delivery.PENDING)[1].id == first.id
    assert deliveries.of(Delivery.PENDING)[1].put_off == AS_OF + timedelta(hours=1)


def test_where_nobody_was_entered_there_is_nothing(people):
    deliveries = Deliveries(people, "mark")
    assert deliveries.counts() == {} and deliveries.of(Delivery.PENDING) == ()
