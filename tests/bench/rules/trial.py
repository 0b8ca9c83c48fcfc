"""The trial: mutants stand together in one portal, and what one run says of it is held against what it must say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from plugins.catalog.findings import BESIDE, Finding, Level
from plugins.catalog.terms import Status
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.bench.rules.draft import Draft, background, drafts
from tests.bench.rules.files import FILES
from tests.bench.rules.items import ITEMS
from tests.bench.rules.mutant import Mutant
from tests.bench.rules.registers import keep
from tests.bench.rules.witness import CATALOGUED
from tests.conftest import AS_OF, ROOT

SEED = 20_261_128
BACKGROUND = 200
"""Documents of the bench's corpus beside those of the demo portal."""
SHARED = frozenset(("DIS031", "REF003"))
"""What is rightly said of a sound document too: that another has its number."""
MISSED_THERE = frozenset(("DAT009", "NUM006"))
"""What the registers rightly say of a document that mutation took away."""
CRASHED = "SRC016"
"""How the engine tells of a traceback in a worker."""


Base = tuple[Draft, frozenset[str]]
"""A draft no error is found in, and the codes of what else is said of it."""


@dataclass(slots=True)
class Verdict:
    """The figures of a trial; each list names the mutants that fell short."""

    mutants: int = 0
    inputs: int = 0
    catalogued: int = 0
    diagnosed: int = 0
    """Files with a finding that stops the build; some of them are catalogued too."""
    absent: list[str] = field(default_factory=list)
    """Neither catalogued nor diagnosed."""
    strangers: list[str] = field(default_factory=list)
    """Named by a finding or a catalog, but no input."""
    crashed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """What is wrong was not said."""
    elsewhere: list[str] = field(default_factory=list)
    """It was said at another line."""
    lined: int = 0
    """How many findings had a line to be at."""
    alarms: list[str] = field(default_factory=list)
    """Something was said, or lost, where nothing was wrong."""
    harmed: list[str] = field(default_factory=list)
    """Documents of the background of which something else is said than without the mutants."""
    codes: dict[str, int] = field(default_factory=dict)
    """How often each code was said."""

    @property
    def right_lines(self) -> float:
        """Share of the findings at the right line."""
        return 1 - len(self.elsewhere) / self.lined if self.lined else 1.0


def trial(folder: Path, count: int, seed: int = SEED) -> Verdict:
    """Write a portal with `count` mutants under `folder`, check it once, and judge."""
    content = folder / "content"
    background(content, BACKGROUND)
    portal = Portal(
        settings=ROOT / "pelicanconf.py",
        content=content,
        cache=folder / "cache",
        as_of=AS_OF,
        plugins=("tests.bench.rules.witness",),
    )
    bases = list(_sound(content, portal))
    behind = list(drafts(content))
    made = dict(_mutants(bases, count, Random(seed)))
    keep(folder, behind)
    before, _ = _told(portal)
    keep(folder, (*behind, *(copy for copy, _ in made.values())))
    for mutant in made:
        file = content / mutant.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(mutant.raw)
    after, records = _told(portal)
    return _judge(made, before, after, records, _inputs(content))


def _sound(content: Path, portal: Portal) -> Iterator[Base]:
    """The drafts whose numbered copies no error is found in, with what else is said of them."""
    copies = {draft.numbered(number): draft for number, draft in enumerate(drafts(content))}
    for copy in copies:
        (content / copy.path).write_text(copy.text, "utf-8")
    said, catalogued = _told(portal)
    for copy, draft in copies.items():
        (content / copy.path).unlink()
        found = said.get(copy.path, [])
        sound = not any(finding.level is Level.ERROR for finding in found)
        if sound and catalogued[copy.path] != Status.DRAFT:
            yield draft, frozenset(finding.code for finding in found)


def _mutants(bases: Sequence[Base], count: int, random: Random) -> Iterator[tuple[Mutant, Base]]:
    """Mutants of numbered copies, each with the copy itself."""
    weights, mutations = zip(*ITEMS, *FILES, strict=True)
    number = len(bases)
    while count:
        number += 1
        base, said = random.choice(bases)
        copy = base.numbered(number)
        mutant = random.choices(mutations, weights)[0](copy, random)
        if mutant and not (mutant.codes and mutant.codes & said):
            count -= 1
            yield mutant, (copy, said)


def _inputs(content: Path) -> frozenset[str]:
    return frozenset(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())


def _told(portal: Portal) -> tuple[dict[str, list[Finding]], dict[str, str]]:
    """What one run says of each file, and the records of its catalog with their status."""
    found, catalogued = defaultdict[str, list[Finding]](list), dict[str, str]()
    for finding in run(portal, Goal.CHECK).report:
        if finding.code == CATALOGUED.code:
            catalogued[finding.path] = finding.message
        elif not (finding.path.startswith(BESIDE) and finding.code in MISSED_THERE):
            found[finding.path].append(finding)
    return found, catalogued


def _judge(
    made: Mapping[Mutant, Base],
    before: Mapping[str, list[Finding]],
    after: Mapping[str, list[Finding]],
    records: Mapping[str, str],
    inputs: frozenset[str],
) -> Verdict:
    errors = {path for path, found in after.items() if any(finding.level is Level.ERROR for finding in found)}
    texts = {path for path in inputs if path.endswith(".md")} | {mutant.path for mutant in made}
    verdict = Verdict(
        mutants=len(made),
        inputs=len(texts),
        catalogued=len(records),
        diagnosed=len(errors & texts),
        absent=sorted(texts - records.keys() - errors),
        strangers=sorted((records.keys() | after.keys()) - inputs),
        crashed=sorted(path for path, found in after.items() if any(finding.code == CRASHED for finding in found)),
        codes=dict(sorted(Counter(finding.code for found in after.values() for finding in found).items())),
    )
    paths = {mutant.path for mutant in made}
    for path in inputs - paths:
        was, now = ({(f.code, f.line) for f in said.get(path, []) if f.code not in SHARED} for said in (before, after))
        if was != now:
            verdict.harmed.append(f"{path} {sorted(was ^ now)}")
    for mutant, (_, said) in made.items():
        _judge_one(mutant, [finding for finding in after.get(mutant.path, []) if finding.code not in said], records, verdict)
    return verdict


def _judge_one(mutant: Mutant, found: list[Finding], records: Mapping[str, str], verdict: Verdict) -> None:
    told = f"{mutant.path} {mutant.how}: {sorted(mutant.codes or ())}:{mutant.line}, {[(f.code, f.line) for f in found]}"
    if mutant.codes == frozenset():
        if found or mutant.path not in records:
            verdict.alarms.append(told)
        return
    meant = [finding for finding in found if mutant.codes is None or finding.code in mutant.codes]
    if not meant:
        verdict.missed += [told] if mutant.codes else []
    elif mutant.line is not None:
        verdict.lined += 1
        if all(finding.line != mutant.line for finding in meant):
            verdict.elsewhere.append(told)
