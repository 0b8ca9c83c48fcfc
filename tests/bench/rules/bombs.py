"""Bombs: documents small to write and dear to read. Each may cost itself, never its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

KB = 1024
ROOM = 900 * KB
"""Bytes of a body that fills a document almost to its limit."""
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Bomb:
    """What is dear about a document: its name, its body, and lines of its block."""

    name: str
    body: str = "正文。\n"
    block: tuple[tuple[str, str], ...] = ()


def bombs() -> Iterator[Bomb]:
    """Every one: of Markdown, of HTML, of YAML, of what a whole portal makes of a text."""
    for name, piece in PIECES.items():
        yield Bomb(name, piece * (ROOM // len(piece.encode())))
    for name, (opened, closed) in NESTED.items():
        depth = ROOM // len((opened + closed).encode())
        yield Bomb(f"{name}-closed", f"{opened * depth}深处{closed * depth}")
    for name, line in NUMBERED.items():
        yield Bomb(name, "".join(line.replace("NO", str(number)) for number in range(ROOM // (len(line.encode()) + 3))))
    for name, (label, value) in BLOCKS.items():
        yield Bomb(name, block=((label, value),))


PIECES = {
    "brackets": "[",
    "picture-brackets": "![",
    "links-open": "[a](",
    "links-in-links": "[a](b) [",
    "angle": "<",
    "tag-open": "<a ",
    "comment-open": "<!--",
    "declaration": "<!",
    "cdata": "<![CDATA[",
    "instruction": "<?",
    "attributes": "<a b='",
    "entities": "&#x",
    "stars": "*",
    "stars-apart": "* ",
    "emphasis": "*a **b ",
    "emphasis-closed": "**a*b*c**",
    "underscores": "_a __b ",
    "backticks": "`",
    "backticks-growing": "`a``b```",
    "fence-spaces": "```" + " " * 60_000 + "\n",
    "rules": "* * * ",
    "setext": "a\n-\n",
    "quotes": "> ",
    "quotes-lines": ">>>>>>>>> a\n",
    "lists": "- ",
    "escapes": "\\",
    "table-bars": "|",
    "table-wide": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n",
    "breaks": "a  \n",
    "spaces": " ",
    "one-line": "长",
    "definitions": "[a]: b\n",
    "divs": "<div>",
    "spans": "<span>",
    "fonts": "<b><p>",
    "tables": "<table><tr><td>",
    "unclosed": "<p><a href='x'>",
    "ruby": "<ruby><rt>",
    "headings": "# 一\n\n",
    "rows": "| 甲 | 乙 |\n",
    "signatures": "示例省人民政府\n\n2026年3月1日\n\n",
    "numbers": "示政发〔2026〕7号",
    "book-marks": "《",
    "cited": "《通知》（示政发〔2026〕7号）",
    "tasks": "（责任单位：省数据局）\n\n",
    "brackets-wide": "（",
    "digits": "1",
    "dates": "2026年3月1日",
    "articles": "第一条　甲。\n\n",
}
"""What is said again and again."""
NESTED = {"div": ("<div>", "</div>"), "span": ("<span>", "</span>"), "quote": ("<blockquote>\n\n", "\n\n</blockquote>\n")}
"""What stands within itself."""
NUMBERED = {
    "links-broken": "[a](NO.md) ",
    "pictures-broken": "![a](NO.png) ",
    "links-outside": "[a](../../../NO) ",
    "references": "[NO]: NO.md\n",
    "abbreviations": "*[NO]: NO\n",
    "cited-others": "《通知NO》（示政发〔2026〕NO号）",
    "headings-other": "## NO\n\n",
    "tags-other": "<xNO>",
}
"""What differs each time."""
LETTERS = "abcdefghi"
ALIASES = "[" + ", ".join(f"&{to} [{', '.join([f'*{of}'] * 10)}]" for of, to in zip("x" + LETTERS, LETTERS, strict=False)) + "]"
BLOCKS = {
    "yaml-aliases": ("主题词", ALIASES.replace("*x", "哈")),
    "yaml-flow": ("主题词", "[" * 5000 + "]" * 5000),
    "yaml-flow-open": ("主题词", "{" * 100_000),
    "yaml-maps": ("主题词", "{a: " * 5000 + "}" * 5000),
    "yaml-quotes": ("主题词", "'" * 500_000),
    "yaml-scalar": ("内容概述", "长" * 250_000),
    "yaml-colons": ("内容概述", "a: " * 200_000),
    "yaml-remarks": ("内容概述", "a #" * 200_000),
    "title": ("名称", "关于印发通知的通知" * 30_000),
    "terms": ("主题词", f"[{', '.join(f'词{number}' for number in range(60_000))}]"),
    "agencies": ("联合发文", f"[{', '.join(f'厅{number}' for number in range(20_000))}]"),
    "themes": ("分类", f"[{', '.join(f'类{number}' for number in range(20_000))}]"),
    "attachments": ("附件", f"[{', '.join(f'media/{number}.pdf' for number in range(20_000))}]"),
    "former": ("旧址", f"[{', '.join(f'/{number}/' for number in range(60_000))}]"),
    "references-other": ("依据", f"[{', '.join(f'示政发〔2026〕{number}号' for number in range(20_000))}]"),
}
"""Values of the block."""
