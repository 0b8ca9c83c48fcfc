"""The handbook of operators, done as it says: in a portal of its own, the blocks of commands run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
HANDBOOK = (ROOT / "docs/operators.md").read_text("utf-8")


def blocks(heading: str) -> list[str]:
    """The blocks of commands of one section."""
    section = HANDBOOK.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return BLOCK.findall(section)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository as it stands, built, its news announced to the sandbox."""
    portal = tmp_path_factory.mktemp("srv") / "portal"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path in filter(None, tracked.split("\0")):
        if (ROOT / path).is_file() and not path.startswith(("tests/", "docs/images/")):
            (portal / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, portal / path)
    (portal / ".venv").symlink_to(ROOT / ".venv")
    run(portal, "git init -q && git add -A && git -c user.name=x -c user.email=x@x.example commit -qm all && .venv/bin/inv site")
    return portal


def run(portal: Path, commands: str, **variables: str) -> str:
    """Commands of the handbook, in this portal instead of the one in /srv."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    path = f"{portal}/.venv/bin:{os.environ['PATH']}"
    local = commands.replace("/srv/portal", str(portal)).replace("/etc/gongkai", str(portal / "var"))
    done = subprocess.run(
        ["sh", "-euc", local], cwd=portal, env=known | {"PATH": path} | variables, capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, f"{local}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_it_is_deployed_signed_verified_and_rolled_back(portal: Path) -> None:
    """The sections Deploy and Prove, in the order in which an operator comes to them."""
    deploying, proving = blocks("Deploy")[0], blocks("Prove that the site is what you published")[0]
    check, make, back = deploying.splitlines()
    assert "新增" in run(portal, check) and not (portal / "var/deploys").exists()
    sign, export, again, verify, _elsewhere = proving.splitlines()
    public = run(portal, sign).split()[-1]
    assert "已换上 000001-" in run(portal, f"{export}\n{make}")
    page = next((portal / "output/policies").glob("*/*/index.html"))
    page.write_text(page.read_text("utf-8") + "<!-- changed -->", "utf-8")
    assert "已换上 000002-" in run(portal, f"{export}\n{again}")
    look = f"{verify.partition('#')[0]} --key {public}"
    assert "全部相符" in run(portal, look)
    assert "已退回 000001-" in run(portal, f"{export}\n{back}")
    assert "000001-" in run(portal, look)


def test_a_backup_is_made_and_the_drill_proves_it(portal: Path) -> None:
    """The ledger comes back whole, a copy is known for one, and the site is built and deployed anew."""
    nightly, drill = (block for block in blocks("What to keep") if "backups" in block)
    run(portal, nightly)
    said = run(portal, drill)
    assert "前后相符" in said and "已登记" in said and "已换上 000001-" in said
    assert not (portal / "drill").exists()
