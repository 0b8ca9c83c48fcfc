"""A real PostgreSQL on a socket of its own, and fresh ledgers on it."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

BIN = next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)), "")
ABSENT = "no PostgreSQL on this machine (apt-get install postgresql)"


def available() -> bool:
    """Whether a server can be started."""
    return bool(shutil.which("initdb", path=f"{BIN}:{os.environ.get('PATH', '')}"))


class Server:
    """A running server."""

    def __init__(self, socket: Path, user: str) -> None:
        self._url = f"postgresql://{user}:not-asked-for@/postgres?host={socket}"

    @contextmanager
    def ledger(self) -> Iterator[str]:
        """Within, the address of a new and empty ledger: a schema of its own, made and removed faster than a database."""
        name = f"portal_{uuid4().hex}"
        run(self._url, f"CREATE SCHEMA {name}")
        try:
            yield f"{self._url}&options=-csearch_path%3D{name}"
        finally:
            run(self._url, f"DROP SCHEMA {name} CASCADE")


def run(url: str, statement: str) -> None:
    """Run statements that the programme never would."""
    import psycopg

    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(statement.encode())


def let_leases_run_out(url: str) -> None:
    """As ten minutes do in which a host is dead."""
    run(url, "DO $$ BEGIN IF to_regclass('leases') IS NOT NULL THEN UPDATE leases SET until = 0; END IF; END $$")


@contextmanager
def serving(place: str | None = None) -> Iterator[Server]:
    """A server within, its folder in `place`. It refuses to run as root: then it is Debian's user postgres."""
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
