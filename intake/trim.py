"""Lines at either end of a text that belong to the page and not to the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.reading import Block, Shape
from intake.shapes import SENTENCE

LIMIT = 120
TOOLS = re.compile(
    r"[【\[（(]?\s*(?:我要)?(?:打印|关闭|收藏|加入收藏|分享|纠错|下载|字体|字号|返回|回到|回顶|TOP|复制链接|放大|缩小|扫一扫|扫码|视力保护|上一[篇条页]|下一[篇条页]|"
    r"责任编辑|责编|编辑|审核|校对|录入|初审|终审|来源|信息来源|稿源|文章来源|浏览|阅读|点击|访问|当前位置|您的?位置|您现在的位置|您现在浏览|您当前的位置|首\s?页|大\s+中\s+小)"
    r"(?:本[页文]|窗口|页面|顶部|首页|次数|量|数|人|者|栏|编辑|的|[在二手推，]|[：:】\])）|｜/\s>＞»]|$).{0,70}",
    re.I,
)
"""How a line of tools begins."""
FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|技术支持|Copyright|©|网站标识码|建议使用|最佳浏览|分辨率|来访者|网站地图|All Rights Reserved|"
    r"网站维护|维护[：:]|^(?:主办|承办)(?:单位)?[：:]|^本站由.*维护|^\S+@\S+\.\w+$|^(?:第\s?\d+\s?页)?\s*共\s?\d+\s?页|本文网址|^满意度|^[-—–=_*·.\s]{5,}$|^[^关]{2,16}网站$|^[^关]{2,10}网$|^(?:点赞|在看|智能问答)",
    re.I,
)
PATH = re.compile(r"首页|^[^ >＞»]{2,14} ?[>＞»] ?[^ >＞»]{2,14}$|(?:[|｜].*){2}|[>＞»].*[>＞»]|[^ ]{2,8}(?:>>|＞＞)")
"""A row of links, or the path to a page."""
RELATED = re.compile(
    r"[【\[]?(?:相关(?:链接|文章|新闻|信息|文件|报道|阅读|解读|稿件)|延伸阅读|热点信息|最新文章|推荐阅读|图解|更多)[】\]]?[：:]?\s*(?:更多.{0,4})?"
)
FOLIO = re.compile(r"[-—–]+\s*\d{1,3}\s*[-—–]+")
BROUGHT = re.compile(r"(?<!!)\[(?:\\.|[^\]\\])*\]\(intake:")
"""A link to a file that comes along."""


def trimmed(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without the page's furniture at their ends, and the words that were left out."""
    first, last = 0, len(blocks)
    left_out = list[str]()
    while first < last and is_furniture(blocks[first]):
        left_out.append(blocks[first].text)
        first += 1
    for at in range(max(first, last - 40), last):
        if RELATED.fullmatch(blocks[at].text) and not any(_is_kept(block) for block in blocks[at + 1 : last]):
            left_out += [block.text for block in blocks[at:last]]
            last = at
            break
    while last > first and is_furniture(blocks[last - 1]):
        left_out.append(blocks[last - 1].text)
        last -= 1
    return list(blocks[first:last]), [text for text in left_out if text]


def _is_kept(block: Block) -> bool:
    """Whether a block below a row of related links is text, or a file that comes along."""
    return bool(SENTENCE.search(block.text)) or bool(BROUGHT.search(block.markdown))


def is_folio(block: Block) -> bool:
    """Whether a block is the number of a printed page."""
    return bool(FOLIO.fullmatch(block.text))


def is_furniture(block: Block) -> bool:
    """Whether a block is a line of tools, a path or a footer."""
    if block.shape is Shape.LIST:
        return block.linked or all(map(_is_furniture, block.text.split("\n")))
    return block.linked if block.shape is Shape.TABLE else _is_furniture(block.text)


def _is_furniture(text: str) -> bool:
    if len(text) > LIMIT or SENTENCE.search(text):
        return False
    return bool(TOOLS.fullmatch(text) or FOOTER.search(text) or (PATH.search(text) and not text.endswith(("。", "："))))
