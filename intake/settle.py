"""From claims to fields: what several places of a source say about one field, agreed or contradicted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from intake import rules
from intake.history import orders_in
from intake.reading import Claim, Origin, Reading
from intake.shapes import as_number, organs_in, squeezed
from plugins.catalog.date_forms import dates_in, read_date, read_moment
from plugins.catalog.index_numbers import USUAL
from plugins.catalog.numbers import HAN
from plugins.catalog.record import rows
from plugins.catalog.values import items, words
from plugins.catalog.vocabularies import agencies, theme_path

NUMBER_TAIL = re.compile(rf"[（(]\s*([{HAN}]{{1,16}}[〔\[（(【［]\d{{4}}[〕\]）)】］]\s*第?\s*\d{{1,5}}\s*号)\s*[）)]$")
DATE_TAIL = re.compile(r"[（(\[【]\s*((?:19|20)\d{6}|(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?)\s*[）)\]】]$")
INDEX = re.compile(rf"(?<![0-9A-Z]){USUAL.pattern}(?!\d)")
WEAK = frozenset({Origin.HISTORY, Origin.TEXT, Origin.ADDRESS, Origin.FILE_NAME})
"""Places that only fill a gap and contradict nobody."""
GUESSED = frozenset({"名称", "发布机构", "发文日期", "发布日期"})
"""Fields for which a weak place is worth a word."""
CUT = re.compile(r"(?:\.{2,}|…+)$")


@dataclass(slots=True)
class Settled:
    """The fields under their labels, ready for the front matter, and who told each."""

    fields: dict[str, object] = field(default_factory=dict)
    told_by: dict[str, tuple[Origin, ...]] = field(default_factory=dict)


def settle(claims: Iterable[Claim], reading: Reading) -> Settled:
    """One value a field: the most trusted place decides, whoever contradicts it is named in a finding."""
    order, settled = [row.label for row in rows().values()], Settled()
    by_label = defaultdict[str, list[Claim]](list)
    for claim in claims:
        by_label[claim.label].append(claim)
    for label in sorted(by_label, key=order.index):
        told = [(claim, value) for claim in by_label[label] if (value := _value(claim, reading))]
        if not told:
            continue
        told.sort(key=lambda one: list(Origin).index(one[0].origin))
        chosen, value = _finest(told, label)
        settled.told_by[label] = tuple(dict.fromkeys(one.origin for one, other in told if _same(label, other, value)))
        if not set(settled.told_by[label]) - WEAK and label in GUESSED:
            reading.doubt(rules.WEAKLY_TOLD, chosen.line, label=label, value=_shown(value), origin=chosen.origin)
        for claim, other in told:
            if claim.origin not in WEAK and not _same(label, other, value):
                said = {"first": chosen.origin, "value": _shown(value), "second": claim.origin, "other": _shown(other)}
                reading.doubt(rules.CONTRADICTION, claim.line, label=label, **said)
        _put(settled.fields, label, value)
    return settled


def split_title(written: str) -> tuple[str, list[Claim]]:
    """A title without the number and the date that pages hang on it, and what these claim."""
    title, claims = " ".join(written.split()).strip(" \u3000"), list[Claim]()
    for tail, label in ((DATE_TAIL, "发布日期"), (NUMBER_TAIL, "文号"), (DATE_TAIL, "发布日期")):
        match = tail.search(title)
        if match and match.start() > 3:
            claims.append(Claim(label=label, value=match[1], origin=Origin.FILE_NAME if label == "发布日期" else Origin.HEADING))
            title = title[: match.start()].rstrip()
    return title, claims


def _value(claim: Claim, reading: Reading) -> str:
    """The claim's value as the front matter writes it; empty where it cannot be one, and then said."""
    reader = READERS.get(claim.label, _text)
    value = reader(claim.value)
    if not value and claim.value.strip(" \u3000-—无/") and claim.origin not in WEAK:
        reading.doubt(rules.VALUE_ODD, claim.line, label=claim.label, value=claim.value[:60], origin=claim.origin)
    return value


def _text(written: str) -> str:
    return " ".join(written.split()).strip(" \u3000")


def _title(written: str) -> str:
    return split_title(written)[0]


def _index(written: str) -> str:
    plain = "".join(written.split())
    match = INDEX.search(plain)
    return match[0] if match else plain if 5 < len(plain) < 60 and re.search(r"\d{3}", plain) else ""


def _number(written: str) -> str:
    return as_number(written) or next(orders_in(written), "")


def _day(written: str) -> str:
    found = read_date(written) or next((day for day, _ in dates_in(written)), None)
    return f"{found}" if found else ""


def _organs(written: str) -> str:
    names = organs_in(written) or [part for part in re.split(r"[、，,;；]|\s+", written) if part]
    return "、".join(names) if all(1 < len(name) <= 40 for name in names) else ""


def _themes(written: str) -> str:
    parts = (re.sub(r"\s*(?:[>＞/]|->|→|—>)\s*", lambda _: "\\", part) for part in items(written.replace("＼", "\\")))
    return ";".join(part.strip() for part in parts if theme_path(part.strip()))


def _words(written: str) -> str:
    return ";".join(part for one in words(written) for part in one.split())


READERS: Mapping[str, Callable[[str], str]] = {
    "名称": _title,
    "索引号": _index,
    "文号": _number,
    "发文日期": _day,
    "施行日期": _day,
    "有效期至": _day,
    "发布日期": read_moment,
    "发布机构": _organs,
    "联合发文": _organs,
    "分类": _themes,
    "主题词": _words,
}


def _finest(told: list[tuple[Claim, str]], label: str) -> tuple[Claim, str]:
    """The first value, or one that says the same and more: with the minute, with the end of a title that was cut."""
    claim, value = told[0]
    for other, longer in told[1:]:
        more = longer.count("、") > value.count("、") if label == "发布机构" else label == "发布日期" or bool(CUT.search(value))
        if more and len(longer) > len(value) and _same(label, longer, value):
            claim, value = other, longer
    return claim, value


def _same(label: str, one: str, other: str) -> bool:
    if label == "发布日期":
        return one == other or (min(len(one), len(other)) == 10 and one[:10] == other[:10])
    if label == "名称":
        first, second = squeezed(one), squeezed(other)
        return first == second or any(
            CUT.search(short) and long.startswith(CUT.sub("", short)) for short, long in ((first, second), (second, first))
        )
    if label == "发布机构":
        return _same_organs(one.split("、"), other.split("、"))
    if label == "文号" and "令第" in one and "令第" in other:
        return one.rpartition("令第")[2] == other.rpartition("令第")[2]
    return "".join(one.split()) == "".join(other.split())


def _same_organs(one: list[str], other: list[str]) -> bool:
    """Whether the shorter list names organs of the longer, by name or alias."""
    short, long = sorted((one, other), key=len)
    return all(any(_same_organ(name, known) for known in long) for name in short)


def _same_organ(one: str, other: str) -> bool:
    known = agencies().by_name
    return (
        one == other
        or bool(set(_names(known.get(one, ()))) & set(_names(known.get(other, ()))))
        or other.endswith(one)
        or one.endswith(other)
    )


def _names(found: Iterable[object]) -> list[str]:
    return [str(getattr(agency, "name", "")) for agency in found]


def _put(fields: dict[str, object], label: str, value: str) -> None:
    if label == "发布机构":
        first, *others = value.split("、")
        fields[label] = first
        if others:
            fields["联合发文"] = others
    elif label in ("分类", "主题词"):
        fields[label] = value.split(";")
    else:
        fields[label] = value


def _shown(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}……"
