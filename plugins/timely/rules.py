"""The rules of this room. DAT: dates told honestly."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

LATE = Rule(
    "DAT001",
    Level.WARNING,
    "发布日期 {published} 超过了公开期限：{why}",
    "已经迟了的不必改，今后请在期限内公开；系统迁移等原因遗漏、后来补上的，照实写 补录: 原因",
    "主动公开的政府信息应当自形成之日起20个工作日内公开（政府信息公开条例第二十六条）。",
)
LATE_DRAFT = Rule(
    "DAT002",
    Level.WARNING,
    "公开期限已过，文件还是草稿：{why}",
    "审查完毕的，删去“状态: 草稿”就公开；不予公开或者依申请公开的，写明 公开方式",
    "主动公开的政府信息应当自形成之日起20个工作日内公开（政府信息公开条例第二十六条）。",
)
BAD_HOLIDAYS = Rule(
    "DAT004",
    Level.ERROR,
    "放假安排读不出来：{problem}",
    "照这个样子写：years: {{2027: {{holidays: [2027-01-01, 2027-02-05/2027-02-11], workdays: [2027-02-14]}}}}",
    "这个文件决定哪些天是工作日。",
)
BACK_DATED_RELEASE = Rule(
    "DAT005",
    Level.ERROR,
    "发布日期写的是 {published}，可是到 {last} 门户上还没有这份文件",
    "请写实际公开的日期；确属补录的，加一行 补录: 原因，页面会写明",
    "首次公开登记表明当时没有这份文件。伪造发布日期是单项否决的问题（国办秘函〔2019〕19号）。",
)
DATE_REWRITTEN = Rule(
    "DAT006",
    Level.ERROR,
    "发布日期 {published} 与首次公开登记不符：{first} 公开时写的是 {told}",
    "请改回 {told}；当时就写错了的，写实际首次公开的那天，或加一行 补录: 原因",
    "文件何时公开，登记以后不能改。",
)
RELEASED_LATER = Rule(
    "DAT007",
    Level.WARNING,
    "发布日期是 {published}，实际首次公开在 {first}",
    "请写实际首次公开的日期，或加一行 补录: 原因；页面已写明首次公开的日期",
    "迟发的文件写早的日期，会误导读者。",
)
REGISTER_BROKEN = Rule(
    "DAT008",
    Level.ERROR,
    "首次公开登记的这一行{problem}",
    "登记只能由 inv register 添加；请用 git 恢复原样（git log -p -- {file}）",
    "登记的每一行都锁住前面各行，被人改过就接不上。",
)
GONE = Rule(
    "DAT009",
    Level.WARNING,
    "{gone} 曾于 {first} 公开，{now}网站上看不到了",
    "删了、移走了、误改成草稿的，请恢复原样；确要撤下的，写 状态: 撤回，另加一行 撤回说明: 原因",
    "公开过的文件悄悄消失，读者和检查的人都会发现。",
)
REASON_MISSING = Rule(
    "DAT010",
    Level.ERROR,
    "“补录”要写原因，只写“{value}”说明不了",
    "请照实写明当时为什么没有公开、哪天补上的，例如 补录: 系统迁移时遗漏，11月20日补上；不是补录的，删去这一行",
    "补录的原因显示在页面上，读者据此知道日期为什么早于实际公开的那天。",
)
