"""Libraries of the dependency group `intake`: where one is missing, a sentence says how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from intake.reading import Refused
from intake.rules import TOOL_MISSING

DISTRIBUTIONS = {"docx": "python-docx", "bs4": "beautifulsoup4"}


@contextmanager
def needed_for(kind: str) -> Iterator[None]:
    """Import within; `kind` is what cannot be read without, such as Word. Raises Refused where a library is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        tool = DISTRIBUTIONS.get(missing, missing)
        hint = "请运行 make site 补装，或 pip install -r requirements.lock"
        raise Refused(TOOL_MISSING, type=kind, tool=tool, hint=hint) from error
