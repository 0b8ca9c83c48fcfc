"""The rules about files and texts. SRC: sources, LNK: links inside the content."""

from __future__ import annotations

from plugins.catalog.findings import Level, Mend, Rule

ENCODING = Rule(
    "SRC001",
    Level.ERROR,
    "文件不是 UTF-8 编码，像是 {encoding}",
    "请用编辑器另存为 UTF-8；Windows 记事本的“ANSI”就是 GB18030",
    "编码认错了，整份文件都会变成乱码。",
    mend=Mend.ENCODING,
)
UNREADABLE = Rule(
    "SRC002",
    Level.ERROR,
    "文件不是文字：第 {offset} 字节不属于任何常用编码",
    "请确认这是 Markdown 文本文件",
    "不是文字的文件读不出信息块和正文。",
)
CONTROL = Rule(
    "SRC003",
    Level.ERROR,
    "有看不见的控制字符 {character}",
    "多半是从 Word 或 PDF 粘贴来的，请删去",
    "控制字符会让订阅源失效，双向控制符能让读到的文字与真实内容不同。",
    mend=Mend.WORDS,
)
NO_BLOCK = Rule(
    "SRC004",
    Level.ERROR,
    "文件开头没有以 --- 起止的信息块",
    "第一行写 ---，接着逐行写 名称、发布机构、发布日期 等项，再以 --- 结束；可照同一文件夹里另一份文件的开头写",
    "没有信息块，就没有名称、机构和日期，不能进入目录。",
    mend=Mend.WORDS,
)
BLOCK_OPEN = Rule(
    "SRC005",
    Level.ERROR,
    "信息块没有结束",
    "在信息块之后单独写一行 ---",
    "不知道信息块到哪里为止，正文会被当成字段。",
    mend=Mend.WORDS,
)
YAML = Rule("SRC006", Level.ERROR, "信息块从这里起读不下去", "{hint}", "从出错的地方起，后面的字段都读不到，不能当作没有写。")
FULL_WIDTH_COLON = Rule(
    "SRC007",
    Level.ERROR,
    "“{key}”后面是全角冒号",
    "改为半角冒号加空格，如 {key}: {value}",
    "全角冒号不能分开名称和值。",
    mend=Mend.WORDS,
)
COLON_IN_VALUE = Rule(
    "SRC008",
    Level.ERROR,
    "“{key}”的值里有半角冒号加空格",
    "把“{key}:”后面文字里的那个冒号改成中文的：，或者给整段文字前后加上英文引号，如 {key}: '{value}'",
    "半角冒号加空格是分开名称和值的记号，值里再有一个，就分不清哪里是值。",
    mend=Mend.WORDS,
)
YAML_FEATURE = Rule(
    "SRC009",
    Level.ERROR,
    "信息块里不能用{feature}",
    "请直接写出值；以 & * ! 开头的值要加引号",
    "别名、锚点和标签能让一个小文件展开成极大的内容，也让人看不出实际的值。",
)
KEY_TWICE = Rule("SRC010", Level.ERROR, "“{key}”写了两次", "只保留一处", "同一项写了两个值，程序不能替人选。", mend=Mend.WORDS)
TOO_LARGE = Rule(
    "SRC011",
    Level.ERROR,
    "文件有 {size}，超过 {limit} 的上限",
    "请分成几份，或把大表格作为附件",
    "过大的网页在手机上打不开，也拖慢整个门户的生成。",
)
TOO_SLOW = Rule(
    "SRC012",
    Level.ERROR,
    "{seconds} 秒之内没有读完",
    "请检查是否有大量重复的符号或层层嵌套",
    "个别文本会使 Markdown 的解析没有尽头；一份文件不能拖住整个网站。",
)
TOO_DEEP = Rule(
    "SRC013", Level.ERROR, "嵌套太深", "请减少列表、引用或信息块的层次", "嵌套太深的内容读起来会耗尽内存，页面上也显示不出来。"
)
SYMLINK = Rule(
    "SRC014", Level.ERROR, "这是一个符号链接，不会跟随", "请放入文件本身", "符号链接能把 content/ 以外的文件带到网上。"
)
NOT_A_FILE = Rule("SRC015", Level.ERROR, "这不是普通文件", "请移走它", "管道、套接字、设备不是文件，读它会一直等下去。")
CRASHED = Rule(
    "SRC016",
    Level.ERROR,
    "读取时出错：{problem}",
    "请检查文件末尾的改动；仍不能解决时把这份文件交给维护人员",
    "一份文件出错不能使别的文件消失，所以指名道姓说出来。",
)
UNSAFE = Rule(
    "SRC017",
    Level.WARNING,
    "正文里有 {what}，公开时不会显示",
    "请从这一行删去它；脚本、样式、表单、嵌入框架都不会公开",
    "页面上只留安全的内容（threat T1）。",
)
UNUSED = Rule(
    "SRC018",
    Level.WARNING,
    "没有文件引用它，不会公开",
    "请在 附件 或正文里引用，或删去它",
    "只公开被引用的文件，误放进来的就不会泄露。",
)
OUTSIDE = Rule(
    "LNK001",
    Level.ERROR,
    "链接“{target}”指到了 content/ 之外",
    "只能链接 content/ 之内的文件",
    "content/ 以外的文件永远不会公开。",
)
MISSING = Rule(
    "LNK002",
    Level.ERROR,
    "链接“{target}”找不到对应的文件",
    "路径从本文件所在的文件夹写起，如 ../2026/012.md、../../media/2026/form.docx{nearest}",
    "读者点开是“找不到页面”；断链是政府网站检查的扣分项（国办秘函〔2019〕19号）。",
)
TO_UNRELEASED = Rule(
    "LNK003",
    Level.WARNING,
    "链接“{target}”指向尚未公开的文件，暂不成为链接",
    "对方公开之后自动恢复",
    "链接会透露尚未公开的文件，所以先不成为链接。",
)
NO_ATTACHMENT = Rule(
    "LNK004",
    Level.ERROR,
    "附件“{target}”不存在",
    "写作从 content/ 起的路径，如 media/2026/form.docx{nearest}",
    "附件是文件的组成部分，缺了就是没有全文公开。",
    mend=Mend.WORDS,
)
NOT_PUBLISHABLE = Rule(
    "SRC019",
    Level.ERROR,
    "{suffix} 文件不能公开",
    "附件请用 PDF、OFD、Office、CSV 或图片；图片请用 PNG 或 JPEG",
    "网页、脚本和 SVG 会在读者的浏览器里执行（threat T1）。",
)
MISNAMED = Rule(
    "SRC020",
    Level.ERROR,
    "像是一份文件，名字却以 {suffix} 结尾",
    "请先在资源管理器的“查看”里勾选“文件扩展名”，再把它改名为 {name}",
    "只有以 .md 结尾的才会当作文件来读，否则它不会出现在网站上。",
    mend=Mend.NAME,
)
NO_SPACE = Rule(
    "SRC021", Level.ERROR, "“{key}”的冒号后面没有空格", "写作 {key}: {value}", "没有空格，这一行就不成一项。", mend=Mend.WORDS
)
RUN_TOGETHER = Rule(
    "SRC022",
    Level.WARNING,
    "这一行与上一行之间没有空行，会连成一段",
    "两段之间空一行；本来就是一段的，请接在上一行后面",
    "从 Word 粘贴来的文字常常一段一行，不空行就会全部连在一起。",
)
NO_DESCRIPTION = Rule(
    "SRC023",
    Level.WARNING,
    "图片“{target}”没有说明",
    "在方括号里用一句话写出图上的内容，如 ![办理流程图：申请、受理、审查、领证](…)",
    "看不见图的人靠这句话知道图上有什么（无障碍环境建设法第三十二条）。",
)
WIDE_BRACKETS = Rule(
    "SRC024",
    Level.WARNING,
    "链接或图片用了全角括号，不会生效",
    "方括号后面改用半角圆括号，如 [文字](x.md)",
    "全角括号不是 Markdown 的记号，读者只看到一串文字，点不开。",
    mend=Mend.WORDS,
)
TOO_HUNGRY = Rule(
    "SRC025",
    Level.ERROR,
    "读它要用的内存超过 {limit}",
    "请检查是否有大量重复的符号或层层嵌套；正常的长文请分成几份",
    "个别文本会使解析用尽内存；一份文件不能拖垮整个网站。",
)
FOREIGN_PICTURE = Rule(
    "LNK005",
    Level.ERROR,
    "图片“{target}”不在 content/ 里，不会显示",
    "请把图片放进 content/media/年份/，再从本文件所在的文件夹写起，如 ../../media/2026/图片名.png",
    "别处的图片会变、会消失，也会让别处知道谁在看；本站的内容安全策略不显示它。",
)
CUT_BY_REMARK = Rule(
    "SRC026",
    Level.WARNING,
    "“{key}”的值到 # 为止，后面的“{lost}”不会公开",
    "是值的一部分，就给整个值加上引号，如 {key}: '{value}'；是写给自己看的，请另起一行",
    "空格加 # 之后在信息块里是说明，不是值；值里丢了几个字，没有人看得出来。",
)
NAME = Rule(
    "SRC027",
    Level.ERROR,
    "文件或文件夹的名字里有看不见的字符，或者不是 UTF-8 编码",
    "请重新起名；从旧压缩包里解出来的，请换一个认得中文的解压程序再解一次",
    "看不见的字符能让读到的名字与真的不同；不是 UTF-8 的名字，网址、压缩包和别的电脑都认不出。",
)
LONG_PATH = Rule(
    "SRC028",
    Level.ERROR,
    "文件夹的路径有 {size} 字节，超过 {limit} 的上限，里面的文件没有读",
    "请少套几层，或把文件夹的名字写短",
    "路径太长，别的系统拿不走、存不下；套得没有尽头的文件夹会拖住整个网站。",
)
DISGUISED = Rule(
    "SRC029",
    Level.ERROR,
    "名字以 {suffix} 结尾，内容却是{what}",
    "请用做它的程序打开，另存为真正的 {suffix}；来历不明的，请删去",
    "名不副实的文件能把网页和程序当作附件带给读者；不少系统导出的“.xls”其实是网页。",
)
HUGE_PICTURE = Rule(
    "SRC030",
    Level.ERROR,
    "图片有 {width}×{height} 像素，超过 {limit} 万像素的上限",
    "请缩小后再放进来；整页扫描件用 300 dpi 就够",
    "打开一张图要用的内存由像素定，不由文件大小定：几百 KB 的文件也能使读者的手机没有反应。",
)
