"""The hook of git that checks what is about to be committed, and the content that it looks at."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from plugins.engine.build import Portal, sources
from plugins.engine.scan import BESIDE
from plugins.engine.session import SettingsError

MARK = "inv hook"
"""What tells our hook from another's."""
HOOK = """#!/bin/sh
# {mark}：提交之前检查 content/。不要了，就删去这个文件。
git diff --cached --quiet -- {content} && exit 0
exec {python} -m invoke --search-root {root} check --staged --content {content}
"""
OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
"""What git tells a hook of the place it runs in; the index that it tells of is the one to be committed."""


def staged(portal: Portal) -> Portal:
    """The same portal with the content that the next commit would have, as the index of git holds it. Raises SettingsError.

    So with what lies beside it: a document is held against the registers that are committed with it. Only files that changed
    since the last time are written: each copy has an index of its own.
    """
    content, _ = sources(portal)
    folder = (portal.cache or portal.settings.resolve().parent / ".cache").resolve() / "staged"
    inside = _git(content, "rev-parse", "--show-prefix")
    # A repository that begins at content/ holds nothing that lies beside it.
    beside = {name: f"{inside.removesuffix(f'{content.name}/')}{name}/" for name in BESIDE if inside}
    for name, prefix in ({content.name: inside} | beside).items():
        copy = folder / name
        copy.mkdir(parents=True, exist_ok=True)
        tree = _tree(content, prefix)
        _git(content, f"--work-tree={copy}", "read-tree", "--reset", "-u", tree, GIT_INDEX_FILE=str(folder / f"{name}.index"))
    return replace(portal, content=folder / content.name, cache=folder)


def install(root: Path, content: Path) -> Path:
    """Put the hook into the repository of `content` and say where; `root` is where tasks.py lies.

    One of somebody else's stays. Raises SettingsError, OSError.
    """
    hook = content / _git(content, "rev-parse", "--git-path", "hooks/pre-commit")
    if hook.exists() and MARK not in hook.read_text("utf-8", "replace"):
        raise SettingsError(f"已有别的提交钩子 {hook.name}，没有动它：请在它里面加上一行 .venv/bin/inv check --staged。")
    words = {"root": str(root), "content": str(content), "python": sys.executable}
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(HOOK.format(mark=MARK, **{name: shlex.quote(word) for name, word in words.items()}), "utf-8")
    hook.chmod(0o755)
    return hook.resolve()


def _tree(content: Path, prefix: str) -> str:
    """What the index of git holds of a folder; the tree of nothing where it holds nothing."""
    if _git(content, "ls-files", "--", f":/{prefix}"):
        return _git(content, "write-tree", f"--prefix={prefix}")
    return _git(content, "hash-object", "-t", "tree", os.devnull)


def _git(folder: Path, *words: str, **environment: str) -> str:
    """What git answers. Raises SettingsError."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_HOOKS}
    try:
        command = ["git", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept | environment)
    except FileNotFoundError:
        raise SettingsError("这台机器没有装 git。") from None
    if done.returncode:
        raise SettingsError(f"git 说：{done.stderr.strip() or '没有说明原因'}")
    return done.stdout.strip()
