"""The row of a field in the official block, and the small blocks that stand within a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.terms import Kind, TaskState
from plugins.catalog.values import Day, Text, one_of

EVERY = frozenset(Kind)
NONE: frozenset[Kind] = frozenset()
NOTED = ConfigDict(use_attribute_docstrings=True)
"""For nouns whose fields tell editors in a docstring what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the disclosure block."""

    label: str
    sample: str
    kinds: frozenset[Kind] = EVERY
    """Kinds that may carry the field."""
    needed: frozenset[Kind] = NONE
    """Kinds whose published documents must carry it."""
    advised: bool = False
    """Whether a new document should have it, needed or not: a snippet asks for it."""
    offered: bool = False
    """Whether a new document has an empty line for it, to fill in or to leave: nobody must write it."""
    vocabulary: str = ""
    """The open vocabulary its words come from, by the name of the file."""
    spared: bool = False
    """Whether documents of imported history may lack it: many are older than the duty to have it."""
    shown: bool = False
    """Whether the record table of the page has a row for it."""
    public: bool = True
    """Whether the value may leave the house."""
    remains: bool = False
    """Whether a withdrawn document keeps it: that it was there, not what it said."""
    repeated: bool = False
    """Whether the value may be a list of blocks."""
    basis: str = ""
    """The rule it rests on."""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class SecrecyReview:
    """保密审查: the written review every publication needs (保守国家秘密法 article 35; 政府信息公开条例 article 17)."""

    conclusion: Annotated[Text, Row(label="结论", sample="可以公开")] = ""
    basis: Annotated[Text, Row(label="依据", sample="保密法第三十五条")] = ""
    reviewer: Annotated[Text, Row(label="审查人", sample="张三")] = ""
    reviewed_on: Annotated[Day, Row(label="日期", sample="2026-02-26")] = None


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class PrivacyReview:
    """个人信息审查: a second person lets what is personal in a document be published (个人信息保护法 article 13, 政府信息公开条例
    article 15). It holds for what was found then, and for nothing else."""

    reason: Annotated[Text, Row(label="理由", sample="拟任人选公示，依规定公布")] = ""
    reviewer: Annotated[Text, Row(label="审查人", sample="王五")] = ""
    reviewed_on: Annotated[Day, Row(label="日期", sample="2026-02-26")] = None
    digest: Annotated[Text, Row(label="摘要", sample="9c1f03ab57d2e486")] = ""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class FirstPublished:
    """原载: where an imported document was already public; stands in for the review nobody can reconstruct."""

    on: Annotated[Day, Row(label="日期", sample="2016-02-27")] = None
    url: Annotated[Text, Row(label="网址", sample="http://www.example.gov.cn/1.html")] = ""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class Correction:
    """更正: what was put right after publication, and when; the page says it."""

    on: Annotated[Day, Row(label="日期", sample="2026-03-05")] = None
    note: Annotated[Text, Row(label="说明", sample="附件第3行的单位由“万元”改为“元”")] = ""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class Progress:
    """进展: how far a task of a work plan has come, as a document reports it."""

    document: Annotated[Text, Row(label="文件", sample="示政办发〔2026〕12号")] = ""
    task: Annotated[Text, Row(label="任务", sample="一（二）")] = ""
    state: Annotated[Annotated[TaskState | None, one_of(TaskState)], Row(label="状态", sample="已完成")] = None
    on: Annotated[Day, Row(label="日期", sample="2026-06-30")] = None
    note: Annotated[Text, Row(label="说明", sample="规范性文件全部上网")] = ""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class Section:
    """分栏: the heading under which the documents of an issue stand from one of them on, until the next section begins."""

    heading: Annotated[Text, Row(label="名称", sample="部门规范性文件")] = ""
    first: Annotated[Text, Row(label="从", sample="示民规〔2026〕2号")] = ""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class Publication:
    """出版: who publishes the gazette and how it is registered, as its last page says it."""

    supervisor: Annotated[Text, Row(label="主管", sample="示例省人民政府")] = ""
    sponsor: Annotated[Text, Row(label="主办", sample="示例省人民政府办公厅")] = ""
    editor: Annotated[Text, Row(label="编辑出版", sample="示例省人民政府公报编辑部")] = ""
    cn: Annotated[Text, Row(label="国内统一刊号", sample="CN 99-0000/D")] = ""
    issn: Annotated[Text, Row(label="国际标准刊号", sample="ISSN 0000-0000")] = ""
    address: Annotated[Text, Row(label="地址", sample="示例市人民路1号")] = ""
    postcode: Annotated[Text, Row(label="邮政编码", sample="000000")] = ""
    telephone: Annotated[Text, Row(label="电话", sample="000-00000000")] = ""
