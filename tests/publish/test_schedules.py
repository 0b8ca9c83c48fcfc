"""A small sample of what `inv bench.outbox` does: random misfortune, and what must hold all the while."""

import pytest

from publish.sandbox import DraftLeaves
from publish.sandbox.faults import Action, Fault
from tests.publish.lived import batch
from tests.publish.schedules import Schedule, endured


def test_no_course_of_things_makes_a_second_copy_or_loses_one():
    ends, broken = batch(12, 20261120)
    assert not broken and sum(ends.values()) >= 12


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/2/statuses/share.json", (-1, 20016, 20017, 40001, 99999)),
        ("/cgi-bin/freepublish/submit", (10001, 45009, 45011, 53501, 99999)),
        ("/cgi-bin/freepublish/get", (10001, 45009, 53502, 99999)),
        ("/cgi-bin/freepublish/batchget", (10001, 99999)),
    ],
)
def test_no_code_that_hides_an_arrival_makes_a_second_copy_or_denies_the_first(path, codes):
    """Found by the bench: codes that no table knows, and quotas, told of what had arrived."""
    for code in codes:
        fault = Fault(path=path, action=Action.ERRCODE, errcode=code, after_commit=True)
        schedule = Schedule(
            documents=1, mass=False, leaves=DraftLeaves.PUBLISHED, lag=0, faults=(fault,), deaths=(None,), pauses=(1,)
        )
        assert endured(schedule) == {"confirmed": 2}, code


def test_a_mass_sending_proved_absent_is_not_repeated_once_the_platform_has_forgotten_it():
    """Found by the bench: 25 hours later the same name is no longer known, and the first one may have arrived."""
    share = Fault(path="/2/statuses/share.json", action=Action.DROP_BEFORE_COMMIT)
    sendall = Fault(path="/cgi-bin/message/mass/sendall", action=Action.DROP_AFTER_COMMIT)
    schedule = Schedule(
        documents=1,
        mass=True,
        leaves=DraftLeaves.PUBLISHED,
        lag=0,
        faults=(share, share, share, sendall),
        deaths=(None,),
        pauses=(90_000,),
    )
    assert endured(schedule)["needs_human"] <= 1
