"""The bench of personal information, in small: no number passes, however it is hidden; a trial that falls short fails."""

from __future__ import annotations

import pytest

from tests.bench.rules.personal import CARRIERS, HIDINGS, PLAIN, Ledger, Trial, judged
from tests.bench.rules.trial import SEED

SAMPLE = 600


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """What came of a small trial."""
    return Trial(tmp_path_factory.mktemp("persons"), SAMPLE, SEED).ledger


def test_every_way_to_hide_and_to_carry_was_tried(ledger: Ledger) -> None:
    """And whatever stands plainly is stopped."""
    assert set(ledger.tried) == {PLAIN, *HIDINGS, *CARRIERS}
    assert {name: ledger.missed[name] for name in (PLAIN, *CARRIERS) if name in ledger.missed} == {}


def test_what_is_hidden_is_stopped(ledger: Ledger) -> None:
    """In at least 995 of 1,000."""
    assert ledger.share(HIDINGS) >= 0.995, ledger.missed


def test_nothing_of_ours_repeats_a_number(ledger: Ledger) -> None:
    """Neither a report in any form nor what the store keeps of attachments."""
    assert ledger.repeated == []


def test_a_trial_that_falls_short_fails_its_goals() -> None:
    """The bench itself can fail."""
    short = Ledger({PLAIN: 10, "空格": 10}, {PLAIN: ["a.md"], "空格": ["b.md"]}, ["13800003000"])
    failed = {what for what, _, _, met in judged(short) if not met}
    assert failed == {"个人信息，明写", "个人信息，空格", "个人信息，伪装合计", "完整号码出现在程序的输出里"}
