"""The handbook of operators, done as it says: in a portal of its own, the blocks of commands run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from publish.sandbox.server import Sandbox
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


def test_a_document_is_taken_back_from_the_site_and_every_channel(portal: Path) -> None:
    """The line of the section Approve; what no interface can do is listed, with exit 3."""
    (command,) = (line for block in blocks("Approve") for line in block.splitlines() if "publish.retract" in line)
    with Sandbox(portal / "var/sandbox", site_domain="shili.example") as sandbox:
        posted = next(row for row in announced(portal, sandbox) if row["channel"] == "wechat" and row["state"] == "confirmed")
        wanted = command.partition("#")[0].replace("990000017/2026-00012", posted["document"]).replace("…", "数据有误")
        run(portal, ".venv/bin/inv deploy --by 张三")
        said = run(portal, f"{wanted} || test $? = 3", **sandbox.environment())
        rows = {row["channel"]: row for row in announced(portal, sandbox) if row["action"] == "retract"}
    written = re.search(r"已写进 content/(\S+)\.md", said)
    assert written and "收不回的" in said
    assert rows["wechat"]["state"] == "retracted" and rows["weibo"]["state"] == "needs_human"
    assert "数据有误" in (portal / "var/deploys/current" / written[1] / "index.html").read_text("utf-8")


def announced(portal: Path, sandbox: Sandbox) -> list[dict[str, str]]:
    """What the ledger says, a row for each entry."""
    lines = run(portal, ".venv/bin/inv publish.status --json", **sandbox.environment()).splitlines()
    return [json.loads(line) for line in lines]
