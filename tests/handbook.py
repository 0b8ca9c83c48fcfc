"""The handbook of operators as tests read it: its blocks of commands, and a portal of its own to run them in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from tests.conftest import ROOT

HANDBOOK = (ROOT / "docs/operators.md").read_text("utf-8")
EVERY_PUSH = "Publish on every push, and when an embargo lifts"
CALLBACKS = "What WeChat tells by itself"
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"\s+# .*$", re.MULTILINE)


def section(heading: str) -> str:
    """The text under a heading."""
    found = HANDBOOK.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert found, heading
    return found


def blocks(heading: str) -> list[str]:
    """The blocks of one section that are commands or files of the system."""
    return [dedent(found[3]) for found in _BLOCK.finditer(section(heading)) if found[2] in ("", "sh")]


def commands(block: str) -> list[str]:
    """The lines of a block, without what is said beside them."""
    return _COMMENT.sub("", block).splitlines()


def named(heading: str, verb: str) -> list[str]:
    """The commands of that verb within the sentences of a section."""
    return re.findall(rf"`({re.escape(verb)}(?: [^`]*)?)`", section(heading))


def units() -> Iterator[tuple[str, str]]:
    """The files for systemd: name and content."""
    service, timer = (block for block in blocks(EVERY_PUSH) if block.startswith("["))
    (callbacks,) = (block for block in blocks(CALLBACKS) if block.startswith("["))
    yield from {"gongkai.service": service, "gongkai.timer": timer, "gongkai-callbacks.service": callbacks}.items()


def setting(unit: str, name: str) -> str:
    """What a unit says of one thing."""
    (line,) = (line for line in dict(units())[unit].splitlines() if line.startswith(f"{name}="))
    return line.partition("=")[2]


def local(text: str, portal: Path) -> str:
    """With this portal instead of the one in /srv, and its var/ for the folder of secrets."""
    return text.replace("/srv/portal", str(portal)).replace("/etc/gongkai", str(portal / "var"))


def copy_to(portal: Path) -> None:
    """This repository as it stands, committed anew, with the environment that is there."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path in filter(None, tracked.split("\0")):
        if (ROOT / path).is_file() and not path.startswith(("tests/", "docs/images/")):
            (portal / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, portal / path)
    (portal / ".venv").symlink_to(ROOT / ".venv")
    run(portal, "git init -q -b main && git add -A && git -c user.name=x -c user.email=x@x.example commit -qm all")


def run(portal: Path, words: str, **variables: str) -> str:
    """Commands of the handbook in this portal, with nothing of whoever runs the tests."""
    done = subprocess.run(
        ["sh", "-euc", local(words, portal)],
        cwd=portal,
        env=surroundings(portal) | variables,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def surroundings(portal: Path) -> dict[str, str]:
    """The environment of a user who has just been made."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "GIT_"))}
    return known | {"PATH": f"{portal}/.venv/bin:{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": "/dev/null"}
