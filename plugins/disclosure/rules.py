"""The rules of the disclosure catalog. Codes go on from DIS020; the shapes of single values have theirs in the catalog."""

from __future__ import annotations

from plugins.catalog.findings import Level, Mend, Rule

NEEDED = Rule(
    "DIS020", Level.ERROR, "缺少“{label}”", "请写上，例如 {label}: {sample}", "信息公开目录的必备要素；缺了就不能公开。"
)
NEEDED_OF_HISTORY = Rule(
    "DIS045",
    Level.WARNING,
    "老文件缺少“{label}”",
    "查到后请补上，例如 {label}: {sample}",
    "有“原载”的文件公开得早，许多早于这项要求；先公开，再补齐。",
)
REVIEW_MISSING = Rule(
    "DIS021",
    Level.ERROR,
    "没有保密审查记录",
    "先完成审查，再照实填写 保密审查: {{结论: 可以公开, 依据: ……, 审查人: 实际审查人, 日期: 审查当天}}；"
    "有审查登记簿的门户不写这一项，由审查人运行 inv review；早已公开的旧文件可不写这一项，改写 原载: {{日期: 2016-02-27}}",
    "公开前必须经过保密审查（保守国家秘密法第三十五条；政府信息公开条例第十七条）。",
)
REVIEW_INCOMPLETE = Rule(
    "DIS022",
    Level.ERROR,
    "保密审查缺少{parts}",
    "四项都要写：结论、依据、审查人、日期",
    "书面审查要能查到结论、依据、审查人和日期（保守国家秘密法第三十五条；政府信息公开条例第十七条）。",
)
REVIEWED_BY_AUTHOR = Rule(
    "DIS023", Level.ERROR, "保密审查人与作者是同一人：{name}", "请由另一人审查", "自己审查自己等于没有审查。"
)
REVIEW_REFUSES = Rule(
    "DIS024",
    Level.ERROR,
    "保密审查的结论是“{conclusion}”",
    "审查同意公开的，结论请写 可以公开 这四个字；没有同意的，加一行 状态: 草稿",
    "结论不是可以公开的，公开就是违法（政府信息公开条例第十四条、第十七条）。",
)
REVIEW_LATE = Rule(
    "DIS025",
    Level.ERROR,
    "保密审查的日期 {reviewed} 晚于发布日期 {published}",
    "请先审查、后公开",
    "公开前必须先审查；后补的审查挡不住已经公开的内容（政府信息公开条例第十七条）。",
)
UNKNOWN_AGENCY = Rule(
    "DIS026",
    Level.ERROR,
    "机构名录里没有“{name}”",
    "请写全称或名录里的简称{nearest}；新机构请加进门户的 vocabularies/agencies.yaml（docs/vocabularies.md）",
    "机构名称统一，目录才能按机构查到。",
    mend=Mend.WORDS,
)
UNKNOWN_AGENCY_HISTORY = Rule(
    "DIS027",
    Level.WARNING,
    "机构名录里没有“{name}”，按旧文件原样保留",
    "您不必改；请管理名录的人把它加进今天承接它的机构（vocabularies/agencies.yaml 的 aliases 或 predecessors）",
    "旧机构多已撤并改名，保留原样是对历史负责；加了别名，读者才能从今天的机构查到它。",
)
UNKNOWN_THEME = Rule(
    "DIS028",
    Level.ERROR,
    "没有“{name}”这个主题",
    r"写作 综合政务\政务公开 这样的两级名称{nearest}",
    "主题分类用国务院政策文件库的 22 类。",
    mend=Mend.WORDS,
)
INDEX_NUMBER_ODD = Rule(
    "DIS029",
    Level.WARNING,
    "索引号“{value}”{doubt}",
    "请核对；确是这样编的可以不改",
    "索引号由机构代码、年份和流水号组成，多数笔误在形状和校验位上看得出来。",
)
INDEX_NUMBER_FOR_CHANNELS = Rule(
    "DIS030",
    Level.ERROR,
    "要推送的文件须有索引号",
    "推送时凭索引号认文件，请补上",
    "没有索引号，同一份文件可能推送两次。",
)
NUMBER_TWICE = Rule(
    "DIS031",
    Level.ERROR,
    "{label}“{value}”与 {other} 相同",
    "一个号只能给一份文件：请查原件，哪一份写错就改哪一份；同一份文件录了两次的，删去一份",
    "索引号和文号都是唯一的。",
)
YEAR_DIFFERS = Rule(
    "DIS032",
    Level.WARNING,
    "文号的年份是 {number_year}，发文日期却在 {year} 年",
    "必有一处写错，请照原件改；先看发文日期",
    "文号的年份是发文的年份，两者不一致，多半有一处写错（党政机关公文处理工作条例第九条）。",
)
FOLDER_YEAR = Rule(
    "DIS033",
    Level.WARNING,
    "文件在 {folder} 年的文件夹里，发布日期却在 {year} 年",
    "列表按发布日期的年份，建议移动文件",
    "网址里的年份和列表里的年份不同，读者会以为是两份文件。",
)
DATES_REVERSED = Rule(
    "DIS034",
    Level.ERROR,
    "“{label}”{value} 早于{earlier_label} {earlier}",
    "两个日期必有一个写错，常见的是年份：请对照原件改正",
    "失效在施行之前的文件从未有效，一定有一处写错。",
)
BACK_DATED = Rule(
    "DIS035",
    Level.ERROR,
    "发布日期 {published} 早于发文日期 {issued}",
    "请核对；未发文不能先公开",
    "伪造发布日期是单项否决的问题（国办秘函〔2019〕19号）。",
)
EMPTY_BODY = Rule("DIS036", Level.ERROR, "没有正文", "请在第二个 --- 之后写上文件全文", "只有信息块的文件，读者点开是空的。")
NOTE_MISSING = Rule(
    "DIS037",
    Level.ERROR,
    "撤回的文件须写撤回说明",
    "例如 撤回说明: 数据有误，已于2026年3月5日重新发布",
    "撤回要说明原因，公众才知道原来看到的还算不算数。",
)
POST_TITLE_LONG = Rule(
    "DIS038", Level.ERROR, "推送标题有 {length} 字，微信以 32 字为限", "请写一个短的 推送标题", "超过字数，平台会拒收或者截断。"
)
EMBARGOED = Rule("DIS039", Level.WARNING, "到 {at} 才公开", "这是提醒，不必改", "到时自动公开；提醒是为了不让人以为已经公开。")
UNKNOWN_PREFIX = Rule(
    "DIS040",
    Level.WARNING,
    "机构名录里没有“{prefix}”这个代字",
    "请核对；确有此代字可加进名录",
    "代字代表制发机关，写错一个字就成了别的机关的文件。",
)
FIRST_PUBLISHED_EMPTY = Rule(
    "DIS041", Level.ERROR, "原载要写日期或网址", "例如 原载: {{日期: 2016-02-27}}", "原载代替保密审查，要能查到从前确实公开过。"
)
CORRECTION_INCOMPLETE = Rule(
    "DIS042",
    Level.ERROR,
    "第 {number} 条更正缺少{parts}",
    "两项都要写，例如 更正: {sample}",
    "只写日期不写内容，读者不知道改了什么；只写内容不写日期，不知道从何时起。",
)
CORRECTION_DATE = Rule(
    "DIS043",
    Level.ERROR,
    "更正的日期 {corrected} 不在发布日期 {published} 和今天 {today} 之间",
    "请写实际改正的那一天",
    "更正写明改了什么、哪天改的，读过旧文的人才知道。",
)
NOT_WITHDRAWN = Rule(
    "DIS044",
    Level.ERROR,
    "写了{label}，状态却是“{status}”，文件仍然公开",
    "要撤回的请写 状态: 撤回；不撤回的请删去{label}",
    "说要撤回却仍然公开，一定有一处写错，不能猜。",
)
WITHDRAWAL_DATE = Rule(
    "DIS047",
    Level.ERROR,
    "撤回日期 {withdrawn} 不在发布日期 {published} 和今天 {today} 之间",
    "请写实际撤回的那一天",
    "订阅的人和采集的程序凭这个日期知道文件不在了。",
)
WITHDRAWN_WHEN = Rule(
    "DIS049",
    Level.WARNING,
    "撤回的文件没有写撤回日期，订阅的人不知道它不在了",
    "请写实际撤回的那一天，如 撤回日期: {today}；有审查登记簿的，写上以后请重新审查",
    "订阅和采集的程序凭撤回日期删去旧文（RFC 6721）；没有这个日期，撤下的内容在别处照样看得到。",
)
