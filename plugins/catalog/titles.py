"""How titles break over lines: by meaning, as GB/T 9704—2012 7.3.1 asks. What belongs together is kept together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from plugins.catalog.vocabularies import genres, learned

VERBS = "印发|转发|批转|公布|修改|废止|取消|下达|同意|开展|实施|做好|加快|加强|推进|促进|进一步|调整|重新公布"


def by_phrases(title: str) -> Markup:
    """The title with `<span class="gk-phrase">` around what must not break, `gk-quoted` around a title within it."""
    parts, end = list[str](), 0
    for match in _quoted().finditer(title):
        quoted = f'<span class="gk-quoted">{"".join(_phrases(match[0]))}</span>'
        parts += [*_phrases(title[end : match.start()]), quoted]
        end = match.end()
    return Markup("".join((*parts, *_phrases(title[end:]))))


def _phrases(text: str) -> Iterator[str]:
    """Its parts as HTML."""
    end = 0
    for match in _phrase().finditer(text):
        yield escape(text[end : match.start()])
        yield f'<span class="gk-phrase">{escape(match[0])}</span>'
        end = match.end()
    yield escape(text[end:])


@learned
def _genres() -> str:
    return "|".join(word for genre in genres() for word in (genre.name, *genre.aliases))


@learned
def _quoted() -> re.Pattern[str]:
    """A title within the title, with the words that lean on it: whole where a line can hold it."""
    return re.compile(rf"《[^《》]{{3,19}}》(?:的(?:{_genres()})$|的)?")


@learned
def _phrase() -> re.Pattern[str]:
    """What never breaks."""
    return re.compile(
        rf"(?:^|(?<= ))[^ 关《》]{{2,13}}(?=关于| )"  # an issuing organ
        r"|“[^”]{1,8}”|[^ ]{2,3}等同志"  # a word in quotation marks, a name
        rf"|关于(?:{VERBS})?"
        rf"|《[^《》]{{1,4}}|[^《》]{{1,4}}》的?(?:{_genres()})?$|[^《》]{{1,4}}》的?"
        rf"|(?:19|20)\d{{2}}年度?|的(?:{_genres()})$"
    )
