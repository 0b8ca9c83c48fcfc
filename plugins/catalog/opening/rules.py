"""Why a file of others is not opened. ITK: intake, which has these rules from here."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

TOO_LARGE = Rule("ITK002", Level.ERROR, "文件有 {size} MB，超过 {limit} MB", "请把大图片或附件分出来，再收正文")
DAMAGED = Rule("ITK003", Level.ERROR, "文件打不开：{problem}", "请用原来的软件打开，另存一份再收")
HOSTILE = Rule(
    "ITK004",
    Level.ERROR,
    "文件不安全，没有打开：{problem}",
    "请查明来源；正常的公文不会这样",
    "压缩炸弹、外部实体和过深的嵌套会拖垮机器。",
)
EXHAUSTED = Rule(
    "ITK005", Level.ERROR, "读这个文件超过了 {limit}，已停下", "请另存为纯文本再收", "一个文件只能耽误它自己，不能耽误整批。"
)
ENCRYPTED = Rule("ITK020", Level.ERROR, "文件加了密码，打不开", "请在原来的软件里取消密码，另存一份再收")
MISNAMED = Rule("ITK021", Level.ERROR, "扩展名是 {suffix}，里面其实是{type}", "请把扩展名改成 {right} 再收，或用原来的软件另存")
