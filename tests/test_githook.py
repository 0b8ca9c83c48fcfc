"""The hook of git: what is about to be committed is checked, not what lies in the folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from githook import install, staged
from plugins.catalog.reviews import FILE as REVIEWS
from plugins.engine.build import run
from plugins.engine.session import Goal, SettingsError
from tests.conftest import ROOT, Site, write_document
from tests.registers import reviewed

POLICY = "policies/2026/a.md"
BAD = write_document(文号="示政发[2026]100号")
OTHER = write_document(索引号="990000017/2026-00101", 文号="示政发〔2026〕101号")
PERSON = {f"GIT_{who}_{what}": "t@shili.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture
def repository(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A portal in a repository of git, its settings those of the demo portal."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in (PERSON | {"GIT_CONFIG_GLOBAL": os.devnull}).items():
        monkeypatch.setenv(name, value)
    git(site.folder, "init", "-q")
    return site


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of git."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def codes(site: Site) -> list[str]:
    """What is said of the staged content."""
    return [finding.code for finding in run(staged(site.portal()), Goal.CHECK).report]


def test_the_staged_content_is_checked_and_not_the_folder(repository: Site) -> None:
    """A mend that was not added does not count, nor does a slip that was not."""
    repository.write({POLICY: BAD})
    git(repository.folder, "add", "content")
    repository.write({POLICY: write_document(), "policies/2026/c.md": OTHER})
    assert codes(repository) == ["DIS012"]
    git(repository.folder, "add", "content")
    repository.write({POLICY: BAD, "policies/2026/b.md": BAD})
    assert codes(repository) == []
    git(repository.folder, "rm", "-qf", "--cached", f"content/{POLICY}")
    assert codes(repository) == []
    assert not (repository.folder / "cache/staged/content" / POLICY).exists()
    assert (repository.content / POLICY).read_text("utf-8") == BAD


def test_what_is_staged_is_held_against_the_registers_that_are(repository: Site) -> None:
    """A review that was not added does not count, nor does one that another branch does not have."""
    repository.write({POLICY: write_document(保密审查=None)})
    git(repository.folder, "add", "content")
    repository.write({f"../{REVIEWS}": reviewed(repository)})
    assert codes(repository) == ["DIS021"]
    git(repository.folder, "add", "registers")
    assert codes(repository) == []
    repository.write({POLICY: write_document("改过。\n", 保密审查=None)})
    assert codes(repository) == []
    git(repository.folder, "add", "content")
    assert codes(repository) == ["REV002"]
    git(repository.folder, "rm", "-qf", "--cached", REVIEWS)
    assert codes(repository) == ["DIS021"]


def test_a_folder_without_git_is_a_sentence(site: Site) -> None:
    """It says what git says."""
    with pytest.raises(SettingsError, match="git 说"):
        staged(site.portal())


def test_a_commit_with_an_error_is_refused_and_a_mended_one_goes_through(repository: Site) -> None:
    """The installed hook, by git itself; installing it twice is once."""
    hook = install(ROOT, repository.content)
    assert install(ROOT, repository.content) == hook
    repository.write({POLICY: BAD})
    git(repository.folder, "add", "content")
    refused = git(repository.folder, "commit", "-qm", "a")
    assert (refused.returncode, "DIS012" in refused.stdout + refused.stderr) == (1, True)
    repository.write({POLICY: write_document()})
    git(repository.folder, "add", "content")
    assert git(repository.folder, "commit", "-qm", "a").returncode == 0


def test_a_hook_of_somebody_else_stays(repository: Site) -> None:
    """It is said what to add to it."""
    hook = repository.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    with pytest.raises(SettingsError, match="--staged"):
        install(ROOT, repository.content)
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
