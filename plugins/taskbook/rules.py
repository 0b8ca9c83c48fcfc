"""The rules of this room. TSK: tasks and what is reported of them."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

UNKNOWN_UNIT = Rule(
    "TSK001",
    Level.WARNING,
    "任务的单位“{name}”不在机构名录中",
    "请核对写法{nearest}；确有这个单位的，加进门户的 vocabularies/agencies.yaml（docs/vocabularies.md）",
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
