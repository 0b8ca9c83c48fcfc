"""The rules of intake: what is refused, what was left out, what a person should look at. ITK: intake."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

# What is refused.
UNKNOWN_TYPE = Rule("ITK001", Level.ERROR, "收不了{type}文件", "能收的有：{types}", "不认识的格式读不出正文，硬收会丢内容。")
TOO_LARGE = Rule("ITK002", Level.ERROR, "文件有 {size} MB，超过 {limit} MB", "请把大图片或附件分出来，再收正文")
DAMAGED = Rule("ITK003", Level.ERROR, "文件打不开：{problem}", "请用原来的软件打开，另存一份再收")
HOSTILE = Rule("ITK004", Level.ERROR, "文件不安全，没有打开：{problem}", "请查明来源；正常的公文不会这样", "压缩炸弹、外部实体和过深的嵌套会拖垮机器。")
EXHAUSTED = Rule("ITK005", Level.ERROR, "读这个文件超过了 {limit}，已停下", "请另存为纯文本再收", "一个文件只能耽误它自己，不能耽误整批。")
NO_TEXT = Rule("ITK006", Level.ERROR, "文件里没有可以收的文字", "{hint}")
TOOL_MISSING = Rule("ITK007", Level.ERROR, "收 {type} 文件要用 {tool}，这台机器没有装", "{hint}")

# How the bytes were read.
UNREADABLE_BYTES = Rule("ITK010", Level.WARNING, "有 {count} 处字节读不出来，写成了“\ufffd”：“{near}”", "请对照原件补上")
ENCODING_DOUBTFUL = Rule("ITK011", Level.WARNING, "按 {encoding} 读出，但不像通常的文字", "请看一眼是不是乱码")
ENCODING_DIFFERS = Rule("ITK012", Level.WARNING, "声明是 {declared}，实际按 {encoding} 读出", "一般不用管；有乱码再告诉技术同事")
ENCODING_CONVERTED = Rule("ITK013", Level.WARNING, "原文件是 {encoding} 编码，已转成 UTF-8", "一般不用管；有乱码再告诉技术同事")
