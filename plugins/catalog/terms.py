"""The closed word lists of the catalog: each term has a machine word and the 中文 label people write."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A machine word with its 中文 label: `Status("draft").label == "草稿"`."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        """Keep the machine word as the value and the label beside it."""
        term = str.__new__(cls, word)
        term._value_ = word
        term.label = label
        return term

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The term that an editor wrote, by label or machine word; None for any other text."""
        return next((term for term in cls if text in (term.label, term.value)), None)

    @classmethod
    def labels(cls) -> tuple[str, ...]:
        """Every label, in order: what a hint offers."""
        return tuple(term.label for term in cls)


class Kind(Term):
    """What sort of document a file is; the first folder under content/ says it."""

    POLICY = "policy", "政策"
    INTERPRETATION = "interpretation", "解读"
    RESPONSE = "response", "回应"
    NEWS = "news", "政务动态"
    GAZETTE = "gazette", "公报"
    TOPIC = "topic", "专题"
    SERVICE_GUIDE = "service_guide", "办事指南"
    REPORT = "report", "年度报告"
    PAGE = "page", "页面"

    @property
    def folder(self) -> str:
        """The folder under content/ and the first step of the address."""
        return FOLDERS[self]

    @property
    def yearly(self) -> bool:
        """Whether documents of this kind lie in year folders and have year lists."""
        return self not in (Kind.PAGE, Kind.TOPIC, Kind.SERVICE_GUIDE)

    @classmethod
    def of_folder(cls, folder: str) -> Kind | None:
        """The kind whose folder this is."""
        return next((kind for kind, name in FOLDERS.items() if name == folder), None)


FOLDERS: dict[Kind, str] = {
    Kind.POLICY: "policies",
    Kind.INTERPRETATION: "interpretations",
    Kind.RESPONSE: "responses",
    Kind.NEWS: "news",
    Kind.GAZETTE: "gazettes",
    Kind.TOPIC: "topics",
    Kind.SERVICE_GUIDE: "services",
    Kind.REPORT: "reports",
    Kind.PAGE: "pages",
}


class Status(Term):
    """状态: where a document stands in its life as a release."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "发布"
    WITHDRAWN = "withdrawn", "撤回"


class DisclosureMode(Term):
    """公开方式; only 主动公开 is ever written to output (政府信息公开条例 articles 13 to 16)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Validity(Term):
    """有效性: derived from the catalog, never typed by an editor."""

    IN_FORCE = "in_force", "现行有效"
    NOT_YET_IN_FORCE = "not_yet_in_force", "尚未施行"
    EXPIRED = "expired", "已失效"
    REPEALED = "repealed", "已废止"


class Tier(Term):
    """层级: the tiers of government the Regulations tell apart (政府信息公开条例 articles 20 and 21)."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡级"


class Stage(Term):
    """公开环节: the five stages of whole-process disclosure."""

    DECISION = "decision", "决策"
    EXECUTION = "execution", "执行"
    ADMINISTRATION = "administration", "管理"
    SERVICE = "service", "服务"
    RESULT = "result", "结果"


class Form(Term):
    """解读形式: how an interpretation speaks."""

    TEXT = "text", "文字"
    GRAPHIC = "graphic", "图解"
    AUDIOVISUAL = "audiovisual", "音视频"
    QUESTIONS = "questions", "问答"
    PRESS_CONFERENCE = "press_conference", "新闻发布会"
    EXPERT = "expert", "专家解读"


class ChannelName(Term):
    """推送: the accounts and groups a release can be announced on, and a machine that wants to know."""

    WEIBO = "weibo", "微博"
    WECHAT = "wechat", "微信"
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"
    WEBHOOK = "webhook", "接口"
    MAIL = "mail", "邮件"


class Role(Term):
    """What a work plan asks of a unit: 牵头 leads, 配合 helps, 指导 guides, 责任 answers where the plan tells no difference."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "责任"
    SUPPORT = "support", "配合"
    GUIDE = "guide", "指导"


class TaskState(Term):
    """状态 of a task of a work plan, as progress is reported. That it is overdue follows from the day, nobody writes it."""

    DONE = "done", "已完成"
    IN_PROGRESS = "in_progress", "进行中"
    NOT_BEGUN = "not_begun", "未启动"


class Relation(Term):
    """How one record refers to another: the field that says it, and the words of the way back."""

    INTERPRETS = "interprets", "解读"
    CONSULTED_IN = "consulted_in", "征求意见"
    RESPONDS_TO = "responds_to", "回应"
    REPEALS = "repeals", "废止"
    AMENDS = "amends", "修改"
    IMPLEMENTS = "implements", "依据"
    CONTENTS = "contents", "收录"
    PROGRESS = "progress", "进展"


CHANGING = (Relation.AMENDS, Relation.REPEALS)
"""How a document says that it changes another."""
