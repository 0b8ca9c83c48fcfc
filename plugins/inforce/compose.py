"""From binding documents to what the lists of their years show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.catalog.normative import Member, Rank, counted
from plugins.catalog.record import Record
from plugins.catalog.terms import Validity
from plugins.frame.binding import Counts, Line, Part
from plugins.frame.views import Link

ORDER = (Validity.IN_FORCE, Validity.NOT_YET_IN_FORCE, Validity.REPEALED, Validity.EXPIRED)
"""How the parts of a list follow each other."""
COUNTED = ("made", "amended", *(validity.value for validity in ORDER))
"""What is counted of a year."""
WORDS: Mapping[str, str] = {
    "made": "本年制发",
    "amended": "本年修改",
    Validity.IN_FORCE: "年末现行有效",
    Validity.NOT_YET_IN_FORCE: "年末尚未施行",
    Validity.REPEALED: "本年废止",
    Validity.EXPIRED: "本年失效",
}
"""What a column of the counts and a part of a list are headed."""
COLUMNS = tuple(WORDS[name] for name in COUNTED)


def parts_of(members: Iterable[Member]) -> tuple[Part, ...]:
    """The list of a year, part by part; empty parts are left out."""
    lines = tuple(map(line_of, members))
    parts = (Part(WORDS[validity], tuple(line for line in lines if line.validity is validity)) for validity in ORDER)
    return tuple(part for part in parts if part.lines)


def line_of(member: Member) -> Line:
    """A document as the list of its year shows it."""
    record, period = member.record, member.period
    return Line(
        title=record.title,
        address=record.address,
        document_number=record.document_number,
        agency=record.issuing_agency,
        rank=member.rank,
        validity=member.validity,
        issued_on=record.issued_on,
        since=period.since,
        until=period.until,
        repealed_on=period.ended_on if period.by else None,
        repealed_by=_numbered(period.by) if period.by else None,
        made=member.made,
        amended_by=tuple(map(_numbered, member.amended_by)),
    )


def counts_of(members: Sequence[Member]) -> tuple[Counts, ...]:
    """A row for each rank, as the annual report has them."""
    found = counted(members)
    return tuple(Counts(rank, tuple(found.get((rank, name), 0) for name in COUNTED)) for rank in Rank)


def _numbered(record: Record) -> Link:
    return Link(record.called, record.address)
