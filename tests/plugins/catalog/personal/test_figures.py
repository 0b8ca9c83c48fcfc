"""Figures: what belongs together, and what parts it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from plugins.catalog.personal.figures import Gap, Plain, digit_runs, parts_of


def parts(text: str) -> list[tuple[str, Gap]]:
    """The parts of the runs of a text."""
    return [(part.figures, part.gap) for run in digit_runs(text) for part in parts_of(run)]


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        (" ", Gap.SPACE),
        ("-", Gap.MARK),
        (" · ", Gap.MARK),
        ("<br>", Gap.BREAK),
        (" | ", Gap.CELL),
        ("</td><td>", Gap.CELL),
        ("\n", Gap.LINE),
        ("</p><p>", Gap.LINE),
        (" |\n| ", Gap.LINE),
    ],
)
def test_what_parts_two_figures_most_is_kept(between: str, gap: Gap) -> None:
    """From a space to the end of a line."""
    assert parts(f"1234{between}5678") == [("1234", Gap.LINE), ("5678", gap)]


@pytest.mark.parametrize("between", ["", "**", "\u200b", "<b>", "<!-- a -->", "`", "\ufe0f\u20e3"])
def test_what_nobody_sees_parts_nothing(between: str) -> None:
    """Marks of emphasis, tags, unseen characters."""
    assert parts(f"1234{between}5678") == [("12345678", Gap.LINE)]


@pytest.mark.parametrize("between", ["****", "、", "年", "/", "a", " " * 41])
def test_anything_else_ends_a_run(between: str) -> None:
    """Also the stars that stand for figures."""
    assert parts(f"1234{between}5678") == []


def test_figures_of_every_script_are_read() -> None:
    """A Chinese one is a part of its own: words may end with it."""
    assert parts("１②³₄٥𝟔7") == [("1234567", Gap.LINE)]
    assert parts("三1234567八") == [("3", Gap.LINE), ("1234567", Gap.NONE), ("8", Gap.NONE)]


def test_entities_are_read_and_their_places_are_those_of_the_text() -> None:
    """Those that are no character, and those that are two, stay as they are."""
    written = "a&amp;b&#49;&nope;&#x32;c&NotEqualTilde;d"
    plain = Plain(written)
    assert plain.text == "a&b1&nope;2c&NotEqualTilde;d"
    begins = [plain.at(at) for at in range(len(plain.text) + 1)]
    assert [written[start:end] for start, end in pairwise(begins)] == [
        *("a", "&amp;", "b", "&#49;"),
        *"&nope;",
        *("&#x32;", "c"),
        *"&NotEqualTilde;d",
    ]
