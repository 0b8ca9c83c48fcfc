"""A sample of what `inv bench.outbox --part deploy` measures: eight workers, one of them killed, each entry claimed once."""

from __future__ import annotations

import pytest

from tests.bench.outbox.workers import Claims, claims
from tests.publish import postgres


def kept(found: Claims) -> bool:
    """Whether one worker died and every entry was claimed once all the same."""
    return (found.claimed_once, found.doubled, found.killed) == (found.entries, 0, 1)


def test_eight_workers_on_a_file_claim_each_entry_once() -> None:
    """The one who dies is succeeded when his lease has run out."""
    assert kept(claims(400))


@pytest.mark.skipif(not postgres.available(), reason=postgres.ABSENT)
def test_eight_workers_on_a_server_claim_each_entry_once() -> None:
    """From folders of their own, as hosts have them."""
    pytest.importorskip("psycopg")
    with postgres.serving() as server, server.ledger() as url:
        assert kept(claims(400, url))
