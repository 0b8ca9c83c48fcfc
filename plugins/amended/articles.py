"""From the safe HTML of a document to the articles of the instrument it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

HAN = "一二三四五六七八九十百零〇"
ARTICLE = re.compile(rf"(第[{HAN}]+条(?:之[{HAN}]+)?)(?:[\s\u3000：:]+|$)")
"""第十二条, 第十二条之一, at the beginning of a paragraph."""
PART = re.compile(rf"(第[{HAN}]+[编章节])[\s\u3000]*")
BLOCK = re.compile(r"<(h[2-6]|p|li|tr)\b[^>]*>(.*?)</\1>", re.DOTALL)
CELL = re.compile(r"</t[dh]>\s*<t[dh][^>]*>")
TAG = re.compile(r"<[^>]*>")
BETWEEN = "　"
"""Stands between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or the heading of a chapter; without a mark a paragraph of a text that has no articles."""

    mark: str
    text: str
    """Its paragraphs, a line each, without the mark."""


def articles_of(html: str, title: str) -> tuple[Article, ...]:
    """The articles below the heading of this title; of the whole document where it is empty."""
    blocks = list(_blocks(html))
    if title:
        blocks = _below(blocks, title)
    return split([text for _, text in blocks])


def split(paragraphs: Sequence[str]) -> tuple[Article, ...]:
    """Paragraphs as articles. What stands before the first is left out; a text without articles is split into paragraphs."""
    found: list[tuple[str, list[str]]] = []
    for paragraph in paragraphs:
        article, part = ARTICLE.match(paragraph), PART.match(paragraph)
        match = article or part
        if match:
            words = paragraph[match.end() :].strip()
            found.append((match[1], ["".join(words.split()) if part else words]))
        elif found and PART.fullmatch(found[-1][0]):
            found.append(("", [paragraph]))
        elif found:
            found[-1][1].append(paragraph)
    if not any(ARTICLE.match(f"{mark} ") for mark, _ in found):
        return tuple(Article("", paragraph) for paragraph in paragraphs)
    return tuple(Article(mark, "\n".join(filter(None, lines))) for mark, lines in found)


def _blocks(html: str) -> Iterator[tuple[str, str]]:
    """Tag and words of each heading, paragraph, item and row."""
    for match in BLOCK.finditer(html):
        words = unescape(TAG.sub("", CELL.sub(BETWEEN, match[2])))
        text = " ".join(words.split(" ")).strip(" \n\t")
        if text:
            yield match[1], text


def _below(blocks: list[tuple[str, str]], title: str) -> list[tuple[str, str]]:
    """What stands below a heading, to the next one of its level."""
    start = next((at for at, (tag, text) in enumerate(blocks) if tag[0] == "h" and text == title), None)
    if start is None:
        return blocks
    level = blocks[start][0]
    end = next((at for at in range(start + 1, len(blocks)) if blocks[at][0] == level), len(blocks))
    return blocks[start + 1 : end]
