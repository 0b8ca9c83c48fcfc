"""What a new document begins with, and the files that are made of the rows."""

from __future__ import annotations

import json
import re

import pytest

from plugins.catalog import fields, snippets
from plugins.catalog.parse import parse
from plugins.catalog.record import rows
from plugins.catalog.terms import Kind, Status
from plugins.engine.frontmatter import Split, read_block, split
from tests.conftest import ROOT, Site


@pytest.mark.parametrize("kind", Kind)
def test_a_template_is_a_draft_without_a_fault(kind: Kind, site: Site) -> None:
    """Whoever begins with it is told nothing until the draft is to be published."""
    folder = f"{kind.folder}/2026" if kind.yearly else kind.folder
    site.write({f"{folder}/new.md": snippets.template(kind)})
    assert list(site.check().report.text()) == []


def test_a_template_holds_the_values_that_are_given() -> None:
    """Those that the kind asks for in their place, others after them; the status comes last and once."""
    text = snippets.template(Kind.NEWS, {"title": "一件事", "late_entry": "迁移时遗漏", "status": "草稿"})
    assert text.startswith("---\n发布机构:\n名称: 一件事\n发布日期:\n")
    assert text.count("状态: 草稿") == 1 and "\n补录: 迁移时遗漏\n状态: 草稿\n---\n" in text


@pytest.mark.parametrize("kind", Kind)
def test_a_snippet_with_its_samples_can_be_read(kind: Kind) -> None:
    """What an editor gets who types the samples over only where he must."""
    body = json.loads(snippets.vscode())[kind.label]["body"]
    text = re.sub(r"\$\{\d+\|((?:\\.|[^\\|])*?)(?:(?<!\\),.*?)?\|\}|\$\{\d+:((?:\\.|[^\\}])*)\}|\$0", _typed, "\n".join(body))
    parts = split(text, "a.md")
    assert isinstance(parts, Split)
    block, faults = read_block(parts.block, "a.md")
    parsed = parse(block, f"{kind.folder}/2026/a.md" if kind.yearly else f"{kind.folder}/a.md", kind)
    assert [*faults, *parsed.findings] == []
    assert {rows()[name].label for name in parsed.places} == {line.label for line in snippets.lines(kind)}
    assert parsed.record.status is Status.PUBLISHED


def _typed(match: re.Match[str]) -> str:
    return re.sub(r"\\(.)", r"\1", match[1] or match[2] or "")


def test_the_table_of_fields_in_the_handbook_is_the_one_of_the_code() -> None:
    """docs/editors.md holds it between two marks; a page without them is no place for it."""
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    assert page == fields.within(page)
    with pytest.raises(ValueError, match="no place"):
        fields.within("# 写给编辑\n")


def test_the_snippets_on_disk_are_those_of_the_code() -> None:
    """`inv golden` writes them."""
    assert (ROOT / snippets.VSCODE).read_text("utf-8") == snippets.vscode()
