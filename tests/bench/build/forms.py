"""The forms a document is written in: ours with its block of 中文 labels, and the front matter of each peer.

A peer gets what its pages show: title, day, organ, theme, number, index number, kind, year, words, and the files it refers to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from plugins.catalog.terms import Kind, Relation
from tests.bench.build import words
from tests.bench.build.corpus import Corpus
from tests.bench.build.document import AS_OF, Document
from tests.bench.build.sentences import Pen
from tests.bench.build.texts import write

LINK = re.compile(r"gk:(\d{6})")
REVIEWED_SINCE = 2020
"""Older documents are imported history: 原载 stands in for the review."""
NOTICE = timedelta(days=200)
"""The clock of review rings six months before a normative document expires."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a document: `head` its front matter, `link` the URL of another as seen from it."""

    name: str

    def text(self, document: Document, body: str, corpus: Corpus) -> str:
        """The whole file."""
        linked = LINK.sub(lambda match: self.link(document, corpus.documents[int(match[1]) - 1]), body)
        return f"{self.head(document)}\n{linked}"

    def head(self, document: Document) -> str:
        """Up to the empty line before the text."""
        raise NotImplementedError

    def link(self, source: Document, target: Document) -> str:
        """How `source` links to `target`: by its address, unless the form knows better."""
        return f"/{target.path}/"


class Ours(Form):
    """Gongkai's own: the disclosure block."""

    def head(self, document: Document) -> str:
        """Every line an editor of the kind would fill in."""
        return "\n".join(("---", *(f"{label}: {value}" for label, value in _block(document) if value), "---", ""))

    def link(self, source: Document, target: Document) -> str:
        """A relative path to the file."""
        return f"../../{target.path}.md"


class Pelican(Form):
    """Lines of `Name: value` before the text."""

    def head(self, document: Document) -> str:
        """Category and tag are Pelican's own lists: organ and theme."""
        fields = _fields(document)
        lines = {
            "Title": document.title,
            "Date": f"{document.published:%Y-%m-%d %H:%M}",
            "Slug": f"{document.number:06}",
            "Category": fields["agency"],
            "Tags": fields["theme"],
            **{name.capitalize(): fields[name] for name in ("folder", "number", "index", "kind", "words")},
            "Related": " ".join(str(path) for path in document_paths(document)),
        }
        return "".join(f"{name}: {value}\n" for name, value in lines.items() if value)

    def link(self, source: Document, target: Document) -> str:
        """Pelican finds the address of a file."""
        return f"{{filename}}/{target.path}.md"


class FrontMatter(Form):
    """YAML between two `---`, as Hugo and Eleventy read it."""

    def head(self, document: Document) -> str:
        """Every value as JSON, which is YAML too; lists for what there are list pages of."""
        fields = _fields(document)
        values = {
            "title": document.title,
            "date": document.published.isoformat(),
            "agencies": [fields["agency"]],
            "themes": [fields["theme"]],
            "years": [str(document.published.year)],
            **{name: fields[name] for name in ("number", "index", "kind", "words")},
            "related": document_paths(document),
        }
        lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value)
        return "\n".join(("---", *lines, "---", ""))


FORMS: dict[str, Form] = {
    "gongkai": Ours("gongkai"),
    "pelican": Pelican("pelican"),
    "hugo": FrontMatter("hugo"),
    "eleventy": FrontMatter("eleventy"),
}


def put(corpus: Corpus, documents: Iterable[Document], folders: dict[str, Path]) -> int:
    """Write documents under the folder of each form; how many bytes ours take."""
    made: set[Path] = set()
    size = 0
    for document in documents:
        body = write(document, corpus.seed)
        for name, folder in folders.items():
            file = folder / f"{document.path}.md"
            if file.parent not in made:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.add(file.parent)
            content = FORMS[name].text(document, body, corpus).encode()
            file.write_bytes(content)
            size += len(content) if name == "gongkai" else 0
    return size


def document_paths(document: Document) -> list[str]:
    """The files it refers to."""
    return [target.path for target in document.related]


def _fields(document: Document) -> dict[str, str]:
    """What a peer's page shows beside title and day."""
    return {
        "agency": document.agency,
        "theme": document.subject.theme.partition("\\")[2],
        "number": document.document_number,
        "index": document.index_number,
        "kind": document.kind.label,
        "folder": document.kind.folder,
        "words": "，".join(document.subject.terms[:3]),
    }


def _block(document: Document) -> Iterable[tuple[str, str]]:
    kind, day = document.kind, document.published
    pen = Pen(Random(document.number), document.subject, day.year)
    yield "名称", document.title
    yield "索引号", document.index_number if kind is not Kind.NEWS else ""
    yield "文号", document.document_number
    yield "分类", document.subject.theme if kind is not Kind.GAZETTE else ""
    yield "发布机构", document.agency
    yield "联合发文", f"[{document.joint}]" if document.joint else ""
    yield "发文日期", f"{document.issued:%Y-%m-%d}" if document.issued else ""
    yield "发布日期", f"{day:%Y-%m-%d %H:%M}"
    for relation, targets in document.relations.items():
        yield LABELS[relation], f"[{', '.join(target.document_number for target in targets)}]"
    yield from _of_kind(document, pen)
    yield "主题词", f"[{document.subject.name}, {', '.join(document.subject.terms[:2])}]"
    yield "内容概述", pen.sentence().replace("**", "")
    yield "服务对象", document.subject.audience if kind is not Kind.GAZETTE else ""
    yield "公开环节", pen.one(words.STAGES)
    if day.year < REVIEWED_SINCE:
        address = f"https://old.shili.example/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{document.number}.html"
        yield "原载", f'{{日期: {day:%Y-%m-%d}, 网址: "{address}"}}'
    else:
        yield "作者", pen.name()
        reviewed = f"{document.issued or day:%Y-%m-%d}"
        yield "保密审查", f"{{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 夏{pen.one(words.GIVEN)}, 日期: {reviewed}}}"


def _of_kind(document: Document, pen: Pen) -> Iterable[tuple[str, str]]:
    """The lines that only policies, interpretations or issues have."""
    if document.kind is Kind.POLICY and document.issued:
        if document.named:
            starts = document.issued + timedelta(days=pen.number(0, 40))
            yield "施行日期", f"{starts:%Y-%m-%d}"
            yield "有效期至", f"{_ends(starts):%Y-%m-%d}"
            yield "规范性文件", "是"
        yield "需要解读", "是" if document.owed else "否"
    if document.kind is Kind.INTERPRETATION:
        yield "解读形式", pen.one(words.FORMS)
    if document.issue:
        yield "期号", document.issue.label
        yield "总期号", str(document.issue.running)


def _ends(starts: date) -> date:
    """After five years, or a year later where the clock of review would ring on the day of the build."""
    ends = starts + timedelta(days=5 * 365)
    return ends + timedelta(days=365) if AS_OF <= ends <= AS_OF + NOTICE else ends


LABELS = {
    Relation.INTERPRETS: "解读对象",
    Relation.RESPONDS_TO: "回应对象",
    Relation.REPEALS: "废止",
    Relation.AMENDS: "修改",
    Relation.IMPLEMENTS: "依据",
    Relation.CONTENTS: "收录",
}
