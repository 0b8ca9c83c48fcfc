"""Every rule of `inv check` has an example: the wrong one breaks it, the right one does not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.catalog.addresses import kind_of
from plugins.catalog.findings import Finding
from plugins.catalog.handbook import Example, Form, all_rules, examples, explained
from plugins.catalog.record import names_by_label, rows
from plugins.catalog.terms import Kind
from tests.conftest import BLOCK, Site

INTAKE = "ITK"
SHOWN = {code: example for code, example in examples().items() if example.form is not Form.WORDS}
OWN: dict[Kind, dict[str, str]] = {
    Kind.INTERPRETATION: {"解读对象": "[示政发〔2026〕101号]"},
    Kind.GAZETTE: {
        "名称": "示例省人民政府公报2026年第2期",
        "期号": "2026年第2期",
        "总期号": "1202",
        "收录": "[示政发〔2026〕101号]",
    },
}
"""What documents of other kinds need."""


def items(path: str, number: int, **changes: str) -> dict[str, str]:
    """The block of a sound document, under numbers of its own."""
    kind = kind_of(path) or Kind.PAGE
    numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号"}
    whole = BLOCK | numbers | OWN.get(kind, {}) | changes
    fit = {label: value for label, value in whole.items() if kind in rows()[names_by_label()[label]].kinds}
    return {label: value for label, value in fit.items() if kind is not Kind.PAGE or label != "索引号"}


def document(block: Mapping[str, str], body: str = "各市、州、县人民政府：\n") -> str:
    """A file."""
    return "\n".join(("---", *(f"{label}: {value}" for label, value in block.items()), "---", "", body))


def neighbours() -> dict[str, str]:
    """What examples refer to, collide with and link to."""
    gazette = {"名称": "示例省人民政府公报2026年第1期", "期号": "2026年第1期", "总期号": "1201"}
    changes: dict[str, dict[str, str]] = {
        "policies/2026/b.md": {"旧址": "[/zwgk/b.html]", "附件": "[media/2026/form.docx, media/2026/table.pdf]"},
        "policies/2026/twin.md": {},
        "policies/2026/other.md": {"文号": "示政发〔2026〕102号"},
        "policies/2026/draft.md": {"状态": "草稿"},
        "policies/2026/later.md": {"文号": "示政发〔2026〕109号", "发布日期": "2026-10-01"},
        "news/2026/n.md": {},
        "gazettes/2026/01.md": gazette,
    }
    numbered = enumerate(changes.items(), 101)
    files = {path: document(items(path, number, **own)) for number, (path, own) in numbered}
    files["policies/2026/b.md"] += "\n![流程图](../../media/2026/flow.png)\n"
    return files | {"media/2026/form.docx": "", "media/2026/table.pdf": "", "media/2026/flow.png": ""}


def written(example: Example, snippet: str, number: int) -> tuple[str, str]:
    """The path and the text of a file that holds a snippet."""
    path = snippet if example.form is Form.NAME else example.path
    if example.form is Form.FILE:
        return path, snippet
    block = items(path, number)
    if example.form is Form.TEXT:
        return path, document(block, f"{snippet}\n")
    if example.form is Form.NAME:
        return path, document(block)
    lines = snippet.split("\n") if snippet else []
    said = {line.replace("：", ":").partition(":")[0] for line in lines}
    kept = [f"{label}: {value}" for label, value in block.items() if label not in said]
    return path, "\n".join(("---", *lines, *kept, "---", "", "各市、州、县人民政府：\n"))


def findings(site: Site, files: Mapping[str, str]) -> list[Finding]:
    """What is said of a portal."""
    return list(site.write(neighbours() | files).check().report)


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_one_breaks_the_rule_and_the_right_one_does_not(code: str, site: Site, tmp_path: Path) -> None:
    """And nothing new is wrong with the right one."""
    example = SHOWN[code]
    wrong, right = (dict([written(example, snippet, 100)]) for snippet in (example.wrong, example.right))
    assert code in {finding.code for finding in findings(site, wrong)}
    after = findings(Site(tmp_path / "right"), right)
    assert code not in {finding.code for finding in after if finding.path in right}
    if example.form is not Form.FILE:
        errors = [finding for finding in after if finding.path in right and finding.level.value == "error"]
        assert not errors


def test_all_bad_cases_at_once_are_named_in_one_run(site: Site) -> None:
    """Nothing that is wrong hides anything else that is wrong."""
    files, codes = dict[str, str](), set[str]()
    for number, (code, example) in enumerate(SHOWN.items(), 200):
        if example.form is Form.NAME:
            path, text = written(example, example.wrong, number)
        else:
            own = f"{example.path.rpartition('/')[0]}/x{number}.md"
            _, text = written(example, example.wrong.replace(example.path, own), number)
            path = own
        files[path] = text
        codes.add(code)
    found = {finding.code for finding in findings(site, files)}
    assert codes - found == set()


def test_every_rule_of_the_check_has_an_example_a_reason_and_a_way_to_mend() -> None:
    """What `inv explain` says, and the handbook."""
    lacking = [code for code in all_rules() if not code.startswith(INTAKE) and code not in examples()]
    reasonless = [rule.code for rule in all_rules().values() if not rule.code.startswith(INTAKE) and not rule.reason]
    hintless = [rule.code for rule in all_rules().values() if not rule.hint]
    assert (lacking, reasonless, hintless) == ([], [], [])
    assert "\n对：\n    文号: 示政发〔2026〕100号" in explained(all_rules()["DIS012"])
