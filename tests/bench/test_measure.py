"""The measuring of a command: everything it starts counts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.bench.build.measure import Failed, proportional, take, tree

BURN = """
import os, sys, time
def burn(seconds, mebibytes):
    held = bytearray(os.urandom(1024)) * (1024 * mebibytes)
    while time.process_time() < seconds:
        pass
    time.sleep(0.5)
    return held
child = os.fork()
if child:
    burn(0.1, 5)
    os.waitpid(child, 0)
else:
    grandchild = os.fork()
    burn(0.4, 40)
    if grandchild:
        os.waitpid(grandchild, 0)
    os._exit(0)
"""


def test_children_and_their_children_count(tmp_path: Path) -> None:
    """Processor time and memory of three processes, two of which hold 40 MiB each while they rest."""
    taken = take([sys.executable, "-c", BURN], tmp_path, tmp_path / "log")
    assert taken.cpu >= 0.9
    assert taken.wall >= 0.5
    assert taken.memory > 80


def test_what_forked_processes_share_counts_once(tmp_path: Path) -> None:
    """60 MiB that a parent filled before it forked."""
    shared = """
import os, time
held = bytearray(os.urandom(1024)) * (1024 * 60)
child = os.fork()
time.sleep(0.5)
if child:
    os.waitpid(child, 0)
else:
    os._exit(0)
"""
    taken = take([sys.executable, "-c", shared], tmp_path, tmp_path / "log")
    assert 60 < taken.memory < 110


def test_a_failure_says_its_last_lines(tmp_path: Path) -> None:
    """From the log."""
    with pytest.raises(Failed, match="no such thing"):
        take([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, tmp_path / "log")


def test_a_process_that_has_ended_has_no_memory() -> None:
    """It is not an error: processes end while one looks."""
    assert proportional(2**22 + 1) == 0
    assert next(tree(os.getpid())) == os.getpid()
