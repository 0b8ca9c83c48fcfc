"""One row a field: a house to which nothing but an attribute is added knows the field everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_document

FIELD = '''    sealed_on: Annotated[
        Day, Row(label="用印日期", sample="2026-03-01", kinds=POLICY, needed=POLICY, shown=True, basis="用印管理办法")
    ] = None
    """盖章的日子"""
'''
BEFORE = "    subject_terms: Annotated["
ASK = """
import json
from pathlib import Path
from plugins.catalog import fields, schema, snippets
from plugins.catalog.terms import Kind
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal

portal = Portal(settings=Path("pelicanconf.py"), as_of="2026-11-20 09:00", workers=1, without=("plugins.editions",))
outcome = run(portal, Goal.BUILD)
print(json.dumps({
    "findings": [*outcome.report.text()],
    "schema": schema.front_matter(Kind.POLICY),
    "line": schema.release()["properties"].get("sealed_on"),
    "table": [*fields.table()],
    "template": snippets.template(Kind.POLICY),
    "vscode": json.loads(snippets.vscode())["政策"]["body"],
}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one attribute more."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for room in ("plugins", "theme", "intake"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    record = folder / "plugins/catalog/record.py"
    text = record.read_text("utf-8")
    assert text.count(BEFORE) == 1
    record.write_text(text.replace(BEFORE, FIELD + BEFORE), "utf-8")
    return folder


def asked(house: Path, **changes: str) -> dict:  # type: ignore[type-arg]
    """What that house says of a portal of one document."""
    document = house / "content/policies/2026/a.md"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(write_document(**changes), "utf-8")
    # Only that house's own modules: the folder a -c starts in comes first.
    done = subprocess.run([sys.executable, "-c", ASK], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_that_follows_from_the_rows_knows_a_new_field(house: Path) -> None:
    """Parser, page table, manifest, open data; JSON Schema, handbook, snippets."""
    told = asked(house, 用印日期="2026年3月2日")
    output = house / "output"
    assert told["findings"] == []
    line = json.loads((output / "manifest/2026.ndjson").read_text("utf-8"))
    assert line["sealed_on"] == "2026-03-02"
    page = (output / "policies/2026/a/index.html").read_text("utf-8")
    assert "用印日期" in page and "2026年03月02日" in page
    heading, row = (output / "data/2026.csv").read_text("utf-8-sig").splitlines()
    assert row.split(",")[heading.split(",").index("用印日期")] == "2026-03-02"
    assert told["schema"]["properties"]["用印日期"] == {"$ref": "#/$defs/sealed_on"}
    assert told["schema"]["$defs"]["sealed_on"]["description"] == "盖章的日子。依据：用印管理办法"
    assert {"anyOf": [{"required": ["用印日期"]}, {"required": ["sealed_on"]}]} in told["schema"]["else"]["allOf"]
    assert (told["line"]["title"], told["line"]["format"]) == ("用印日期", "date")
    assert "| 用印日期 | 政策必写 | 盖章的日子 | `2026-03-01` |" in told["table"]
    assert "\n用印日期:\n" in told["template"]
    assert [line.partition("${")[0] for line in told["vscode"]].count("用印日期: ") == 1


@pytest.mark.parametrize(
    ("written", "code"), [(None, "DIS020"), ("大前天", "DIS002")], ids=["a needed field is missing", "its value cannot be read"]
)
def test_the_checks_know_a_new_field(house: Path, written: str | None, code: str) -> None:
    """The finding names the field by its label."""
    changes = {"用印日期": written} if written else {}
    first = asked(house, **changes)["findings"][0]
    assert code in first and "“用印日期”" in first
