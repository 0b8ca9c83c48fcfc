"""The picture of a neighbourhood: every line has its word, every box its shape, a dozen at most."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from plugins.catalog.values import moment
from plugins.frame.neighbourhood import GAP, MOST, SMALL_LINE, picture
from plugins.frame.relations import Mention, Related
from plugins.frame.views import Badge, Tied

VERBS = {"cites": "引用", "implements": "依据", "interprets": "解读", "responds_to": "回应", "amends": "修改", "repeals": "废止"}


def item(title: str, number: str = "") -> Tied:
    """A document of the portal."""
    at = moment("2026-03-02 09:00")
    assert at
    return Tied(title=title, address="/a/", document_number=number, published_at=at)


def group(name: str, forth: bool, entries: int = 0, elsewhere: int = 0, more: bool = False) -> Related:
    """Documents in one relation."""
    return Related(
        name=name,
        label=f"{name} {forth}",
        verb=VERBS[name],
        forth=forth,
        entries=tuple(item(f"第{number}份办法", f"示政发〔2026〕{number}号") for number in range(entries)),
        elsewhere=tuple(Mention(f"第{number}部法律", "") for number in range(elsewhere)),
        more=more,
    )


def test_a_document_alone_has_no_picture() -> None:
    """Nothing to draw."""
    assert picture("甲办法", ()) is None


def test_what_it_points_to_stands_above_it_and_what_points_to_it_below() -> None:
    """No box lies over another, all lie within the picture, and a line ends in the middle of its box."""
    drawn = picture("示例省人民政府关于印发《甲办法》的通知", (group("cites", True, 2, 1), group("interprets", False, 2)))
    assert drawn
    assert drawn.title == ("甲办法",)
    boxes = [(node.y, node.height) for node in drawn.nodes]
    boxes.insert(3, (drawn.own_y, drawn.own_height))
    assert boxes[0][0] == 0
    assert all(y + height + GAP == after for (y, height), (after, _) in pairwise(boxes))
    assert sum(boxes[-1]) == drawn.height
    assert [node.above for node in drawn.nodes] == [True, True, True, False, False]
    assert [node.shape for node in drawn.nodes] == ["policy", "policy", "elsewhere", "policy", "policy"]
    assert drawn.nodes[0].middle == drawn.nodes[0].height // 2


def test_the_words_say_all_that_is_drawn_and_how_much_is_not() -> None:
    """For who cannot see it: whole titles with their numbers, in the order of the picture."""
    title = "示例省人民政府关于印发《乙办法》的通知"
    known = Related(name="interprets", label="解读", verb="解读", forth=False, entries=(item(title, "示政发〔2026〕3号"),))
    drawn = picture("甲办法", (known, group("cites", True, 1, 1), group("cites", False, 20, more=True)))
    assert drawn
    assert [(said.label, said.items[:2], said.items[-1]) for said in drawn.words] == [
        ("cites True", ("第0份办法（示政发〔2026〕0号）", "第0部法律（本站没有）"), "第0部法律（本站没有）"),
        ("解读", (f"{title}（示政发〔2026〕3号）",), f"{title}（示政发〔2026〕3号）"),
        ("cites False", ("第0份办法（示政发〔2026〕0号）", "第1份办法（示政发〔2026〕1号）"), "另有若干件"),
    ]


def test_every_relation_has_a_box_before_one_has_a_second() -> None:
    """The weightiest first, those of one relation beside each other; a dozen in all."""
    crowd = (group("interprets", False, 13), group("amends", False, 1), group("repeals", False, 1), group("cites", True, 20))
    drawn = picture("甲办法", crowd)
    assert drawn
    lines = [node.line for node in drawn.nodes]
    assert lines == ["cites"] * 5 + ["repeals", "amends"] + ["interprets"] * 5
    assert len(lines) == MOST


def test_what_is_not_drawn_is_said_relation_by_relation() -> None:
    """On its side of the picture, as far as the number is known, in as many lines as it takes."""
    some = (
        group("implements", False, 9),
        group("interprets", False, 30),
        group("responds_to", False, 12),
        group("cites", False, 30, more=True),
    )
    drawn = picture("甲办法", (*some, group("cites", True, 5)))
    assert drawn
    assert drawn.more_above == ("还有引用3件",)
    assert "".join(drawn.more_below) == "还有依据6件、解读27篇、回应10篇、引用若干件"
    assert len(drawn.more_below) == 2
    assert drawn.nodes[0].y > 0
    assert sum((drawn.nodes[-1].y, drawn.nodes[-1].height)) < drawn.height - 2 * SMALL_LINE
    cut = picture("甲办法", (group("cites", False, 2, more=True),))
    assert cut
    assert cut.more_below == ("还有引用若干件",)


def test_a_neighbour_that_no_longer_counts_says_so() -> None:
    """Behind its number, in a word; one that was amended counts."""
    over = replace(item("甲", "示政发〔2026〕1号"), badge=Badge("已废止", over=True))
    amended = replace(item("乙", "示政发〔2026〕2号"), badge=Badge("已修改"))
    drawn = picture("丙", (Related(name="cites", label="引用", verb="引用", forth=True, entries=(over, amended)),))
    assert drawn
    assert [node.over for node in drawn.nodes] == ["已废止", ""]
    assert drawn.words[0].items == ("甲（示政发〔2026〕1号，已废止）", "乙（示政发〔2026〕2号）")


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("示例省民政厅 示例省财政厅关于印发《甲办法》的通知", "甲办法"),
        ("示例省人民政府关于修改《甲办法》的决定", "修改《甲办法》的决定"),
        ("《示例省人民政府关于加快建设的意见》解读：多办实事", "《加快建设的意见》解读：多办实事"),
        ("《甲办法》访谈实录：最高奖五十万元", "《甲办法》访谈实录：最高奖五十万元"),
        ("示例省人民政府办公厅关于印发2026年要点的通知", "2026年要点"),
        ("关于“限水”传言的回应", "关于“限水”传言的回应"),
        ("访谈：关于奖励的问答", "访谈：关于奖励的问答"),
    ],
)
def test_a_title_loses_the_organ_and_what_only_wraps_it(title: str, short: str) -> None:
    """Never a bracket: two titles would run together."""
    drawn = picture(title, (group("cites", True, 1),))
    assert drawn
    assert "".join(drawn.title) == short
