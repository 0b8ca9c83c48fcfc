"""Imports run downwards only: the shape of the house, held."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

ALLOWED = {
    "plugins.catalog": {"plugins.catalog"},
    "plugins.engine": {"plugins.engine", "plugins.catalog"},
    "plugins.frame": {"plugins.frame", "plugins.engine.page", "plugins.catalog"},
    "deploy": {"deploy", "plugins.catalog"},
    "publish": {"publish", "deploy.live", "plugins.catalog"},
    "intake": {"intake", "plugins.catalog", "plugins.engine.workers"},
}
KIND_ROOM = {"plugins.catalog", "plugins.frame", "plugins.engine.signals", "plugins.engine.page"}
FOREIGN_TO_CATALOG = {"pelican", "requests", "socket", "urllib.request", "http"}


def imports(file: Path) -> set[str]:
    """Every module a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_rooms_import_downwards_only() -> None:
    """plugins/<kind> -> engine, catalog; engine -> catalog; publish, deploy, intake -> catalog, and the workers for intake."""
    wrong = []
    for file in [
        *ROOT.glob("plugins/**/*.py"),
        *ROOT.glob("publish/**/*.py"),
        *ROOT.glob("intake/**/*.py"),
        *ROOT.glob("deploy/*.py"),
    ]:
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        room = next((room for room in ALLOWED if module.startswith(room)), ".".join(module.split(".")[:2]))
        allowed = ALLOWED.get(room, {*KIND_ROOM, room})
        ours = (name for name in imports(file) if name.split(".")[0] in ("plugins", "publish", "intake", "deploy"))
        if room == "plugins":
            continue
        wrong += [
            f"{module} -> {name}" for name in ours if not any(name.startswith(one) for one in allowed) and name != "plugins"
        ]
    assert wrong == []


def test_the_waist_knows_neither_pelican_nor_the_network() -> None:
    """And of the engine only three modules know Pelican."""
    for file in ROOT.glob("plugins/catalog/**/*.py"):
        assert not {name for name in imports(file) if name.split(".")[0] in FOREIGN_TO_CATALOG}, file
    meeting = {
        file.name for file in ROOT.glob("plugins/**/*.py") if any(name.split(".")[0] == "pelican" for name in imports(file))
    }
    assert meeting == {"__init__.py", "build.py", "generator.py"}
