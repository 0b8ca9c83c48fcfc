"""The rules of this room. PII: personal information that may not be published."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule
from plugins.catalog.personal import Personal

SIGNED = "依法必须公开的，由另一人审查后写 个人信息审查（摘要: {digest}）"
HINT = "隐去中间几位，写作 {shown}，正文可以用 inv mask；" + SIGNED

IDENTITY = Rule(
    "PII001",
    Level.ERROR,
    "有公民身份号码 {masked}{where}",
    HINT,
    "身份号码能查到一个人的一切。公示名单时要隐去，多地政府网站因为没有隐去被通报（个人信息保护法第四条、第二十六条）。",
)
OLD_IDENTITY = Rule(
    "PII002",
    Level.ERROR,
    "有15位的身份证号码 {masked}{where}",
    HINT,
    "旧号码加上世纪和校验码就是现在的身份号码，同样要隐去。",
)
MOBILE = Rule(
    "PII003",
    Level.ERROR,
    "有手机号码 {masked}{where}",
    HINT,
    "手机号码是个人信息；公布办公电话，不公布个人的手机（个人信息保护法第四条）。",
)
LANDLINE = Rule(
    "PII004",
    Level.ERROR,
    "有家庭电话 {masked}{where}",
    "删去它，或写办公电话；" + SIGNED,
    "单位的电话应当公开，家里的电话是个人信息（个人信息保护法第四条）。",
)
CARD = Rule(
    "PII005",
    Level.ERROR,
    "有银行卡号 {masked}{where}",
    HINT,
    "金融账户是敏感个人信息（个人信息保护法第二十八条）；发放补贴的名单只写姓名和金额。",
)
PASSPORT = Rule(
    "PII006", Level.ERROR, "有护照或通行证号码 {masked}{where}", HINT, "证件号码和身份号码一样，能冒用，也能查到一个人。"
)
PLATE = Rule(
    "PII007",
    Level.ERROR,
    "有车牌号码 {masked}{where}",
    HINT,
    "由车牌能查到车主和行踪。公务车辆处置等依法公布的，由另一人审查后可以公布。",
)
ADDRESS = Rule(
    "PII008",
    Level.ERROR,
    "有家庭住址 {masked}{where}",
    "写到县（区）或乡镇为止，正文可以用 inv mask；" + SIGNED,
    "住址写到县（区）、乡镇为止；门牌、村组让人找上门去（个人信息保护法第四条）。",
)
EMAIL = Rule(
    "PII009",
    Level.WARNING,
    "有个人的电子邮箱 {masked}{where}",
    "公布单位的邮箱（如 @……gov.cn）；是单位的邮箱，不必改",
    "个人的邮箱会收到骚扰和诈骗；单位的邮箱换了人也有人看。",
)
DOUBTFUL = Rule(
    "PII010",
    Level.WARNING,
    "像是{what}：{masked}{where}",
    "请核对：是的，写作 {shown}；不是的，不必改",
    "校验码不对、没有写明是什么的号码，程序不敢断定；抄错一位的身份号码也能认出人来。",
)
LOCATED = Rule(
    "PII011",
    Level.ERROR,
    "图片里记着拍摄的地点（经纬度）",
    "Windows：右键图片—属性—详细信息—“删除属性和个人信息”；手机：先关掉相机的“地理位置”再拍",
    "入户走访的照片，经纬度就是别人的家；看图的人一点就能看到。",
)
HIDDEN = Rule(
    "PII012",
    Level.ERROR,
    "附件里看不见的地方（{part}）有{what} {masked}",
    "请在原来的软件里把它删去（隐藏的表和列、批注、修订、早先的版本），另存一份再放进来；" + SIGNED,
    "隐藏的表、列、批注、修订痕迹打开就看得到，政府网站泄露个人信息多出在这里。",
)
UNOPENABLE = Rule(
    "PII013",
    Level.ERROR,
    "附件打不开，查不了有没有个人信息：{problem}",
    "请用原来的软件打开，去掉密码，另存一份再放进来",
    "查不了的不公开；加了密码、已经损坏的附件，读者也打不开。",
)
UNCHECKED = Rule(
    "PII014",
    Level.WARNING,
    "附件里有没有个人信息没有查全：{problem}",
    "请由人看一遍；旧格式（.doc、.xls）另存为 .docx、.xlsx，压缩包解开，再放进来，就能查",
    "没有查过的要说出来，由人看一遍。",
)
REVIEW_INCOMPLETE = Rule(
    "PII015",
    Level.ERROR,
    "个人信息审查缺少{parts}",
    "照这个样子写全：个人信息审查: {{理由: ……, 摘要: {digest}, 审查人: ……, 日期: 审查当天}}，另外要有 作者",
    "留下个人信息要有另一个人负责，说得出理由，也说得出是哪些信息。",
)
REVIEWED_BY_AUTHOR = Rule(
    "PII016", Level.ERROR, "个人信息审查人与作者是同一人：{name}", "请由另一人审查", "自己放行自己等于没有审查。"
)
REVIEW_VOID = Rule(
    "PII017",
    Level.ERROR,
    "个人信息审查不再算数：审查以后，个人信息变了",
    "请审查人重新看过；同意的，改写 日期，摘要改为 {digest}",
    "审查只管当时看到的那些信息；换了一个号码、多了一个人，都要重新审查。",
)
BY_KIND = {
    Personal.IDENTITY: IDENTITY,
    Personal.OLD_IDENTITY: OLD_IDENTITY,
    Personal.MOBILE: MOBILE,
    Personal.LANDLINE: LANDLINE,
    Personal.CARD: CARD,
    Personal.PASSPORT: PASSPORT,
    Personal.PLATE: PLATE,
    Personal.ADDRESS: ADDRESS,
    Personal.EMAIL: EMAIL,
}
"""The rule that something certain breaks."""
BY_CODE = {rule.code: rule for rule in list(globals().values()) if isinstance(rule, Rule)}
