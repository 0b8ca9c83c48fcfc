"""Duty notes: what stands in brackets at the end of a task and says whose it is.

（责任单位：省数据局、省民政厅；完成时限：6月底前） names its parts; （省数据局牵头，省民政厅配合） and （财政部、民政部负责）
end with what each is to do. A bracket that is neither is no note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.tasks import Unit
from plugins.catalog.terms import Role
from plugins.taskbook.deadlines import is_deadline

LONGEST, LONG_NAME = 400, 30
"""Characters of a note and of a unit's name; what is longer is text."""
DUE, BESIDE = "due", "beside"
LABELS = re.compile(
    r"(?P<lead>(?:牵头|主办|主责)(?:责任)?(?:单位|部门|处室))"
    r"|(?P<support>(?:配合|协办|参加|参与|协同)(?:单位|部门|处室))"
    r"|(?P<responsible>(?:主要|共同)?(?:责任|负责|承办|实施|落实)(?:单位|部门|处室|主体))"
    r"|(?P<due>(?:完成|办理|落实)(?:时限|时间|期限)|时间(?:要求|节点|安排))"
    r"|(?P<beside>适用范围|责任人|联系人|备注)"
)
LABEL = re.compile(rf"(?:{LABELS.pattern})\s*[:：]")
LOCAL = "市州县区旗盟省乡镇自治设级地林直辖管（）()"
GROUP = re.compile(
    rf"(?:(?:各|有关|相关)+|(?=[市州县区]、))(?:[{LOCAL}]{{1,8}}、)*[{LOCAL}有关相]{{0,12}}?(?:人民政府|政府|管委会|$|(?=[，,；;]))"
    r"|[^、，,；;]+"
)
"""The parts of a list of units; 各市、州、县人民政府 is one."""
AND = re.compile(r"(?:以及|和|及|与|、)+(?=各|有关|相关)")
OTHERS = re.compile(
    r"(?:等(?:有关|相关|成员|(?:\d{1,3}|[一二三四五六七八九十百多几]{1,4})个?)?(?:部门|单位|地方)?(?:和单位)?"
    r"|会同(?:有关|相关|各有关)(?:部门|单位|方面|地方)?)$"
)
"""等12个部门: nobody in particular, beside whoever is named before."""
COLLECTIVE = re.compile(
    r"各|有关|相关|其他|其它|^.$|^[市州县区](?:、|人民政府)|县级以上|^(?:主管|职能|起草|成员|牵头|责任)(?:部门|单位)$"
)
PAIR = re.compile(r"(?<=[部委局厅办署院])(?:和|与|及|会同|以及)(?=[^、，,；;]{2,}[部委局厅办署院行会]$)")
LOOKS_LIKE = re.compile(
    r"[部委局厅办院会署行室社]$|(?:政府|部门|单位|公司|中心|集团|机关|总站|大学|地区|铁路|海关|地方|企业|中央|机构|[妇残侨文科商]联)$"
)
ALIAS = re.compile("简称|以下|如下")
"""In the brackets that give a short name."""
DEED = re.compile("牵头|负责|配合|参与|参加|协同|落实|承担|承办|指导")
VERB = re.compile(
    r"(?:按照?|根据|依据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同|统筹|具体|组织)*"
    rf"(?P<verb>{DEED.pattern})(?:牵头|负责|落实|推进|实施|配合|组织实施|参与)*$"
)
BY_LABEL = {"lead": Role.LEAD, "support": Role.SUPPORT, "responsible": Role.RESPONSIBLE}
ROLES = {
    "牵头": Role.LEAD,
    "配合": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "指导": Role.GUIDE,
}


@dataclass(frozen=True, slots=True)
class Note:
    """What one bracket says: units with their roles, the words of deadlines, and what is said beside."""

    units: tuple[Unit, ...] = ()
    due: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def __add__(self, other: Note) -> Note:
        """Two brackets that follow each other are one note."""
        return Note(self.units + other.units, self.due + other.due, self.beside + other.beside)


def read_note(inside: str) -> Note | None:
    """The note that the words inside a bracket are; None where they are something else."""
    text = "".join(inside.split()).strip("。；，")
    if not text or len(text) > LONGEST:
        return None
    if LABEL.match(text):
        return _labelled(text)
    return _told(text) if DEED.search(text) else None


def _labelled(text: str) -> Note | None:
    """责任单位：…；完成时限：…"""
    labels = list(LABEL.finditer(text))
    units, due, beside = list[Unit](), list[str](), list[str]()
    for label, after in zip(labels, (*labels[1:], None), strict=True):
        clauses = re.split("[，,；;]", text[label.end() : after.start() if after else len(text)].strip("，,；;。、"))
        kind = label.lastgroup or BESIDE
        if kind == DUE:
            due.append("，".join(clauses))
        elif kind == BESIDE:
            beside.append(label[0] + "，".join(clauses))
        else:
            due += filter(is_deadline, clauses)
            found, others = _units("，".join(clause for clause in clauses if not is_deadline(clause)), BY_LABEL[kind])
            units += found
            beside += others
    return Note(tuple(dict.fromkeys(units)), tuple(due), tuple(dict.fromkeys(beside))) if units or due else None


def _told(text: str) -> Note | None:
    """…牵头，…配合；…负责. Every name must look like a unit: a bracket of ordinary words may end with 负责 too."""
    text, _, remark = text.partition("。")
    units, due, beside, waiting = list[Unit](), list[str](), [remark] if remark else list[str](), list[str]()
    for clause in re.split("[，,；;]", text):
        if is_deadline(clause):
            due.append(clause)
            continue
        verb = VERB.search(clause)
        waiting.append(clause[: verb.start()].removeprefix("由") if verb else clause)
        if verb:
            found, others = _units("，".join(waiting), ROLES.get(verb["verb"], Role.RESPONSIBLE))
            units += found
            beside += others
            waiting = []
    if waiting or not units or not all(_looks_like_a_unit(unit) for unit in units):
        return None
    return Note(tuple(dict.fromkeys(units)), tuple(due), tuple(dict.fromkeys(beside)))


def _units(text: str, role: Role) -> tuple[list[Unit], list[str]]:
    """The units of a list, and what is said beside them: 等有关部门."""
    units, beside = list[Unit](), list[str]()
    for part in _parts(AND.sub("、", text)):
        others = OTHERS.search(part)
        if others:
            beside.append(others[0])
            part = part[: others.start()]
        for name in filter(None, PAIR.split(part.strip("、 ")) if part else ()):
            units.append(Unit(name, role, named=not COLLECTIVE.search(name)))
    return units, beside


def _parts(text: str) -> Iterator[str]:
    return (match[0] for match in GROUP.finditer(text))


def _looks_like_a_unit(unit: Unit) -> bool:
    likely = not unit.named or LOOKS_LIKE.search(unit.name)
    return len(unit.name) < LONG_NAME and bool(likely) and not ALIAS.search(unit.name)
