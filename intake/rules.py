"""The rules of intake: what is refused, what was left out, what a person should look at. ITK: intake."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule
from plugins.catalog.opening.rules import DAMAGED as DAMAGED
from plugins.catalog.opening.rules import ENCRYPTED as ENCRYPTED
from plugins.catalog.opening.rules import EXHAUSTED as EXHAUSTED
from plugins.catalog.opening.rules import HOSTILE as HOSTILE
from plugins.catalog.opening.rules import MISNAMED as MISNAMED
from plugins.catalog.opening.rules import TOO_LARGE as TOO_LARGE

# What is refused.
UNKNOWN_TYPE = Rule("ITK001", Level.ERROR, "收不了{type}文件", "能收的有：{types}", "不认识的格式读不出正文，硬收会丢内容。")
NO_TEXT = Rule("ITK006", Level.ERROR, "文件里没有可以收的文字", "{hint}")
TOO_LONG = Rule("ITK008", Level.ERROR, "文字有 {size} MB，一份文件最多 {limit} MB", "请分成几份再收")
TOOL_MISSING = Rule("ITK007", Level.ERROR, "收 {type} 文件要用 {tool}，这台机器没有装", "{hint}")
STUMBLED = Rule("ITK009", Level.ERROR, "程序没能读懂这份文件", "请把它发给技术同事；逐件的结果（--report）里有技术细节")

# How the bytes were read.
UNREADABLE_BYTES = Rule("ITK010", Level.WARNING, "有 {count} 处字节读不出来，写成了“\ufffd”：“{near}”", "请对照原件补上")
ENCODING_DOUBTFUL = Rule("ITK011", Level.WARNING, "按 {encoding} 读出，但不像通常的文字", "请看一眼是不是乱码")
ENCODING_DIFFERS = Rule("ITK012", Level.WARNING, "声明是 {declared}，实际按 {encoding} 读出", "一般不用管；有乱码再告诉技术同事")
ENCODING_CONVERTED = Rule("ITK013", Level.WARNING, "原文件是 {encoding} 编码，已转成 UTF-8", "一般不用管；有乱码再告诉技术同事")

# Word, sheets, PDF: what is refused.
SCANNED = Rule(
    "ITK022",
    Level.ERROR,
    "PDF 里只有扫描的图片，没有文字（{pages} 页）",
    "请找原来的 Word 文件来收；找不到的，先做文字识别（OCR）并人工校对",
)
MACROS_REFUSED = Rule(
    "ITK023", Level.ERROR, "“{name}”带有宏，不能作为附件公开", "请用原来的软件另存为不带宏的格式（如 .docx、.xlsx）"
)

# Word: what was left out, what to look at.
ACTIVE_LEFT_OUT = Rule("ITK024", Level.WARNING, "文件里有{what}，没有打开，也没有收入", "请确认正文不靠它也完整")
EXTERNAL_LEFT_OUT = Rule("ITK025", Level.WARNING, "文件引用了外面的{what}“{target}”，没有去取", "需要的内容请另外收入")
REVISIONS = Rule(
    "ITK026",
    Level.WARNING,
    "文件有修订痕迹：插入 {inserted} 处、删除 {deleted} 处，按全部接受收入",
    "请对照定稿核对；修订没有定的不要公开",
)
COMMENTS = Rule("ITK027", Level.WARNING, "文件有 {count} 条批注，没有收入", "请确认批注里的意见已经处理")
HIDDEN_TEXT = Rule(
    "ITK028", Level.WARNING, "文件有 {count} 处隐藏文字，没有收入", "打开显示编辑标记可以看到；应当公开的请取消隐藏再收"
)
MARGINS = Rule("ITK029", Level.WARNING, "{place}“{text}”没有收入", "其中有正文内容的，请补进正文")
NOTES = Rule("ITK030", Level.WARNING, "{count} 条脚注或尾注放在文末，文中标作 [1]、[2]……", "请看位置是否合适")
PICTURE_LEFT_OUT = Rule("ITK031", Level.WARNING, "第 {number} 张图片{problem}，没有收入", "请截图或另存为 PNG，插回原处")
FORMULA = Rule("ITK032", Level.WARNING, "公式按一行字符写成“{text}”", "请对照原文核对分数、上下标和根号")
DRAWING_LEFT_OUT = Rule("ITK033", Level.WARNING, "文中的{what}没有收入", "请截图为 PNG，插回原处，并写好说明文字")
LINK_LEFT_OUT = Rule("ITK034", Level.WARNING, "链接“{target}”不是网址，只留下文字", "需要的请改成网址或附件")
STRUCK = Rule("ITK035", Level.WARNING, "“{text}”加了删除线，文字收入，线没有留下", "已经删去的文字请从正文拿掉")
UNKNOWN_NUMBERING = Rule("ITK036", Level.WARNING, "自动编号的格式“{format}”不认识，按 1、2、3 写出", "请对照原文改编号")
SYMBOL_LEFT_OUT = Rule("ITK037", Level.WARNING, "{font} 字体的特殊符号没有收入", "请对照原文补上，如 √、☑、→")

# Sheets.
SHEET_LEFT_OUT = Rule("ITK038", Level.WARNING, "工作表“{sheet}”{why}，没有收入", "应当公开的请取消隐藏再收")
CELLS_LEFT_OUT = Rule("ITK039", Level.WARNING, "工作表“{sheet}”隐藏了{what}，没有收入", "应当公开的请取消隐藏再收")
CELL_COMMENTS = Rule("ITK040", Level.WARNING, "工作表“{sheet}”有 {count} 条批注，没有收入", "请确认批注里的意见已经处理")
NO_RESULT = Rule(
    "ITK041", Level.WARNING, "工作表“{sheet}”的 {cells} 只有公式没有结果，留空", "请用表格软件打开，重新计算并保存后再收"
)
CELL_ERROR = Rule("ITK042", Level.WARNING, "工作表“{sheet}”的 {cell} 是错误值“{value}”", "请改好原表再收")
CELL_PRECISION = Rule("ITK043", Level.WARNING, "工作表“{sheet}”的 {cells} 格式“{format}”不认识，照数值写出", "请对照原表核对")

# PDF.
PARAGRAPHS_GUESSED = Rule(
    "ITK044",
    Level.WARNING,
    "PDF 只有一行行的文字，段落是猜的",
    "请逐段对照原文；有 Word 文件的最好改收 Word",
)
PAGE_WITHOUT_TEXT = Rule("ITK045", Level.WARNING, "PDF 第 {pages} 页没有文字，可能是图片", "请对照原文补上")
PDF_PICTURES = Rule(
    "ITK046", Level.WARNING, "PDF 里的图片没有收入（第 {pages} 页）", "需要的请截图为 PNG，插回原处，并写好说明文字"
)
RUNNING_HEADS = Rule("ITK047", Level.WARNING, "每页重复的“{text}”当作页眉页脚，没有收入", "其中有正文内容的，请补进正文")
TABLE_TOO_LARGE = Rule(
    "ITK049", Level.ERROR, "表格太大：{what}，最多 {limit} 个", "大表请作为附件公开，正文里写明它是什么、到哪一天"
)
TABLE_GUESSED = Rule("ITK048", Level.WARNING, "PDF 第 {pages} 页像有表格，没有按表格收入", "请对照原文，把表格另外做出来")

# What was left out of a page, and where its text was looked for.
LEFT_OUT = Rule("ITK050", Level.WARNING, "没有写入：{what}", "它们不是文件的内容；不对的话请对照原页面补上")
STRAY_TEXT = Rule("ITK051", Level.WARNING, "正文之外还有 {count} 字像正文的文字：“{sample}……”", "请对照原页面，看要不要补上")
PLACE_INFERRED = Rule("ITK052", Level.WARNING, "正文的位置是推断的", "请对照原页面看首尾有没有多出或缺少")
STRUCK_KEPT = Rule("ITK056", Level.WARNING, "“{text}”{more}加了删除线，连线一起收入", "请对照原页面；已经删去的文字请从正文拿掉")
EMBEDDED = Rule("ITK054", Level.WARNING, "页面里嵌有{what}，没有收下", "请另行下载，作为附件加进来")

# What the fields say.
CONTRADICTION = Rule(
    "ITK060", Level.WARNING, "“{label}”说法不一：{first}是“{value}”，{second}是“{other}”；取了前者", "请核对原件"
)
VALUE_ODD = Rule("ITK061", Level.WARNING, "“{label}”读不懂：“{value}”（{origin}），没有写入", "请核对原件后补上")
FOREIGN_LABELS = Rule("ITK062", Level.WARNING, "门户没有这些项，没有写入：{labels}", "有用的内容请写进合适的字段")
DERIVED_LABEL = Rule("ITK063", Level.WARNING, "“{name}：{value}”没有写入：有效性由门户自己推算", "请核对施行日期、有效期至和废止")
PUBLISHED_BORROWED = Rule("ITK064", Level.WARNING, "没有发布日期，暂取发文日期 {day}", "请核对")
REVIEW_UNKNOWN = Rule("ITK065", Level.WARNING, "当年的保密审查无从得知，以“原载”代替", "请核对“原载”的日期和网址")
LACKING = Rule("ITK066", Level.WARNING, "看不出{labels}，先存为草稿", "补齐后删去“状态: 草稿”这一行")
NEW_DRAFT = Rule(
    "ITK067",
    Level.WARNING,
    "这是一份新文件，先存为草稿：{labels}要由人填写",
    "写法见 docs/editors.md；补齐后删去“状态: 草稿”这一行",
)
TITLE_FROM_NAME = Rule("ITK068", Level.WARNING, "没有找到标题，“名称”暂取文件名“{name}”", "请改成正式标题")
NOT_FOR_KIND = Rule("ITK069", Level.WARNING, "{kind}不用“{label}”这个字段，没有写入：“{value}”", "要保留的话请写进正文")
NO_BODY = Rule("ITK071", Level.WARNING, "没有正文", "请补上正文，或把附件写在“附件”里")

# What comes along with a source.
FILE_MISSING = Rule("ITK080", Level.WARNING, "旁边没有这些图片或附件：{names}", "请从老网站下载，放进 media/ 再链接")
LINK_LOST = Rule(
    "ITK085", Level.WARNING, "这些链接不知道指向哪里，只留下文字：{names}", "用 --site 写明老网站的网址再收，或补上完整网址"
)
FILE_REFUSED = Rule("ITK081", Level.WARNING, "没有带上“{name}”：{problem}", "请查明来源；需要时换一种格式再加进来")
PROPERTIES_REMOVED = Rule("ITK083", Level.WARNING, "附件“{name}”里的{what}已经去掉", "内容没有变；不用再做什么")
PROPERTIES_KEPT = Rule(
    "ITK084",
    Level.WARNING,
    "附件“{name}”是旧格式，里面的作者、单位没有去掉",
    "用 Office 打开，在“文件—信息—检查文档”里去掉，或另存为新格式",
)
NO_DESCRIPTION = Rule("ITK082", Level.WARNING, "{count} 幅图没有说明", "请在方括号里用一句话说清图上有什么")
FURNITURE_LEFT_OUT = Rule("ITK055", Level.WARNING, "没有写入“{what}”", "它像页面上的字，不像文件的内容；不对的话请补上")
LACKING_HISTORY = Rule("ITK072", Level.WARNING, "看不出{labels}", "老文件可以先这样公开，查到后补上")
TOO_EARLY = Rule(
    "ITK075", Level.WARNING, "发布日期 {published} 早于发文日期 {issued}，先存为草稿", "请核对原件，改正后删去“状态: 草稿”"
)
NO_NUMBER = Rule("ITK074", Level.WARNING, "没有看到文号", "有的话请补上；通告、讲话一类本来没有，就不用管")
WEAKLY_TOLD = Rule("ITK073", Level.WARNING, "“{label}”是从{origin}推断的：“{value}”", "请核对原件")

# Where a document is written.
NUMBER_TAKEN = Rule(
    "ITK090", Level.ERROR, "索引号 {number} 已经用于 {other}：“{title}”", "请查明哪一个写错了；索引号一经使用不能再用"
)
NUMBER_SHARED = Rule(
    "ITK092",
    Level.WARNING,
    "文号 {number} 已经用于 {other}，先存为草稿",
    "是同一文件的另一版本，就留现行的一份；写错了就改文号，再删去“状态: 草稿”",
)
OTHER_TEXT = Rule(
    "ITK093",
    Level.WARNING,
    "与 {other} 的{what}相同，正文不同，先存为草稿",
    "是同一文件的另一页或新版本，就合为一份；是另一份文件，就删去“状态: 草稿”这一行",
)
ADDRESS_SHARED = Rule(
    "ITK094",
    Level.WARNING,
    "旧址 {address} 与 {other} 的相同，没有写入",
    "一个旧址只能属于一份文件；老网站常给许多页写同一个地址，请核对",
)
CANNOT_WRITE = Rule("ITK091", Level.ERROR, "写不下来：{problem}", "请检查文件夹的权限和磁盘空间")
