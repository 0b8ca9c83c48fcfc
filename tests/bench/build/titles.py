"""Titles, by the customs of each kind."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.catalog.terms import Relation
from tests.bench.build import words
from tests.bench.build.document import Document
from tests.bench.build.sentences import Pen


def of_policy(pen: Pen, agency: str, joint: str, relations: Mapping[Relation, tuple[Document, ...]]) -> tuple[str, str]:
    """The title, and the name of the regulation that it brings out, if it does."""
    organs = f"{agency} {joint}" if joint else agency
    name = pen.subject.name
    if Relation.AMENDS in relations:
        target = relations[Relation.AMENDS][0]
        return f"{organs}关于修改{target.document_number}文件部分条款的决定", ""
    chance = pen.random()
    if chance < 0.35:
        named = f"示例省{name}{pen.one(words.MEASURES)}"
        return f"{organs}关于印发《{named}》的通知", named
    if chance < 0.5:
        return f"{organs}关于印发{pen.year}年{name}{pen.one(words.PLANS)}的通知", ""
    if chance < 0.7:
        return f"{organs}关于{pen.one(words.VERBS)}{pen.term()}工作、{pen.one(words.VERBS)}{name}的意见", ""
    if chance < 0.9:
        return f"{organs}关于做好{pen.one(words.PLACES)}等地{name}有关工作的通知", ""
    if chance < 0.95:
        return f"{organs}关于{pen.one(words.PLACES)}{name}试点方案的批复", ""
    return f"{organs}关于{name}中{pen.term()}有关事项的通告", ""


def of_interpretation(pen: Pen, policy: Document) -> str:
    """A named regulation by its name, anything else by its whole title."""
    ending = pen.one(("政策解读", "解读", "问答", "起草说明"))
    return f"《{policy.named or policy.title.replace('《', '〈').replace('》', '〉')}》{ending}"


def of_news(pen: Pen) -> str:
    """Who did what."""
    place = pen.one(words.PLACES)
    return pen.one(
        (
            f"全省{pen.subject.name}工作推进会在{place}召开",
            f"{place}{pen.term()}{pen.one(words.TASKS)}全部完成",
            f"{pen.year}年全省{pen.subject.name}进展情况公布",
        )
    )


def of_response(pen: Pen) -> str:
    """What was asked."""
    return f"关于{pen.one(words.PLACES)}{pen.term()}{pen.one(words.STATES)}的回应"
