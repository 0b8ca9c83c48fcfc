"""What the tests of the room share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.portal import Portal


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """A portal of three documents, not deployed yet."""
    return Portal(tmp_path).write(1, 2, 3)
