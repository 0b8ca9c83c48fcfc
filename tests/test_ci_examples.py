"""The ready files for code forges: they parse, and their lines do what they promise on a sound portal and on a bad one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, write_document

EXAMPLES = ROOT / "docs" / "examples"
FORGES = {"gitlab-ci.yml": "codequality.json", "github-check.yml": "gongkai.sarif", "gitea-check.yml": ""}
"""Each file, and the report that it leaves."""
SETUP = "make .venv/ready"


def lines(name: str) -> list[str]:
    """The lines that a forge runs."""
    tree: dict[str, Any] = yaml.safe_load((EXAMPLES / name).read_text("utf-8"))
    if "jobs" in tree:
        return [step["run"] for step in tree["jobs"]["check"]["steps"] if "run" in step]
    script: list[str] = tree["check"]["script"]
    return script


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a forge checks out, with the environment that `make .venv/ready` would have made."""
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    inv = tmp_path / ".venv/bin/inv"
    inv.parent.mkdir(parents=True)
    inv.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m invoke --search-root "{ROOT}" "$@"\n', "utf-8")
    inv.chmod(0o755)
    return tmp_path


def run(name: str, checkout: Path) -> tuple[int, str]:
    """The lines as a forge runs them: one after another until one fails."""
    first, *rest = lines(name)
    assert first == SETUP
    environment = os.environ | {"GONGKAI_SETTINGS": str(checkout / "pelicanconf.py"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(rest)],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", FORGES)
def test_a_sound_portal_passes_and_a_bad_one_fails_with_its_report(name: str, checkout: Path) -> None:
    """What is wrong stands in the log, and in the report where the forge takes one."""
    policy = checkout / "content/policies/2026/a.md"
    policy.parent.mkdir(parents=True)
    policy.write_text(write_document(), "utf-8")
    code, said = run(name, checkout)
    assert (code, "0 个错误" in said) == (0, True), said
    policy.write_text(write_document(文号="示政发[2026]100号"), "utf-8")
    code, said = run(name, checkout)
    assert (code, "content/policies/2026/a.md:4:5 DIS012" in said, "Traceback" in said) == (1, True, False), said
    if FORGES[name]:
        assert "DIS012" in json.dumps(json.loads((checkout / FORGES[name]).read_text("utf-8")))


def test_the_report_that_a_forge_takes_is_the_one_that_is_written() -> None:
    """Names of files that no line writes would be taken for no findings."""
    gitlab = yaml.safe_load((EXAMPLES / "gitlab-ci.yml").read_text("utf-8"))["check"]
    github = yaml.safe_load((EXAMPLES / "github-check.yml").read_text("utf-8"))["jobs"]["check"]["steps"]
    assert gitlab["artifacts"]["reports"] == {"codequality": FORGES["gitlab-ci.yml"]}
    assert [step["with"]["sarif_file"] for step in github if "upload-sarif" in step.get("uses", "")] == [
        FORGES["github-check.yml"]
    ]


def test_pre_commit_is_told_of_the_same_hook_in_both_files() -> None:
    """As a repository of hooks, and as a hook of one's own."""
    (offered,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (local,) = yaml.safe_load((EXAMPLES / "pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"
    assert local["hooks"] == [{name: value for name, value in offered.items() if name != "description"}]
    assert (offered["entry"], offered["pass_filenames"]) == (".venv/bin/inv check --staged", False)
