"""Duties: what each tier of government must disclose of its own accord (政府信息公开条例 articles 20 and 21)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.terms import Tier
from plugins.catalog.vocabularies.files import layers, learned

CITED = re.compile(r"政府信息公开条例》?(第二十条第[一二三四五六七八九十]+项)")
"""How 公开依据 cites an item of article 20."""


def _tier(written: object) -> object:
    return Tier.read(str(written)) or written


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Duty:
    """One item of the list: where it stands, what it asks for, and of which tiers."""

    basis: str
    """The place of law, as 公开依据 cites it: 政府信息公开条例第二十条第一项."""
    text: str
    tiers: tuple[Annotated[Tier, BeforeValidator(_tier)], ...]


@learned
def duties(tier: Tier | None = None) -> tuple[Duty, ...]:
    """The items a tier must disclose; all of them where none is given. Raises VocabularyError."""
    rows = {(duty.basis, duty.text): duty for file in layers("duties") for duty in file.read(_ROWS)}
    return tuple(duty for duty in rows.values() if tier is None or tier in duty.tiers)


def is_cited_wrongly(basis: str) -> bool:
    """Whether 公开依据 cites an item that article 20 does not have."""
    cited = CITED.search(basis)
    return cited is not None and all(cited[1] not in duty.basis for duty in duties())


_ROWS = TypeAdapter(tuple[Duty, ...])
