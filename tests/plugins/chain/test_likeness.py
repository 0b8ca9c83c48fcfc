"""How much of an interpretation its policy says in the same words."""

from __future__ import annotations

from pathlib import Path

from plugins.chain.likeness import FEWEST, KEPT, TOO_MUCH, fingerprint, shared
from tests.conftest import ROOT


def text(first: int, last: int) -> str:
    """As many clauses, each its own."""
    return "".join(f"本办法规定的第{number}类事项应当按照要求办理。" for number in range(first, last))


def test_the_share_is_that_of_the_clauses() -> None:
    """Short texts are told exactly, in whatever order and among whatever marks."""
    policy = fingerprint(text(0, 40))
    assert shared(fingerprint(text(0, 20)), [policy]) == 1.0
    assert shared(fingerprint(text(30, 50)), [policy]) == 0.5
    assert shared(fingerprint(text(0, 10).replace("。", "，\n\n**")), [policy]) == 1.0
    assert shared(fingerprint(text(0, 20)), [fingerprint(text(0, 10)), fingerprint(text(10, 20))]) == 1.0


def test_a_long_policy_is_told_by_a_part_of_it() -> None:
    """The store holds no more of it, and the share is still about right."""
    policy = fingerprint(text(0, 2000))
    assert len(policy) <= KEPT * 8 // 3 + 4
    assert shared(fingerprint(text(0, 200)), [policy]) > 0.95
    assert shared(fingerprint(text(1900, 2100)), [policy]) < 0.75
    assert shared(fingerprint(text(3000, 3200)), [policy]) < 0.1


def test_too_few_clauses_say_nothing() -> None:
    """A picture with a line below it repeats nobody."""
    assert shared(fingerprint(text(0, FEWEST - 1)), [fingerprint(text(0, 40))]) == 0.0
    assert shared(fingerprint(""), [fingerprint(text(0, 40))]) == 0.0
    assert shared(fingerprint(text(0, 40)), [fingerprint("")]) == 0.0


def test_the_interpretations_of_the_demo_explain() -> None:
    """None comes near the threshold, whichever policy of the portal one holds it against."""
    policies = [fingerprint(file.read_text("utf-8").split("\n---\n", 1)[1]) for file in (ROOT / "content/policies").rglob("*.md")]
    for file in (ROOT / "content/interpretations").rglob("*.md"):
        assert shared(fingerprint(file.read_text("utf-8").split("\n---\n", 1)[1]), policies) < TOO_MUCH / 2, file


def test_an_extract_of_a_real_policy_is_found(corpus: Path) -> None:
    """Of the made-up interpretations of real policies three are extracts; those with words of their own are not found."""
    policies = {file.name: file.read_text("utf-8") for file in (corpus / "govcn-html/text").glob("*.txt")}
    found = {}
    for file in sorted((corpus / "crafted-interpretations").glob("*.md")):
        _, head, body = file.read_text("utf-8").split("---\n", 2)
        number = next(line for line in head.splitlines() if line.startswith("interprets:")).removeprefix("interprets:").strip()
        policy = next(text for text in policies.values() if number in text[:600])
        found[file.name[:2]] = shared(fingerprint(body), [fingerprint(policy)])
    assert {name for name, share in found.items() if share >= TOO_MUCH} == {"02", "07", "08"}
    assert max(share for name, share in found.items() if name in ("01", "03", "04", "05", "06")) < 0.2


def test_two_real_policies_on_one_subject_do_not_repeat_each_other(corpus: Path) -> None:
    """What office language shares is far below the threshold."""
    prints = [fingerprint(file.read_text("utf-8")) for file in sorted((corpus / "govcn-html/text").glob("*.txt"))]
    shares = [shared(one, [other]) for at, one in enumerate(prints) for other in prints[:at]]
    assert max(shares) < TOO_MUCH
