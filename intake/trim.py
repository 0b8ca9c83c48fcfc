"""Lines at either end of a text that belong to the page and not to the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.reading import Block, Shape

LIMIT = 80
FURNITURE = re.compile(
    r"[【\[（(]?\s*(?:我要)?(?:打印|关闭|收藏|分享|纠错|下载|字体|字号|返回|回到|回顶|TOP|复制链接|放大|缩小|扫一扫|扫码|视力保护|上一[篇条页]|下一[篇条页]|"
    r"责任编辑|责编|编辑|审核|校对|录入|初审|终审|来源|信息来源|稿源|文章来源|浏览|阅读|点击|访问|当前位置|您的?位置|您现在的位置|您当前的位置|首页)"
    r".{0,70}",
    re.I,
)
RELATED = re.compile(r"[【\[]?(?:相关(?:链接|文章|新闻|信息|文件|报道|阅读|解读|稿件|附件下载)|延伸阅读|热点信息|最新文章|推荐阅读|图解|更多)[】\]]?[：:]?(?:更多.{0,4})?")
LINKED = re.compile(r"(?:[-•·\s]*\[(?:\\.|[^\]\\])*\]\((?!intake:)[^)]*\)[\s|｜]*(?:[（(\[]?\d{4}-\d{1,2}-\d{1,2}[）)\]]?)?)+")
SENTENCE = re.compile("[。；]")


def trimmed(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without the page's furniture at their ends, and the words that were left out."""
    first, last = 0, len(blocks)
    left_out = list[str]()
    while first < last and _is_furniture(blocks[first]):
        left_out.append(blocks[first].text)
        first += 1
    for at in range(max(first, last - 40), last):
        if RELATED.fullmatch(blocks[at].text) and all(_is_linked(block) or _is_furniture(block) for block in blocks[at + 1 : last]):
            left_out += [block.text for block in blocks[at:last]]
            last = at
            break
    while last > first and _is_furniture(blocks[last - 1]):
        left_out.append(blocks[last - 1].text)
        last -= 1
    return list(blocks[first:last]), [text for text in left_out if text]


def _is_furniture(block: Block) -> bool:
    text = block.text
    return block.shape is not Shape.TABLE and len(text) <= LIMIT and not SENTENCE.search(text) and bool(FURNITURE.fullmatch(text))


def _is_linked(block: Block) -> bool:
    return all(LINKED.fullmatch(line.strip()) for line in block.markdown.splitlines())
