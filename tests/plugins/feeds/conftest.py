"""The demo portal, built once for the tests of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.conftest import PRINTED, ROOT


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its output/."""
    folder = tmp_path_factory.mktemp("demo")
    portal = Portal(
        settings=ROOT / "pelicanconf.py", output=folder / "output", cache=folder / "cache", workers=1, without=PRINTED
    )
    assert not run(portal, Goal.BUILD).report.failed
    return folder / "output"
