"""The citation graph: bound by number or title, both ways, of released documents only."""

from __future__ import annotations

from datetime import datetime

from plugins.catalog.catalog import Catalog
from plugins.catalog.citation_graph import SHOWN
from plugins.catalog.citations import Citation
from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Status
from tests.conftest import make_record

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


def policy(name: str, number: str = "", **changes: object) -> Record:
    """A policy known by its path, its number and its title."""
    values = {
        "path": f"policies/2026/{name}.md",
        "address": f"/policies/2026/{name}/",
        "index_number": "",
        "title": f"{name}办法",
    }
    return make_record(**values | {"document_number": number} | changes)


def catalog(*entries: Entry | Record) -> Catalog:
    """The documents at one moment; a record cites nothing."""
    return Catalog((one if isinstance(one, Entry) else Entry(one) for one in entries), NOW, region="示例省")


def citing(name: str, *citations: Citation, **changes: object) -> Entry:
    """A policy with what its text cites."""
    return Entry(policy(name, **changes), citations=citations)


def test_a_citation_is_bound_by_its_number_and_known_from_both_ends() -> None:
    """Whatever title it has; each document once, however often it is cited."""
    target, other = policy("a", "示政发〔2026〕1号"), policy("b", "示政发〔2026〕2号")
    by_number, by_title = Citation("别的题目", "示政发〔2026〕1号"), Citation("a办法")
    source = citing("c", by_number, Citation("", "示政发〔2026〕9号"), by_title)
    graph = catalog(target, other, source).citations
    assert graph.of(source.record) == ((by_number, target), (Citation("", "示政发〔2026〕9号"), None), (by_title, target))
    assert graph.targets(source.record) == (target,)
    assert list(graph.sources(target)) == [source.record]
    assert list(graph.sources(other)) == []
    assert len(graph) == 1


def test_orders_are_found_by_the_short_name_of_their_organ() -> None:
    """省政府令 for the order of this province's government."""
    order = policy("a", "示例省人民政府令第379号", issuing_agency="示例省人民政府")
    source = citing("b", Citation("", "省政府令第379号"))
    assert catalog(order, source).citations.targets(source.record) == (order,)


def test_a_short_title_means_what_its_document_names_by_itself() -> None:
    """By a relation or a link of its text; not where two are called so, nor where the text calls itself so."""
    first = policy("a", title="示例省人民政府关于印发《示例省甲办法》的通知")
    enclosing = Entry(first, citations=(Citation("示例省甲办法", enclosed=True),))
    second = policy("b", title="示例省人民政府关于乙事项的意见")
    short, bare = Citation("关于乙事项的意见"), Citation("办法")
    about = {"kind": Kind.INTERPRETATION, "path": "interpretations/2026/i.md", "title": "一图读懂", "interprets": (first.path,)}
    source = Entry(policy("i", **about), citations=(short, bare), links=(second.path,))
    graph = catalog(enclosing, second, source).citations
    assert graph.of(source.record) == ((short, second), (bare, first))
    apart = Entry(policy("c"), citations=(short,))
    assert catalog(enclosing, second, apart).citations.targets(apart.record) == ()
    both = Entry(policy("d", title="公告", implements=(first.path, "policies/2026/a2.md")), citations=(bare,))
    assert catalog(enclosing, policy("a2", title="又一办法"), both).citations.targets(both.record) == ()
    itself = Entry(policy("e", implements=(first.path,)), citations=(bare,))
    assert catalog(enclosing, itself).citations.targets(itself.record) == ()


def test_a_title_binds_where_one_released_policy_has_it() -> None:
    """Its own or that of what it encloses; neither an interpretation nor two of one name, nor the document itself."""
    enclosing = citing("a", Citation("甲要点", enclosed=True))
    twins = [policy(name, title="乙办法") for name in ("b", "c")]
    other = policy("d", kind=Kind.INTERPRETATION, title="丙办法")
    wanted = (Citation("甲要点"), Citation("乙办法"), Citation("丙办法"), Citation("e办法"))
    source = citing("e", *wanted)
    graph = catalog(enclosing, *twins, other, source).citations
    assert [target for _, target in graph.of(source.record)] == [enclosing.record, None, None, None]
    assert graph.of(enclosing.record) == ((Citation("甲要点", enclosed=True), None),)


def test_nothing_is_known_of_what_is_not_released() -> None:
    """Neither as an end nor as a namesake, and a withdrawn text cites nothing."""
    late = {"published_at": datetime(2026, 12, 1, tzinfo=BEIJING)}
    embargoed = citing("a", Citation("", "示政发〔2026〕2号"), number="示政发〔2026〕1号", **late)
    public = policy("b", "示政发〔2026〕2号")
    withdrawn = citing("c", Citation("", "示政发〔2026〕2号"), status=Status.WITHDRAWN)
    source = citing("d", Citation("", "示政发〔2026〕1号"), Citation("a办法"))
    graph = catalog(embargoed, public, withdrawn, source).citations
    assert graph.targets(source.record) == ()
    assert list(graph.sources(public)) == []
    assert graph.of(withdrawn.record) == ()


def test_the_mark_of_a_document_covers_the_first_that_cite_it_and_no_more() -> None:
    """A law cited by thousands stays as it is when one more does."""
    law = policy("law", "示政发〔2026〕1号")
    some = [
        citing(f"p{number:02}", Citation("", "示政发〔2026〕1号"), published_at=datetime(2026, 3, 2, 9, number, tzinfo=BEIJING))
        for number in range(SHOWN + 3)
    ]
    marks = [catalog(law, *some[:count]).marks.whole(law) for count in range(1, len(some) + 1)]
    assert len(set(marks)) == SHOWN + 1
    assert len(set(marks[SHOWN:])) == 1
