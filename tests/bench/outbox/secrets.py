"""Canaries: a publication in which everything goes wrong, and the search for its secrets in all that is left."""

from __future__ import annotations

import contextlib
import io
import logging
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.sandbox.faults import Action, Fault, Manner
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.publish.canary import ENCODINGS, leaks, leaks_in, packed
from tests.publish.conftest import issued_tokens, own_secrets
from tests.publish.hearing import hearing
from tests.publish.portal import SINCE, Document, build


@dataclass(frozen=True, kw_only=True)
class Canary:
    """Where was looked, and what was found."""

    files: int
    hits: int
    planted_found: int
    """Encodings in which a planted secret was found: the search searches."""


FAULTS = (
    *(Fault(path="*", action=Action.DROP_AFTER_COMMIT, manner=manner, nth=place * 3) for place, manner in enumerate(Manner, 1)),
    Fault(path="*", action=Action.HTTP_STATUS, nth=11, times=2),
    Fault(path="*", action=Action.HTML200, nth=14),
    Fault(path="*", action=Action.ERRCODE, errcode=40001, errmsg="invalid credential", nth=16, times=3),
)


def searched() -> Canary:
    """Publish three documents through all kinds of faults with every log open, then search."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with TemporaryDirectory() as name, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            secrets = _publish(Path(name), said)
            hits = leaks_in(Path(name), secrets, besides=["sandbox"]) + leaks(said.getvalue().encode(), secrets)
            files = sum(path.is_file() for path in Path(name).rglob("*"))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return Canary(files=files, hits=len(hits), planted_found=sum(map(_planted, ENCODINGS)))


def _publish(folder: Path, said: io.StringIO) -> tuple[str, ...]:
    output = folder / "output"
    build(output, [Document(number=number) for number in range(1, 4)])
    with Sandbox(folder / "sandbox") as sandbox:
        environment = sandbox.environment()
        wrong = {
            "GONGKAI_WEIBO_TOKEN": "2.00WrongTokenToLookFor",
            "GONGKAI_WECHAT_SECRET": "c0ffee" * 5 + "00",
            "GONGKAI_WECHAT_CALLBACK_TOKEN": "WrongCallbackToken",
        }
        for changes, faults in (({}, FAULTS), (wrong, ()), ({}, ())):
            sandbox.faults.add(*faults)
            try:
                with hearing(sandbox, environment | changes, folder / "var", lambda: datetime.now(UTC)) as listener:
                    step = open_step(output, folder / "var", environment | changes, SINCE)
                    print(step.send(), step.doctor(), vars(step), vars(listener.reader), file=said)
                    sandbox.finish_tasks()
            except Exception:  # noqa: BLE001 - whatever comes out is what is searched
                traceback.print_exc(file=said)
            sandbox.faults.clear()
        account = own_secrets(sandbox.account)
    return (*account, *wrong.values(), *issued_tokens(folder / "sandbox"))


def _planted(name: str) -> bool:
    secret = "2.00PlantedSecret+/Token"
    planted = packed(secret) if name == "compressed" else ENCODINGS[name](secret)[0]
    return name in leaks(b"log: " + planted + b" end", [secret])
