"""The rules about single values, addresses and references. DIS: the disclosure block, ADR: addresses, REF: references."""

from __future__ import annotations

from plugins.catalog.findings import Level, Mend, Rule

TEXT_EXPECTED = Rule(
    "DIS001",
    Level.ERROR,
    "“{label}”应是一行文字，却是{shape}",
    "写成一行，例如 {label}: {sample}；文字里有冒号、方括号的，前后加引号",
    "值的形状错了，就读不出它的意思。",
)
NOT_A_DATE = Rule(
    "DIS002",
    Level.ERROR,
    "“{label}”不是日期：“{value}”",
    "写作 2026-02-27 或 2026年2月27日",
    "发文、发布、施行、失效日期决定文件何时公开、何时有效，读不出就不能发布。",
    mend=Mend.WORDS,
)
NOT_A_TIME = Rule(
    "DIS003",
    Level.ERROR,
    "“{label}”不是日期或时刻：“{value}”",
    "写作 2026-03-01 或 2026-03-01 09:00（北京时间）",
    "发布时刻决定文件何时公开。",
    mend=Mend.WORDS,
)
NOT_A_FLAG = Rule(
    "DIS004",
    Level.ERROR,
    "“{label}”只能是 是 或 否，却是“{value}”",
    "例如 {label}: 是",
    "是与否决定要不要配解读、列不列入规范性文件目录，猜错了就是错公开。",
    mend=Mend.WORDS,
)
NOT_A_TERM = Rule(
    "DIS005",
    Level.ERROR,
    "“{label}”没有“{value}”这一项",
    "可选：{choices}",
    "这些词是固定的，各门户一致，读者和机器才能按它们筛选。",
    mend=Mend.WORDS,
)
UNKNOWN_KEY = Rule(
    "DIS006", Level.ERROR, "没有“{key}”这个字段", "{nearest}", "拼错的字段会悄悄丢掉它的内容，所以一律指出。", mend=Mend.WORDS
)
KEY_TWICE = Rule(
    "DIS007",
    Level.ERROR,
    "“{label}”写了两次（“{key}”是它的别名）",
    "请删去一行；两处写得不同的，先核对哪处对",
    "同一项写了两个值，程序不能替人选。",
)
TOO_MANY = Rule(
    "DIS048",
    Level.ERROR,
    "“{label}”有 {count} 个值，超过 {most} 个的上限",
    "请核对是不是粘贴错了；真有这么多的，分成几份文件，或作为附件",
    "没有一份公文会有这么多；每一个都要查对，一份文件不能拖住整个网站。",
)
NOT_FOR_KIND = Rule(
    "DIS008",
    Level.ERROR,
    "{kind}不用“{label}”这个字段",
    "删去这一行；文件放错了文件夹的，移到该放的文件夹",
    "不同类别的文件公开的要素不同；放错了的要素不会显示，等于丢失。",
)
PARTS_EXPECTED = Rule(
    "DIS009", Level.ERROR, "“{label}”要分项写：{parts}", "例如 {label}: {sample}", "合写成一句，读不出谁审查、何时审查。"
)
BAD_DOCUMENT_NUMBER = Rule(
    "DIS012",
    Level.ERROR,
    "文号格式不符：“{value}”",
    "{mend}",
    "发文字号由机关代字、六角括号中的四位年份和发文顺序号组成（GB/T 9704—2012 7.2.5；《党政机关公文处理工作条例》第九条）。",
    mend=Mend.WORDS,
)
LIST_EXPECTED = Rule(
    "DIS013", Level.ERROR, "“{label}”应是一项或几项文字", "例如 {label}: {sample}", "分成一项一项，才能逐项检索。"
)
PATH_EXPECTED = Rule(
    "DIS014",
    Level.ERROR,
    "“{label}”里的“{value}”不是 content/ 之下的路径",
    "写作从 content/ 起的路径，如 media/2026/form.docx",
    "content/ 以外的文件永远不会公开。",
    mend=Mend.WORDS,
)
NOT_A_NUMBER = Rule(
    "DIS046", Level.ERROR, "“{label}”不是整数：“{value}”", "例如 {label}: {sample}", "读不出的数会悄悄丢掉，期号就接不上。"
)

NOT_ASCII = Rule(
    "ADR001",
    Level.ERROR,
    "文件名“{name}”不能成为网址，又没有索引号可用",
    "请用字母、数字和连字符重新命名，如 2026-012.md，或填写索引号",
    "网址只用 ASCII，便于转发、抄写和保存。",
)
RESERVED = Rule(
    "ADR002",
    Level.ERROR,
    "网址 {address} 为门户所用，文件不能占用",
    "请改用别的文件名",
    "门户自己的页面在这些网址上；文件占了，首页、目录或订阅就没有了。",
)
UNKNOWN_FOLDER = Rule(
    "ADR003",
    Level.ERROR,
    "“{folder}”不是门户的栏目文件夹",
    "请放入 {folders} 之一",
    "第一层文件夹说明是哪一类文件；放在别处，谁也不知道该怎样公开它。",
)
YEAR_EXPECTED = Rule(
    "ADR004",
    Level.ERROR,
    "{kind}要放在年份文件夹里",
    "请移到 {folder}/{year}/ 之下",
    "列表和网址都按年份排；没有年份，读者在列表里找不到它。",
)
ADDRESS_TWICE = Rule(
    "ADR005", Level.ERROR, "网址 {address} 与 {other} 相同", "请给其中一个文件改名", "两份文件不能共用一个网址。"
)

FORMER_BEYOND = Rule(
    "ADR006",
    Level.WARNING,
    "旧址“{value}”没有静态网页可以跳转，要靠服务器上的跳转表；这样的旧址共 {count} 个",
    "文件不必改；请运维用 inv redirects 写出跳转表，装在服务器上（docs/operators.md）",
    "老链接要继续能用；静态网页只能放在以 .html、.htm、.shtml 或 / 结尾、不带问号、只有 ASCII 字符的路径上，其余由服务器跳转。",
)
FORMER_TWICE = Rule(
    "ADR007",
    Level.ERROR,
    "旧址 {address} 已为 {other} 所用",
    "请查明老链接原来是哪一份文件，在另一份里删去这个旧址",
    "老链接要带到唯一的新址。",
)
FORMER_ODD = Rule(
    "ADR008",
    Level.WARNING,
    "旧址“{value}”不能跳转",
    "写作 /show.asp?id=12 或 http://www.old.gov.cn/zwgk/t1.html；/manifest/、/feeds/ 等不能用",
    "不是网址的，太长的，浏览器不发给服务器的（# 之后的部分），服务器无从跳转；门户自己要用的，不能带到别处。",
)

NO_TARGET = Rule(
    "REF001",
    Level.ERROR,
    "“{label}”指向的“{reference}”不在目录中",
    "请核对文号、索引号或文件路径{nearest}",
    "政策、解读、回应要能互相找到。",
    mend=Mend.WORDS,
)
WRONG_KIND = Rule(
    "REF002",
    Level.ERROR,
    "“{label}”应指向{expected}，而“{reference}”是{kind}",
    "请改写这一行的“{label}”：写{expected}的文号或路径；没有这样的文件的，删去这一行",
    "关系写错了对象，页面上会出现说不通的关联。",
)
AMBIGUOUS = Rule(
    "REF003",
    Level.ERROR,
    "“{label}”的“{reference}”有多份文件：{paths}",
    "请改用文件路径来指明",
    "一个号对上了几份文件，不能替人选。",
)
SELF_REFERENCE = Rule(
    "REF004",
    Level.ERROR,
    "“{label}”指向了文件自己",
    "请改为所指的那份文件的文号或路径；没有的，删去这一行",
    "文件不能解读、废止或依据它自己。",
)
NOT_RELEASED = Rule(
    "REF005",
    Level.WARNING,
    "“{label}”指向的“{reference}”尚未公开，关系暂不显示",
    "对方公开之后，关系自动出现",
    "对方还没公开，先说出来就泄露了它。",
)
UNKNOWN_YEAR = Rule(
    "DAT003",
    Level.WARNING,
    "不知道{year}年的放假和调休安排，有 {count} 份文件算不出{what}期限",
    "请照国务院办公厅的放假通知，在 {file} 的 years 下面写 {year}: "
    "{{holidays: [{year}-10-01/{year}-10-07], workdays: [{year}-10-10]}}",
    "公开的20个工作日、解读的3个工作日，都要除去节假日、算上调休的上班日；没有依据就不推算。",
)
