"""Missing programs are a sentence; the lock is exact and names no registry."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.inspect.tools import CHROMIUM, HERE, JAVA, LISTS, NODE, Unusable, last_words, require

PACKAGES, LOCK = (json.loads((HERE / name).read_text("utf-8")) for name in LISTS)


def inspect(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The inspection in a process of its own."""
    command = [sys.executable, "-m", "tests.inspect", *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("only", "missing"),
    [("nu", ["java"]), ("lighthouse", ["node", "chromium"]), ("nu,lighthouse", ["java", "node", "chromium"])],
)
def test_a_machine_without_the_programs_gets_one_sentence_and_exit_2(only: str, missing: list[str]) -> None:
    """It names them, says how to get them, and leaves no traceback."""
    done = inspect("--only", only, PATH="")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"没有 {'、'.join(missing)}：" in done.stderr
    assert done.stderr.count("apt-get install") == len(missing)


def test_an_unknown_check_is_a_sentence() -> None:
    """With those there are."""
    done = inspect("--only", "colour")
    assert done.returncode == 2
    assert "没有“colour”这种检查，可选：weight、nu、lighthouse" in done.stderr


def test_what_is_there_is_found(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Under any of its names; only what is missing is named."""
    program = tmp_path / "google-chrome"
    program.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    require([CHROMIUM])
    with pytest.raises(Unusable) as caught:
        require([NODE, CHROMIUM, JAVA])
    assert "没有 node、java：" in str(caught.value)


def test_versions_are_exact_and_the_lock_follows() -> None:
    """No range, no tag."""
    exact = re.compile(r"\d+\.\d+\.\d+")
    wanted = PACKAGES["dependencies"] | PACKAGES["overrides"]
    assert all(exact.fullmatch(version) for version in wanted.values())
    assert {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert LOCK["packages"][""]["dependencies"] == PACKAGES["dependencies"]


def test_the_lock_has_a_digest_for_all_and_an_address_for_none() -> None:
    """Packages come from whatever registry the machine is set to."""
    locked = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


def test_the_last_words_of_npm_are_its_reason() -> None:
    """Its code alone says nothing to a person."""
    said = "npm error code ENOTFOUND\nnpm error network request to the registry failed, reason: no such host\n"
    assert last_words(said) == "network request to the registry failed, reason: no such host"
    assert last_words("") == "没有说明原因"
