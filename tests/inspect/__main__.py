"""`python -m tests.inspect`: build the portal, take every figure. Exit 0 all goals met, 1 one missed, 2 a tool is missing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from invoke.exceptions import Exit

from console import FINDINGS, ROOT, SETTINGS, guarded, portal, screen, table, with_progress
from plugins.engine.build import run
from plugins.engine.session import Goal, Progress, SettingsError
from tests.inspect import lighthouse, nu, weight
from tests.inspect.measure import HEADINGS, Measure
from tests.inspect.pages import HOME, pages_of
from tests.inspect.server import recommended, serving
from tests.inspect.tools import CHROMIUM, JAVA, NODE, Program, Unusable, install, require

FOLDER = ROOT / ".cache" / "inspect"
SITE = FOLDER / "site"
PACKAGES = FOLDER / "packages" / "node_modules"
HANDBOOK = ROOT / "docs" / "operators.md"


class Check(StrEnum):
    """What can be asked for with --only, lightest first."""

    WEIGHT = "weight"
    NU = "nu"
    LIGHTHOUSE = "lighthouse"


PROGRAMS: dict[Check, tuple[Program, ...]] = {Check.WEIGHT: (), Check.NU: (JAVA,), Check.LIGHTHOUSE: (NODE, CHROMIUM)}


@guarded
def main(words: list[str]) -> None:
    """Read the command line, inspect, report; any failure is a sentence."""
    parser = ArgumentParser(prog="inv inspect")
    parser.add_argument("--only", default=",".join(Check))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(words)
    try:
        checks = chosen(options.only)
        require(dict.fromkeys(program for check in checks for program in PROGRAMS[check]))
        found = with_progress(lambda progress: inspect(checks, progress))
    except Unusable as error:
        raise Exit(str(error), SETTINGS) from None
    show(found, options.json)
    if not all(measure.passed for measure in found):
        raise Exit(code=FINDINGS)


def chosen(written: str) -> list[Check]:
    """The checks of --only, lightest first. Raises Unusable."""
    wanted = {word.strip() for word in written.split(",")}
    unknown = wanted - set(Check)
    if unknown:
        raise Unusable(f"没有“{'、'.join(sorted(unknown))}”这种检查，可选：{'、'.join(Check)}，用逗号分隔。")
    return [check for check in Check if check in wanted]


def inspect(checks: list[Check], progress: Progress) -> list[Measure]:
    """Build the portal and take every figure of the checks asked for. Raises Unusable, SettingsError, BuildError."""
    if checks != [Check.WEIGHT]:
        install(PACKAGES.parent, progress)
    outcome = run(portal(output=str(SITE), cache=str(FOLDER / "build")), Goal.BUILD, progress)
    if outcome.report.failed:
        raise SettingsError(f"{outcome.report.summary()}；请先用 inv check 改正")
    return [measure for check in checks for measure in figures(check, progress)]


def figures(check: Check, progress: Progress) -> Iterator[Measure]:
    """The figures of one check over the built portal. Raises Unusable."""
    if check is Check.WEIGHT:
        yield from (page.measure() for page in weight.heaviest(SITE))
    elif check is Check.NU:
        yield from nu.check(SITE, PACKAGES, progress)
    else:
        with serving(SITE, recommended(HANDBOOK.read_text("utf-8"))) as address:
            yield from lighthouse.check(address, judged(SITE), PACKAGES, FOLDER / "reports", progress)


def judged(site: Path) -> tuple[str, ...]:
    """The addresses Lighthouse looks at: the home page, a list, the heaviest document of that list's kind. Raises Unusable."""
    columns = {page.kind: page for page in pages_of(site) if page.kind and (site / page.kind.folder / HOME).is_file()}
    documents = [weight.weigh(site, page) for page in pages_of(site) if page.kind in columns]
    if not documents:
        raise Unusable("这个门户还没有一份已公开的文件，没有可以测的页面。")
    heaviest = max(documents, key=lambda found: found.total).page
    assert heaviest.kind
    return "/", f"/{heaviest.kind.folder}/", heaviest.address


def show(found: list[Measure], as_json: bool) -> None:
    """One object a line, or the table and under it what was found."""
    if as_json:
        print(*(measure.as_json() for measure in found), sep="\n")
        return
    table(HEADINGS, (measure.row() for measure in found))
    for note in (note for measure in found for note in measure.notes()):
        screen.print(note, markup=False)
    missed = sum(not measure.passed for measure in found)
    screen.print(f"{len(found)} 项，{missed} 项不合格" if missed else f"{len(found)} 项，全部合格")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exit as exit:
        if exit.message:
            print(exit.message, file=sys.stderr)
        sys.exit(exit.code)
