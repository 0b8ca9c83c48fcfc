"""What is not deployed: a build that is not sealed, a site that has lost what readers look for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from deploy.failures import DeployError, SignatureError
from deploy.minisign import PublicKey, SigningKey
from deploy.plan import Plan
from deploy.shelf import Deploy
from plugins.catalog.manifest import FOLDER, INDEX
from plugins.catalog.terms import Status

HOME = "index.html"
_WITHDRAWN = f'"{Status.WITHDRAWN}"'.encode()
LOSS = 0.05
"""The share of pages that may go at once without a word."""
FEW = 10
"""So many pages may always go."""


def check_seal(output: Path) -> None:
    """Raises DeployError unless a build has sealed its manifest here, and every shard is what was sealed."""
    try:
        shards = json.loads((output / INDEX).read_bytes())["shards"]
        whole = all(sha256((output / shard["path"]).read_bytes()).hexdigest() == shard["sha256"] for shard in shards)
        records = sum(int(shard["records"]) for shard in shards)
    except FileNotFoundError as error:
        raise DeployError(f"{output.name}/ 里的构建没有做完（没有封好的发布清单）：请先运行 inv build。") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeployError(f"{output.name}/ 里的发布清单读不出来：请重新运行 inv build。") from error
    if not whole:
        raise DeployError(f"{output.name}/ 里的发布清单与封存时不符：请重新运行 inv build。")
    if not records or not (output / HOME).is_file():
        raise DeployError(f"{output.name}/ 里{'没有首页' if records else '一份文件也没有'}：没有部署。")


def check_key(key: SigningKey | None, keys: Collection[PublicKey]) -> None:
    """Raises SignatureError for a key whose signatures nobody would trust; where no `keys` are named, any will do."""
    if key and keys and key.public not in keys:
        raise SignatureError(
            f"这把私钥的公钥不在 DEPLOY 的 keys 里，什么也没有做：请换用 keys 里那一把，或把 {key.public} 写进 keys。"
        )


def check_losses(wanted: Plan, removes: int) -> None:
    """Raises DeployError where more than a few pages, or a whole column, would go, unless `removes` says how many."""
    gone = [path for path in wanted.removed if _is_page(path)]
    if len(gone) <= removes:
        return
    left = [path for path in wanted.stamps if _is_page(path)]
    columns = sorted(set(_columns(gone)) - set(_columns(left)))
    if columns:
        raise DeployError(f"整个栏目都没有了：{'、'.join(columns)}。确要移除这 {len(gone)} 页，请写 --removes {len(gone)}。")
    if len(gone) > max(FEW, LOSS * (len(gone) + len(left))):
        raise DeployError(f"会一下子移除 {len(gone)} 页（还剩 {len(left)} 页）。确要移除，请写 --removes {len(gone)}。")


def check_reappearances(served: Deploy, target: Deploy, shows: int) -> None:
    """Raises DeployError where a rollback would show documents that have been withdrawn since, unless `shows` says how many."""
    back = sorted(_withdrawn(served.folder, target.folder) - _withdrawn(target.folder, served.folder))
    if len(back) > shows:
        some = "、".join(back[:5])
        raise DeployError(f"退回去会重新公开后来撤回的 {len(back)} 份文件（{some}）。确要如此，请写 --shows {len(back)}。")


def _withdrawn(site: Path, other: Path) -> set[str]:
    """The documents that one site shows as withdrawn, in the shards in which it differs from the other."""
    found: set[str] = set()
    for shard in (site / FOLDER).glob("*.ndjson"):
        content, theirs = shard.read_bytes(), other / FOLDER / shard.name
        if theirs.exists() and theirs.read_bytes() == content:
            continue
        rows = (json.loads(line) for line in content.splitlines() if _WITHDRAWN in line)
        found |= {row["path"] for row in rows if row.get("status") == Status.WITHDRAWN}
    return found


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _columns(paths: Iterable[str]) -> Iterator[str]:
    return (path.partition("/")[0] for path in paths if "/" in path)
