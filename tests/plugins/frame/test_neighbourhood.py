"""The picture of a neighbourhood: every line has its word, every box its shape, a dozen at most."""

from __future__ import annotations

from plugins.catalog.values import moment
from plugins.frame.neighbourhood import BOX, MOST, ROW, picture
from plugins.frame.relations import Mention, Related
from plugins.frame.views import Item


def item(title: str, number: str = "") -> Item:
    """A document of the portal."""
    at = moment("2026-03-02 09:00")
    assert at
    return Item(title=title, address="/a/", agency="", document_number=number, published_at=at)


def group(name: str, forth: bool, entries: int = 0, elsewhere: int = 0, more: bool = False) -> Related:
    """Documents in one relation."""
    return Related(
        name=name,
        label=f"{name} {forth}",
        verb="引用",
        forth=forth,
        entries=tuple(item(f"第{number}份办法", f"示政发〔2026〕{number}号") for number in range(entries)),
        elsewhere=tuple(Mention(f"第{number}部法律", "") for number in range(elsewhere)),
        more=more,
    )


def test_a_document_alone_has_no_picture() -> None:
    """Nothing to draw."""
    assert picture("甲办法", ()) is None


def test_what_it_points_to_stands_above_it_and_what_points_to_it_below() -> None:
    """No box lies over another, and all lie within the picture."""
    drawn = picture("示例省人民政府关于印发《甲办法》的通知", (group("cites", True, 2, 1), group("interprets", False, 2)))
    assert drawn
    assert drawn.title == "甲办法"
    tops = [(node.y, node.above) for node in drawn.nodes]
    assert tops == [(0, True), (ROW, True), (2 * ROW, True), (4 * ROW, False), (5 * ROW, False)]
    assert drawn.own_y == 3 * ROW
    assert drawn.height == 5 * ROW + BOX
    assert [node.shape for node in drawn.nodes] == ["policy", "policy", "elsewhere", "policy", "policy"]


def test_the_words_say_all_that_is_drawn() -> None:
    """For who cannot see it."""
    drawn = picture("甲办法", (group("cites", True, 1, 1), group("cites", False, 1)))
    assert drawn
    assert drawn.description == "cites True：第0份办法、第0部法律；cites False：第0份办法"


def test_a_dozen_is_drawn_and_the_rest_is_said() -> None:
    """Either side gets what the other leaves, six at least; a list that is cut itself is more, too."""
    for forth, back, above, below in ((20, 20, 6, 6), (20, 2, 10, 2), (2, 20, 2, 10), (20, 0, 12, 0)):
        drawn = picture("甲办法", (group("cites", True, forth), group("cites", False, back)))
        assert drawn
        assert len(drawn.nodes) <= MOST
        assert [sum(node.above is side for node in drawn.nodes) for side in (True, False)] == [above, below]
        assert (drawn.more_above, drawn.more_below) == (forth > above, back > below)
    cut = picture("甲办法", (group("cites", False, 2, more=True),))
    assert cut
    assert cut.more_below


def test_long_titles_are_cut_at_what_a_box_holds() -> None:
    """Before their end; figures are narrower than characters."""
    related = Related(
        name="cites",
        label="引用的文件",
        verb="引用",
        forth=True,
        entries=(item("关于加快推进全省政务服务标准化规范化建设的若干措施"),),
    )
    drawn = picture("甲办法", (related,))
    assert drawn
    assert drawn.nodes[0].title == "加快推进全省政务服务…若干措施"
