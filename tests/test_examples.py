"""Every rule of `inv check` has an example: the wrong one breaks it, the right one does not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from plugins.catalog.addresses import kind_of
from plugins.catalog.findings import BESIDE, Finding
from plugins.catalog.handbook import Example, Form, all_rules, examples, explained
from plugins.catalog.number_register import FILE as NUMBERS
from plugins.catalog.number_register import Act, Line
from plugins.catalog.record import Record, names_by_label, rows
from plugins.catalog.register import FILE as RELEASES
from plugins.catalog.reviews import FILE as REVIEWS
from plugins.catalog.terms import Kind
from plugins.catalog.values import moment
from tests.conftest import BLOCK, Site, make_record
from tests.registers import grown, reviewed

INTAKE = "ITK"
SHOWN = {code: example for code, example in examples().items() if example.form is not Form.WORDS}
OWN: dict[Kind, dict[str, str]] = {
    Kind.INTERPRETATION: {"解读对象": "[示政发〔2026〕101号]"},
    Kind.RESPONSE: {"回应对象": "[示政发〔2026〕101号]"},
    Kind.GAZETTE: {
        "名称": "示例省人民政府公报2026年第2期",
        "期号": "2026年第2期",
        "总期号": "1202",
        "收录": "[示政发〔2026〕101号]",
    },
}
"""What documents of other kinds need."""
NEIGHBOURS: dict[str, dict[str, str]] = {
    "policies/2026/b.md": {"旧址": "[/zwgk/b.html]", "附件": "[media/2026/form.docx, media/2026/table.pdf]"},
    "policies/2026/twin.md": {},
    "policies/2026/other.md": {"文号": "示政发〔2026〕102号", "发布日期": "2026-03-20 09:00"},
    "policies/2026/draft.md": {"状态": "草稿"},
    "policies/2026/later.md": {"文号": "示政发〔2026〕109号", "发布日期": "2026-10-01"},
    "news/2026/n.md": {},
    "gazettes/2026/01.md": {"名称": "示例省人民政府公报2026年第1期", "期号": "2026年第1期", "总期号": "1201"},
    "policies/2003/old.md": {
        "文号": "示政发〔2003〕8号",
        "发文日期": "2003-03-03",
        "发布日期": "2003-04-10",
        "保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2003-03-03}",
    },
    "policies/2026/ended.md": {"文号": "示政发〔2026〕110号", "有效期至": "2026-09-30"},
    "news/2026/asking.md": {"截止日期": "2026-12-20"},
    "policies/2026/together.md": {"同步发布": "是"},
}
"""What examples refer to, collide with and link to, and how it differs from a sound document. No calendar knows 2003."""
REPEATED = "".join(re.findall("[^。]+。", examples()["INT003"].wrong))
"""What an interpretation must not merely repeat stands in the policy that it interprets."""
NUMBERED = {path: number for number, path in enumerate(NEIGHBOURS, 101)}
UNREGISTERED = "news/2026/n.md"
"""The neighbour whose number is not entered."""
BEGAN, LAST = "2026-03-02 09:00", "2026-03-20 09:00"
"""The first and the last moment of the register of releases; what says it was published between them was seen."""
SEEN = {
    "DAT005": None,
    "DAT006": ("2026-03-10 09:00", "2026-03-10 09:00"),
    "DAT007": (LAST, BEGAN),
    "DAT009": (BEGAN, BEGAN),
}
"""When the document of an example was first seen, and what it then said of that: examples that need a register of releases."""
REVIEWED: dict[str, dict[str, str]] = {
    "REV002": {},
    "REV003": {},
    "REV004": {"conclusion": "不予公开"},
    "REV007": {},
    "REV008": {},
}
"""What the review of the right one says where it is signed: examples that need a register of reviews."""

Cases = Mapping[str, tuple[str, int]]
"""Codes with the path and the number of the document that is their example."""


def items(path: str, number: int, **changes: str) -> dict[str, str]:
    """The block of a sound document, under numbers of its own."""
    kind = kind_of(path) or Kind.PAGE
    numbers = {"索引号": index_number(number), "文号": f"示政发〔2026〕{number}号"}
    whole = BLOCK | numbers | OWN.get(kind, {}) | changes
    fit = {label: value for label, value in whole.items() if kind in rows()[names_by_label()[label]].kinds}
    return {label: value for label, value in fit.items() if kind is not Kind.PAGE or label != "索引号"}


def document(block: Mapping[str, str], body: str = "各市、州、县人民政府：\n") -> str:
    """A file."""
    return "\n".join(("---", *(f"{label}: {value}" for label, value in block.items()), "---", "", body))


def index_number(number: int) -> str:
    """An index number of the organ of the tests."""
    return f"990000017/2026-{number:05}"


def neighbours() -> dict[str, str]:
    """The portal that examples are tried in."""
    files = {path: document(items(path, NUMBERED[path], **own)) for path, own in NEIGHBOURS.items()}
    files["policies/2026/b.md"] += (
        f"\n{REPEATED}\n\n![流程图](../../media/2026/flow.png)\n\n（一）建好平台。（责任单位：省数据局）\n"
        + "".join(f"\n（{part}）总的。\n\n1. 甲。（责任单位：省数据局）\n\n2. 乙。（责任单位：省数据局）\n" for part in "二三")
    )
    return files | {"media/2026/form.docx": "", "media/2026/table.pdf": "", "media/2026/flow.png": ""}


def surroundings(cases: Cases) -> dict[str, str]:
    """What some examples need besides: the registers, and a document that leads back to theirs."""
    files = dict[str, str]()
    if any(code.startswith("NUM") for code in cases):
        files[f"{BESIDE}{NUMBERS}"] = "".join(line.written() for line in numbered(cases))
    if SEEN.keys() & cases:
        files[f"{BESIDE}{RELEASES}"] = released(cases)
    if any(code.startswith("REV") for code in cases):
        files[f"{BESIDE}{REVIEWS}"] = signed(cases)
    if "VAL001" in cases:
        path, _ = cases["VAL001"]
        files["policies/2026/next.md"] = document(items("policies/2026/next.md", 120, 修改=f"[{path}]"))
    return files


def numbered(cases: Cases) -> Iterator[Line]:
    """The register of index numbers: all neighbours but one, and what an example tells of its own."""
    own = {path: number for path, number in NUMBERED.items() if path != UNREGISTERED}
    own |= dict([cases["NUM008"]]) if "NUM008" in cases else {}
    day, title = date(2026, 11, 20), BLOCK["名称"]
    for path, number in own.items():
        yield Line(number=index_number(number), act=Act.ENTERED, path=path, title=title, on=day)
    if "NUM004" in cases:
        yield Line(number=index_number(7), act=Act.VOIDED, on=day, reason="起草后没有印发")


def released(cases: Cases) -> str:
    """The register of releases: every neighbour that was public by its last moment, and the examples that were seen."""
    builds: dict[str, list[Record]] = defaultdict(list)
    there = {path: own.get("发布日期", BEGAN) for path, own in NEIGHBOURS.items() if "状态" not in own}
    for path, said in there.items():
        builds[max(said, BEGAN)].append(witness(path, NUMBERED[path], said))
    for code, seen in SEEN.items():
        if seen and code in cases:
            builds[seen[0]].append(witness(*cases[code], seen[1]))
    return grown(*((at, records) for at, records in sorted(builds.items()) if at <= LAST)).decode()


def signed(cases: Cases) -> str:
    """The register of reviews: every neighbour, and the right ones of examples, as they stood when they were reviewed."""
    files, said = neighbours(), dict[str, Mapping[str, str]]()
    for code in REVIEWED.keys() & cases.keys():
        path, number = cases[code]
        _, files[path] = written(SHOWN[code], SHOWN[code].right, number)
        said[path] = REVIEWED[code]
    with TemporaryDirectory() as folder:
        return reviewed(Site(Path(folder)).write(files), said)


def witness(path: str, number: int, said: str) -> Record:
    """A document as it was when it was seen."""
    return make_record(path=path, index_number=index_number(number), published_at=moment(said))


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


def findings(site: Site, *parts: Mapping[str, str]) -> list[Finding]:
    """What is said of a portal; registers are added to."""
    files = neighbours()
    for path, text in (item for part in parts for item in part.items()):
        files[path] = files.get(path, "") + text if path.endswith(".ndjson") else text
    return list(site.write(files).check(plugins=("plugins.freshness",)).report)


def codes(found: Iterable[Finding], *, but: Iterable[Finding]) -> set[str]:
    """What is said of some file and is not said of it in another portal."""
    known = {(finding.path, finding.code) for finding in but}
    return {finding.code for finding in found if (finding.path, finding.code) not in known}


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_one_breaks_the_rule_and_the_right_one_does_not(code: str, site: Site, tmp_path: Path) -> None:
    """And nothing new is wrong with the right one. What lies beside content/ may be at fault for what is said of a document."""
    example = SHOWN[code]
    around = surroundings({code: (example.path, 100)})
    wrong, right = (dict([written(example, snippet, 100)]) for snippet in (example.wrong, example.right))
    before, after = findings(site, around, wrong), findings(Site(tmp_path / "right"), around, right)
    beside = example.path.startswith(BESIDE)
    assert code in codes(before, but=after)
    assert code not in {finding.code for finding in after if beside or finding.path in right}
    if beside or example.form is not Form.FILE:
        errors = [finding for finding in after if finding.path in right and finding.level.value == "error"]
        assert not errors


def test_all_bad_cases_at_once_are_named_in_one_run(site: Site, tmp_path: Path) -> None:
    """Nothing that is wrong hides anything else that is wrong, but for a calendar: without one no deadline is known."""
    files, cases = list[dict[str, str]](), dict[str, tuple[str, int]]()
    for number, (code, example) in enumerate(SHOWN.items(), 200):
        if example.path.endswith(".yaml"):
            continue
        own = example.path
        if example.form is not Form.NAME and not own.startswith(BESIDE):
            own = f"{own.rpartition('/')[0]}/x{number}.md"
        path, text = written(example, example.wrong.replace(example.path, own), number)
        files.append({path if example.form is Form.NAME else own: text})
        cases[code] = own, number
    alone = findings(Site(tmp_path / "alone"))
    assert cases.keys() - codes(findings(site, surroundings(cases), *files), but=alone) == set()


def test_every_rule_of_the_check_has_an_example_a_reason_and_a_way_to_mend() -> None:
    """What `inv explain` says, and the handbook."""
    lacking = [code for code in all_rules() if not code.startswith(INTAKE) and code not in examples()]
    reasonless = [rule.code for rule in all_rules().values() if not rule.code.startswith(INTAKE) and not rule.reason]
    hintless = [rule.code for rule in all_rules().values() if not rule.hint]
    assert (lacking, reasonless, hintless) == ([], [], [])
    assert "\n对：\n    文号: 示政发〔2026〕100号" in explained(all_rules()["DIS012"])
