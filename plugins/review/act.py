"""The act of reviewing: which documents a path names, what keeps them from being signed, and the lines that sign them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.catalog.blocks import SecrecyReview
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding, Level
from plugins.catalog.heads import within
from plugins.catalog.locks import locked
from plugins.catalog.parse import labels_needed
from plugins.catalog.record import Record, rows
from plugins.catalog.reviews import FILE, Review, is_same_person, read_reviews
from plugins.catalog.signed import sign
from plugins.review.standing import is_public_in_time, wait_of

LABELS = {"reviewer": "审查人", "unit": "审查单位", "conclusion": "结论", "basis": "依据"}
"""What a reviewer says, and how an editor calls it."""
NOT_BEGUN = (
    "这个门户还没有审查登记簿。请先把现有的文件一次登记进去，各份照信息块里的保密审查，信息块里没有的（原载）照命令里写的："
    "inv review content/ --unit 审查单位 --reviewer 审查人 --conclusion 可以公开"
)
SHOWN = 12
"""Sentences of what is in the way that one refusal holds."""


class ReviewError(Exception):
    """Nothing was signed; the message is a 中文 sentence, or several, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reviewer says; empty where nothing was said."""

    reviewer: str = ""
    unit: str = ""
    conclusion: str = ""
    basis: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what is not said, in order."""
        return tuple(name for name in LABELS if not getattr(self, name).strip())


def named(path: str, content: Path, catalog: Catalog) -> tuple[Record, ...]:
    """The document at a path; or those of a folder that go out in time and wait for a review. Raises ReviewError."""
    inside = within(content, path)
    if (content / inside).is_dir():
        below = (record for record in catalog.records if Path(record.path).is_relative_to(inside))
        begin = is_begun_by(path, content, catalog)
        return tuple(one for one in below if is_public_in_time(one) and (begin or wait_of(one, catalog)))
    found = tuple(record for record in catalog.records if record.path == inside)
    if not found:
        raise ReviewError(f"{path} 不是 {content.name}/ 里的一份文件，或者它的信息块读不出来（inv check）。")
    return found


def is_begun_by(path: str, content: Path, catalog: Catalog) -> bool:
    """Whether the portal has no register yet and a review of all its content begins it."""
    return catalog.reviews is None and within(content, path) == "."


def ready(records: Sequence[Record], path: str, content: Path, catalog: Catalog, findings: Iterable[Finding]) -> None:
    """Let documents be signed that are as they will be published. Raises ReviewError with all that is in the way of any."""
    if catalog.reviews is None and not is_begun_by(path, content, catalog):
        raise ReviewError(NOT_BEGUN)
    wrong = {finding.path for finding in findings if finding.level is Level.ERROR}
    _refuse(f"{record.path} {problem}" for record in records for problem in _unready(record, record.path in wrong))


def drafted(records: Sequence[Record], opinion: Opinion, catalog: Catalog, on: date) -> list[Review]:
    """The reviews of documents, not yet written. Raises ReviewError with all that is in the way of any.

    Where the register begins, the block of each document says who reviewed it; the opinion says what blocks leave out.
    """
    said = [(record, _completed(opinion, record) if catalog.reviews is None else opinion) for record in records]
    _refuse(f"{record.path} {problem}" for record, one in said for problem in _unsaid(record, one))
    return [_review(record, one, catalog, on) for record, one in said]


def write(reviews: Sequence[Review], home: Path) -> None:
    """Add reviews at the end of the register of the portal in `home`, see them on the disk. Two at once wait for each other.

    A line that a power cut left half-written is taken back first. Raises ReviewError, OSError.
    """
    with locked(home / FILE) as opened:
        opened.seek(0)
        content = opened.read()
        whole = content[: content.rfind(b"\n") + 1]
        register = read_reviews(whole)
        if register.faults:
            raise ReviewError(f"{FILE} 第 {register.faults[0].line} 行{register.faults[0].problem}，没有登记：请先改好它。")
        lines = "".join(review.written(register.head(review.path)) for review in reviews)
        opened.truncate(len(whole))
        opened.write(lines.encode())
        opened.flush()
        os.fsync(opened.fileno())


def _completed(opinion: Opinion, record: Record) -> Opinion:
    """What the block says of the review; beside it what the opinion says."""
    found = record.secrecy_review or SecrecyReview(basis=rows()["first_published"].label if record.first_published else "")
    return Opinion(
        reviewer=found.reviewer or opinion.reviewer,
        unit=opinion.unit,
        conclusion=found.conclusion or opinion.conclusion,
        basis=found.basis or opinion.basis,
    )


def _refuse(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        more = [f"…… 共 {len(found)} 处"] if len(found) > SHOWN else []
        raise ReviewError("\n".join(("没有登记：", *found[:SHOWN], *more)))


def _unready(record: Record, is_wrong: bool) -> Iterator[str]:
    """Why a document cannot be signed yet: what is still to come would void the review."""
    if is_wrong:
        yield "有错误（inv check），改好再审查：改动会使审查作废"
    needed = (row.label for _, row in labels_needed(record) if not (row.spared and record.first_published))
    if lacking := "、".join(needed):
        yield f"还缺{lacking}，补上再审查：改动会使审查作废"
    if not record.author and not record.first_published:
        yield "没有写作者：审查人不能是作者本人，要写明才知道"


def _unsaid(record: Record, opinion: Opinion) -> Iterator[str]:
    """What an opinion lacks, and whether it is the author's own."""
    if missing := "、".join(LABELS[name] for name in opinion.missing):
        yield f"没有说{missing}"
    if is_same_person(opinion.reviewer, record.author):
        yield f"的作者就是{record.author}，请由另一人审查"


def _review(record: Record, opinion: Opinion, catalog: Catalog, on: date) -> Review:
    signed = sign(record, catalog)
    return Review(
        path=record.path,
        title=record.title,
        document_number=record.document_number,
        on=on,
        author=record.author,
        reviewer=opinion.reviewer.strip(),
        unit=opinion.unit.strip(),
        conclusion=opinion.conclusion.strip(),
        basis=opinion.basis.strip(),
        digest=signed.digest,
        text=signed.text,
        fields=signed.fields,
        files=signed.files,
    )
