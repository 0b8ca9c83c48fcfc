"""The text of each document in Markdown, 1.9 to 7.2 KB with its block. Links are written `gk:000012`, by number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from plugins.catalog.terms import Kind, Relation
from tests.bench.build import words
from tests.bench.build.document import Document
from tests.bench.build.sentences import Pen

SMALL, LARGE, BEND = 1_720, 5_500, 2.0
"""Bytes that a text must have before it may end: few of them, seldom many. Its block takes about 700 more."""
HAN_BYTES = 3


class Text:
    """The paragraphs of one document so far."""

    def __init__(self, document: Document, seed: int) -> None:
        random = Random(seed * 1_000_003 + document.number + 500_000_000)
        self.document = document
        self.pen = Pen(random, document.subject, document.published.year)
        self.paragraphs: list[str] = []
        self.left = SMALL + int((LARGE - SMALL) * self.pen.random() ** BEND)
        self.headings = 0
        self.articles = 0

    def add(self, *paragraphs: str) -> None:
        """Write them down."""
        for paragraph in paragraphs:
            self.paragraphs.append(paragraph)
            self.left -= len(paragraph) * HAN_BYTES

    def fill(self, section: Callable[[Text], None]) -> None:
        """Sections until it is long enough; a table stands after the first one."""
        while self.headings < 1 or self.left > 0:
            section(self)
            if self.document.table and self.headings == 1:
                self.add(self.pen.table())

    def heading(self, choices: list[str]) -> str:
        """A heading that no other of this text repeats, unless it has very many."""
        self.headings += 1
        return choices[(self.document.number * 7 + self.headings * 11) % len(choices)]


def write(document: Document, seed: int) -> str:
    """The whole text."""
    text = Text(document, seed)
    WRITERS[document.kind](text)
    return "\n\n".join(text.paragraphs) + "\n"


def link(document: Document) -> str:
    """A link that calls a document by its title and number."""
    number = f"（{document.document_number}）" if document.document_number else ""
    return f"[《{document.named or document.title}》](gk:{document.number:06}){number}"


def _policy(text: Text) -> None:
    document, pen = text.document, text.pen
    basis = document.relations.get(Relation.IMPLEMENTS, ())
    ground = f"根据{link(basis[0])}，" if basis else pen.one(("根据有关法律法规，", "结合我省实际，", ""))
    text.add(pen.one(("各市、州、县人民政府，省政府各部门：", "各市、州、县人民政府，各有关单位：", "各有关单位：")))
    text.add(f"为{pen.one(words.VERBS)}{pen.subject.name}，{pen.one(words.AIMS)}，{ground}{_announced(text)}")
    signature = (document.agency, _day(document.issued or document.published))
    if document.named:
        text.add(*signature, f"# {document.named}")
        text.fill(_chapter)
        text.add(f"第{_han(text.articles + 1)}条　{_ending(document, '本办法')}")
    else:
        text.fill(_section)
        text.add(_ending(document, "本文件"), *signature)


def _announced(text: Text) -> str:
    document = text.document
    amended = document.relations.get(Relation.AMENDS, ())
    if amended:
        return f"现对{link(amended[0])}作如下修改。"
    if document.named:
        return f"我们制定了《{document.named}》，现印发给你们，请遵照执行。"
    return text.pen.one(("现就有关事项通知如下。", "经省人民政府同意，现提出以下意见。", "现将有关要求明确如下。"))


def _ending(document: Document, itself: str) -> str:
    repealed = document.relations.get(Relation.REPEALS, ())
    also = f"{link(repealed[0])}同时废止。" if repealed else ""
    return f"{itself}自印发之日起施行。{also}"


def _section(text: Text) -> None:
    """一、 with paragraphs, points or a list."""
    pen = text.pen
    text.add(f"## {_han(text.headings + 1)}、{text.heading(words.HEADS)}")
    shape = pen.random()
    if shape < 0.4:
        for number in range(pen.number(2, 3)):
            text.add(f"### （{words.NUMERALS[number]}）{pen.one(words.VERBS)}{pen.term()}", pen.paragraph())
    elif shape < 0.7:
        text.add(pen.sentence(), _items(pen, "{}. "))
    else:
        text.add(pen.paragraph(), pen.paragraph())


def _chapter(text: Text) -> None:
    """第一章 with its articles, which count on through the regulation."""
    pen = text.pen
    text.add(f"## 第{_han(text.headings + 1)}章　{text.heading(words.HEADS)}")
    for _ in range(pen.number(2, 4)):
        text.articles += 1
        text.add(f"第{_han(text.articles)}条　{pen.sentence()}")
        if pen.random() < 0.2:
            text.add(*(f"（{words.NUMERALS[at]}）{pen.duty()}{'。' if at == 2 else '；'}" for at in range(3)))


def _interpretation(text: Text) -> None:
    policy = text.document.relations[Relation.INTERPRETS][0]
    text.add(f"{_day(policy.published)}，{policy.agency}公布了{link(policy)}。现将有关情况说明如下。")
    text.fill(_question)


def _question(text: Text) -> None:
    pen = text.pen
    text.add(f"## {text.heading(words.QUESTIONS)}", pen.paragraph())
    if pen.random() < 0.35:
        text.add(_items(pen, "- "))
    else:
        text.add(pen.paragraph())


def _gazette(text: Text) -> None:
    pen, carried = text.pen, text.document.relations[Relation.CONTENTS]
    text.add(f"本期收录{len(carried)}件文件，涉及{'、'.join(dict.fromkeys(one.subject.name for one in carried))}。")
    for one in carried:
        text.add(f"{link(one)}由{one.agency}公布。{pen.sentence()}")
    text.add("《示例省人民政府公报》刊登的省人民政府规章和规范性文件文本为标准文本，与正式印发的文件具有同等效力。")
    text.fill(_note)


def _note(text: Text) -> None:
    text.add(f"## {_han(text.headings + 1)}、{text.heading(words.NOTES)}", text.pen.paragraph())


def _news(text: Text) -> None:
    day, pen = text.document.published, text.pen
    text.add(f"{day.month}月{day.day}日，记者从{text.document.agency}获悉，{pen.sentence()}")
    text.fill(_story)


def _story(text: Text) -> None:
    text.headings += 1
    text.add(text.pen.paragraph(), f"{text.pen.subject.agency}有关负责人{text.pen.name()}介绍，{text.pen.sentence()}")


def _response(text: Text) -> None:
    pen = text.pen
    target = text.document.relations[Relation.RESPONDS_TO][0]
    text.add(
        f"近日，有群众反映{pen.one(words.PLACES)}{pen.term()}{pen.one(words.STATES)}。依照{link(target)}，现将核实情况回应如下。"
    )
    text.fill(_section)
    text.add(f"如有其他问题，请拨打12345，我们在{pen.number(3, 10)}个工作日内答复。")


def _items(pen: Pen, mark: str) -> str:
    duties = [pen.duty() for _ in range(pen.number(3, 5))]
    ends = ["；"] * (len(duties) - 1) + ["。"]
    return "\n".join(f"{mark.format(at)}{duty}{end}" for at, (duty, end) in enumerate(zip(duties, ends, strict=True), 1))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _han(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = ("十" if tens == 1 else f"{words.NUMERALS[tens - 1]}十") if tens else ""
    return head + (words.NUMERALS[ones - 1] if ones else "")


WRITERS: dict[Kind, Callable[[Text], None]] = {
    Kind.POLICY: _policy,
    Kind.INTERPRETATION: _interpretation,
    Kind.GAZETTE: _gazette,
    Kind.NEWS: _news,
    Kind.RESPONSE: _response,
}
