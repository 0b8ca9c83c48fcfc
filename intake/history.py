"""题注: the note under the title of a regulation, with the days it was passed, issued, amended and came into force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.reading import Block, Claim, Origin
from plugins.catalog.date_forms import dates_in, plain
from plugins.catalog.numbers import HAN

NOTE_BLOCKS = 12
EVENTS = "通过|公布|发布|公告|批准|印发|修正|修订|修改|废止|施行|实施|生效"
EVENT = re.compile(EVENTS)
ISSUED = ("公布", "发布", "公告", "印发", "批准", "通过")
"""Events that make a document, the strongest first."""
BEGINS = re.compile("第[一二三四五六七八九十百]+[编章节条]|[一二三四五六七八九十]+、")
DATED = re.compile(r"[（(]?\s*(?:根据)?(?:[〇○零一二三四五六七八九]{4}\s?年|\d{4}\s?年)")
ORDER = re.compile(
    rf"(?P<organ>(?:中华人民共和国)?[{HAN}、]{{2,40}}?)令[\s（(]*(?:[（(]?\d{{4}}年?[）)]?)?\s*第\s*(?P<number>\d{{1,5}}|[一二三四五六七八九十百零〇]{{1,7}})\s*号"
)
ORDER_TURNED = re.compile(rf"(?P<organ>[{HAN}]{{2,20}}?)第(?P<number>\d{{1,5}})号令")
SESSION = re.compile(r"第[一二三四五六七八九十百\d]+届")
ACTOR = re.compile(
    rf"(?P<organ>[{HAN}、]{{2,40}}?)(?:第[一二三四五六七八九十百\d]+次(?:常务|全体|主席团|党组)?会议|批准|发布|公布|令第)"
)
FROM = re.compile(r"自\s*(?P<date>[^，。；]{6,20}?日)\s*起\s*(?:施行|实施|生效|执行)")
UNTIL = re.compile(
    r"有效期(?:至|截止到?|到)\s*(?P<date>[^，。；]{6,20}?日)|(?:至|到)\s*(?P<end>[^，。；至]{6,20}?日)\s*(?:止|失效|废止)"
)


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a 题注: what happened, by which order."""

    day: str
    what: str
    orders: tuple[str, ...] = ()
    organ: str = ""

    @property
    def order(self) -> str:
        """The number of its first order; empty where there is none."""
        return self.orders[0] if self.orders else ""


def events_in(text: str) -> Iterator[Event]:
    """The events of a note, in their order. A date belongs to the words after it, up to the next date."""
    written = plain(text)
    found = list(dates_in(written))
    for number, (day, match) in enumerate(found):
        end = found[number + 1][1].start() if number + 1 < len(found) else len(written)
        words = written[match.end() : end]
        event = EVENT.search(words)
        yield Event(f"{day}", event[0] if event else "", tuple(orders_in(words)), _organ(words))


def orders_in(words: str) -> Iterator[str]:
    """The numbers of the orders a text names, such as 中华人民共和国国务院令第374号."""
    for match in ORDER.finditer("".join(words.split())):
        yield f"{match['organ'].removeprefix('根据').strip('、')}令第{match['number']}号"
    for match in ORDER_TURNED.finditer("".join(words.split())):
        yield f"{match['organ']}令第{match['number']}号"


def _organ(words: str) -> str:
    """Who acted: 上海市人民代表大会常务委员会 of 上海市第十一届人民代表大会常务委员会第二十九次会议通过."""
    match = ACTOR.match(SESSION.sub("", words.strip(" \u3000，")))
    return match["organ"] if match else ""


def note_events(blocks: Sequence[Block]) -> list[Event]:
    """The events told before the text begins."""
    found = list[Event]()
    for block in blocks[:NOTE_BLOCKS]:
        text = block.text
        if BEGINS.match(text) or (text.endswith(("。", "：")) and not text.startswith(("（", "("))):
            break
        if DATED.match(plain(text)) or (text.startswith(("（", "(")) and EVENT.search(text)):
            found += events_in(text)
    return found


def claims_of(blocks: Sequence[Block]) -> Iterator[Claim]:
    """What a 题注 and the closing articles say: the number, the day of issue, when it comes into and goes out of force."""
    events = note_events(blocks)
    ordered = next((event for event in events if event.order), None)
    issued = ordered or next((event for what in ISSUED for event in events if event.what == what), None)
    issued = issued or next((event for event in events if not event.what), None)
    if ordered:
        yield Claim(label="文号", value=ordered.order, origin=Origin.HISTORY)
        yield Claim(label="发布机构", value=ordered.order.partition("令第")[0], origin=Origin.HISTORY)
    elif issued and issued.organ:
        yield Claim(label="发布机构", value=issued.organ, origin=Origin.HISTORY)
    if issued:
        yield Claim(label="发文日期", value=issued.day, origin=Origin.HISTORY)
    starts = [event.day for event in events if event.what in ("施行", "实施", "生效")]
    if starts:
        yield Claim(label="施行日期", value=starts[-1], origin=Origin.HISTORY)
    for block in blocks:
        match = FROM.search(block.text) if "起" in block.text and not starts and _speaks_of_itself(block.text) else None
        if match:
            yield Claim(label="施行日期", value=match["date"], origin=Origin.TEXT, line=block.line)
        until = UNTIL.search(block.text) if "有效期" in block.text and _speaks_of_itself(block.text) else None
        if until:
            yield Claim(label="有效期至", value=until["date"] or until["end"], origin=Origin.TEXT, line=block.line)


def _speaks_of_itself(text: str) -> bool:
    """Whether a sentence is about this document and not about another."""
    return bool(
        re.search(
            r"(?:本|该)(?:条例|规定|办法|细则|通知|意见|方案|规则|决定|公告|通告|规范|标准|文件|规划|制度|预案|要点)|^自|现予公布|现予发布|现印发|，自",
            text,
        )
    )
