"""An earlier deploy is served again: one rename, recorded, with a signature that says so. No post follows from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE
from deploy.failures import DeployError
from deploy.guards import check_reappearances
from deploy.make import put, signed
from deploy.minisign import SigningKey
from deploy.shelf import LOCK, Act, Deploy, Shelf, Switch
from plugins.catalog.locks import alone


def rollback(
    shelf: Shelf,
    key: SigningKey | None,
    now: Callable[[], datetime],
    *,
    to: str = "",
    by: str = "",
    reason: str = "",
    shows: int = 0,
) -> Deploy:
    """Switch to the deploy before the one that is served, or to the one that `to` begins. Raises DeployError.

    `shows` documents that have been withdrawn since may be public again.
    """
    with alone(shelf.folder / LOCK, lambda: None):
        served = shelf.current()
        target = _target(shelf, served, to)
        if served:
            check_reappearances(served, target, shows)
        serial, at = shelf.next_serial(), now()
        assets = _lend_assets(shelf, served, target)
        if key:
            listed = (target.folder / LIST).read_bytes()
            put(target.folder / SIGNATURE, signed(listed, key, serial, target.name, at, Act.ROLLBACK))
        shelf.switch(Switch(serial=serial, name=target.name, act=Act.ROLLBACK, at=at, by=by, reason=reason, assets=assets))
        return target


def _target(shelf: Shelf, served: Deploy | None, to: str) -> Deploy:
    others = [one for one in shelf.deploys() if served is None or one.name != served.name]
    earlier = [one for one in others if served and one.name < served.name]
    numbered = [one for one in others if to.isdecimal() and int(one.name.partition("-")[0]) == int(to)]
    found = numbered or [one for one in others if one.name.startswith(to)] if to else earlier[-1:]
    if len(found) == 1:
        return found[0]
    kept = "、".join(one.name for one in others) or "没有"
    raise DeployError(f"{f'以“{to}”开头的部署有 {len(found)} 个' if to else '没有更早的部署'}；可以退回的：{kept}。")


def _lend_assets(shelf: Shelf, served: Deploy | None, target: Deploy) -> tuple[str, ...]:
    """Readers of the pages that go still ask for their assets: the target gets links to them. The target's own assets."""
    log = shelf.log()
    theirs = {path for switch in log if served and switch.name == served.name for path in switch.assets}
    lent = sorted(path for path in theirs if not (target.folder / path).exists()) if served else []
    if served and lent:
        for path in lent:
            (target.folder / path).parent.mkdir(exist_ok=True)
            with suppress(FileExistsError):
                os.link(served.folder / path, target.folder / path)
        put(target.folder / LIST, checksums.written({**target.listed, **{path: served.listed[path] for path in lent}}))
    return next((switch.assets for switch in log if switch.name == target.name and switch.act is Act.DEPLOY), ())
