"""The rules of the register of index numbers. NUM: numbering."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

DAMAGED = Rule(
    "NUM001",
    Level.ERROR,
    "登记簿的这一行读不出来",
    "合并时留下的 <<<<<<<、=======、>>>>>>> 三种行删去即可，登记的行全部保留；被改坏的行请从 git 历史里恢复",
    "登记簿只增不改，一行一次登记；读不出的行会让已用过的号再次分出去。",
)
TWICE = Rule(
    "NUM002",
    Level.ERROR,
    "索引号“{number}”分给了两份文件：{first} 和 {second}",
    "多半是两处同时取号。还没有公开的那一份请换号：inv numbers.renew {folder}/{second}",
    "一个号只能给一份文件。",
)
OF_ANOTHER = Rule(
    "NUM003",
    Level.ERROR,
    "索引号“{number}”登记给了 {holder}《{title}》",
    "这是另一份文件的，请换号：inv numbers.renew {folder}/{document}；"
    "是同一份文件改了名称和位置的，请登记：inv numbers.enter {folder}/{document}",
    "索引号一经使用永不换给别的文件，别处的引用才不会指错。",
)
VOIDED = Rule(
    "NUM004",
    Level.ERROR,
    "索引号“{number}”已经作废（{reason}）",
    "作废的号不再使用，请换号：inv numbers.renew {folder}/{document}",
    "作废的号也算用过。",
)
NOT_ENTERED = Rule(
    "NUM005",
    Level.WARNING,
    "登记簿里没有索引号“{number}”",
    "核对无误后，在门户的文件夹里运行 inv numbers.enter {folder}/ 登记；不影响发布。新文件用 inv new 取号，就不会漏登",
    "没有登记的号，别人取号时看不见。",
)
NO_DOCUMENT = Rule(
    "NUM006",
    Level.WARNING,
    "索引号“{number}”登记给了 {document}《{title}》，而没有这份文件",
    "移走、改名了的，请放回原处；公开过的，请恢复它，写 状态: 撤回；"
    "取了号没有用的，请作废：inv numbers.void {number} --reason 起草后没有印发",
    "登记过的号不能悄悄消失，也不能再给别的文件。",
)
PASSED_OVER = Rule(
    "NUM007",
    Level.WARNING,
    "跳号：{missing} 没有登记，后面的“{number}”却分出去了",
    "有文件用了这些号的，运行 inv numbers.enter {folder}/ 登记；"
    "确实没有用过的，请作废：inv numbers.void {command} --reason 起草后没有印发",
    "号是连着的，少了一个就要说得出原因。",
)
CHANGED = Rule(
    "NUM008",
    Level.ERROR,
    "登记簿给这份文件的索引号是“{held}”，这里{written}",
    "请写 索引号: {held}；没有公开过、确要换号的，请登记：inv numbers.enter {folder}/{document}",
    "索引号一经使用永不更换：订阅、推送和引用都靠它认文件。",
)
