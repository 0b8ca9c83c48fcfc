"""Mutations of files: bytes, fences, texts, names and folders."""

from __future__ import annotations

from pathlib import PurePosixPath
from random import Random

from plugins.catalog.terms import Kind
from tests.bench.rules.draft import Draft
from tests.bench.rules.mutant import Mutant, Mutation, by_chance, harmless, spoilt

CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x85\u200b\u200e\u202e\u2066\u2028\ufeff"
FENCES = ("--", "－－－", "———", "___", "+++", "```", "--- x", " ---")
TEXTS = (
    ("[表](none.docx)", "LNK002"),
    ("[表](../../../etc/passwd)", "LNK001"),
    ("[文](../2026/none.md)", "LNK002"),
    ("[文](/none/)", "LNK002"),
    ("[点](javascript:alert(1))", "SRC017"),
    ("<script>alert(1)</script>", "SRC017"),
    ("<iframe src='https://a.example/'></iframe>", "SRC017"),
    ("![](https://a.example/a.png)", "LNK005"),
    ("![图](//a.example/a.png)", "LNK005"),
    ("![图](none.png)", "LNK002"),
    ("[表]（none.docx）", "SRC024"),
    ("甲。\n乙。", "SRC022"),
)
"""Paragraphs with something wrong."""


def encoding(draft: Draft, random: Random) -> Mutant | None:
    """Other bytes for the same characters."""
    name, codes = random.choice((("gb18030", "SRC001"), ("utf-16", "SRC001"), ("utf-16-le", "SRC001 SRC002 SRC003 SRC004")))
    raw = draft.text.encode(name)
    first = next(at for at, line in enumerate(draft.lines, 1) if not line.isascii())
    return spoilt(f"{name} 编码", draft, codes, first if name == "gb18030" else 1, raw)


def stray_byte(draft: Draft, random: Random) -> Mutant | None:
    """One byte that belongs to no encoding."""
    at = random.randrange(len(draft.lines))
    raws = [line.encode() for line in draft.lines]
    raws[at] = raws[at] + b"\xff"
    return spoilt("坏字节", draft, "SRC001 SRC002", at + 1, b"\n".join(raws))


def line_ends(draft: Draft, random: Random) -> Mutant | None:
    """A byte order mark, or the line ends of other systems."""
    text = draft.text
    raws = (b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r\n").encode(), text.replace("\n", "\r").encode())
    return harmless("换行、BOM", draft, random.choice(raws))


def control(draft: Draft, random: Random) -> Mutant | None:
    """A character that nobody sees."""
    at = random.randrange(1, len(draft.lines))
    line = draft.lines[at]
    place = random.randrange(len(line) + 1)
    changed = draft.put(at, line[:place] + random.choice(CONTROLS) + line[place:])
    return spoilt("控制字符", changed, "SRC003", at + 1)


def cut_off(draft: Draft, random: Random) -> Mutant | None:
    """A file that ends too early."""
    raw = draft.text.encode()
    return by_chance("截断", draft, None, raw[: random.randrange(len(raw))])


def cut_block(draft: Draft, random: Random) -> Mutant | None:
    """A file that ends within its block."""
    last = random.randrange(1, draft.end)
    return spoilt("信息块截断", draft, "SRC005", last + 1, "\n".join(draft.lines[: last + 1]).encode())


def no_text(draft: Draft, random: Random) -> Mutant | None:
    """A block and nothing else, or not even that."""
    if draft.find("附件"):
        return None
    raw, codes = random.choice((("", "SRC004"), ("\n \n", "SRC004"), ("---\n---\n", "DIS020"), (None, "DIS036")))
    whole = "\n".join(draft.lines[: draft.end + 1]) + "\n"
    return spoilt("没有内容", draft, codes, 1, (whole if raw is None else raw).encode())


def no_opening(draft: Draft, random: Random) -> Mutant | None:
    """A block that does not begin."""
    changed = random.choice((draft.put(0), draft.put(0, random.choice(FENCES)), draft.put(0, "", "---")))
    return spoilt("信息块没有开头", changed, "SRC004")


def no_closing(draft: Draft, random: Random) -> Mutant | None:
    """A block that does not end."""
    at = draft.end
    if any(line.startswith("---") for line in draft.lines[at + 1 :]):
        return None
    other = random.choice((None, *FENCES[:6]))
    changed = draft.put(at) if other is None else draft.put(at, other)
    return spoilt("信息块没有结尾", changed, "SRC005", at + 1)


def paragraph(draft: Draft, random: Random) -> Mutant | None:
    """A paragraph with something wrong in it."""
    text, code = random.choice(TEXTS)
    return spoilt(f"正文（{text[:12]}）", draft.put(len(draft.lines) - 1, "", *text.split("\n"), ""), code, _line(draft, text))


def deep(draft: Draft, random: Random) -> Mutant | None:
    """Nesting without end."""
    which = random.randrange(3)
    if which == 0:
        return spoilt("嵌套", draft.put(draft.end, f"备注: {'[' * 400}{']' * 400}", "---"), "SRC013 SRC006 DIS006", None)
    text = "> " * 600 + "甲" if which == 1 else "\n".join(f"{'  ' * depth}- 甲" for depth in range(300))
    return by_chance("嵌套", draft.put(len(draft.lines) - 1, "", text, ""), None)


def huge(draft: Draft, random: Random) -> Mutant | None:
    """More than a text may be."""
    return spoilt("太大", draft, "SRC011", 1, draft.text.encode() + "甲".encode() * 350_000)


def folder(draft: Draft, random: Random) -> Mutant | None:
    """A folder where no document of its kind lies."""
    name = PurePosixPath(draft.path).name
    strange = random.choice((f"notes/{name}", f"docs/2026/{name}", name, f"Policies/2026/{name}"))
    places = [(strange, "ADR003"), (f"media/2026/{name}", "ADR003")]
    if draft.kind.yearly:
        places += [(f"{draft.kind.folder}/{within}{name}", "ADR004") for within in ("", "26/", "2026/03/")]
    path, code = random.choice(places)
    return Mutant("放错文件夹", path, draft.text.encode(), frozenset((code,)), 1)


def name(draft: Draft, random: Random) -> Mutant | None:
    """A name that no address can come from, or that another thing has."""
    folder, _, plain = draft.path.rpartition("/")
    stem = plain.removesuffix(".md")
    names = [(f"{stem}.MD", "SRC020"), (f"{stem}.md.txt", "SRC020"), (f"{stem}.markdown", "SRC020"), (f"{stem}.mdx", "SRC019")]
    names += [(f"page-{int(stem[1:])}.md", "ADR002")]
    path, code = random.choice(names)
    return Mutant("名字写错", f"{folder}/{path}", draft.text.encode(), frozenset((code,)), 1)


def nameless(draft: Draft, random: Random) -> Mutant | None:
    """A name in Chinese without an index number to stand in for it."""
    at = draft.find("索引号")
    if at is None or draft.kind is Kind.PAGE:
        return None
    folder, _, plain = draft.path.rpartition("/")
    changed = draft.put(at)
    return Mutant("中文名没有索引号", f"{folder}/通知{plain}", changed.text.encode(), frozenset(("ADR001",)), 1)


def any_byte(draft: Draft, random: Random) -> Mutant | None:
    """Bytes changed anywhere: sound or not, as it happens."""
    raw = bytearray(draft.text.encode())
    for _ in range(random.randrange(1, 5)):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return by_chance("改几个字节", draft, None, bytes(raw))


def lost_lines(draft: Draft, random: Random) -> Mutant | None:
    """Lines lost anywhere: sound or not, as it happens."""
    at = random.randrange(len(draft.lines))
    lines = (*draft.lines[:at], *draft.lines[at + random.randrange(1, 6) :])
    return by_chance("丢几行", draft, None, "\n".join(lines).encode())


def _line(draft: Draft, text: str) -> int:
    """Where a paragraph that is put at the end says what is wrong."""
    return len(draft.lines) + 1 + text.count("\n")


FILES: tuple[tuple[int, Mutation], ...] = (
    (6, encoding),
    (4, stray_byte),
    (3, line_ends),
    (6, control),
    (5, cut_off),
    (3, cut_block),
    (2, no_text),
    (4, no_opening),
    (4, no_closing),
    (10, paragraph),
    (1, deep),
    (1, huge),
    (5, folder),
    (4, name),
    (2, nameless),
    (5, any_byte),
    (5, lost_lines),
)
"""How often each is tried."""
