"""A small portal in print: a document, a letter, an order, a paper of several organs; an issue of the gazette."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.editions.equipment import this_machine
from tests.conftest import Site, write_document
from tests.plugins.editions.measuring import Sheet, sheets

LONG = "各市州人民政府要把这项工作摆上重要位置，主要负责同志亲自过问，分管负责同志具体负责，做到有人管、有人办。" * 40
PAPER = f"""各市、州、县人民政府：

现将有关事项通知如下。

## 一、第一级

### （一）第二级

#### 1. 第三级

{LONG}

附件：

1. 甲表
2. 名称很长的乙表名称很长的乙表名称很长的乙表名称很长的乙表名称很长的乙表

示例省人民政府

2026年2月7日
"""
LETTER = """省数据局：

你局来函收悉，同意办理。

示例省人民政府办公厅

2026年2月8日
"""
ORDER = """《示例省政务服务办法》已经通过，现予公布，自2026年5月1日起施行。

省长　林远山

2026年3月1日

# 示例省政务服务办法

## 第一章　总则

第一条　为了规范政务服务，制定本办法。
"""
JOINT = """各市、州财政局：

喆、堃、镕、玥、㛃、䶮、𠮷七人的事项如下。

| 品种 | 数量 |
|:-----|-----:|
| 茶叶 | 3000 |

示例省民政厅

示例省财政厅

2026年3月1日
"""
GAZETTE = "[示例省人民政府令第412号, 示政发〔2026〕100号, 示政办函〔2026〕8号, 示民规〔2026〕4号]"
OFFICE = {"发布机构": "示例省人民政府办公厅"}
PUBLISHER = "{主办: 示例省人民政府办公厅, 国内统一刊号: CN 99-0000/D}"
IMPRINT = {"抄送": "省委办公厅，省人大常委会办公厅", "印发机关": "示例省人民政府办公厅", "印发日期": "2026-03-02"}


def gazette(number: int, contents: str) -> str:
    """One issue of 2026."""
    values = {
        "名称": f"示例省人民政府公报（2026年第{number}期）",
        "索引号": f"990000025/2026-0020{number}",
        "文号": None,
        "分类": None,
        "发文日期": None,
        "发布日期": f"2026-04-0{number}",
        "期号": f"2026年第{number}期",
        "总期号": f"{204 + number}",
        "收录": contents,
        "出版": PUBLISHER,
        **OFFICE,
    }
    return write_document("本期刊登四件文件。\n", **values)


FILES = {
    "policies/2026/paper.md": write_document(PAPER, **IMPRINT),
    "policies/2026/letter.md": write_document(
        LETTER, 文号="示政办函〔2026〕8号", 索引号="990000025/2026-00102", 名称="示例省人民政府办公厅关于同意办理的函", **OFFICE
    ),
    "policies/2026/order.md": write_document(
        ORDER, 文号="示例省人民政府令第412号", 索引号="990000017/2026-00103", 名称="示例省政务服务办法", 文种="命令"
    ),
    "policies/2026/joint.md": write_document(
        JOINT,
        文号="示民规〔2026〕4号",
        索引号="990000020/2026-00104",
        名称="示例省民政厅 示例省财政厅关于一件事的通知",
        发布机构="示例省民政厅",
        联合发文="[示例省财政厅]",
    ),
    "gazettes/2026/01.md": gazette(1, GAZETTE),
    "gazettes/2026/02.md": gazette(2, "[示民规〔2026〕4号]"),
}


@pytest.fixture(scope="session")
def able() -> None:
    """Skips where the machine cannot print, and says what it lacks."""
    lack = this_machine().lack
    if lack:
        pytest.skip(lack)


@pytest.fixture(scope="session")
def printed(able: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder."""
    site = Site(tmp_path_factory.mktemp("printed")).write(FILES)
    outcome = site.build(without=())
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    assert outcome.notices == []
    return site.output


@pytest.fixture(scope="session")
def sheets_of(printed: Path):  # type: ignore[no-untyped-def]
    """The pages of a policy's PDF, measured once."""
    known: dict[str, list[Sheet]] = {}

    def measured(name: str) -> list[Sheet]:
        if name not in known:
            known[name] = sheets((printed / f"policies/2026/{name}/{name}.pdf").read_bytes())
        return known[name]

    return measured
