"""Mutations of the block: items that are missing, doubled, misspelt, or say what cannot be."""

from __future__ import annotations

from random import Random

from plugins.catalog.record import names_by_label, rows
from plugins.catalog.terms import Kind
from tests.bench.rules.draft import Draft
from tests.bench.rules.mutant import Mutant, Mutation, by_chance, harmless, spoilt

BAD_DAYS = ("2026-13-01", "2026-02-30", "明天", "26-2-7", "2026年二月", "0000-01-01", "2026-1-1-1", "2026-03-01 25:00", "二月")
BAD_NUMBERS = ("示政发[2026]100号", "示政发2026第100", "示政发〔26〕1号", "100", "示政发〔2026〕00号", "示政发〔2026〕号")
LONG = "关于进一步做好全省政务公开和政务服务有关工作的若干具体措施和分工安排的通知"
VALUES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("发文日期", BAD_DAYS, "DIS002"),
    ("施行日期", BAD_DAYS, "DIS002"),
    ("有效期至", BAD_DAYS, "DIS002"),
    ("发布日期", BAD_DAYS, "DIS003"),
    ("有效期至", ("1949-10-01",), "DIS034"),
    ("发布日期", ("1990-01-01",), "DIS035"),
    ("发布日期", ("2030-01-01 09:00",), "DIS039"),
    ("规范性文件", ("也许", "2", "无所谓"), "DIS004"),
    ("需要解读", ("再议", "？"), "DIS004"),
    ("状态", ("公布中", "发"), "DIS005"),
    ("公开方式", ("半公开",), "DIS005"),
    ("公开环节", ("研究",), "DIS005"),
    ("推送", ("[抖音]", "[微博, 抖音]", "短信"), "DIS005"),
    ("解读形式", ("口述",), "DIS005"),
    ("文号", BAD_NUMBERS, "DIS012"),
    ("名称", ("[a, b]", "{a: b}"), "DIS001"),
    ("发布机构", ("[示例省人民政府]",), "DIS001"),
    ("索引号", ("{号: 1}",), "DIS001"),
    ("主题词", ("{a: b}",), "DIS013"),
    ("分类", ("{a: b}",), "DIS013"),
    ("保密审查", ("通过", "[可以公开]"), "DIS009"),
    ("更正", ("有错", "[有错]"), "DIS009"),
    ("附件", ("../x.pdf", "/etc/passwd", "C:\\x.pdf", "[media/../../x.pdf]"), "DIS014"),
    ("附件", ("media/2026/none.pdf", "[media/2026/none.pdf]"), "LNK004"),
    ("期号", ("2026年第1期",), "DIS008"),
    ("解读形式", ("文字",), "DIS008"),
    ("发布机构", ("示例省不存在厅", "省"), "DIS026 DIS027"),
    ("联合发文", ("[示例省不存在厅]",), "DIS026 DIS027"),
    ("分类", ("天文", "综合政务\\天文", "[天文]"), "DIS028"),
    ("索引号", ("abc", "12/2026-1"), "DIS029"),
    ("更正", ("{日期: 2026-11-05}", "[{说明: 改了}]"), "DIS042"),
    ("更正", ("{日期: 2030-01-01, 说明: 改了}",), "DIS043"),
    ("原载", ("{网址: ''}",), "DIS041"),
    ("推送标题", (LONG,), "DIS038"),
    ("撤回说明", ("数据有误",), "DIS044"),
    ("状态", ("撤回",), "DIS037"),
    ("旧址", ("不是网址", "/manifest/x.html"), "ADR008"),
    ("总期号", ("五", "第五期", "-"), "DIS046"),
    ("期号", ("春季号",), "GAZ001"),
    ("解读对象", ("[示政发〔2026〕99999号]",), "REF001"),
    ("依据", ("示政发〔2026〕99999号",), "REF001"),
    ("废止", ("[policies/2026/none.md]",), "REF001"),
    ("依据", ("[news/2026/none.md]",), "REF001"),
    ("解读对象", ("pages/about.md",), "REF002"),
    ("保密审查", ("{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三}", "{结论: 可以公开}"), "DIS022"),
    ("保密审查", ("{结论: 不予公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2006-01-01}",), "DIS024"),
    ("保密审查", ("{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2030-01-01}",), "DIS025"),
    ("保密审查", ("{结论: 可以公开, 依据: 保密法第三十五条, 审查员: 张三, 日期: 2006-01-01}",), "DIS006"),
    ("保密审查", ("{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 某日}",), "DIS002"),
    ("发布日期", ("2026-11-19",), "DAT001"),
    ("发布日期", ("2026-11-18 08:00",), "DAT006"),
    ("补录", ("是", "补", "无"), "DAT010"),
    ("有效期至", ("2027-04-30",), "VAL002"),
    ("有效期至", ("2027-01-15",), "VAL003"),
    ("服务对象", ("[外星人]", "[企业, 外星人]"), "VOC001"),
    ("发布机构", ("国家工商行政管理总局",), "VOC002"),
    ("公开依据", ("政府信息公开条例第二十条第十六项",), "VOC003"),
    ("索引号", ("990000017/2026-99999", "990000025/2026-88888"), "NUM008 NUM005"),
)
"""Item, values that it cannot have, and what is said of them."""
WITHOUT_HISTORY = frozenset("DIS022 DIS024 DIS025 DAT001 DAT006 VOC001 VOC002 VOC003".split())
"""What is not asked of documents with 原载."""
ONE_TERM = "DIS008"
AFTER_REFORM, LONG_AGO = "2018-12-31", "2026-09-01"
"""When the organs of VOC002 were gone, and when what was public in November came too late."""
SLIPS = (("标题名", "DIS006"), ("发文的机关", "DIS006"), ("x", "DIS006"), ("备注", "DIS006"))
BROKEN = (
    ("名称: '没有结束", "SRC006"),
    ('备注: "没有结束', "SRC006 DIS006"),
    ("主题词: [甲, 乙", "SRC006"),
    ("保密审查: {结论: 可以公开", "SRC006"),
    ("备注: &a 值", "SRC009"),
    ("备注: *a", "SRC009 SRC006"),
    ("备注: !!str 值", "SRC009"),
    ("备注: @值", "SRC006"),
    ("备注: `值", "SRC006"),
    ("没有冒号的一行", "SRC006"),
    ("\t备注: 值", "SRC006"),
    ("- 一项", "SRC006"),
    ("内容概述: 第 #3 号", "SRC026"),
    ("  缩进: 值", "SRC006 SRC008"),
)
"""Lines at which a block cannot be read on."""


def wrong_value(draft: Draft, random: Random) -> Mutant | None:
    """An item that says what it cannot."""
    label, values, code = random.choice(VALUES)
    row = rows()[names_by_label()[label]]
    past = code in WITHOUT_HISTORY and draft.find("原载") is not None
    fits = (draft.kind in row.kinds) != (code == ONE_TERM)
    if past or not fits or not _possible(draft, code, label):
        return None
    value = random.choice(values)
    changed, line = draft.say(label, value)
    return spoilt(f"{label}写错", changed, code, line)


def missing_item(draft: Draft, random: Random) -> Mutant | None:
    """A needed item that is not there."""
    needed = [row for row in rows().values() if draft.kind in row.needed and draft.find(row.label)]
    if not needed:
        return None
    row = random.choice(needed)
    at = draft.find(row.label)
    return spoilt("缺一项", draft.put(at or 0), "DIS020 DIS045")


def empty_item(draft: Draft, random: Random) -> Mutant | None:
    """A needed item that says nothing."""
    needed = [row for row in rows().values() if draft.kind in row.needed and draft.find(row.label)]
    if not needed:
        return None
    label = random.choice(needed).label
    changed, line = draft.say(label, random.choice(("", "''", "[]" if label in ("分类", "解读对象", "回应对象") else "")))
    return spoilt("一项没有值", changed, "DIS020 DIS045", line)


def no_review(draft: Draft, random: Random) -> Mutant | None:
    """No record of the review."""
    at = draft.find("保密审查")
    return spoilt("没有保密审查", draft.put(at), "DIS021") if at and draft.find("原载") is None else None


def empty_review(draft: Draft, random: Random) -> Mutant | None:
    """A record of the review that says nothing."""
    if draft.find("保密审查") is None or draft.find("原载"):
        return None
    changed, line = draft.say("保密审查", random.choice(("", "''", "{}")))
    return spoilt("保密审查没有内容", changed, "DIS021 DIS022", line)


def own_review(draft: Draft, random: Random) -> Mutant | None:
    """A review by the author."""
    at, author = draft.find("保密审查"), draft.value("作者")
    if not at or not author or draft.find("原载"):
        return None
    changed, line = draft.say("保密审查", f"{{结论: 可以公开, 依据: 保密法第三十五条, 审查人: {author}, 日期: 2006-01-01}}")
    return spoilt("自己审查自己", changed, "DIS023", line)


def doubled_item(draft: Draft, random: Random) -> Mutant | None:
    """An item that stands twice, with the same value or another, under its label or its alias."""
    at = random.randrange(1, draft.end)
    label, _, value = draft.lines[at].partition(": ")
    if label not in names_by_label():
        return None
    again, code = random.choice(((label, "SRC010"), (names_by_label()[label], "DIS007")))
    line = draft.end + 1
    return spoilt("一项写了两次", draft.put(draft.end, f"{again}: {random.choice((value, '别的'))}", "---"), code, line)


def renamed_item(draft: Draft, random: Random) -> Mutant | None:
    """A name that no item has."""
    at = random.randrange(1, draft.end)
    _, colon, value = draft.lines[at].partition(": ")
    name, code = random.choice(SLIPS)
    return spoilt("没有这个字段", draft.put(at, f"{name}{colon}{value}"), code, at + 1)


def misspelt_item(draft: Draft, random: Random) -> Mutant | None:
    """A name with one character changed, doubled or gone."""
    at = random.randrange(1, draft.end)
    label, _, value = draft.lines[at].partition(": ")
    place = random.randrange(len(label))
    slips = (label[:place] + label[place + 1 :], label[:place] + "某" + label[place + 1 :], label[: place + 1] + label[place:])
    name = random.choice(slips)
    return spoilt("字段名拼错", draft.put(at, f"{name}: {value}"), "DIS006", at + 1) if name else None


def colons(draft: Draft, random: Random) -> Mutant | None:
    """A colon that is wide, without a space, or one too many."""
    at = random.randrange(1, draft.end)
    label, _, value = draft.lines[at].partition(": ")
    if value[:1] in "[{'\"" or label not in names_by_label():
        return None
    slips = ((f"{label}：{value}", "SRC007"), (f"{label}:{value}", "SRC021"), (f"{label}: 甲: {value}", "SRC008"))
    line, code = random.choice(slips)
    return spoilt("冒号写错", draft.put(at, line), code, at + 1)


def broken_block(draft: Draft, random: Random) -> Mutant | None:
    """A line that YAML cannot read."""
    line, codes = random.choice(BROKEN)
    at = random.randrange(2, draft.end + 1)
    return spoilt(f"信息块读不下去（{line.strip()}）", draft.put(at, line, draft.lines[at]), codes, at + 1)


def number_of_another(draft: Draft, random: Random) -> Mutant | None:
    """A number that belongs to a document of the background."""
    label, value = random.choice((("索引号", "990000017/2026-00024"), ("文号", "示政函〔2026〕31号")))
    if draft.find(label) is None:
        return None
    changed, line = draft.say(label, value)
    return spoilt("号与别的文件相同", changed, "DIS031", line)


def itself(draft: Draft, random: Random) -> Mutant | None:
    """A document that refers to itself."""
    if draft.kind is not Kind.POLICY:
        return None
    changed, line = draft.say("依据", draft.path)
    return spoilt("指向自己", changed, "REF004", line)


def other_spelling(draft: Draft, random: Random) -> Mutant | None:
    """Another way to write the same."""
    at = random.randrange(1, draft.end)
    label, _, value = draft.lines[at].partition(": ")
    plain = value[:1] not in "[{'\""
    ways = [draft.put(at, "# 说明", draft.lines[at]), draft.put(at, "", draft.lines[at]), draft.put(at, f"{draft.lines[at]}  ")]
    ways += [draft.put(at, f"{names_by_label()[label]}: {value}")] if label in names_by_label() else []
    ways += [draft.put(at, f"{label}:   {value}")]
    ways += [draft.put(at, f"{label}: '{value}'"), draft.put(at, f'{label}: "{value}"')] if plain and "\\" not in value else []
    return harmless("换一种写法", random.choice(ways))


def other_order(draft: Draft, random: Random) -> Mutant | None:
    """The items in another order."""
    items = list(draft.lines[1 : draft.end])
    random.shuffle(items)
    return harmless("换一种次序", Draft(draft.path, draft.kind, ("---", *items, *draft.lines[draft.end :])))


def one_character(draft: Draft, random: Random) -> Mutant | None:
    """A character of an item lost, doubled or changed: sound or not, as it happens."""
    at = random.randrange(1, draft.end)
    line = draft.lines[at]
    place = random.randrange(len(line))
    other = random.choice("：:[]{}'\"#,、，。 〔(x1一-&*!|>%@`")
    lines = (line[:place] + line[place + 1 :], line[: place + 1] + line[place:], line[:place] + other + line[place + 1 :])
    return by_chance("改一个字符", draft.put(at, random.choice(lines)), at + 1)


def _possible(draft: Draft, code: str, label: str) -> bool:
    """Whether nothing else of this document stands in the way of a finding."""
    if code == "DIS034":
        return draft.find("施行日期") is not None or draft.find("发文日期") is not None
    if code == "DIS035":
        return draft.find("发文日期") is not None
    if code == "DIS037":
        return draft.find("撤回说明") is None
    if code == "VOC002":
        return draft.value("发文日期") > AFTER_REFORM
    if code == "DAT001":
        return "" < draft.value("发文日期") < LONG_AGO and draft.find("状态") is None
    if code == "DAT006":
        return draft.find("状态") is None and not draft.value("发布日期").startswith("2026-11-18")
    if code == "DAT010":
        return draft.find("状态") is None
    if code in ("VAL002", "VAL003"):
        return draft.value("规范性文件") == "是" and draft.find("状态") is None
    return not (code == "DIS008" and label == "期号" and draft.kind is Kind.GAZETTE)


ITEMS: tuple[tuple[int, Mutation], ...] = (
    (30, wrong_value),
    (8, missing_item),
    (5, empty_item),
    (2, no_review),
    (2, empty_review),
    (2, own_review),
    (5, doubled_item),
    (4, renamed_item),
    (6, misspelt_item),
    (6, colons),
    (8, broken_block),
    (2, number_of_another),
    (1, itself),
    (4, other_spelling),
    (2, other_order),
    (15, one_character),
)
"""How often each is tried."""
