"""The programs the inspection needs from the machine, and the two it installs itself from the lock beside this file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plugins.engine.session import Progress

HERE = Path(__file__).parent
LISTS = ("package.json", "package-lock.json")


class Unusable(Exception):
    """The inspection cannot be done on this machine; the message is a 中文 sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program by the names it goes under, why it is needed and how to get it."""

    names: tuple[str, ...]
    why: str
    how: str

    def find(self) -> str | None:
        """Its path, if it is there."""
        return next((found for name in self.names if (found := shutil.which(name))), None)


NODE = Program(
    names=("node", "nodejs"),
    why="Lighthouse 要用 Node.js 18.16 以上",
    how="Debian：apt-get install nodejs；其他系统见 nodejs.org",
)
NPM = Program(
    names=("npm",),
    why="安装锁定的 Lighthouse 和 Nu 检查程序要用 npm",
    how="Debian：apt-get install npm；其他系统随 Node.js 安装",
)
JAVA = Program(
    names=("java",),
    why="Nu HTML 检查要用 Java 17 以上",
    how="Debian：apt-get install default-jre-headless",
)
CHROMIUM = Program(
    names=("chromium", "chromium-browser", "google-chrome"),
    why="Lighthouse 要用 Chromium",
    how="Debian：apt-get install chromium fonts-noto-cjk",
)


def require(programs: Iterable[Program]) -> None:
    """Have every program, or say in one sentence which are missing. Raises Unusable."""
    missing = [program for program in programs if program.find() is None]
    if missing:
        listed = "；".join(f"{program.why}（{program.how}）" for program in missing)
        names = "、".join(program.names[0] for program in missing)
        raise Unusable(f"这台机器上没有 {names}：{listed}。不用它们的检查可以单独做，如 --only weight。")


def install(folder: Path, progress: Progress) -> None:
    """The packages of the lock into `folder`/node_modules, unless they are there. Raises Unusable."""
    stamp = folder / "installed"
    wanted = sha256(b"".join((HERE / name).read_bytes() for name in LISTS)).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    require([NODE, NPM])
    progress("安装检查程序（只在第一次和版本变动时）", 0, 1)
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in LISTS:
        shutil.copyfile(HERE / name, folder / name)
    # No package here needs an install script, so none may run one.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unusable(f"npm ci 没有装成检查程序（要能连到 npm 的软件源）：{last_words(done.stderr)}")
    stamp.write_text(wanted)
    progress("安装检查程序（只在第一次和版本变动时）", 1, 1)


def last_words(said: str) -> str:
    """The first line a failed program left that says something."""
    lines = [line.removeprefix("npm error ").strip() for line in said.splitlines()]
    return next((line for line in lines if len(line.split()) > 2), "没有说明原因")
