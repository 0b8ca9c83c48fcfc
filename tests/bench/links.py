"""What it costs to tie documents together: a portal with four relations a document, then one interpretation more.

`python -m tests.bench.links [DOCUMENTS]`. Relations are those of the front matter and the citations of the texts. Linking is
the stage of that name and the graph of citations, of documents that were read before. The files that the
interpretation changes must show it, but for totals and digests.
"""

from __future__ import annotations

import statistics
import sys
import time
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from console import screen
from plugins.catalog.catalog import Catalog
from plugins.catalog.terms import Kind, Relation
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal, Outcome
from tests.bench.build.corpus import SEED, Corpus
from tests.bench.build.document import AS_OF, Document
from tests.bench.build.forms import put
from tests.bench.build.rounds import place_for
from tests.bench.build.tools import OURS, gongkai

DOCUMENTS = 10_000
CITING = 3
"""Citations added to each text; half of them of the few that everybody cites."""
KNOWN = 40
"""Policies that everybody cites."""
ROUNDS = 7

Late = tuple[Corpus, Document]
"""The interpretation that is published later, and the corpus it belongs to."""


def main(documents: int = DOCUMENTS) -> None:
    """Measure and print."""
    with TemporaryDirectory(dir=place_for(documents, 0)) as place:
        folder = Path(place)
        portal, late = portal_of(folder, Corpus().grow(documents))
        first = run(portal, Goal.BUILD)
        screen.print(f"{documents} 份文件，第一次构建 {first.seconds['total']:.1f} 秒，写了 {first.written} 个文件")
        linked(portal)
        showing, others, again = published(portal, late)
        screen.print(f"发布一篇解读：{again.seconds['total']:.1f} 秒，做了 {len(again.made)} 页")
        screen.print(f"改变的文件 {len(showing) + len(others)} 个，{len(showing)} 个写着这篇解读；其余的只有总数和校验值：")
        screen.print("、".join(others))


def portal_of(folder: Path, corpus: Corpus) -> tuple[Portal, Late]:
    """A portal with the documents of the corpus but for one, each with a paragraph of citations more."""
    site, late = folder / OURS, held_back(corpus)
    gongkai().make_site(site)
    write(corpus, site / "content", late)
    portal = Portal(settings=site / "pelicanconf.py", output=site / "output", cache=site / "cache", as_of=str(AS_OF))
    return portal, (corpus, late)


def held_back(corpus: Corpus) -> Document:
    """The interpretation that comes later, on the day before the build: of a policy that everybody cites."""
    known = {one.number for one in lasting(corpus)[:KNOWN]}
    interpretations = (one for one in corpus.documents if one.kind is Kind.INTERPRETATION)
    late = next(one for one in interpretations if one.related[0].number in known)
    return replace(late, published=datetime.combine(AS_OF - timedelta(days=1), late.published.timetz()))


def lasting(corpus: Corpus) -> list[Document]:
    """Policies that do not end and that nobody repeals, oldest first: who cites them makes no finding."""
    found = (one for one in corpus.documents if one.kind is Kind.POLICY and not one.named)
    return sorted(found, key=lambda one: one.published)


def write(corpus: Corpus, content: Path, late: Document) -> None:
    """The documents but for one, each with a paragraph of citations more."""
    random, cited = Random(SEED), lasting(corpus)
    put(corpus, (one for one in corpus.documents if one.number != late.number), {OURS: content})
    days = [one.published for one in cited]
    for document in corpus.documents:
        earlier = bisect_left(days, document.published)
        if document.kind is not Kind.GAZETTE and document.number != late.number and earlier:
            chosen = {random.randrange(min(earlier, random.choice((KNOWN, earlier)))) for _ in range(CITING)}
            names = (f"《{cited[at].title}》（{cited[at].document_number}）" for at in sorted(chosen))
            with (content / f"{document.path}.md").open("a", encoding="utf-8") as file:
                file.write(f"\n有关事项同时按照{'、'.join(names)}的规定办理。\n")


def linked(portal: Portal) -> None:
    """What linking takes, round after round."""
    took = []
    for _ in range(ROUNDS):
        outcome = run(portal, Goal.READ)
        catalog = outcome.catalog
        assert catalog is not None
        began = time.perf_counter()
        citations = len(catalog.citations)
        took.append((outcome.seconds["link"], time.perf_counter() - began))
    relations = related(catalog)
    stage, graph = (statistics.median(seconds) for seconds in zip(*took, strict=True))
    longest = max(map(sum, took))
    screen.print(f"关系 {relations} 条，引用 {citations} 条，共 {relations + citations} 条")
    screen.print(
        f"关联 {stage + graph:.2f} 秒（目录和关系 {stage:.2f}，引用 {graph:.2f}；{ROUNDS} 次的中位数，最长 {longest:.2f}）"
    )


def related(catalog: Catalog) -> int:
    """How many relations of the front matter the catalog holds."""
    return sum(len(sources) for relation in Relation for _, sources in catalog.ties.referred(relation))


def published(portal: Portal, late: Late) -> tuple[list[str], list[str], Outcome]:
    """The files that change when it is published: those that show it, and the others; and what came of the build.

    Who leads to a list that begins with it shows it too: the first of a year makes a page of that year.
    """
    corpus, document = late
    output = portal.output or Path()
    before = digests(output)
    put(corpus, [document], {OURS: portal.settings.parent / "content"})
    outcome = run(portal, Goal.BUILD)
    changed = [path for path, digest in digests(output).items() if before.get(path) != digest]
    begun = (f"/{path.removesuffix('index.html')}" for path in changed if path not in before)
    told = (f"/{document.path}/", document.title, document.index_number, *begun)
    showing = [path for path in changed if any(words.encode() in (output / path).read_bytes() for words in told)]
    return showing, sorted(set(changed) - set(showing)), outcome


def digests(output: Path) -> Mapping[str, bytes]:
    """Every file under output/ and a digest of it."""
    files = (path for path in output.rglob("*") if path.is_file())
    return {str(path.relative_to(output)): sha256(path.read_bytes()).digest() for path in files}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
