"""``python -m publish.sandbox`` serves until it is told to stop."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "publish.sandbox", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_ends_in_order(tmp_path, session, ending):
    """Exit 0 on Ctrl-C and on the service manager's stop."""
    with start("--state", tmp_path / "state") as process:
        url = process.stdout.readline().split()[1].rstrip("/")
        variables = dict(process.stdout.readline().strip().split("=", 1) for _ in range(7))
        page = session.get(f"{url}/", timeout=20)
        process.send_signal(ending)
        _, errors = process.communicate(timeout=20)
    assert page.status_code == 200
    assert variables["GONGKAI_WEIBO_BASE"] == url
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize("arguments", [("--bind", "0.0.0.0"), ("--bind", "::1"), ("--port", "70000")])
def test_it_refuses_any_address_but_this_machines(tmp_path, arguments):
    """In one Chinese sentence, exit 2."""
    with start("--state", tmp_path / "state", *arguments) as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert errors.startswith("沙箱没有启动：")
    assert "Traceback" not in errors
