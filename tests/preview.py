"""`inv serve` in a process of its own over a copy of the demo portal: for the browser tests and the bench."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

POLICY = "policies/2026/open-government-2026"
PAGE = f"{POLICY}/"
PARTING = 60.0
"""Seconds that a preview may take to end."""


class Preview:
    """A context manager: the preview runs from `with` to its end, which is Ctrl-C."""

    def __init__(self, folder: Path, policy: str = POLICY) -> None:
        """`folder` is empty; the portal is copied into it. `policy` is the document the tests look at, without its suffix."""
        self.folder, self.content = folder, folder / "content"
        self.policy, self.page = self.content / f"{policy}.md", f"{policy}/"
        shutil.copytree(ROOT / "content", self.content)
        shutil.copytree(ROOT / "theme", folder / "theme")
        shutil.copy(ROOT / "pelicanconf.py", folder)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Preview:
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "invoke", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=variables | {"GONGKAI_SETTINGS": str(self.folder / "pelicanconf.py")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._read_to("预览：")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def built(self) -> Preview:
        """Itself, when the first build has come to its end."""
        self._read_to("个文件中的")
        return self

    def stop(self) -> str:
        """Ctrl-C, as a terminal sends it to every process; what was said since the first line."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGINT)
        said, _ = self.process.communicate(timeout=PARTING)
        return said

    def _read_to(self, text: str) -> None:
        assert self.process.stdout is not None
        next(line for line in self.process.stdout if text in line)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def append(file: Path, text: str) -> None:
    """Save a file with one more paragraph."""
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def replace(file: Path, old: str, new: str) -> None:
    """Save a file with some of its text changed."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
