"""An earlier deploy is served again: one rename, recorded, with a signature that says so. No post follows from it.

The switch waits for the signature of its list only; whether each file is as that list says is looked at once readers have it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE
from deploy.failures import DeployError, SignatureError
from deploy.guards import check_reappearances
from deploy.make import put, signed
from deploy.minisign import PublicKey, SigningKey
from deploy.shelf import LOCK, Act, Deploy, Shelf, Switch
from deploy.sources import Difference, Folder, Progress
from plugins.catalog.locks import alone
from plugins.catalog.manifest import FOLDER


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

    The list of the target must be signed by one of `keys` where there are any: nobody signs anew what nobody trusted has signed.
    `shows` documents that have been withdrawn since may be public again.
    """
    with alone(shelf.folder / LOCK, lambda: None):
        served = shelf.current()
        target = _target(shelf, served, to)
        _check_signed(target, keys)
        if served:
            _check_manifest(target)
            check_reappearances(served, target, shows)
        serial, at = shelf.next_serial(), now()
        assets = _lend_assets(shelf, served, target)
        if key:
            listed = (target.folder / LIST).read_bytes()
            put(target.folder / SIGNATURE, signed(listed, key, serial, target.name, at, Act.ROLLBACK))
        shelf.switch(Switch(serial=serial, name=target.name, act=Act.ROLLBACK, at=at, by=by, reason=reason, assets=assets))
        return target


def differences(served: Deploy, progress: Progress = lambda done, total: None) -> Sequence[Difference]:
    """Where what is served again is not what was deployed: it reads every file."""
    return tuple(Folder(served.folder).differences(Deploy(served.folder).listed, progress))


def _target(shelf: Shelf, served: Deploy | None, to: str) -> Deploy:
    others = [one for one in shelf.deploys() if served is None or one.name != served.name]
    earlier = [one for one in others if served and one.name < served.name]
    numbered = [one for one in others if to.isdecimal() and int(one.name.partition("-")[0]) == int(to)]
    found = numbered or [one for one in others if one.name.startswith(to)] if to else earlier[-1:]
    if len(found) == 1:
        return found[0]
    kept = "、".join(one.name for one in others) or "没有"
    raise DeployError(f"{f'以“{to}”开头的部署有 {len(found)} 个' if to else '没有更早的部署'}；可以退回的：{kept}。")


def _check_signed(target: Deploy, keys: Collection[PublicKey]) -> None:
    """Raises DeployError where nobody trusted has signed its list."""
    try:
        if keys:
            target.comment(keys)
    except FileNotFoundError as error:
        raise DeployError(f"{target.name} 没有清单或签名，无从证明还是当时的，没有退回。") from error
    except SignatureError as error:
        raise DeployError(f"{target.name} 没有退回：{error}") from error


def _check_manifest(target: Deploy) -> None:
    """Raises DeployError where its manifest, which tells what would be public again, is not what was deployed."""
    for path, digest in checksums.sha256_of(target.listing, {FOLDER}).items():
        file = target.folder / path
        if not (file.is_file() and sha256(file.read_bytes()).hexdigest() == digest):
            raise DeployError(f"{target.name} 的 {path} 被人动过，看不出退回会再公开什么，没有退回。")


def _lend_assets(shelf: Shelf, served: Deploy | None, target: Deploy) -> tuple[str, ...]:
    """Readers of the pages that go still ask for their assets: the target gets links to them. The target's own assets."""
    log = shelf.log()
    theirs = {path for switch in log if served and switch.name == served.name for path in switch.assets}
    lent = sorted(theirs - checksums.sha256_of(target.listing, theirs).keys()) if theirs else []
    if served and lent:
        for path in lent:
            (target.folder / path).parent.mkdir(exist_ok=True)
            with suppress(FileExistsError):
                os.link(served.folder / path, target.folder / path)
        put(target.folder / LIST, checksums.written({**target.listed, **{path: served.listed[path] for path in lent}}))
    return next((switch.assets for switch in log if switch.name == target.name and switch.act is Act.DEPLOY), ())
