"""Faults on order: what goes wrong at the n-th call of a path, before or after the platform has acted."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from fnmatch import fnmatchcase

from publish.sandbox.exchange import JsonObject

_GATEWAY_PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"
_SYSTEM_ERROR = "system error"


class Action(StrEnum):
    """What goes wrong."""

    DELAY = "delay"
    DROP_BEFORE_COMMIT = "drop_before_commit"
    DROP_AFTER_COMMIT = "drop_after_commit"
    HTTP_STATUS = "http_status"
    ERRCODE = "errcode"
    HTML200 = "html200"
    DUPLICATE_DELIVERY = "duplicate_delivery"
    """The platform's own gateway asks twice; the caller is told what the second time was answered."""


class Manner(StrEnum):
    """How a connection is dropped."""

    CLOSE = "close"
    """An orderly close without a byte of reply."""
    RESET = "reset"
    """A TCP reset."""
    HALF_BODY = "half_body"
    """A whole head, half of the body, then a close; only after the commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. ``nth`` and the following ``times`` calls of ``path`` meet it, counted from when it was added.

    ``after_commit`` says for delay, http_status, errcode and html200 whether the platform has acted by then.
    """

    path: str
    """An API path such as ``/2/statuses/share.json``; ``*`` stands for anything."""
    action: Action
    nth: int = 1
    times: int | None = 1
    """None: from the n-th call on, always."""
    after_commit: bool = False
    manner: Manner = Manner.CLOSE
    seconds: float = 0.0
    status: int = 502
    body: str = _GATEWAY_PAGE
    errcode: int = -1
    errmsg: str = _SYSTEM_ERROR

    def __post_init__(self) -> None:
        if self.nth < 1 or (self.times is not None and self.times < 1):
            raise ValueError("nth and times count from 1")
        if self.manner is Manner.HALF_BODY and self.action is not Action.DROP_AFTER_COMMIT:
            raise ValueError("half a body needs a reply: use drop_after_commit")

    @property
    def late(self) -> bool:
        """Whether it strikes after the platform has acted."""
        return self.action is Action.DROP_AFTER_COMMIT or (self.action is not Action.DROP_BEFORE_COMMIT and self.after_commit)

    def strikes(self, call: int) -> bool:
        """Whether the call of that number, from 1, meets the fault."""
        return call >= self.nth and (self.times is None or call < self.nth + self.times)

    @classmethod
    def from_json(cls, value: object) -> "Fault":
        """The fault written as a JSON object with the attributes' names; raises ValueError."""
        if not isinstance(value, dict):
            raise ValueError("a fault is a JSON object")
        return _read(value)

    def as_json(self) -> JsonObject:
        """The fault as a JSON object."""
        return asdict(self)


class Faults:
    """The faults still to come, with a count of calls for each. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: list[tuple[Fault, int]] = []

    def add(self, *faults: Fault) -> None:
        """Arm the faults; their counting of calls begins now."""
        with self._lock:
            self._seen.extend((fault, 0) for fault in faults)

    def clear(self) -> None:
        """Disarm all."""
        with self._lock:
            self._seen.clear()

    def due(self, path: str) -> tuple[Fault, ...]:
        """Count one call of ``path`` and give the faults that strike it, in the order they were added."""
        struck: list[Fault] = []
        with self._lock:
            for place, (fault, calls) in enumerate(self._seen):
                if fnmatchcase(path, fault.path):
                    self._seen[place] = (fault, calls + 1)
                    if fault.strikes(calls + 1):
                        struck.append(fault)
        return tuple(struck)

    def armed(self) -> tuple[Fault, ...]:
        """The faults that can still strike."""
        with self._lock:
            return tuple(fault for fault, calls in self._seen if fault.times is None or calls < fault.nth + fault.times - 1)


def _read(value: Mapping[str, object]) -> Fault:
    unknown = sorted(set(value) - {attribute.name for attribute in fields(Fault)})
    if unknown or not isinstance(value.get("path"), str):
        raise ValueError(f"a fault needs a path and knows no {', '.join(unknown) or 'other shape'}")
    times = value.get("times", 1)
    return Fault(
        path=str(value["path"]),
        action=Action(str(value.get("action"))),
        nth=_number(value.get("nth", 1)),
        times=None if times is None else _number(times),
        after_commit=bool(value.get("after_commit", False)),
        manner=Manner(str(value.get("manner", Manner.CLOSE))),
        seconds=float(str(value.get("seconds", 0.0))),
        status=_number(value.get("status", 502)),
        body=str(value.get("body", _GATEWAY_PAGE)),
        errcode=_number(value.get("errcode", -1)),
        errmsg=str(value.get("errmsg", _SYSTEM_ERROR)),
    )


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"a whole number is needed, not {value!r}")
