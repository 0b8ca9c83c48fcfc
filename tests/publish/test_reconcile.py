"""Looking: when it is due, and what counts as absent. The patience here is that of the real accounts."""

from datetime import timedelta

import pytest

from publish.channels import wechat, weibo
from publish.channels.protocol import SANDBOX_PATIENCE
from publish.channels.weibo import Weibo
from publish.entry import State
from publish.reconcile import next_look
from publish.sandbox.faults import Action, Fault
from tests.publish.portal import AS_OF, Document
from tests.publish.test_ledger import entry

SHARE = "/2/statuses/share.json"


class Patient:
    def __init__(self, patience):
        self.patience = patience


def due(state, patience, **changes):
    return next_look(entry(state=state, sent_at=AS_OF, **changes), Patient(patience), AS_OF + timedelta(days=2)) - AS_OF


def test_the_first_look_waits_for_the_lag_of_the_timeline():
    assert due(State.IN_DOUBT, weibo.PATIENCE) == timedelta(minutes=3)


def test_looks_grow_rarer_up_to_an_hour():
    pauses = [due(State.IN_DOUBT, weibo.PATIENCE, looks=looks, looked_at=AS_OF) for looks in range(1, 12)]
    assert pauses[0] == timedelta(minutes=5) and pauses == sorted(pauses) and pauses[-1] == timedelta(hours=1)


def test_a_day_of_polling_one_article_stays_far_below_the_hundred_calls():
    polls, waited = 0, timedelta(0)
    while waited < timedelta(days=1):
        waited += due(State.ACCEPTED, wechat.PATIENCE, looks=polls, looked_at=AS_OF)
        polls += 1
    assert polls < 30


@pytest.mark.parametrize("patience", [weibo.PATIENCE, wechat.PATIENCE, SANDBOX_PATIENCE])
def test_absence_is_never_concluded_from_one_look_or_at_once(patience):
    assert patience.looks >= 2 and patience.absent_after > patience.first_look + timedelta(seconds=1)


def test_a_clock_set_back_does_not_stop_the_looking():
    assert next_look(entry(state=State.IN_DOUBT, sent_at=AS_OF + timedelta(days=9)), Patient(weibo.PATIENCE), AS_OF) == (
        AS_OF + timedelta(minutes=3)
    )


def test_with_real_patience_a_lost_post_is_sent_again_only_runs_later(house, monkeypatch):
    monkeypatch.setattr(Weibo, "patience", weibo.PATIENCE)
    house.build(Document(number=1))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_BEFORE_COMMIT))
    seen = []
    for _ in range(12):
        house.send()
        seen.append(house.row("weibo").state)
        house.time.sleep(60)
    first_sent = seen.index("confirmed")
    assert set(seen[:first_sent]) == {"in_doubt"} and first_sent >= 4
    assert house.posts()[0] == 1 and house.calls(SHARE) == 2


def test_an_interrupted_send_is_in_doubt_in_the_next_run(house):
    class Killed(BaseException):
        pass

    def moment(name):
        if name == "sent, not committed":
            raise Killed

    house.build(Document(number=1, channels=Document(number=1).channels[:1]))
    with pytest.raises(Killed):
        house.send(moment=moment)
    assert house.states() == ["sending"]
    assert house.step().reconcile().failed is False
    assert house.states() == ["confirmed"] and house.calls(SHARE) == 1
