"""The rules of this room. INT: interpretations; RSP: responses; CON: consultations."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

OWED = Rule(
    "INT001",
    Level.WARNING,
    "这份政策需要解读，还没有解读材料",
    "请在 content/interpretations/ 里写一篇，解读对象填 {reference}{by}",
    "政策与解读同步考虑、同步安排、同步推进；解读在文件公布后三个工作日内发布（国办发〔2016〕19号）。",
)
BEFORE_POLICY = Rule(
    "INT002",
    Level.WARNING,
    "解读早于所解读的“{title}”发布",
    "解读应与文件同步或在其后发布，请核对发布日期",
    "解读先于文件公开，读者无从对照（国办发〔2016〕19号）。",
)
REPEATS = Rule(
    "INT003",
    Level.WARNING,
    "解读有{share}的字句与所解读的政策相同",
    "请说明为什么出台、与从前有什么不同、与读者有什么关系，不要照抄条文",
    "解读要讲清背景依据、目标任务、主要内容和解决的问题（国办发〔2017〕47号）；照抄原文等于没有解读。",
)
OVERDUE = Rule(
    "INT004",
    Level.WARNING,
    "解读逾期：文件公布后第三个工作日是 {due}，至今没有解读材料",
    "请尽快在 content/interpretations/ 里写一篇，解读对象填 {reference}；确实不用解读的写 需要解读: 否",
    "解读在文件公布后三个工作日内发布（国办发〔2016〕19号）；没有解读，是检查中扣分的问题。",
)
WAITS = Rule(
    "INT005",
    Level.WARNING,
    "同步发布：发布日期已到，还在等{others}，两份都没有公开",
    "等的那一份准备好就一起公开；那时请把两份的发布日期都写成实际公开的时间。不等了，删去 同步发布",
    "政策和解读同时公开，读者才能对照（国办发〔2016〕80号）；少一份，两份都不公开。",
)
APART = Rule(
    "INT006",
    Level.WARNING,
    "同步发布的政策写 {policy} 发布，解读写 {interpretation}",
    "请写同一个时间；不同时，以晚的为准，早的那份就会在写的时间以后才公开",
    "发布日期要与实际公开的时间一致（政府信息公开条例第二十六条）。",
)
RESPONSE_LATE = Rule(
    "RSP001",
    Level.WARNING,
    "关切出现在 {since}，应在 {due} 以前回应，{state}",
    "还没有公开的请尽快公开；已经迟了的不必改，今后请在期限内回应；日期写错了的，请改正 关切日期",
    "对政务舆情应在48小时内回应，涉及特别重大、重大突发事件的还要快（国办发〔2016〕61号）。",
)
CONCERN_AFTER = Rule(
    "RSP002",
    Level.ERROR,
    "关切日期 {since} 晚于发布日期 {published}",
    "两个日期必有一个写错：请写公众的关切最早出现的那一天",
    "先有关切，后有回应；日期颠倒，算不出是否及时（国办发〔2016〕61号）。",
)
RESULT_OWED = Rule(
    "CON001",
    Level.WARNING,
    "征求意见已于 {closes} 截止，到 {due} 应当公布结果，至今没有",
    "请写一篇回应说明意见的采纳情况，回应对象填 {reference}；由它出台了政策的，在政策里写 征求意见: [{reference}]",
    "公众的意见三个月没有回音，是检查中扣分的问题（国办秘函〔2019〕19号）。",
)
CLOSED_BEFORE = Rule(
    "CON002",
    Level.ERROR,
    "截止日期 {closes} 早于发布日期 {published}",
    "两个日期必有一个写错：请对照原件改正",
    "征求意见还没有开始就截止，没有人来得及提意见。",
)
NOT_AWAITED = Rule(
    "CON003",
    Level.WARNING,
    "征求意见到 {closes} 才截止，文件 {published} 就发布了",
    "请核对两个日期；确实提前出台的，请在解读里说明",
    "公开征求意见的期限一般不少于30日（重大行政决策程序暂行条例第十五条）；没有到期就定稿，征求意见成了形式。",
)
