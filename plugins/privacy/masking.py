"""Masking: the figures of a text that may not be shown, each replaced by one sign; not one other character changes.

GB/T 37964-2019 calls it 屏蔽. The sign is ×, as the courts write it: two numbers with four asterisks each in one paragraph would
be bold type in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff

from plugins.catalog.personal import Hit, Personal, find_personal, veiled

SIGN = "×"
BLOT = "█"
"""Stands in a diff where the figures were: it repeats no number."""
IDENTITIES = frozenset((Personal.IDENTITY, Personal.OLD_IDENTITY))
NAME_OF_FILE = re.compile(r"\]\([^)\s]*\Z|\A(?:附件|attachments)[ \t]*:.*\Z")
"""What stands before a number in the name of a file: another name must be given to the file itself."""


def masked(text: str, sign: str = SIGN) -> str:
    """The text with everything masked that surely is a person's; a mistyped identity number is masked too."""
    for hit in reversed([hit for hit in find_personal(text) if is_masked(hit, text)]):
        for start, end in reversed(hit.hidden):
            text = f"{text[:start]}{sign}{text[end:]}"
    return text


def left(text: str) -> list[Hit]:
    """What is found and not masked, because a person must say what it is or rename a file."""
    return [hit for hit in find_personal(text) if not is_masked(hit, text)]


def is_masked(hit: Hit, text: str) -> bool:
    """Whether this is masked without asking."""
    surely = hit.certain or hit.what in IDENTITIES
    return surely and hit.what is not Personal.EMAIL and not in_name_of_file(hit, text)


def in_name_of_file(hit: Hit, text: str) -> bool:
    """Whether it stands in the name of a file that the text links to or attaches."""
    line = text.rfind("\n", 0, hit.start) + 1
    return NAME_OF_FILE.search(text[line : hit.start]) is not None


def diff(text: str, name: str) -> Iterator[str]:
    """What masking changes, as a unified diff in which no number is repeated."""
    lines = unified_diff(masked(text, BLOT).splitlines(), masked(text).splitlines(), name, name, lineterm="", n=1)
    return map(veiled, lines)
