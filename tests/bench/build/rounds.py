"""The runs: every case with every generator in turn, round after round, always into fresh folders."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir

from tests.bench.build.cases import Case, Editing, Place, pages_of
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import put
from tests.bench.build.measure import MIB, Taken, system_memory
from tests.bench.build.tools import Tool

MEMORY = Path("/dev/shm")
OUR_BYTES, THEIR_BYTES = 60_000, 40_000
"""What one document takes in the folders of a round: its source, its pages, and with us the store."""
SPARE = 8 * 1024 * MIB
"""What the generators themselves may need."""
PATIENCE = 120.0
"""A peer that builds everything each time and takes longer is built anew once a round; that run stands for the other cases."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one generator."""

    round: int
    case: Case
    tool: str
    taken: Taken
    pages: int = 0
    """Web pages in its output after a cold build."""
    counts: dict[str, object] = field(default_factory=dict)
    """What our own build says it did."""
    stands_for: bool = False
    """Whether it was taken from another case of the round."""


def place_for(documents: int, peers: int) -> Path:
    """Where to work: in memory when there is room for all, else where temporary files go."""
    if not MEMORY.is_dir():
        return Path(gettempdir())
    room = min(shutil.disk_usage(MEMORY).free, system_memory("MemAvailable") - SPARE)
    return MEMORY if documents * (OUR_BYTES + peers * THEIR_BYTES) < room else Path(gettempdir())


def prepare(folder: Path, tools: Sequence[Tool], documents: int) -> tuple[list[Place], int]:
    """The sites with their documents; how many bytes ours take."""
    corpus = Corpus().grow(documents)
    sites = {tool.name: folder / tool.name for tool in tools}
    for tool in tools:
        tool.make_site(sites[tool.name])
    size = put(corpus, corpus.documents, {tool.name: sites[tool.name] / tool.documents for tool in tools})
    editing = Editing.of(corpus)
    gc.collect()
    return [Place(tool, sites[tool.name], editing) for tool in tools], size


def measure(folder: Path, places: Sequence[Place], rounds: int, say: Callable[[Run], None]) -> Iterator[Run]:
    """All runs. On a disk nothing is deleted before the end: that would slow the next cold build of everybody."""
    for number in range(1, rounds + 1):
        outputs = {place.tool.name: folder / f"round-{number}" / place.tool.name for place in places}
        for output in outputs.values():
            output.parent.mkdir(exist_ok=True)
        runs: dict[str, list[Run]] = {place.tool.name: [] for place in places}
        for at, case in enumerate(Case):
            for place in _turn(places, number + at):
                run = _run(place, case, number, outputs[place.tool.name], runs[place.tool.name])
                runs[place.tool.name].append(run)
                say(run)
                yield run
        for place in places:
            place.undo()
        if folder.is_relative_to(MEMORY):
            shutil.rmtree(folder / f"round-{number}")


def _run(place: Place, case: Case, number: int, output: Path, before: list[Run]) -> Run:
    place.edit(case)
    if not place.tool.ours and len(before) > 1 and before[0].taken.wall > PATIENCE:
        return Run(number, case, place.tool.name, before[1].taken, stands_for=True)
    taken = place.build(output)
    pages = pages_of(output) if case is Case.COLD else 0
    counts = dict(place.counts(output)) if place.tool.ours else {}
    return Run(number, case, place.tool.name, taken, pages, counts)


def _turn(places: Sequence[Place], by: int) -> Sequence[Place]:
    """Each in turn is the first."""
    return [*places[by % len(places) :], *places[: by % len(places)]]
