"""One account's view of what the ledger remembers besides the chain: uploads, and calls counted by the day."""

from __future__ import annotations

from publish.ledger import Ledger


class AccountShelf:
    """Uploads and counted calls of one account."""

    def __init__(self, ledger: Ledger, account: str) -> None:
        """`account` names channel and account together."""
        self._ledger = ledger
        self._account = account

    def upload(self, purpose: str, digest: str) -> str | None:
        """What the account answered to an earlier upload of these bytes."""
        return self._ledger.upload(self._account, purpose, digest)

    def keep_upload(self, purpose: str, digest: str, answer: str) -> None:
        """Remember an upload for the next time."""
        self._ledger.keep_upload(self._account, purpose, digest, answer)

    def spend(self, name: str, day: str, most: int) -> bool:
        """Count one call; False where the day's are used up."""
        return self._ledger.spend(self._account, name, day, most)
