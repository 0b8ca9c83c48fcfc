"""Leases: which worker has which account, where several hosts share one ledger.

A lease runs out some time after its worker's last move, so a host that dies is succeeded. Each taking has a number of its own,
the fence: a worker that was slower than its lease finds another number there and can move nothing any more. What it had been
sending is then in doubt, and looked for, as after any death.
"""

from __future__ import annotations

from publish.entry import Entry
from publish.failures import Claimed
from publish.ledger_rows import Dialect, Rows

SECONDS = 600.0
"""From a worker's last move: longer than any step between two moves, the calls of a stage and a send together."""


class Leases:
    """The leases that one open ledger holds."""

    def __init__(self, rows: Rows, dialect: Dialect) -> None:
        """None yet."""
        self._db, self._dialect = rows, dialect
        self._fences: dict[tuple[str, str], int] = {}
        self._seconds = SECONDS

    def take(self, account: tuple[str, str], holder: str, seconds: float = SECONDS) -> bool:
        """Have an account (its channel and its name) for `seconds` after each move; False where another worker has it."""
        name, self._seconds = _name(account), seconds
        self._db.execute(self._dialect.leasing)
        try:
            now = self._clock()
            self._db.execute("INSERT INTO leases VALUES (?, ?, 0, 0) ON CONFLICT (account) DO NOTHING", (name, holder))
            free = self._db.execute(self._dialect.free, (name, now)).fetchone()
            if free is not None:
                values = (holder, free[0] + 1, now + seconds, name)
                self._db.execute("UPDATE leases SET holder = ?, fence = ?, until = ? WHERE account = ?", values)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        if free is not None:
            self._fences[account] = int(free[0]) + 1
        return free is not None

    def give_back(self, account: tuple[str, str]) -> None:
        """Let others have an account at once."""
        values = (_name(account), self._fences.pop(account))
        self._db.execute("UPDATE leases SET until = 0 WHERE account = ? AND fence = ?", values)

    def hold(self, entry: Entry) -> None:
        """Renew the lease of an entry's account, within the transaction of its move. Raises Claimed where it is lost."""
        if entry.account_key not in self._fences:
            return
        values = (self._clock() + self._seconds, _name(entry.account_key), self._fences[entry.account_key])
        if self._db.execute("UPDATE leases SET until = ? WHERE account = ? AND fence = ?", values).rowcount != 1:
            raise Claimed(f"{entry.title}：这个账号已由另一台主机接手")

    def _clock(self) -> float:
        return float(self._db.execute(self._dialect.clock).fetchone()[0])


def _name(account: tuple[str, str]) -> str:
    return ":".join(account)
