"""Where the time of a cold build goes: its functions' own time, in one process, gathered by what they are for.

`python -m tests.bench.build.where CONTENT OUTPUT` prints JSON: what it is for to its share of the time. The profiler makes small
functions look dearer than they are: the shares are a guide, the seconds are in the tables.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from console import portal
from plugins.engine.build import run
from plugins.engine.session import Goal

DOCUMENTS = 1000
"""How many are enough to tell the shares."""
PURPOSES = (
    ("templates: Jinja, escaping", r"jinja2|markupsafe|<template>"),
    ("feeds: RSS, Atom, JSON Feed", r"plugins/feeds|feed"),
    ("open data: CSV, workbooks, JSON-LD", r"plugins/opendata|xlsxwriter|zipfile|csv"),
    ("fingerprints and linked data: JSON, digests", r"/json/|json|hashlib|sha256|blake2|crc32|engine/page\.py|linked_data"),
    (
        "reading: blocks, Markdown, sanitiser, validation",
        r"markdown|nh3|Cleaner|yaml|pydantic|catalog/(?:parse|values)|engine/(?:plain|"
        r"simple_block|frontmatter|body|finish|reader|proof|rows)",
    ),
    ("files and store", r"posix|_io|sqlite3|engine/(?:stage|store)|pathlib|/os\.py"),
    ("composing pages, lists, codes", r"plugins/"),
)
OTHER = "the rest: patterns, strings, other built-in functions"


def main(content: str, output: str) -> None:
    """Build, print."""
    folder = Path(output)
    site = replace(portal(content, output, str(folder.with_suffix(".cache")), "2026-11-20"), workers=0)
    profile = cProfile.Profile()
    profile.runcall(run, site, Goal.BUILD)
    print(json.dumps(shares(profile)))


def shares(profile: cProfile.Profile) -> dict[str, float]:
    """What the time was for, the largest share first."""
    found = Counter[str]()
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        found[_purpose(name if file == "~" else file)] += own
    total = found.total()
    return {purpose: own / total for purpose, own in found.most_common()}


def _purpose(place: str) -> str:
    return next((purpose for purpose, pattern in PURPOSES if re.search(pattern, place)), OTHER)


if __name__ == "__main__":
    main(*sys.argv[1:])
