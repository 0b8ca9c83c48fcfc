"""Record: what one document is, as its own file says it.

Every attribute carries its `Row`: the 中文 label editors write, the kinds that need it, whether the page
shows it and whether it may leave the house. Parser, checks, page table, JSON Schema, the editors' handbook, snippets
and open data follow the rows; a new field is a new attribute. What follows from other documents is the `Catalog`'s to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, time, timedelta
from functools import cache
from typing import Annotated, get_type_hints

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.blocks import (
    EVERY,
    NOTED,
    Correction,
    FirstPublished,
    PrivacyReview,
    Progress,
    Publication,
    Row,
    SecrecyReview,
    Section,
)
from plugins.catalog.dates import BEIJING
from plugins.catalog.terms import ChannelName, DisclosureMode, Form, Kind, Stage, Status
from plugins.catalog.values import (
    ContentPaths,
    Day,
    DocumentNumber,
    Flag,
    Items,
    Moment,
    Text,
    Whole,
    Words,
    one_of,
    one_or_several,
    some_of,
)

MINUTE = timedelta(minutes=1)
POLICY = frozenset({Kind.POLICY})
GAZETTE = frozenset({Kind.GAZETTE})
GATHERING = frozenset({Kind.GAZETTE, Kind.TOPIC})
REPORTING = frozenset({Kind.NEWS, Kind.REPORT, Kind.POLICY})
"""What can report how far tasks have come: news, an annual report, a circular (通报)."""
GATHERED = EVERY - {Kind.PAGE, Kind.GAZETTE, Kind.TOPIC}
"""What a gazette issue or a topic can hold."""
CATALOGUED = frozenset({Kind.POLICY, Kind.GAZETTE, Kind.REPORT})
THEMED = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.RESPONSE})
ASKING = frozenset({Kind.NEWS, Kind.PAGE})
"""Kinds that can ask the public for opinions on a draft."""


@typed(frozen=True, slots=True, kw_only=True, config=NOTED)
class Record:
    """One document, in the order of the official block. The line below an attribute tells editors what to write."""

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
    """机构代码/年份-流水号，一经使用永不更换，也不给别的文件；要推送的都必写"""
    themes: Annotated[
        Items,
        Row(
            label="分类",
            sample=r"综合政务\政务公开",
            vocabulary="themes",
            needed=THEMED,
            spared=True,
            shown=True,
            remains=True,
        ),
    ] = ()
    """两级写作 大类\\小类，用国务院政策文件库的22类；几项时写在方括号里"""
    issuing_agency: Annotated[
        Text,
        Row(
            label="发布机构",
            sample="示例省人民政府办公厅",
            vocabulary="agencies",
            needed=EVERY,
            shown=True,
            basis="政府信息公开条例第十条",
            remains=True,
        ),
    ] = ""
    """全称，也可写通用简称；联合发文写主办机关"""
    joint_agencies: Annotated[
        Words, Row(label="联合发文", sample="[示例省财政厅]", vocabulary="agencies", shown=True, remains=True)
    ] = ()
    """除主办机关以外的各机关，按文件上的顺序"""
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
    """成文日期，也可写 2026年2月27日"""
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
    """正式标题，与纸质文件一字不差"""
    document_number: Annotated[
        DocumentNumber, Row(label="文号", sample="示政办发〔2026〕12号", advised=True, kinds=CATALOGUED, shown=True, remains=True)
    ] = ""
    """照文件上的写；令写 示例省人民政府令第412号"""
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
    """北京时间；写将来的时间就到时才公开"""
    subject_terms: Annotated[Words, Row(label="主题词", sample="[政务公开, 政务服务]", advised=True, shown=True)] = ()
    """按规范的主题词写，几个词写在方括号里"""
    genre: Annotated[Text, Row(label="文种", sample="通知", vocabulary="genres", kinds=POLICY, shown=True, remains=True)] = ""
    """省略时取名称的最后一词；令等从名称里看不出来的再写"""
    effective_on: Annotated[Day, Row(label="施行日期", sample="2026-04-01", kinds=POLICY, shown=True)] = None
    """文件里写了才写；文件是否有效由它推算，不用标注"""
    expires_on: Annotated[Day, Row(label="有效期至", sample="2031-03-31", kinds=POLICY, shown=True)] = None
    """有效期的最后一天，含当日；不写就是长期有效"""
    normative: Annotated[Flag, Row(label="规范性文件", sample="是", kinds=POLICY, shown=True)] = None
    """是不是规范性文件；规范性文件需要有解读"""
    interpretation_required: Annotated[Flag, Row(label="需要解读", sample="是", kinds=POLICY, offered=True)] = None
    """要不要解读；不写时规范性文件和同步发布的需要解读"""
    released_together: Annotated[Flag, Row(label="同步发布", sample="是", kinds=POLICY, offered=True)] = None
    """写是，政策等到有一篇解读也能公开时，两份一起公开"""
    form: Annotated[
        Annotated[Form | None, one_of(Form)],
        Row(label="解读形式", sample="问答", kinds=frozenset({Kind.INTERPRETATION}), offered=True, shown=True),
    ] = None
    """用什么形式解读"""
    audience: Annotated[Words, Row(label="服务对象", sample="[企业, 个体工商户]", vocabulary="audiences", shown=True)] = ()
    """这份文件与谁有关；几类人写在方括号里"""
    key_area: Annotated[Text, Row(label="重点领域", sample="社会救助", vocabulary="key_areas", shown=True)] = ""
    """属于哪个重点领域；重点领域相同的专题会自动收入它"""
    stage: Annotated[Annotated[Stage | None, one_of(Stage)], Row(label="公开环节", sample="决策", shown=True)] = None
    """全过程公开的哪一环"""
    disclosure_mode: Annotated[
        Annotated[DisclosureMode | None, one_of(DisclosureMode)],
        Row(label="公开方式", sample="主动公开", basis="政府信息公开条例第十三条至第十六条", remains=True),
    ] = DisclosureMode.PROACTIVE
    """不写就是主动公开；其他方式的文件不会出现在网站上"""
    basis: Annotated[Text, Row(label="公开依据", sample="政府信息公开条例第二十条第一项", vocabulary="duties")] = ""
    """公开所依据的条款"""
    issue: Annotated[Text, Row(label="期号", sample="2026年第5期", kinds=GAZETTE, needed=GAZETTE, shown=True, remains=True)] = ""
    """年份和年内期号"""
    running_number: Annotated[
        Whole, Row(label="总期号", sample="1205", kinds=GAZETTE, needed=GAZETTE, shown=True, remains=True)
    ] = None
    """创刊以来的期数"""
    publication: Annotated[
        Publication | None,
        Row(
            label="出版",
            sample="{主办: 示例省人民政府办公厅, 编辑出版: 示例省人民政府公报编辑部, 国内统一刊号: CN 99-0000/D}",
            kinds=GAZETTE,
        ),
    ] = None
    """主管、主办、编辑出版、国内统一刊号、国际标准刊号、地址、邮政编码、电话，有哪几项写哪几项；印在全期的末页"""

    author: Annotated[Text, Row(label="作者", sample="李四", advised=True, public=False)] = ""
    """拟稿人，不会公开"""
    summary: Annotated[Text, Row(label="内容概述", sample="……", advised=True, basis="政府信息公开条例第十二条")] = ""
    """一两句话，不要重复标题"""
    post_title: Annotated[Text, Row(label="推送标题", sample="政务公开工作要点印发")] = ""
    """推送用的短标题，微信以32字为限"""
    post_summary: Annotated[Text, Row(label="推送摘要", sample="……")] = ""
    """推送用的一两句话，说清与读者有什么关系"""
    channels: Annotated[
        Annotated[tuple[ChannelName, ...], some_of(ChannelName)],
        Row(label="推送", sample="[微博, 微信]", remains=True),
    ] = ()
    """文件公开后发到哪些账号"""

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
    """所解读的政策：文号、索引号或文件路径"""
    consulted_in: Annotated[
        Items,
        Row(
            label="征求意见",
            sample="[news/2026/consultation.md]",
            kinds=POLICY,
            basis="重大行政决策程序暂行条例第十五条",
        ),
    ] = ()
    """为本文件公开征求过意见的政务动态或页面：索引号或文件路径"""
    closes_on: Annotated[Day, Row(label="截止日期", sample="2026-09-30", kinds=ASKING, shown=True)] = None
    """公开征求意见的，写收意见的最后一天，含当日"""
    responds_to: Annotated[
        Items,
        Row(
            label="回应对象",
            sample="[示政办发〔2026〕12号]",
            kinds=frozenset({Kind.RESPONSE}),
            needed=frozenset({Kind.RESPONSE}),
        ),
    ] = ()
    """所回应的政策、解读或征求意见：文号、索引号或文件路径"""
    concern_on: Annotated[
        Day,
        Row(
            label="关切日期",
            sample="2026-08-11",
            advised=True,
            kinds=frozenset({Kind.RESPONSE}),
            shown=True,
            basis="国办发〔2016〕61号",
        ),
    ] = None
    """公众的关切是哪一天出现的；回应的期限从这一天算起，草稿也写上"""
    repeals: Annotated[Items, Row(label="废止", sample="[示政发〔2019〕3号]", kinds=POLICY)] = ()
    """本文件废止的文件，它们的页面会自动标明"""
    amends: Annotated[Items, Row(label="修改", sample="[示政发〔2020〕8号]", kinds=POLICY)] = ()
    """本文件修改的文件，它们的页面会自动标明"""
    implements: Annotated[Items, Row(label="依据", sample="[示政发〔2026〕1号]", kinds=POLICY)] = ()
    """本文件所依据的文件"""
    contents: Annotated[Items, Row(label="收录", sample="[示政办发〔2026〕12号]", kinds=GATHERING, needed=GAZETTE)] = ()
    """收录的文件，按刊登的顺序写文号、索引号或文件路径"""
    sections: Annotated[
        Annotated[tuple[Section, ...], one_or_several(Section)],
        Row(label="分栏", sample="[{名称: 部门规范性文件, 从: 示民规〔2026〕2号}]", kinds=GAZETTE, repeated=True),
    ] = ()
    """自己起名的分栏，从收录的哪一份起，到下一栏为止；不写就按发文机关分"""

    progress: Annotated[
        Annotated[tuple[Progress, ...], one_or_several(Progress)],
        Row(
            label="进展",
            sample="[{文件: 示政办发〔2026〕12号, 任务: 一（二）, 状态: 已完成, 日期: 2026-06-30, 说明: 规范性文件全部上网}]",
            kinds=REPORTING,
            repeated=True,
        ),
    ] = ()
    """工作要点里的任务进展到哪一步：哪份文件、哪一项任务、哪一天的情况；那份文件的任务页会汇总"""

    copied_to: Annotated[Text, Row(label="抄送", sample="省委办公厅，省人大常委会办公厅，省政协办公厅", kinds=POLICY)] = ""
    """版记里的抄送机关，照纸质文件写；与下两项都只印在 PDF 上"""
    printed_by: Annotated[Text, Row(label="印发机关", sample="示例省人民政府办公厅", kinds=POLICY)] = ""
    """版记里的印发机关"""
    printed_on: Annotated[Day, Row(label="印发日期", sample="2026-02-28", kinds=POLICY)] = None
    """版记里的印发日期"""
    attachments: Annotated[ContentPaths, Row(label="附件", sample="[media/2026/form.docx]")] = ()
    """附件的路径，从 content/ 里面算起"""
    secrecy_review: Annotated[
        SecrecyReview | None,
        Row(
            label="保密审查",
            sample="{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-02-26}",
            advised=True,
            public=False,
            basis="保守国家秘密法第三十五条；政府信息公开条例第十七条",
        ),
    ] = None
    """公开的文件必写，早年已公开的以原载代替；审查人不能是作者本人"""
    privacy_review: Annotated[
        PrivacyReview | None,
        Row(
            label="个人信息审查",
            sample="{理由: 拟任人选公示，依规定公布, 审查人: 王五, 日期: 2026-02-26, 摘要: 9c1f03ab57d2e486}",
            public=False,
            basis="个人信息保护法第十三条；政府信息公开条例第十五条",
        ),
    ] = None
    """检查查出个人信息、依法又必须公开的才写；审查人不能是作者，摘要照检查的提示写，内容变了就要重新审查"""
    first_published: Annotated[FirstPublished | None, Row(label="原载", sample="{日期: 2016-02-27}", remains=True)] = None
    """早年已经公开、现在搬来的文件原来公开的日期或网址，代替保密审查；新文件不能用"""
    corrections: Annotated[
        Annotated[tuple[Correction, ...], one_or_several(Correction)],
        Row(label="更正", sample="[{日期: 2026-03-05, 说明: 附件第3行的单位由“万元”改为“元”}]", repeated=True),
    ] = ()
    """公开以后改了什么、哪天改的，按时间顺序；页面会写明，订阅的人会收到"""
    late_entry: Annotated[Text, Row(label="补录", sample="系统迁移时遗漏，现予补录", shown=True)] = ""
    """发布日期早于本站实际公开的那天的，写明原因"""
    former_addresses: Annotated[Items, Row(label="旧址", sample="[/zwgk/2016/t1.html]", remains=True)] = ()
    """从前的网址，会带到现在的页面；写了域名的只认那个域名"""
    status: Annotated[Annotated[Status | None, one_of(Status)], Row(label="状态", sample="发布", remains=True)] = Status.PUBLISHED
    """不写就是发布；没写完的写草稿，已公开的要撤下写撤回"""
    withdrawal_note: Annotated[Text, Row(label="撤回说明", sample="数据有误，已重新发布", remains=True)] = ""
    """撤回的原因，撤回时必写"""
    withdrawn_on: Annotated[Day, Row(label="撤回日期", sample="2026-03-05", remains=True)] = None
    """哪一天撤回的；订阅的人据此知道文件不在了"""

    @property
    def year(self) -> int | None:
        """The year of publication, the unit of lists and shards."""
        return self.published_at.year if self.published_at else None

    @property
    def updated_at(self) -> datetime | None:
        """When what is published last changed: its withdrawal or its newest correction, else its publication.

        Of these the day is known. Each of one day counts a minute more, so that it is later than what was said before.
        """
        if not self.corrections and not self.withdrawn_on:
            return self.published_at
        written = (self.withdrawn_on if self.withdrawn else None, *(one.on for one in self.corrections))
        days = sorted(filter(None, written))
        if not days or not self.published_at or days[-1] < self.published_at.date():
            return self.published_at
        midnight = datetime.combine(days[-1], time(), BEIJING)
        before = max(self.published_at, midnight - MINUTE)
        return before + days.count(days[-1]) * MINUTE

    @property
    def called(self) -> str:
        """How others name it in short: by its number, else by its title."""
        return self.document_number or self.title

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
    yield "privacy_review", PrivacyReview
    yield "first_published", FirstPublished
    yield "publication", Publication
    yield "corrections", Correction
    yield "progress", Progress
    yield "sections", Section


def _row(hint: object) -> Row | None:
    return next((item for item in getattr(hint, "__metadata__", ()) if isinstance(item, Row)), None)


_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)
