"""A build in a cell: a plugin that reads, writes and calls wherever it can finds nothing there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from confined import CELL, MAKER, SAID
from tests.conftest import ROOT, write_document

CANARY = "CANARY-7d1f"
SPY = """
import json, os, socket
from pathlib import Path

def tried(what):
    try:
        return bool(what())
    except OSError:
        return False

def connected(port):
    with socket.create_connection(("127.0.0.1", port), 2):
        return True

def written(path):
    path.write_text("here")
    return True

def environments():
    return [file.read_bytes() for file in Path("/proc").glob("[0-9]*/environ")]

def register():
    outside, root = Path({outside!r}), Path({root!r})
    found = {{
        "secret file": tried(lambda: (outside / "secret.txt").read_text()),
        "own environment": "GONGKAI_WECHAT_SECRET" in os.environ,
        "environments": tried(lambda: any({canary!r}.encode() in one for one in environments())),
        "network": tried(lambda: connected({port})),
        "a socket of the machine": tried(lambda: socket.socket(socket.AF_UNIX).connect({socket!r}) is None),
        "history": tried(lambda: any(root.glob(".git*"))),
        "the room of posts": tried(lambda: (root / "publish/channels").iterdir() and list((root / "publish").iterdir())),
        "writing beside": tried(lambda: written(outside / "written")),
        "writing the program": tried(lambda: written(root / "plugins/.written")),
        "writing the content": tried(lambda: written(Path({content!r}) / ".written")),
        "passwords": tried(lambda: Path("/etc/shadow").read_text()),
        "others": tried(lambda: Path("/proc/{parent}/status").read_text()),
    }}
    (Path({cache!r}) / "found.json").write_text(json.dumps(found))
"""


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Path]:
    """A portal with a spy among its plugins, beside a secret, on a machine that listens."""
    home = tmp_path / "portal"
    (home / "content/policies/2026").mkdir(parents=True)
    (home / "content/policies/2026/a.md").write_text(write_document(), "utf-8")
    (home / "cache").mkdir()
    shutil.copytree(ROOT / "theme", home / "theme")
    (tmp_path / "secret.txt").write_text(CANARY)
    shown = f"import sys; sys.path.insert(0, {str(home)!r})\n"
    conf = (ROOT / "pelicanconf.py").read_text("utf-8") + "PLUGINS.append('spy')\n"
    (home / "conf.py").write_text(shown + conf, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind(str(tmp_path / "s"))
        local.listen()
        words = {
            "outside": str(tmp_path),
            "root": str(ROOT),
            "canary": CANARY,
            "port": server.getsockname()[1],
            "socket": str(tmp_path / "s"),
            "content": str(home / "content"),
            "cache": str(home / "cache"),
            "parent": os.getpid(),
        }
        (home / "spy.py").write_text(SPY.format(**words), "utf-8")
        yield home
    (ROOT / "plugins/.written").unlink(missing_ok=True)


def build(home: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """`inv build` in a process of its own, with a secret in its environment."""
    environment = os.environ | {"GONGKAI_SETTINGS": str(home / "conf.py"), "GONGKAI_WECHAT_SECRET": CANARY}
    environment |= {"PATH": path} if path is not None else {}
    folders = ["--content", str(home / "content"), "--output", str(home / "output"), "--cache", str(home / "cache")]
    command = [sys.executable, "-m", "invoke", "build", *folders, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def found(home: Path) -> dict[str, bool]:
    """What the spy could do. A cell has a /tmp of its own, where anyone may write: what counts is what is here afterwards."""
    written = {"writing beside": (home.parent / "written").exists()}
    return json.loads((home / "cache/found.json").read_text()) | written


def cell() -> bool:
    """Whether this machine can make one."""
    maker = shutil.which(MAKER)
    return maker is not None and not subprocess.run([maker, *CELL, "--ro-bind", "/", "/", "true"], check=False).returncode


@pytest.mark.skipif(not cell(), reason="no bubblewrap on this machine, or no user namespaces for it")
def test_a_plugin_in_a_cell_reaches_nothing(portal: Path) -> None:
    """The site is built all the same, and the build says where it was."""
    done = build(portal, "--confined", "--profile", str(portal / "profile.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert SAID in done.stdout
    assert [what for what, could in found(portal).items() if could] == []
    assert (portal / "output/policies/2026/a/index.html").is_file()
    assert json.loads((portal / "profile.json").read_text())["documents"] == 1


def test_without_a_cell_the_same_plugin_reaches_much(portal: Path) -> None:
    """So the test above tells something; a build that is not confined does not say it is."""
    done = build(portal)
    assert (done.returncode, SAID in done.stdout) == (0, False), done.stdout + done.stderr
    reached = {what for what, could in found(portal).items() if could}
    assert {"secret file", "own environment", "network", "a socket of the machine", "writing beside", "others"} <= reached


def test_a_cell_that_cannot_be_made_is_said_and_nothing_is_built(portal: Path) -> None:
    """Never quietly without."""
    done = build(portal, "--confined", path=str(portal))
    assert done.returncode == 2
    assert "bubblewrap" in done.stderr
    assert not (portal / "output").exists()
    assert not (portal / "cache/found.json").exists()
