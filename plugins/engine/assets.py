"""Assets: what plugins find in the pictures and attachments that documents refer to.

A file is examined once, by its bytes: however many documents refer to it, under whatever names, in however many builds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath

from blinker import ANY

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Examined, Facts
from plugins.catalog.manifest import Asset
from plugins.engine.session import STAGES, Request
from plugins.engine.signals import Fact, File, ask, examining
from plugins.engine.store import Store
from plugins.engine.workers import Executor, Lost


def examine(catalog: Catalog, store: Store, key: str, request: Request) -> dict[str, Examined]:
    """What plugins find in the assets that documents refer to, by content path; `key` says what code is asked.

    What was lost is not kept: tomorrow the machine may be less busy.
    """
    if not examining.has_receivers_for(ANY):
        return {}
    paths = dict.fromkeys(chain.from_iterable(map(catalog.assets_of, catalog.records)))
    names = {path: _name(path, catalog.assets[path]) for path in paths}
    found = {name: Examined(facts) for name, facts in store.examined(dict.fromkeys(names.values(), key)).items()}
    new = list({name: path for path, name in names.items() if name not in found}.items())
    fresh = dict(_fresh(new, request))
    store.keep_examined((name, key, one.facts) for name, one in fresh.items() if not one.problem)
    found |= fresh
    return {path: found[name] for path, name in names.items()}


def _name(path: str, asset: Asset) -> str:
    """What names the bytes of a file, with how they are read."""
    return f"{asset.digest}{PurePosixPath(path).suffix.lower()}"


def _fresh(new: list[tuple[str, str]], request: Request) -> Iterator[tuple[str, Examined]]:
    """What is found in files that nobody has looked into, by what names their bytes."""
    executor = Executor(request.workers, request.seconds, request.allowance)

    def look(one: tuple[str, str]) -> Facts:
        file = File(request.content / one[1])
        return {fact.name: fact.value for fact in ask(examining, file) if isinstance(fact, Fact)}

    for number, (index, result) in enumerate(executor.map(look, new), 1):
        if isinstance(result, Lost):
            yield new[index][0], Examined(problem=result.said(request.seconds, request.allowance))
        else:
            yield new[index][0], Examined(result)
        request.progress(STAGES["read"], number, len(new))
