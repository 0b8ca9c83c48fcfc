"""What the page of open data shows: files, and the schemas they follow."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.catalog.terms import Term

ROOT = "/data/"


class DataFormat(Term):
    """What a year's file is written in; the machine word ends its address."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    JSON_LD = "jsonld", "JSON-LD"

    @property
    def media_type(self) -> str:
        """As IANA registers it."""
        return {
            "csv": "text/csv",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "jsonld": "application/ld+json",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataYear:
    """The files of one year: how many documents they list, and when one of these last changed, in ISO 8601."""

    year: int
    count: int
    changed: str

    @property
    def files(self) -> tuple[tuple[DataFormat, str], ...]:
        """Every format with its site path."""
        return tuple((form, f"{ROOT}{self.year}.{form.value}") for form in DataFormat)

    @property
    def manifest(self) -> str:
        """The site path of the year's part of the manifest."""
        return f"/manifest/{self.year}.ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFile:
    """A schema that is published: what it is of, and its site path."""

    title: str
    address: str
