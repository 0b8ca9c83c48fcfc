"""LibreOffice, in a room of its own: no macros, no requests, no time without end, and nothing of this machine brought out."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from intake.reading import Refused
from intake.rules import DAMAGED, EXHAUSTED, TOOL_MISSING

SECONDS = 60
MEMORY = 4 * 1024 * 1024 * 1024
"""Of address space; LibreOffice maps some 2 GB to begin with."""
SCRIPTING = "org.openoffice.Office.Common/Security/Scripting"
INET = "org.openoffice.Inet/Settings"
CAREFUL = (
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "DisableActiveContent", "true"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A linked picture is fetched all the same: every request is sent to a proxy that is not there.
    (INET, "ooInetProxyType", "2"),
    *((INET, f"ooInet{scheme}ProxyName", "127.0.0.1") for scheme in ("HTTP", "HTTPS", "FTP")),
    *((INET, f"ooInet{scheme}ProxyPort", "9") for scheme in ("HTTP", "HTTPS", "FTP")),
    (INET, "ooInetNoProxy", ""),
)
"""Settings of the room: where, which, what."""


def to_docx(raw: bytes, ending: str) -> bytes:
    """A document as a .docx; `ending` is what its own program calls it. Raises Refused.

    A picture the document only names may have been read from this machine: see `legacy_word.own_pictures`.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        hint = "请装 LibreOffice（Debian：apt-get install libreoffice-writer-nogui），或用 Word、WPS 另存为 .docx 再收"
        raise Refused(TOOL_MISSING, type=ending, tool="LibreOffice", hint=hint)
    with TemporaryDirectory(prefix="gongkai-word-") as room:
        folder = Path(room)
        given, made = folder / f"a{ending}", folder / "out" / "a.docx"
        given.write_bytes(raw)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), "utf-8")
        words = ["--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"]
        words += [f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        words += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(given)]
        run([program, *words], folder, SECONDS)
        if not made.exists():
            raise Refused(DAMAGED, problem=f"LibreOffice 打不开这个 {ending} 文件")
        return made.read_bytes()


def run(command: list[str], folder: Path, seconds: float) -> None:
    """Run a program with all its children; end them all when it takes too long. Raises Refused."""
    surroundings = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    with _bound_of_its_own():
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings | {"HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Refused(EXHAUSTED, limit=f"{seconds:.0f} 秒") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _bound_of_its_own() -> Iterator[None]:
    """A worker's bound of memory is for itself; a program it starts has another."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _settings() -> str:
    items = (
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in CAREFUL
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{"".join(items)}</oor:items>'
