"""What can go wrong between us and a platform.

Every failure carries a sentence for the operator, in Chinese, that never holds a secret. The letters are
the classes of the error tables in docs/channels.md::

    Failure
    ├── NotSent          nothing happened on the platform; the same step may be taken again
    │   ├── Stale        the token was refused (A): fetch one, take the same step once more
    │   └── Parked       a quota is used up (Q): not before `until`
    ├── Rejected         the platform will never take this one (P): a person changes the document
    ├── Blocked          the account or its settings (C): the whole channel stops, the others go on
    ├── InDoubt          it may have been published (X): look, and only what is proved absent is sent again
    └── NeedsHuman       the interface ends here; a person finishes by hand, starting at `link`

    LedgerError          the record of what was sent cannot be trusted or written: nothing is sent
    ├── Claimed          somebody else moved the entry first
    └── Halted           a person has stopped all sending
    Busy                 another run holds the lock
    MissingCredentials   `variables` are not set
"""

from __future__ import annotations

from datetime import datetime


class Failure(Exception):
    """A verb of a channel did not succeed; `str()` is the sentence for the operator."""


class NotSent(Failure):
    """Nothing happened on the platform."""


class Stale(NotSent):
    """The access token was refused, so the call did not run."""


class Parked(NotSent):
    """A quota is used up; the step may be taken again at `until` (aware)."""

    def __init__(self, sentence: str, until: datetime, *, maybe_ours: bool = False) -> None:
        """`maybe_ours`: of a quota of posts; after a doubt it may be our own post that used it up."""
        super().__init__(sentence)
        self.until = until
        self.maybe_ours = maybe_ours


class Rejected(Failure):
    """The platform refuses this post for what it is."""


class Blocked(Failure):
    """The account cannot be used until a person has changed its settings."""


class InDoubt(Failure):
    """The request may have taken effect; only looking can tell. If it has not, it may be made again at `until` (aware)."""

    def __init__(self, sentence: str, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.until = until


class NeedsHuman(Failure):
    """The rest is a person's work; `link` is where it starts, or empty."""

    def __init__(self, sentence: str, link: str = "") -> None:
        super().__init__(sentence)
        self.link = link


class Decided(Exception):
    """A look was shown an end: `failure` is Rejected or NeedsHuman. The error code of a read is none."""

    def __init__(self, failure: Rejected | NeedsHuman) -> None:
        super().__init__(str(failure))
        self.failure = failure


def doubtful(parked: Parked) -> InDoubt:
    """A quota that stopped a send: it may be what a second try of the platform's own was told, after the first had arrived."""
    return InDoubt(str(parked), parked.until)


class LedgerError(Exception):
    """The ledger cannot be trusted or written; `str()` is the sentence for the operator."""


class Claimed(LedgerError):
    """Another process moved the entry first."""


class Halted(LedgerError):
    """Nothing is sent until a person resumes."""


class Busy(Exception):
    """Another publish run holds the lock; `str()` is the sentence for the operator."""


class MissingCredentials(Exception):
    """A channel is not set up; `variables` are the names of what is missing."""

    def __init__(self, label: str, variables: tuple[str, ...]) -> None:
        super().__init__(f"{label}未配置：缺少环境变量 {'、'.join(variables)}")
        self.label = label
        self.variables = variables
