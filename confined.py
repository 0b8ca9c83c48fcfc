"""Confined: a build in a cell without network and secrets. bubblewrap makes it; whoever is inside cannot tell what is outside.

Inside there are the program, the settings, the content with what lies beside it, and nothing else to read; output/ and the
cache are all that can be written. The environment holds no more than the language and the terminal need.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from plugins.engine.session import SettingsError

if TYPE_CHECKING:
    from plugins.engine.build import Portal

INSIDE = "GONGKAI_CONFINED"
"""Set in the environment of whoever is in the cell."""
SAID = "在隔离的环境里构建：没有网络，读不到密钥和其他文件，只能写 output/ 和缓存。"
MAKER = "bwrap"
CELL = "--unshare-all --die-with-parent --new-session --proc /proc --dev /dev --tmpfs /tmp".split()
SYSTEM = (
    "/usr /bin /sbin /lib /lib32 /lib64 /etc/alternatives /etc/fonts /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d "
    "/etc/localtime /etc/mime.types /var/cache/fontconfig"
).split()
CODE = ("*.py", "plugins", "verbs", "theme", "pyproject.toml")
"""What of the program a build needs; neither `publish/` nor `var/` nor the history of git."""
BESIDE = ("*.py", "theme", "vocabularies", "registers")
"""What lies beside the settings and the content."""
KEPT = ("COLUMNS", "GONGKAI_SETTINGS", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "PATH", "PYTHONUTF8", "TERM", "TZ")
"""What of the environment comes along."""
REFUSED = (
    "不能在隔离的环境里构建：{}。Debian 上请 apt-get install bubblewrap；容器里要允许用户名字空间。不要隔离就去掉 --confined。"
)


def is_inside() -> bool:
    """Whether this process is in the cell."""
    return INSIDE in os.environ


def enter(portal: Portal, root: Path, writable: Iterable[Path] = ()) -> NoReturn:
    """Give this process over to the same command in a cell; `root` is the program's, `writable` are more files to write.

    Raises SettingsError where no cell can be made: what was asked for is not quietly left out.
    """
    maker = shutil.which(MAKER)
    if maker is None:
        raise SettingsError(REFUSED.format(f"没有装 {MAKER}"))
    tried = subprocess.run([maker, *CELL, "--ro-bind", "/", "/", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise SettingsError(REFUSED.format(tried.stderr.strip() or f"{MAKER} 没有运行成功"))
    sys.stdout.flush()
    words = [maker, *CELL, *_furnished(portal, root, writable), sys.executable, *sys.orig_argv[1:]]
    # The maker stays in the cell as its first process, and whoever is inside can read what environment that has.
    os.execve(maker, words, {name: os.environ[name] for name in KEPT if name in os.environ} | {INSIDE: "1"})


def _furnished(portal: Portal, root: Path, writable: Iterable[Path]) -> Iterator[str]:
    """The words that put into a cell what a build needs."""
    from plugins.engine.build import request_of

    request = request_of(portal)
    settings = portal.settings.resolve().parent
    readable = [*map(Path, SYSTEM), Path(sys.prefix), Path(sys.base_prefix), *_among(root, CODE)]
    readable += [*_among(settings, BESIDE), *_among(request.content.parent, BESIDE), request.content]
    for path in dict.fromkeys(readable):
        yield from ("--ro-bind-try", str(path), str(path))
        if path.resolve() != path:
            yield from ("--ro-bind-try", str(path.resolve()), str(path.resolve()))
    for folder in (request.output, request.cache):
        folder.mkdir(parents=True, exist_ok=True)
        yield from ("--bind", str(folder), str(folder))
    for file in writable:
        file.touch()
        yield from ("--bind", str(file.resolve()), str(file.resolve()))
    yield from ("--dir", str(Path.cwd()), "--chdir", str(Path.cwd()))


def _among(folder: Path, patterns: Iterable[str]) -> Iterator[Path]:
    return (path for pattern in patterns for path in sorted(folder.glob(pattern)))
