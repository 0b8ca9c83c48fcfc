"""The messages of one run: a reader's trouble ends with that reader, everybody's stops the run and ends nobody's."""

import pytest

from publish.channels.mail_run import Run
from publish.deliveries import Deliveries, Delivery
from publish.failures import Blocked, NotSent
from publish.mailing import Mailing, Rhythm
from publish.smtp import CUT, Fate
from publish.subscribers import Subscribers, Wish
from tests.publish.portal import AS_OF


@pytest.fixture
def deliveries(tmp_path):
    people = Subscribers(tmp_path)
    people.add([Wish(address=f"{name}@x.example", rhythm=Rhythm.DAILY) for name in "abcd"], AS_OF)
    found = Deliveries(people, "mark")
    found.enrol(Mailing(Rhythm.DAILY), AS_OF)
    return found


def run(deliveries, *fates):
    found = Run(deliveries)
    for who, (fate, code) in zip(deliveries.of(Delivery.PENDING), fates, strict=False):
        if fate is not Fate.POSTPONED:
            deliveries.note(who, Delivery.DONE if fate is Fate.TAKEN else Delivery.REFUSED, code)
        found.note(who, fate, code)
    found.end()


def test_boxes_that_are_gone_one_after_the_other_stop_nobody(deliveries):
    """The server names the reader as the reason."""
    run(deliveries, *((Fate.REFUSED, code) for code in ("550 5.1.1", "550 5.2.1", "556 5.1.10", "550 5.1.2")))
    assert deliveries.counts() == {Delivery.REFUSED: 4}


@pytest.mark.parametrize("code", ["550", "550 5.7.1", "554 5.1.8", "550 5.0.0"])
def test_what_may_be_the_senders_trouble_ends_nobodys(deliveries, code):
    with pytest.raises(Blocked, match=f"一连拒收 3 位.*{code}"):
        run(deliveries, *[(Fate.REFUSED, code)] * 3)
    assert deliveries.counts() == {Delivery.PENDING: 4}


@pytest.mark.parametrize("code", ["451 4.7.1", CUT])
def test_patience_that_is_asked_for_everybody_stops_the_run(deliveries, code):
    with pytest.raises(NotSent, match="一连 3 次"):
        run(deliveries, *[(Fate.POSTPONED, code)] * 3)


def test_a_message_that_is_taken_begins_the_row_anew(deliveries):
    run(deliveries, (Fate.REFUSED, "554"), (Fate.POSTPONED, CUT), (Fate.TAKEN, "250"), (Fate.REFUSED, "554"))
    assert deliveries.counts()[Delivery.REFUSED] == 2
