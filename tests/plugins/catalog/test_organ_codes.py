"""The check characters of organ codes and credit codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.organ_codes import CREDIT_ALPHABET, code_is_sound, credit_code_is_sound, organ_code_is_sound

CREDIT_CODES = ["11441700007280420Y", "11620622013933539B", "11341702486344515H"]


def test_organ_codes_have_a_check_digit() -> None:
    """GB 11714, with the founding document's own code failing it."""
    assert organ_code_is_sound("000014349")
    assert organ_code_is_sound("011043225")
    assert organ_code_is_sound("01104322-5")
    assert organ_code_is_sound("99000005X")
    assert not organ_code_is_sound("000014348")


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_credit_codes_have_a_check_character(code: str) -> None:
    """GB 32100; one changed character is seen, wherever it stands."""
    assert credit_code_is_sound(code)
    for at, char in enumerate(code):
        other = "1" if char != "1" else "2"
        assert not credit_code_is_sound(code[:at] + other + code[at + 1 :])


def test_the_organ_code_inside_a_credit_code_has_its_own_check_digit() -> None:
    """Characters nine to seventeen: a code may end well and be none."""
    outside = "1144170000728042" + "1"
    ends = [outside + char for char in CREDIT_ALPHABET]
    assert not any(map(credit_code_is_sound, ends))


@given(st.text(max_size=20))
def test_whatever_is_no_code_is_not_sound(text: str) -> None:
    """No text makes it stumble."""
    assert code_is_sound(text) in (True, False)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8))
def test_of_all_last_characters_one_is_right(body: str) -> None:
    """A slip in the last place is always seen."""
    assert sum(organ_code_is_sound(body + char) for char in "0123456789X") == 1
