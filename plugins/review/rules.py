"""The rules of this room. REV: the secrecy review, and marks of secrecy."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

NOT_SIGNED = Rule(
    "REV001",
    Level.ERROR,
    "审查登记簿里没有这份文件",
    "信息块里写的不算数：审查同意公开的，由审查人运行 inv review {folder}/{document} 登记，连同 {file} 一起提交；"
    "还没有审查的，加一行 状态: 草稿",
    "有审查登记簿的门户以登记为准：登记锁住审查时的每一个字，改信息块伪造不了（保守国家秘密法第三十五条）。",
)
CHANGED = Rule(
    "REV002",
    Level.ERROR,
    "{on} 审查以后改动过：{changed}",
    "不该改的请恢复原样；该改的，改好以后重新审查：inv review {folder}/{document}",
    "审查的是当时的文件，改过一个字就不再是审查过的那一份（保守国家秘密法实施条例第四十二条：先审查、后公开）。",
)
BY_AUTHOR = Rule(
    "REV003",
    Level.ERROR,
    "登记的审查人就是作者",
    "请由另一人审查：inv review {folder}/{document}",
    "自己审查自己等于没有审查。",
)
REFUSED = Rule(
    "REV004",
    Level.ERROR,
    "{on} 审查的结论是“{conclusion}”",
    "加一行 状态: 草稿；改好的，重新审查：inv review {folder}/{document}",
    "结论不是可以公开的，公开就是违法（政府信息公开条例第十四条、第十七条）。",
)
DAMAGED = Rule(
    "REV005",
    Level.ERROR,
    "审查登记簿的这一行{problem}",
    "登记只能由 inv review 添加；合并时留下的 <<<<<<<、=======、>>>>>>> 三种行删去即可，"
    "别的请用 git 恢复原样（git log -p -- {file}）",
    "登记的每一行都锁住同一份文件前一次的审查，被人改过就接不上。",
)
NOTE_NOT_SIGNED = Rule(
    "REV006",
    Level.WARNING,
    "撤回说明还没有审查",
    "撤下不必等审查；撤下以后请补上：inv review {folder}/{document}",
    "撤回说明也是公开的文字，不能把不该说的写进去。",
)
CLASSIFIED = Rule(
    "REV007",
    Level.ERROR,
    "{where}带有国家秘密标志“{words}”",
    "涉密的文件不能放在这里：请立即移走，报告保密工作机构，git 历史里的也要清除；"
    "只是讲解标志怎样写的，放在引号里：“{words}”；“机密文件”“国家秘密”一类的词不受影响",
    "带有这个标志的就是国家秘密，不能公开，也不能存在连着互联网的电脑上（保守国家秘密法实施条例第五条、第二十一条）。",
)
INTERNAL = Rule(
    "REV008",
    Level.ERROR,
    "{where}注明了“{words}”",
    "确实不能公开的，加一行 公开方式: 不予公开（或者 依申请公开）；经审查可以公开的，删去这个注记再重新审查",
    "文件自己说不公开，就不能公开；两者必有一错，不能猜（政府信息公开条例第十四条至第十六条）。",
)
