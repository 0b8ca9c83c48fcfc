"""A real PostgreSQL on a socket of its own, and fresh databases on it."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

BIN = next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)), "")
ABSENT = "no PostgreSQL on this machine (apt-get install postgresql)"


def available() -> bool:
    """Whether a server can be started."""
    return bool(shutil.which("initdb", path=f"{BIN}:{os.environ.get('PATH', '')}"))


class Server:
    """A running server."""

    def __init__(self, socket: Path, user: str) -> None:
        self.socket, self.user = socket, user
        self._numbers = count(1)

    def database(self) -> str:
        """The address of a new and empty database."""
        import psycopg

        name = f"portal{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://{self.user}:not-asked-for@/{name}?host={self.socket}"


@contextmanager
def serving(place: str | None = None) -> Iterator[Server]:
    """A server within; its folder, made in `place`, goes with it. It refuses to run as root: then it is Debian's user postgres."""
    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    as_user = {"user": user, "group": user} if root else {}
    folder = Path(mkdtemp(prefix="pg", dir=place))
    try:
        if root:
            shutil.chown(folder, user, user)
        settings = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=60")
        words = [f"{BIN}/initdb", "-D", str(folder / "rows"), "-U", user, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        subprocess.run(words, cwd=folder, check=True, capture_output=True, **as_user)
        with subprocess.Popen(
            [f"{BIN}/postgres", "-D", str(folder / "rows"), *settings], cwd=folder, stderr=subprocess.DEVNULL, **as_user
        ) as process:
            try:
                _wait_for(folder, process)
                yield Server(folder, user)
            finally:
                # SIGTERM would wait for every connection that a test has left open.
                process.send_signal(signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if subprocess.run([f"{BIN}/pg_isready", "-q", "-h", str(folder)], check=False).returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL does not start")
