"""Codes of organs and their check characters: GB 11714 (nine characters) and GB 32100 (eighteen, with the nine inside)."""

from __future__ import annotations

import re

ORGAN_CODE = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE = re.compile(f"[{CREDIT_ALPHABET}]{{18}}")


def organ_code_is_sound(code: str) -> bool:
    """Whether a nine-character code ends in the check character of its first eight (GB 11714)."""
    code = code.replace("-", "")
    if not ORGAN_CODE.fullmatch(code):
        return False
    total = sum(weight * int(char, 36) for weight, char in zip(ORGAN_WEIGHTS, code, strict=False))
    return code[8] == "0123456789X0"[11 - total % 11]


def credit_code_is_sound(code: str) -> bool:
    """Whether an eighteen-character code ends in the check character of the others (GB 32100), as the organ code inside does."""
    if not CREDIT_CODE.fullmatch(code):
        return False
    total = sum(pow(3, place, 31) * CREDIT_ALPHABET.index(char) for place, char in enumerate(code[:17]))
    return code[17] == CREDIT_ALPHABET[-total % 31] and organ_code_is_sound(code[8:17])


def code_is_sound(code: str) -> bool:
    """Either kind of code, told by its length."""
    return credit_code_is_sound(code) if len(code) == 18 else organ_code_is_sound(code)
