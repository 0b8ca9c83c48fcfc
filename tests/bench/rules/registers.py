"""The registers of a portal, as an honest one has them: every number entered, every release seen on the day it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from plugins.catalog.number_register import FILE as NUMBERS
from plugins.catalog.number_register import Act, Line
from plugins.catalog.record import Record
from plugins.catalog.register import FILE as RELEASES
from plugins.catalog.terms import Status
from plugins.catalog.values import moment
from tests.bench.rules.draft import Draft
from tests.conftest import AS_OF, make_record
from tests.registers import grown

BEGAN = "2026-10-01 09:00"
"""When the register of releases was begun: what says it is older was there."""


def keep(home: Path, drafts: Iterable[Draft]) -> None:
    """Write both registers of the portal in `home`."""
    drafts = list(drafts)
    (home / NUMBERS).parent.mkdir(exist_ok=True)
    (home / NUMBERS).write_text("".join(line.written() for line in _entered(drafts)), "utf-8")
    (home / RELEASES).write_bytes(_released(drafts))


def _entered(drafts: Iterable[Draft]) -> Iterator[Line]:
    on = date.fromisoformat(AS_OF[:10])
    for draft in drafts:
        number = draft.value("索引号")
        if number:
            yield Line(number=number, act=Act.ENTERED, path=draft.path, title=draft.value("名称"), on=on)


def _released(drafts: Iterable[Draft]) -> bytes:
    builds: dict[str, list[Record]] = defaultdict(list)
    for draft in drafts:
        published = moment(draft.value("发布日期"))
        if published and draft.value("状态") != Status.DRAFT.label and f"{published:%Y-%m-%d %H:%M}" <= AS_OF:
            record = make_record(path=draft.path, index_number=draft.value("索引号"), published_at=published)
            builds[max(BEGAN, f"{published:%Y-%m-%d %H:%M}")].append(record)
    return grown(*sorted(builds.items()))
