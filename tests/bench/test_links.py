"""The bench of links on a small portal: one interpretation changes what shows it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.engine.build import run
from plugins.engine.session import Goal
from tests.bench.build.corpus import Corpus
from tests.bench.links import linked, portal_of, published

TOTALS = ("sitemap.xml", "data/", "catalog/index.html", "manifest/")
"""Where only totals, sizes and digests change: who links to the parts, counts the documents, zips the tables."""


def test_an_interpretation_makes_only_the_pages_that_show_it(tmp_path: Path) -> None:
    """Its policy is cited by most others; none of their pages is touched."""
    portal, late = portal_of(tmp_path, Corpus().grow(150))
    run(portal, Goal.BUILD)
    showing, others, _ = published(portal, late)
    assert f"{late[1].path}/index.html" in showing
    assert [path for path in others if not path.startswith(TOTALS)] == []


def test_it_counts_relations_and_citations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of both there are some."""
    portal, _ = portal_of(tmp_path, Corpus().grow(60))
    run(portal, Goal.BUILD)
    linked(portal)
    counts = re.findall(r"(?:关系|引用) (\d+) 条", capsys.readouterr().out)
    assert len(counts) == 2 and all(map(int, counts))
