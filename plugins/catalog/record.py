"""Record: what one document is, as its own file says it.

Every attribute carries its `Row`: the 中文 label editors write, the kinds that need it, whether the page
shows it and whether it may leave the house. Parser, table, checks and documentation follow the rows;
a new field is a new attribute. What follows from other documents is the `Catalog`'s to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, time
from functools import cache
from typing import Annotated, get_type_hints

from pydantic import BeforeValidator, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.blocks import EVERY, Correction, FirstPublished, Row, SecrecyReview
from plugins.catalog.terms import ChannelName, DisclosureMode, Form, Kind, Stage, Status
from plugins.catalog.values import (
    BEIJING,
    ContentPaths,
    Day,
    DocumentNumber,
    Flag,
    Items,
    Moment,
    Text,
    Whole,
    Words,
    several,
    term,
    terms_of,
)

POLICY = frozenset({Kind.POLICY})
GAZETTE = frozenset({Kind.GAZETTE})
GATHERING = frozenset({Kind.GAZETTE, Kind.TOPIC})
GATHERED = EVERY - {Kind.PAGE, Kind.GAZETTE, Kind.TOPIC}
"""What a gazette issue or a topic can hold."""
CATALOGUED = frozenset({Kind.POLICY, Kind.GAZETTE, Kind.REPORT})
THEMED = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.RESPONSE})


@typed(frozen=True, slots=True, kw_only=True)
class Record:
    """One document. The order of the attributes is the order of the official block."""

    path: str
    """Source file, relative to content/, POSIX."""
    kind: Kind
    """栏目"""
    address: str
    """Site path, `/policies/2026/012/`."""

    index_number: Annotated[
        Text,
        Row(
            label="索引号",
            sample="011043225/2026-00012",
            needed=CATALOGUED,
            spared=True,
            shown=True,
            basis="政府信息公开条例第十二条",
            remains=True,
        ),
    ] = ""
    """索引号"""
    themes: Annotated[
        Items,
        Row(label="分类", sample=r"综合政务\政务公开", kinds=EVERY, needed=THEMED, spared=True, shown=True, remains=True),
    ] = ()
    """主题分类"""
    issuing_agency: Annotated[
        Text,
        Row(
            label="发布机构",
            sample="示例省人民政府办公厅",
            needed=EVERY,
            shown=True,
            basis="政府信息公开条例第十条",
            remains=True,
        ),
    ] = ""
    """发布机构"""
    joint_agencies: Annotated[Words, Row(label="联合发文", sample="[示例省财政厅]", shown=True, remains=True)] = ()
    """联合发文机关"""
    issued_on: Annotated[
        Day,
        Row(
            label="发文日期",
            sample="2026-02-27",
            kinds=CATALOGUED,
            needed=POLICY,
            shown=True,
            basis="政府信息公开条例第十二条",
            remains=True,
        ),
    ] = None
    """发文日期"""
    title: Annotated[
        Text,
        Row(
            label="名称",
            sample="示例省人民政府办公厅关于……的通知",
            needed=EVERY,
            shown=True,
            basis="政府信息公开条例第十二条",
            remains=True,
        ),
    ] = ""
    """名称"""
    document_number: Annotated[
        DocumentNumber, Row(label="文号", sample="示政办发〔2026〕12号", kinds=CATALOGUED, shown=True, remains=True)
    ] = ""
    """发文字号"""
    published_at: Annotated[
        Moment,
        Row(
            label="发布日期",
            sample="2026-03-01 09:00",
            needed=EVERY,
            shown=True,
            basis="政府信息公开条例第二十六条",
            remains=True,
        ),
    ] = None
    """发布日期"""
    subject_terms: Annotated[Words, Row(label="主题词", sample="[政务公开, 政务服务]", shown=True)] = ()
    """主题词"""
    genre: Annotated[Text, Row(label="文种", sample="通知", kinds=POLICY, shown=True, remains=True)] = ""
    """文种；省略时取名称的最后一词"""
    effective_on: Annotated[Day, Row(label="施行日期", sample="2026-04-01", kinds=POLICY, shown=True)] = None
    """施行日期"""
    expires_on: Annotated[Day, Row(label="有效期至", sample="2031-03-31", kinds=POLICY, shown=True)] = None
    """有效期至，含当日"""
    normative: Annotated[Flag, Row(label="规范性文件", sample="是", kinds=POLICY, shown=True)] = None
    """规范性文件"""
    interpretation_required: Annotated[Flag, Row(label="需要解读", sample="是", kinds=POLICY)] = None
    """需要解读"""
    form: Annotated[
        Annotated[Form | None, BeforeValidator(term(Form))],
        Row(label="解读形式", sample="问答", kinds=frozenset({Kind.INTERPRETATION}), shown=True),
    ] = None
    """解读形式"""
    audience: Annotated[Words, Row(label="服务对象", sample="[企业, 个体工商户]", shown=True)] = ()
    """服务对象"""
    key_area: Annotated[Text, Row(label="重点领域", sample="社会救助", shown=True)] = ""
    """重点领域"""
    stage: Annotated[Annotated[Stage | None, BeforeValidator(term(Stage))], Row(label="公开环节", sample="决策", shown=True)] = (
        None
    )
    """公开环节"""
    disclosure_mode: Annotated[
        Annotated[DisclosureMode | None, BeforeValidator(term(DisclosureMode))],
        Row(label="公开方式", sample="主动公开", basis="政府信息公开条例第十三条至第十六条", remains=True),
    ] = DisclosureMode.PROACTIVE
    """公开方式"""
    basis: Annotated[Text, Row(label="公开依据", sample="政府信息公开条例第二十条第一项")] = ""
    """公开依据"""
    issue: Annotated[Text, Row(label="期号", sample="2026年第5期", kinds=GAZETTE, needed=GAZETTE, shown=True, remains=True)] = ""
    """年内期号"""
    running_number: Annotated[
        Whole, Row(label="总期号", sample="1205", kinds=GAZETTE, needed=GAZETTE, shown=True, remains=True)
    ] = None
    """总期号"""

    author: Annotated[Text, Row(label="作者", sample="李四", public=False)] = ""
    """拟稿人"""
    summary: Annotated[Text, Row(label="内容概述", sample="……", basis="政府信息公开条例第十二条")] = ""
    """内容概述"""
    post_title: Annotated[Text, Row(label="推送标题", sample="政务公开工作要点印发")] = ""
    """推送用的短标题，微信以 32 字为限"""
    post_summary: Annotated[Text, Row(label="推送摘要", sample="……")] = ""
    """推送用的摘要"""
    channels: Annotated[
        Annotated[tuple[ChannelName, ...], BeforeValidator(terms_of(ChannelName))],
        Row(label="推送", sample="[微博, 微信]", remains=True),
    ] = ()
    """推送渠道"""

    interprets: Annotated[
        Items,
        Row(
            label="解读对象",
            sample="[示政办发〔2026〕12号]",
            kinds=frozenset({Kind.INTERPRETATION}),
            needed=frozenset({Kind.INTERPRETATION}),
            basis="国办发〔2016〕19号",
        ),
    ] = ()
    """解读的政策"""
    responds_to: Annotated[
        Items,
        Row(
            label="回应对象",
            sample="[示政办发〔2026〕12号]",
            kinds=frozenset({Kind.RESPONSE}),
            needed=frozenset({Kind.RESPONSE}),
        ),
    ] = ()
    """回应所关联的政策或解读"""
    repeals: Annotated[Items, Row(label="废止", sample="[示政发〔2019〕3号]", kinds=POLICY)] = ()
    """本文件废止的文件"""
    amends: Annotated[Items, Row(label="修改", sample="[示政发〔2020〕8号]", kinds=POLICY)] = ()
    """本文件修改的文件"""
    implements: Annotated[Items, Row(label="依据", sample="[示政发〔2026〕1号]", kinds=POLICY)] = ()
    """本文件所依据的文件"""
    contents: Annotated[Items, Row(label="收录", sample="[示政办发〔2026〕12号]", kinds=GATHERING, needed=GAZETTE)] = ()
    """本期公报或专题收录的文件，按顺序"""

    attachments: Annotated[ContentPaths, Row(label="附件", sample="[media/2026/form.docx]")] = ()
    """附件，content/ 之下的路径"""
    secrecy_review: Annotated[
        SecrecyReview | None,
        Row(
            label="保密审查",
            sample="{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-02-26}",
            public=False,
            basis="保守国家秘密法第三十五条；政府信息公开条例第十七条",
        ),
    ] = None
    """保密审查"""
    first_published: Annotated[FirstPublished | None, Row(label="原载", sample="{日期: 2016-02-27}", remains=True)] = None
    """原载"""
    corrections: Annotated[
        Annotated[tuple[Correction, ...], BeforeValidator(several)],
        Row(label="更正", sample="[{日期: 2026-03-05, 说明: 附件第3行的单位由“万元”改为“元”}]", repeated=True),
    ] = ()
    """发布之后的更正，按时间顺序"""
    late_entry: Annotated[Text, Row(label="补录", sample="系统迁移时遗漏，现予补录", shown=True)] = ""
    """补录的原因：发布日期早于本站实际公开的那天，为什么"""
    former_addresses: Annotated[Items, Row(label="旧址", sample="[/zwgk/2016/t1.html]", remains=True)] = ()
    """从前的网址，须跳转到这里"""
    status: Annotated[Annotated[Status | None, BeforeValidator(term(Status))], Row(label="状态", sample="发布", remains=True)] = (
        Status.PUBLISHED
    )
    """状态"""
    withdrawal_note: Annotated[Text, Row(label="撤回说明", sample="数据有误，已重新发布", remains=True)] = ""
    """撤回说明"""

    @property
    def year(self) -> int | None:
        """The year of publication, the unit of lists and shards."""
        return self.published_at.year if self.published_at else None

    @property
    def updated_at(self) -> datetime | None:
        """When what is published last changed: its newest correction, else its publication."""
        corrected = (datetime.combine(one.on, time(), BEIJING) for one in self.corrections if one.on)
        return max(filter(None, (self.published_at, *corrected)), default=None)

    @property
    def withdrawn(self) -> bool:
        """Whether the page is a notice in place of the document."""
        return self.status is Status.WITHDRAWN


@cache
def rows(noun: type = Record) -> dict[str, Row]:
    """Attribute name to row, in order, for `Record` and the nouns inside it."""
    hints = get_type_hints(noun, include_extras=True)
    found = {name: _row(hints[name]) for name in (field.name for field in fields(noun))}
    return {name: row for name, row in found.items() if row is not None}


@cache
def names_by_label(noun: type = Record) -> dict[str, str]:
    """Every key an editor may write, 中文 label or English alias, to the attribute's name."""
    by_label = {row.label: name for name, row in rows(noun).items()}
    return by_label | {name: name for name in rows(noun)}


def public_fields(record: Record) -> dict[str, object]:
    """What may leave the house, under the English names, ready for JSON; empty values are left out."""
    private = {name for name, row in rows().items() if not row.public}
    values: dict[str, object] = _ADAPTER.dump_python(record, mode="json", exclude=private, exclude_none=True)
    return {name: value for name, value in values.items() if value not in ("", [])}


def remains(record: Record) -> Record:
    """What is left of a withdrawn document; any other is as it was."""
    if not record.withdrawn:
        return record
    kept = {"path", "kind", "address", *(name for name, row in rows().items() if row.remains)}
    return Record(**{name: getattr(record, name) for name in kept})


def nested() -> Iterator[tuple[str, type]]:
    """Fields whose value is a block of its own, with the noun of the block."""
    yield "secrecy_review", SecrecyReview
    yield "first_published", FirstPublished
    yield "corrections", Correction


def _row(hint: object) -> Row | None:
    return next((item for item in getattr(hint, "__metadata__", ()) if isinstance(item, Row)), None)


_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)
