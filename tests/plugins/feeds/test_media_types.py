"""Media types."""

from __future__ import annotations

from plugins.engine.links import PUBLISHABLE
from plugins.feeds.media_types import MEDIA_TYPES, UNKNOWN, media_type
from tests.plugins.feeds.feed_rules.values import MIME

UNREGISTERED = {"wps", "et", "dps"}


def test_every_sort_of_file_that_may_be_public_has_a_type() -> None:
    """But those of WPS, which have none."""
    assert set(MEDIA_TYPES) == PUBLISHABLE - UNREGISTERED
    assert all(map(MIME.fullmatch, MEDIA_TYPES.values()))


def test_the_ending_decides() -> None:
    """In either case."""
    assert media_type("media/2026/A.PDF") == "application/pdf"
    assert media_type("media/a.wps") == media_type("media/a") == UNKNOWN
