"""One text: whether page, PDF, EPUB, reading page and feed of each document have the same words, and the digest they show."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from plugins.catalog.editions import Edition
from plugins.catalog.manifest import Release, read_article
from plugins.catalog.plain_text import plain_text, text_digest, words
from plugins.catalog.terms import Kind, Relation
from publish.deployed import Deployed
from publish.pdf_words import UnreadablePdf, pdf_words

OFFERED = re.compile(r'<a class="gk-document-tools__tool" href="(/[^"]*?(?:\.pdf|\.epub|/reading/))"')
"""What the tools of a page offer beside it."""
SHOWN = re.compile(r'<code class="gk-text-digest__digits">([0-9a-f]{64})</code>')
ARTICLE = re.compile(r'<article class="gk-body[^>]*>(.*?)</article>', re.DOTALL)
BOUND = re.compile(r'<div class="text">(.*)</div>\s*<p class="origin">(.*?)</p>', re.DOTALL)
CHAPTER = re.compile(r"EPUB/d\d+\.xhtml")
FEEDS = ("feeds/policies.json", "feeds/gazettes.json")
PAGE, FEED = "网页", "订阅"
LABELS = {".pdf": Edition.PDF.label, ".epub": Edition.EPUB.label, "/": Edition.READING.label}

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an edition says something else than the page of its document."""

    document: str
    """Source path of the document."""
    edition: str
    problem: str

    def __str__(self) -> str:
        return f"{self.document}：{self.edition} {self.problem}"


@dataclass(slots=True)
class Compared:
    """What was compared, by edition, and what differs."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a document as its page has them."""

    path: str
    url: str
    title: str
    text: str
    digest: str


def compare_texts(site: Deployed, progress: Progress) -> Compared:
    """Every edition of a site against the pages. Raises ManifestError."""
    manifest, compared = site.manifest(), Compared()
    said: dict[str, Said] = {}
    offered: list[tuple[Release, str]] = []
    for number, release in enumerate(manifest.releases, 1):
        progress("读网页", number, len(manifest.releases))
        page = (site.read(release.page) or b"").decode()
        offers = [match[1] for match in OFFERED.finditer(page)]
        if not release.record.withdrawn and release.record.kind in (Kind.POLICY, Kind.GAZETTE):
            article = read_article(site.folder, release)
            digest = text_digest(release.record.title, article)
            said[release.record.path] = Said(
                release.record.path, release.url, words(release.record.title), plain_text(article), digest
            )
            if offers:
                compared.counts[PAGE] += 1
                if SHOWN.findall(page) != [digest]:
                    compared.differences.append(Difference(release.record.path, PAGE, "上的文本校验码与正文不符"))
        offered += [(release, offer) for offer in offers]
    for number, (release, offer) in enumerate(offered, 1):
        progress("比对文字", number, len(offered))
        label = next(label for ending, label in LABELS.items() if offer.endswith(ending))
        compared.counts[label] += 1
        problems = _problems(site, release, offer, said)
        compared.differences += [Difference(path, label, problem) for path, problem in problems]
    for said_of, problem in _fed(site, said, compared.counts):
        compared.differences.append(Difference(said_of.path, FEED, problem))
    return compared


def _problems(site: Deployed, release: Release, offer: str, said: Mapping[str, Said]) -> Iterator[tuple[str, str]]:
    """What is wrong with one edition, with the document it concerns."""
    own = said[release.record.path]
    carried = [said[path] for path in release.relations.get(Relation.CONTENTS.value, ()) if path in said]
    path = offer.lstrip("/")
    content = site.read(f"{path}index.html" if path.endswith("/") else path)
    if content is None:
        yield own.path, f"{offer} 不在网站上"
    elif path.endswith(".pdf"):
        yield from _printed(content, own, carried)
    elif path.endswith(".epub"):
        yield from _bound(content, carried)
    else:
        page = content.decode()
        yield from _in_order([(plain_text(text), page) for text in ARTICLE.findall(page)], carried)


def _printed(content: bytes, own: Said, carried: list[Said]) -> Iterator[tuple[str, str]]:
    try:
        printed = pdf_words(content)
    except UnreadablePdf as error:
        yield own.path, f"读不出文字（{error}）"
        return
    everything = printed.text + printed.beside
    if carried and own.text not in printed.text:
        yield own.path, "卷首的文字不同"
    # Of an issue it is the documents it carries that have a title and a digest of their own.
    for one in carried or (own,):
        if one.title not in printed.text:
            yield one.path, "没有标题，或者标题不同"
        if one.text not in printed.text:
            yield one.path, "的文字不同"
        if one.digest not in everything:
            yield one.path, "的文本校验码不同"


def _bound(content: bytes, carried: list[Said]) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = sorted(filter(CHAPTER.fullmatch, book.namelist()), key=lambda name: int("".join(filter(str.isdigit, name))))
        chapters = [BOUND.search(book.read(name).decode()) for name in names]
    found = [(plain_text(chapter[1]), chapter[2]) for chapter in chapters if chapter]
    yield from _in_order(found, carried)


def _in_order(found: list[tuple[str, str]], carried: list[Said]) -> Iterator[tuple[str, str]]:
    """Texts with what stands below them, against the documents they should be."""
    for at, one in enumerate(carried):
        if at >= len(found) or found[at][0] != one.text:
            yield one.path, "的文字不同"
        elif one.digest not in found[at][1]:
            yield one.path, "的文本校验码不同"


def _fed(site: Deployed, said: Mapping[str, Said], counts: Counter[str]) -> Iterator[tuple[Said, str]]:
    """A feed may say before the text what was put right in it."""
    by_url = {one.url: one for one in said.values()}
    for path in FEEDS:
        for entry in json.loads(site.read(path) or b'{"items": []}')["items"]:
            one = by_url.get(entry["url"])
            if one:
                counts[FEED] += 1
                if not plain_text(entry["content_html"]).endswith(one.text):
                    yield one, "的文字不同"
