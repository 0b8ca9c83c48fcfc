"""The state machine is what its drawing says, and no run of luck or misfortune makes it send what may be public."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import machine
from publish.channels.protocol import SANDBOX_PATIENCE, Action, Outcome, Post, Receipt, Sighting, Staging, Verdict
from publish.entry import State
from publish.failures import Blocked, InDoubt, NeedsHuman, NotSent, Parked, Rejected
from publish.machine import MOVES, Happening, Settled
from tests.publish.portal import AS_OF
from tests.publish.test_ledger import entry

LINE = re.compile(r"^    (\w+)\s+─ ([a-z ]+?) ─*▶ ([a-z_, ]+?)(?:  +\(.*)?$")


def test_the_drawing_is_the_table():
    drawn = {}
    for line in (machine.__doc__ or "").splitlines():
        if found := LINE.match(line):
            origin, happening, targets = found.groups()
            drawn[State(origin), Happening(happening)] = frozenset(map(State, targets.split(", ")))
    assert drawn == MOVES


def test_every_state_is_reached_and_every_end_is_named_in_the_drawing():
    reached = {State.PLANNED} | {to for targets in MOVES.values() for to in targets}
    ends = set(State) - {origin for origin, _ in MOVES}
    assert reached == set(State)
    last = (machine.__doc__ or "").strip().splitlines()[-1]
    assert all(end in last for end in ends) and len(ends) == 5


def test_only_a_claim_sends_and_only_from_staged():
    assert {origin for origin, targets in machine.TRANSITIONS.items() if State.SENDING in targets} == {State.STAGED}


POST = Post(title="题", text="文", html="", author="", link="https://www.shili.example/")
OTHER = Post(title="题", text="别的文", html="", author="", link="https://www.shili.example/")
FAILURES = st.sampled_from(
    [
        NotSent("没有连上"),
        Parked("用完", AS_OF + timedelta(hours=1)),
        Parked("群发用完", AS_OF + timedelta(days=1), maybe_ours=True),
        Rejected("不收"),
        Blocked("账号"),
        InDoubt("没有回音"),
        InDoubt("次数用完", AS_OF + timedelta(hours=1)),
        NeedsHuman("没有权限", "https://x.example/"),
    ]
)
RECEIPTS = st.sampled_from([Receipt(outcome=Outcome.ACCEPTED, remote_id="7"), Receipt(outcome=Outcome.CONFIRMED, remote_id="7")])
SIGHTINGS = st.one_of(
    st.sampled_from([Sighting(verdict=verdict, reason="看过") for verdict in (Verdict.ABSENT, Verdict.UNKNOWN, Verdict.HIDDEN)]),
    RECEIPTS.map(lambda receipt: Sighting(verdict=Verdict.FOUND, receipt=receipt)),
)


class Walk:
    """One entry on its way, and what is true of it whatever the machine believes."""

    def __init__(self, action):
        self.entry = entry(action=action)
        self.now = AS_OF
        self.at_risk = False
        """A send has left that nobody has proved to be without effect."""
        self.absences, self.left_at = 0, AS_OF
        self.approvers = []

    def apply(self, data):
        self.now += data.draw(st.sampled_from([timedelta(0), timedelta(seconds=1), timedelta(hours=1), timedelta(days=2)]))
        choices = sorted(happening for origin, happening in MOVES if origin is self.entry.state)
        if not choices:
            return False
        before = self.entry
        getattr(self, data.draw(st.sampled_from(choices)).replace(" ", "_"))(data)
        assert self.entry.state in machine.TRANSITIONS[before.state] and self.entry.key == before.key
        return True

    def approve(self, data):
        who, persons = data.draw(st.sampled_from(["王五", "赵六"])), 2
        post = data.draw(st.sampled_from([POST, OTHER]))
        first = self.entry.approved_by if self.entry.digest == post.digest else ""
        if first == who:
            with pytest.raises(ValueError, match="另一人"):
                machine.approve(self.entry, post, who, persons=persons, at=self.now)
            self.entry = machine.drop(self.entry, State.CANCELLED, "不发了", self.now)
            return
        self.entry = machine.approve(self.entry, post, who, persons=persons, at=self.now, hold=timedelta(minutes=5))
        if self.entry.state is State.APPROVED:
            assert {self.entry.approved_by, self.entry.seconded_by} == {"王五", "赵六"} and self.entry.digest == post.digest
            assert self.entry.hold_until == self.now + timedelta(minutes=5)

    def void(self, _):
        self.entry = machine.void(self.entry, self.now)
        assert not (self.entry.approved_by or self.entry.seconded_by or self.entry.digest or self.entry.staging)

    def stage(self, _):
        self.entry = machine.stage(self.entry, Staging(fields={"draft": "d"}), self.now)

    def hold(self, _):
        self.at_risk = self.at_risk and self.entry.state is not State.SENDING
        self.entry = machine.fail(self.entry, NotSent("没有连上"), self.now)

    def claim(self, _):
        assert not self.at_risk, "a second copy"
        self.entry = machine.claim(self.entry, self.now)
        self.at_risk, self.absences, self.left_at = True, 0, self.now

    def receive(self, data):
        receipt = data.draw(RECEIPTS)
        if self.entry.state is State.SENDING:
            self.entry = machine.receive(self.entry, receipt, self.now)
        else:
            self.entry = machine.look(self.entry, Sighting(verdict=Verdict.FOUND, receipt=receipt), SANDBOX_PATIENCE, self.now)

    def refuse(self, _):
        self._fail(Rejected("不收"))

    def hand_over(self, _):
        self._fail(NeedsHuman("由人来"))

    def doubt(self, data):
        since = self.now if self.entry.state is State.SENDING else AS_OF
        self.at_risk, self.absences, self.left_at = True, 0, since
        self.entry = machine.doubt(self.entry, "没有回音", self.now, since=None if self.entry.state is State.SENDING else since)

    def look(self, data):
        sighting = data.draw(SIGHTINGS)
        self.absences += sighting.verdict is Verdict.ABSENT
        in_doubt = self.entry.state is State.IN_DOUBT
        self.entry = machine.look(self.entry, sighting, SANDBOX_PATIENCE, self.now)
        if self.entry.state in (State.APPROVED, State.STAGED):
            assert in_doubt and self.absences >= SANDBOX_PATIENCE.looks
            assert self.now - self.left_at >= SANDBOX_PATIENCE.absent_after
            self.at_risk = False

    miss = look

    def retract(self, _):
        self.entry = machine.retract(self.entry, self.now)

    def take_down(self, _):
        self.entry = machine.take_down(self.entry, self.now)

    def drop(self, data):
        self.entry = machine.drop(self.entry, data.draw(st.sampled_from([State.SUPERSEDED, State.CANCELLED])), "", self.now)

    def settle(self, data):
        outcome = data.draw(st.sampled_from(list(Settled)))
        try:
            self.entry = machine.settle(self.entry, outcome, "王五", self.now, url="https://weibo.com/1/z")
        except ValueError:
            self.entry = machine.settle(self.entry, Settled.CANCELLED, "王五", self.now)
        if self.entry.state is State.PLANNED:
            self.at_risk = False  # a person has looked

    def _fail(self, failure):
        if self.entry.state in (State.ACCEPTED, State.IN_DOUBT):
            self.entry = machine.fail(self.entry, failure, self.now)
        else:
            self.entry = machine.fail(self.entry, failure, self.now)
        assert self.entry.state in (State.REJECTED, State.NEEDS_HUMAN, State.APPROVED)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), action=st.sampled_from([Action.PUBLISH, Action.RETRACT]))
def test_whatever_happens_a_second_send_needs_proof_that_the_first_had_no_effect(data, action):
    walk = Walk(action)
    for _ in range(40):
        if not walk.apply(data):
            break


@settings(max_examples=300, deadline=None)
@given(failure=FAILURES, doubted=st.booleans())
def test_no_failure_of_a_send_ends_where_it_could_be_sent_again_unless_nothing_was_sent(failure, doubted):
    sending = entry(state=State.SENDING, sent_at=AS_OF, sends=1, doubted=doubted)
    after = machine.fail(sending, failure, AS_OF)
    if after.state is State.STAGED:
        assert isinstance(failure, NotSent | Blocked)
    if isinstance(failure, InDoubt):
        assert after.state is State.IN_DOUBT and after.not_before == failure.until


def test_a_move_that_is_not_drawn_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="no move"):
        machine.claim(entry(state=State.APPROVED), AS_OF)
    with pytest.raises(ValueError, match="no move"):
        machine.receive(entry(state=State.CONFIRMED), Receipt(outcome=Outcome.CONFIRMED), AS_OF)


def test_what_five_sends_have_not_brought_there_is_a_persons():
    one = entry(state=State.STAGED)
    for number in range(1, machine.SENDS + 1):
        one = machine.doubt(machine.claim(one, AS_OF), "没有回音", AS_OF, until=AS_OF + timedelta(hours=1))
        for _ in range(SANDBOX_PATIENCE.looks):
            one = machine.look(
                one, Sighting(verdict=Verdict.ABSENT, reason="没有"), SANDBOX_PATIENCE, AS_OF + timedelta(minutes=1)
            )
        assert one.state is (State.NEEDS_HUMAN if number == machine.SENDS else State.STAGED)
        assert one.not_before == AS_OF + timedelta(hours=1), "what is absent still waits for its quota"


def test_what_is_hidden_goes_to_a_person_without_a_days_waiting():
    doubted = entry(state=State.IN_DOUBT, sent_at=AS_OF, doubted_at=AS_OF)
    for _ in range(SANDBOX_PATIENCE.looks):
        doubted = machine.look(doubted, Sighting(verdict=Verdict.HIDDEN, reason="看不到"), SANDBOX_PATIENCE, AS_OF)
    assert doubted.state is State.NEEDS_HUMAN
