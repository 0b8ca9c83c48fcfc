"""The rules of this room. TSK: tasks and what is reported of them."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

UNKNOWN_UNIT = Rule(
    "TSK001",
    Level.WARNING,
    "任务的单位“{name}”不在机构名录中",
    "请核对写法{nearest}，几个单位之间用顿号隔开；确有这个单位的，加进门户的 vocabularies/agencies.yaml（docs/vocabularies.md）",
    "任务按单位汇总；一个单位写成两样，它的任务就分在两处。",
)
UNASSIGNED = Rule(
    "TSK002",
    Level.WARNING,
    "任务{number}“{title}”没有写责任单位，它前后的任务都写了",
    "请在这一项的末尾补上（责任单位：……）；这一项不是任务的，可以不管",
    "没有单位的任务没有人做，也进不了任务表。",
)
NO_SUCH_TASK = Rule(
    "TSK003",
    Level.ERROR,
    "第{count}条进展的任务“{task}”在“{title}”里找不到",
    "这份文件的任务有：{known}",
    "写错了任务，进展就记在别的任务上，或者丢失。",
)
NO_TASKS = Rule(
    "TSK004",
    Level.ERROR,
    "第{count}条进展所指的“{title}”里没有任务",
    "任务要在那份文件的正文里用（责任单位：……）标明，写在每一项的末尾；请核对文号",
    "没有任务的文件，说不出哪一项有了进展。",
)
INCOMPLETE = Rule(
    "TSK005",
    Level.ERROR,
    "第{count}条进展缺少{parts}",
    "写作 进展: {sample}",
    "哪份文件、哪一项、到哪一步、哪一天的情况，缺一样就汇总不了。",
)
IN_FUTURE = Rule(
    "TSK006",
    Level.ERROR,
    "第{count}条进展的日期 {on} 晚于 {latest}",
    "日期写情况截至的那一天，不能晚于发布日期",
    "还没有到的日子，不会已经有进展。",
)
OVERDUE = Rule(
    "TSK007",
    Level.WARNING,
    "{count}项任务过了完成时限，没有写进展：{tasks}",
    "有进展的，在报告它的动态、年报或通报里写 进展: [{{文件: {reference}, 任务: {task}, 状态: 已完成, 日期: …, 说明: …}}]",
    "部署了不说结果，公众无从知道落实没有（执行公开、结果公开）。",
)
TOO_EARLY = Rule(
    "TSK008",
    Level.ERROR,
    "第{count}条进展的日期 {on} 早于“{title}”的发文日期 {issued}",
    "日期写情况截至的那一天，请核对年份；文件印发以前就做完的，写印发的那一天",
    "文件还没有印发，它的任务不会已经有进展。",
)
SEVERAL_TASKS = Rule(
    "TSK009",
    Level.ERROR,
    "第{count}条进展的任务“{task}”在“{title}”里有几项",
    "请写全：{candidates}",
    "说不清是哪一项，进展就哪一项也记不上。",
)
GONE_BACK = Rule(
    "TSK010",
    Level.WARNING,
    "第{count}条进展：任务“{task}”{on} {state}，{source}却已经报告它 {before} 已完成",
    "请核对任务、状态和日期；完成之后确实要重新做的，在说明里写清楚，这条提醒可以不管",
    "网页以日期最近的为准：完成了的任务会变回没有完成。",
)
TWO_STATES = Rule(
    "TSK011",
    Level.WARNING,
    "第{count}条进展：任务“{task}”{on} {state}，{source}却说它同一天{other}",
    "请核对任务、状态和日期，同一天只留一种说法；现在网页以这一条为准",
    "同一项任务在同一天不会有两种状态。",
)
TASKS_IN_TABLE = Rule(
    "TSK012",
    Level.WARNING,
    "正文的表格列了任务和“{heading}”，表格里的任务不会进任务表",
    "要列成任务表、按单位汇总的，在正文每一项的末尾写（责任单位：……）；只要表格的，可以不管",
    "任务取自正文里写明单位的括号；表格的样子各不相同，不从表格里取。",
)
