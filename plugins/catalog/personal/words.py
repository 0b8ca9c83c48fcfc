"""Words around figures: what a label before them, or the head of their column, says they are."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

REACH = 24
"""Characters before figures in which their label stands."""
LINE_LIMIT = 20_000
"""Characters of a row beyond which no head is looked for: no table has such rows."""
HEADS = 3
"""First rows of a table that may be its head: a sheet often begins with its title."""


class Label(StrEnum):
    """What a label says of the figures behind it."""

    HOME = "home"
    """The telephone at home."""
    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    PASSPORT = "passport"
    PLATE = "plate"
    ORGAN = "organ"
    """The code of an organisation: 18 characters, some of them figures only."""
    CODE = "code"
    """A number of a thing, or a sum."""


_HOME = re.compile("(?:家庭|住宅|家里)(?:固定|联系)?电话|宅电")
_LABEL = re.compile(
    f"(?P<home>{_HOME.pattern})"
    "|(?P<organ>信用代码|机构代码|纳税人识别号|税号|注册号|营业执照)"
    "|(?P<identity>身份证|身份号码|证件号|残疾人?证|低保证|[Ii][Dd] ?[Cc]ard)"
    "|(?P<phone>手机|电话|联系方式|联系人|联络员|微信|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone)"
    "|(?P<card>卡号|银行卡|一卡通|[账帐][号户]|开户|存折|社保卡)"
    "|(?P<passport>护照|通行证|[Pp]assport)"
    "|(?P<plate>车牌|号牌|车号)"
    "|(?P<code>编号|编码|代码|单号|批号|条码|证书|许可证|合同|流水|序列号|文号|索引号|订单|ISBN|QQ"
    "|金额|预算|决算|收入|支出|合计|总计|总额|产值|[万亿]元|（元）)"
)


def label_in(words: str) -> Label | None:
    """The last label in these words."""
    found = None
    for match in _LABEL.finditer(words):
        found = match.lastgroup
    return Label(found) if found else None


def row_of(text: str, at: int) -> int:
    """Where the line begins that a place is in; the place itself where the line is too long to be a row of a table."""
    least = max(0, at - LINE_LIMIT)
    begin = text.rfind("\n", least, at) + 1
    return begin or (at if least else 0)


class Surroundings:
    """The labels of places in one text, whose tables are written as in Markdown."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._block = (0, -1)
        self._heads: list[list[str]] = []

    @cached_property
    def has_home(self) -> bool:
        """Whether `Label.HOME` stands anywhere."""
        return _HOME.search(self._text) is not None

    def label(self, start: int, end: int) -> Label | None:
        """What stands before a place, else at the head of its columns."""
        return label_in(self._text[max(0, start - REACH) : start]) or label_in(self.head(start, end))

    def head(self, start: int, end: int) -> str:
        """The words at the head of the columns of a place; nothing where it is in no table."""
        before = self._text[row_of(self._text, start) : start]
        if not before.lstrip().startswith("|"):
            return ""
        self._look(start)
        first = before.count("|") - 1
        last = first + self._text.count("|", start, end)
        return " ".join(cell for row in self._heads for cell in row[first : last + 1])

    def _look(self, at: int) -> None:
        """Read the first rows of the table that a place is in; tables of thousands of rows are looked at once."""
        if self._block[0] <= at < self._block[1]:
            return
        begin, end = self._text.rfind("\n\n", 0, at), self._text.find("\n\n", at)
        self._block = (begin + 1, end if end >= 0 else len(self._text))
        rows = list[list[str]]()
        for line in self._text[self._block[0] : at].lstrip("\n").split("\n", HEADS + 2)[: HEADS + 2]:
            if line.lstrip().startswith("|"):
                rows.append(line.strip().strip("|").split("|"))
        self._heads = rows[:HEADS]
