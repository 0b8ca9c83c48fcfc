"""The bench of the rules, in small: some hundred mutants in one portal, and every one is told of as it must be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.bench.rules import reviews
from tests.bench.rules.__main__ import GOAL_LINES, judged
from tests.bench.rules.draft import drafts
from tests.bench.rules.files import FILES
from tests.bench.rules.items import ITEMS
from tests.bench.rules.trial import Verdict, trial
from tests.conftest import ROOT

SAMPLE = 400


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """What came of a small trial."""
    return trial(tmp_path_factory.mktemp("rules"), SAMPLE)


def test_every_input_is_catalogued_or_named(verdict: Verdict) -> None:
    """And nothing else is."""
    assert (verdict.mutants, verdict.absent, verdict.strangers, verdict.crashed) == (SAMPLE, [], [], [])


def test_what_is_wrong_is_said_and_what_is_sound_is_not(verdict: Verdict) -> None:
    """Of mutants, of documents that were only written in another way, and of those beside them."""
    assert (verdict.missed, verdict.alarms, verdict.harmed) == ([], [], [])


def test_it_is_said_at_the_line_that_was_changed(verdict: Verdict) -> None:
    """In at least 99 of 100."""
    assert verdict.lined > SAMPLE / 2
    assert verdict.right_lines >= GOAL_LINES, verdict.elsewhere


def test_a_verdict_that_falls_short_fails_its_goals() -> None:
    """The bench itself can fail."""
    short = Verdict(mutants=10, inputs=10, catalogued=8, absent=["a.md"], missed=["b.md"], elsewhere=["c.md"], lined=2)
    failed = {what for what, _, _, met in judged(short) if not met}
    assert failed == {"输入 = 编入 ∪ 指出", "悄悄不见", "有错没有说", "说在改坏的那一行"}


@pytest.mark.parametrize("mutation", [mutation for _, mutation in (*ITEMS, *FILES)], ids=lambda mutation: mutation.__name__)
def test_a_mutation_changes_the_document_and_is_the_same_each_time(mutation) -> None:  # type: ignore[no-untyped-def]
    """Seeded: a trial can be repeated."""
    bases = [draft.numbered(1) for draft in drafts(ROOT / "content")]
    made = [mutant for draft in bases for seed in range(8) if (mutant := mutation(draft, Random(seed)))]
    again = [mutant for draft in bases for seed in range(8) if (mutant := mutation(draft, Random(seed)))]
    assert made
    assert made == again
    assert any((mutant.path, mutant.raw) not in {(draft.path, draft.text.encode()) for draft in bases} for mutant in made)


def test_a_numbered_copy_shares_no_number(tmp_path: Path) -> None:
    """Neither with its original nor with another copy."""
    (tmp_path / "policies/2026").mkdir(parents=True)
    text = "---\n名称: 甲\n索引号: 990000017/2026-00024\n文号: 示政函〔2026〕31号\n---\n\n正文。\n"
    (tmp_path / "policies/2026/a.md").write_text(text, "utf-8")
    draft = next(drafts(tmp_path))
    first, second = draft.numbered(1), draft.numbered(2)
    for label in ("索引号", "文号"):
        assert len({draft.value(label), first.value(label), second.value(label)}) == 3


def test_no_byte_changes_after_a_review_without_being_refused(tmp_path: Path) -> None:
    """Of texts, shown fields, attachments and pictures; some of them through whole builds."""
    portal = reviews.signed_portal(tmp_path)
    found = reviews.tally(portal, 200)
    assert (found.missed, found.refused.total(), set(found.refused)) == ([], 200, set(reviews.PARTS))
    assert reviews.built(portal, 4) == []


def test_a_review_that_misses_a_change_fails_its_goal() -> None:
    """The bench can fail here too."""
    found = reviews.Tally(Counter(dict.fromkeys(reviews.PARTS, 1)), missed=["正文 a.md"])
    failed = {what for what, _, _, met in reviews.judged(found, ["图片 b.png"], 5) if not met}
    assert failed == {"审查以后改一个字节（正文）", "审查以后改一个字节（合计）", "其中经过完整构建"}
