"""Proofreading: what is written in a Markdown text that will not come out as its writer means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plugins.catalog.findings import Rule
from plugins.catalog.meant import mending
from plugins.engine import rules
from plugins.engine.body import TAGS, URL_SCHEMES

RAW_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
REFERENCE = re.compile(r"(!?)\[([^\]\n]*)\]\(\s*<?([^)\s>]*)")
ADDRESS_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
WIDE_BRACKETS = re.compile(r"(\[[^\]\n]+\])（([^）\n]*[./][^）\n]*)）")
ADDRESS = re.compile(r"https?://[!-~]+|[A-Za-z0-9_./%-]*(?:/|\.[a-z][a-z0-9]{1,4})(?:#[!-~]*)?")
"""What is an address and nothing else: 3.5 is none."""
PLAIN = re.compile(r"[^\s#>|<*+\-=\d].*|\d+(?![\d.．]).*")
"""A line that is the text of a paragraph, not a heading, list, table, quotation or tag."""
ENDS = re.compile(r".*[。；：！？”）]")
DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")

Slip = tuple[Rule, int, dict[str, str]]
"""The rule that is broken, where in the text, and the words of its finding."""


def proofread(text: str) -> Iterator[Slip]:
    """Every slip; of one kind with the same words, the first."""
    seen = set()
    for rule, at, words in (*_tags(text), *_references(text), *_lines(text)):
        if (rule.code, *words.values()) not in seen:
            seen.add((rule.code, *words.values()))
            yield rule, at, words


def _tags(text: str) -> Iterator[Slip]:
    """HTML that the sanitiser drops."""
    for match in RAW_TAG.finditer(text):
        name = match[1].lower()
        if name not in TAGS and name != "h1":
            yield rules.UNSAFE, match.start(), {"what": f"<{name}>"}


def _references(text: str) -> Iterator[Slip]:
    """Links and pictures that will not work."""
    for match in REFERENCE.finditer(text):
        picture, words, url = match.groups()
        scheme = ADDRESS_SCHEME.match(url)
        if picture and (scheme or url.startswith("//")):
            yield rules.FOREIGN_PICTURE, match.start(), {"target": url}
        elif scheme and scheme[1].lower() not in URL_SCHEMES:
            yield rules.UNSAFE, match.start(), {"what": f"{scheme[1].lower()}: 链接"}
        if picture and not words.strip():
            yield rules.NO_DESCRIPTION, match.start(), {"target": url}
    for match in WIDE_BRACKETS.finditer(text):
        words, address = match.groups()
        yield rules.WIDE_BRACKETS, match.start(), mending(match[0], f"{words}({address})") if ADDRESS.fullmatch(address) else {}


def _lines(text: str) -> Iterator[Slip]:
    """Paragraphs without an empty line between them: Markdown makes them one."""
    at = 0
    for line, following in pairwise(text.split("\n")):
        at += len(line) + 1
        if not (PLAIN.fullmatch(line) and PLAIN.fullmatch(following)):
            continue
        if ENDS.fullmatch(line) or DATE.fullmatch(following.strip()):
            yield rules.RUN_TOGETHER, at, {}
