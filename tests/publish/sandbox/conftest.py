"""A sandbox on loopback for each test, with a clock that stands at 2026-11-20 09:00 in Beijing."""

import pytest
import requests

from publish.sandbox import Sandbox

from .platforms import Platforms, Time


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def platforms(tmp_path, session):
    time = Time()
    with Sandbox(tmp_path / "sandbox", clock=time) as sandbox:
        yield Platforms(sandbox, session, time, tmp_path / "sandbox")
