"""An earlier deploy is served again: one rename, recorded, with a signature that says so. No post follows from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE
from deploy.failures import DeployError, SignatureError
from deploy.guards import check_reappearances
from deploy.make import put, signed
from deploy.minisign import PublicKey, SigningKey, trusted_comment
from deploy.shelf import LOCK, Act, Deploy, Shelf, Switch
from deploy.sources import Folder
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
    keys: Collection[PublicKey] = (),
) -> Deploy:
    """Switch to the deploy before the one that is served, or to the one that `to` begins. Raises DeployError.

    The target must be as it was deployed, signed by one of `keys` where there are any: nobody signs anew what was tampered with.
    `shows` documents that have been withdrawn since may be public again.
    """
    with alone(shelf.folder / LOCK, lambda: None):
        served = shelf.current()
        target = _target(shelf, served, to)
        _check_untouched(target, served, keys)
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
    found = [one for one in others if one.name.startswith(to)] if to else earlier[-1:]
    if len(found) == 1:
        return found[0]
    kept = "、".join(one.name for one in others) or "没有"
    raise DeployError(f"{f'以“{to}”开头的部署有 {len(found)} 个' if to else '没有更早的部署'}；可以退回的：{kept}。")


def _check_untouched(target: Deploy, served: Deploy | None, keys: Collection[PublicKey]) -> None:
    """Raises DeployError where a deploy is not any more what was deployed, or nobody trusted has signed it."""
    try:
        if keys:
            trusted_comment((target.folder / LIST).read_bytes(), (target.folder / SIGNATURE).read_bytes(), keys)
    except FileNotFoundError as error:
        raise DeployError(f"{target.name} 没有清单或签名，无从证明还是当时的，没有退回。") from error
    except SignatureError as error:
        raise DeployError(f"{target.name} 没有退回：{error}") from error
    found = Folder(target.folder).differences(target.listed, lambda done, total: None)
    wrong = [one for one in found if not (served and _is_lent(one.path, served, target))]
    if wrong:
        some = "、".join(f"{one.path}（{one.kind.label}）" for one in wrong[:5])
        raise DeployError(f"{target.name} 部署后有 {len(wrong)} 处被人动过，没有退回：{some}。")


def _is_lent(path: str, served: Deploy, target: Deploy) -> bool:
    """Whether a file was lent to the target by a rollback that was killed before it could list it."""
    here, there = served.folder / path, target.folder / path
    return path in served.listed and path not in target.listed and here.exists() and here.samefile(there)


def _lend_assets(shelf: Shelf, served: Deploy | None, target: Deploy) -> tuple[str, ...]:
    """Readers of the pages that go still ask for their assets: the target gets links to them. The target's own assets."""
    log = shelf.log()
    theirs = {path for switch in log if served and switch.name == served.name for path in switch.assets}
    lent = sorted(path for path in theirs if path not in target.listed) if served else []
    if served and lent:
        for path in lent:
            (target.folder / path).parent.mkdir(exist_ok=True)
            with suppress(FileExistsError):
                os.link(served.folder / path, target.folder / path)
        put(target.folder / LIST, checksums.written({**target.listed, **{path: served.listed[path] for path in lent}}))
    return next((switch.assets for switch in log if switch.name == target.name and switch.act is Act.DEPLOY), ())
