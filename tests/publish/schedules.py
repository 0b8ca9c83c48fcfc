"""Random misfortune: documents, faults of the platforms, runs that die, hours that pass; and what must hold all the while."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import stamina
from hypothesis import strategies as st

from publish.channels.protocol import Action as Act
from publish.entry import State
from publish.failures import LedgerError
from publish.ledger import open_ledger
from publish.ledger_server import VARIABLE
from publish.sandbox import CallbackManner, DraftLeaves
from publish.sandbox.faults import Action, Fault, Manner
from publish.sandbox.server import Sandbox
from tests.publish.conftest import House, Time
from tests.publish.hearing import hearing
from tests.publish.portal import BOTH, Document

PATHS = (
    "/2/statuses/share.json",
    "/2/statuses/user_timeline.json",
    "/oauth2/get_token_info",
    "/cgi-bin/stable_token",
    "/cgi-bin/draft/add",
    "/cgi-bin/draft/batchget",
    "/cgi-bin/freepublish/submit",
    "/cgi-bin/freepublish/get",
    "/cgi-bin/freepublish/batchget",
    "/cgi-bin/message/mass/sendall",
    "*",
)
CODES = (-1, 10001, 10009, 20032, 20017, 20016, 10024, 40001, 42001, 45009, 45011, 45065, 45066, 53501, 40164)
KNOWN = frozenset({State.CONFIRMED, State.IN_DOUBT, State.NEEDS_HUMAN, State.ACCEPTED, State.SENDING})
"""Where an entry may stand of which the public sees a copy."""
GATES = (40001, 42001, 40164)
"""Of those, what WeChat checks before it looks at a call: whoever is told so may be sure that nothing was done."""
KNOWN_AGAIN = ("/2/statuses/share.json", "/cgi-bin/message/mass/sendall")
RUNS = 30
"""Undisturbed runs, an hour apart, that settle what can be settled: over a midnight, when quotas begin anew."""


class Died(BaseException):
    """A run that ends here and now."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """One course of things."""

    documents: int
    mass: bool
    leaves: DraftLeaves
    lag: int
    faults: tuple[Fault, ...]
    deaths: tuple[int | None, ...]
    """For each disturbed run, the moment at which it dies."""
    pauses: tuple[int, ...]
    """Seconds after each of them."""
    told: CallbackManner = CallbackManner.NEVER
    """How WeChat tells of the ends of tasks, after each disturbed run, where it does."""


def _faults() -> st.SearchStrategy[Fault]:
    return st.builds(
        Fault,
        path=st.sampled_from(PATHS),
        action=st.sampled_from([one for one in Action if one is not Action.DELAY]),
        nth=st.integers(1, 3),
        times=st.sampled_from([1, 1, 2, 5]),
        after_commit=st.booleans(),
        manner=st.sampled_from([Manner.CLOSE, Manner.RESET]),
        errcode=st.sampled_from(CODES),
        status=st.sampled_from([302, 403, 429, 500, 502]),
    ).map(_possible)


def _possible(fault: Fault) -> Fault:
    if fault.action is Action.DUPLICATE_DELIVERY:
        # What the platform publishes twice of one submission no caller can prevent; these two know a repetition.
        return replace(fault, path=fault.path if fault.path in KNOWN_AGAIN else KNOWN_AGAIN[0])
    return replace(fault, after_commit=False) if _at_the_gate(fault) else fault


def _at_the_gate(fault: Fault) -> bool:
    return fault.action is Action.ERRCODE and fault.errcode in GATES and "statuses" not in fault.path


def schedules() -> st.SearchStrategy[Schedule]:
    """Any course of things."""
    runs = st.integers(1, 3)
    return runs.flatmap(
        lambda number: st.builds(
            Schedule,
            documents=st.integers(1, 2),
            mass=st.booleans(),
            leaves=st.sampled_from(DraftLeaves),
            lag=st.sampled_from([0, 0, 90]),
            faults=st.lists(_faults(), max_size=4).map(tuple),
            deaths=st.lists(st.none() | st.integers(1, 24), min_size=number, max_size=number).map(tuple),
            pauses=st.lists(st.sampled_from([1, 120, 7200, 90_000]), min_size=number, max_size=number).map(tuple),
            told=st.sampled_from(CallbackManner),
        )
    )


def endured(schedule: Schedule, url: str = "") -> Counter[str]:
    """Live through a schedule, the ledger a file or at `url`; gives how many entries ended in each state.

    AssertionError where a promise is broken.
    """
    time = Time()
    # Reads are tried again without a pause: the time of a schedule is not the machine's.
    stamina.set_testing(True, attempts=3)
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox", clock=time.now) as sandbox:
        house = House(Path(name), sandbox, time)
        house.environment |= {"GONGKAI_WECHAT_MODE": "mass" if schedule.mass else "publish", VARIABLE: url}
        sandbox.behaviour.draft_leaves = schedule.leaves
        sandbox.behaviour.timeline_lag_seconds = schedule.lag
        sandbox.behaviour.mass_quota = 2
        house.build(*(Document(number=number, channels=BOTH) for number in range(1, schedule.documents + 1)))
        sandbox.behaviour.callback_manner = schedule.told
        sandbox.faults.add(*schedule.faults)
        with hearing(sandbox, house.environment, house.var, time.now, lambda _: None):
            for death, pause in zip(schedule.deaths, schedule.pauses, strict=True):
                _disturbed(house, death)
                if schedule.told is not CallbackManner.NEVER:
                    sandbox.finish_tasks()
                _no_second_copy(house)
                time.sleep(pause)
        sandbox.faults.clear()
        for _ in range(RUNS):
            if set(house.states()) <= {State.CONFIRMED, State.NEEDS_HUMAN, State.REJECTED} and house.states():
                break
            time.sleep(3600)
            house.send()
            _no_second_copy(house)
        return _in_the_end(house)


def _disturbed(house: House, death: int | None) -> None:
    passed = 0

    def moment(_name: str) -> None:
        nonlocal passed
        passed += 1
        if passed == death:
            raise Died

    try:
        house.send(moment=moment, wait=timedelta(seconds=20))
    except (Died, LedgerError):
        return


def _no_second_copy(house: House) -> None:
    for copies in (_posts(house), _articles(house)):
        assert all(number == 1 for number in copies.values()), copies


def _posts(house: House) -> Counter[str]:
    return Counter(post.text.strip() for post in house.sandbox.weibo_posts())


def _articles(house: House) -> Counter[str]:
    return Counter(article.content_source_url for article in house.sandbox.wechat_articles())


def _in_the_end(house: House) -> Counter[str]:
    with open_ledger(house.var, write=False, url=house.environment[VARIABLE]) as ledger:
        entries = ledger.entries()
    shown = _posts(house) + _articles(house)
    for entry in entries:
        assert entry.action is Act.PUBLISH
        copies = shown.pop(entry.text.strip() if entry.channel == "weibo" else entry.link, 0)
        assert copies <= 1
        assert copies or entry.state is not State.CONFIRMED, f"confirmed without a copy: {entry}"
        assert not copies or entry.state in KNOWN, f"a copy of what the ledger calls {entry.state}: {entry.reason}"
        assert entry.state in {State.CONFIRMED, State.NEEDS_HUMAN, State.REJECTED}, f"lost: {entry.state} {entry.reason}"
    assert not shown, "a copy without an entry"
    return Counter(entry.state.value for entry in entries)
