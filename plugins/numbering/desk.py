"""The desk: the register while one process alone may write to it, and the numbers it gives out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from plugins.catalog.heads import documents, fields_in, split
from plugins.catalog.index_numbers import IndexNumber, IndexNumberForm, Scope
from plugins.catalog.locks import locked
from plugins.catalog.number_register import FILE, Act, Line, NumberRegister, number_register_of
from plugins.catalog.record import rows

NUMBER, TITLE = "index_number", "title"


class NumberingError(Exception):
    """What was asked of the register cannot be done; the message is a 中文 sentence."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that says it has a number, with its path relative to content/."""

    path: str
    number: str
    title: str


class Desk:
    """The register, read under its lock. Nothing of it is changed; lines are added at its end."""

    def __init__(self, content: Path, form: IndexNumberForm, file: BinaryIO) -> None:
        self.content, self.form, self._file = content, form, file
        self.register = self._read()
        self.begun = False
        """Whether the portal had no register before."""
        self._holders: dict[str, Holder] | None = None

    @property
    def holders(self) -> Mapping[str, Holder]:
        """The documents that say they have a number, by path; read once."""
        if self._holders is None:
            self._holders = {holder.path: holder for holder in holders_in(self.content)}
        return self._holders

    def add(self, *lines: Line) -> None:
        """Add lines at the end, all in one write, and see them on the disk."""
        self._file.seek(0, os.SEEK_END)
        torn = self._file.tell() and not self._ends_a_line()
        self._file.write(b"\n" * bool(torn) + "".join(line.written() for line in lines).encode())
        self._file.flush()
        os.fsync(self._file.fileno())
        self.register = self._read()

    def next(self, values: Mapping[str, str]) -> str:
        """The number after the highest of its run, of those in the register and of those that documents have.

        Raises ValueError with a 中文 sentence where the form cannot hold it.
        """
        return self.form.next(values, self.highest())

    def highest(self) -> Mapping[Scope, int]:
        """The highest serial of each run, of the numbers in the register and of those that documents have."""
        return self.form.highest((*self.register.numbers, *(holder.number for holder in self.holders.values())))

    def users(self, number: str) -> list[Holder]:
        """The documents that say they have this number."""
        return [holder for holder in self.holders.values() if holder.number == number]

    def void(self, number: str, on: date, reason: str) -> Line:
        """The line that voids a number, naming who had it."""
        claim = next(iter(self.register.claims.get(number, {}).values()), None)
        path, title = (claim.line.path, claim.line.title) if claim else ("", "")
        return Line(number=number, act=Act.VOIDED, path=path, title=title, on=on, reason=reason)

    def read_number(self, number: str) -> IndexNumber:
        """A number taken apart. Raises NumberingError where it has another form than the portal's."""
        found = self.form.read(number)
        if found is None:
            raise NumberingError(f"“{number}”不是“{self.form.written}”的形式。")
        return found

    def _read(self) -> NumberRegister:
        self._file.seek(0)
        register = number_register_of(self._file.read())
        if register.damaged:
            raise NumberingError(f"{FILE} 第 {register.damaged[0]} 行读不出来，请先改好它（inv explain NUM001）。")
        return register

    def _ends_a_line(self) -> bool:
        self._file.seek(-1, os.SEEK_END)
        return self._file.read(1) == b"\n"


@contextmanager
def open_desk(content: Path, form: IndexNumberForm, on: date) -> Iterator[Desk]:
    """The desk of a content folder, for one process at a time; the lock ends with the process.

    A portal without a register gets one, with every number its documents have. Raises NumberingError.
    """
    with locked(content.parent / FILE) as file:
        desk = Desk(content, form, file)
        if not file.tell():
            desk.begun = True
            desk.add(*(entered(holder, on) for holder in desk.holders.values()))
        yield desk


def entered(holder: Holder, on: date) -> Line:
    """The line that enters a number for a document that has it already."""
    return Line(number=holder.number, act=Act.ENTERED, path=holder.path, title=holder.title, on=on)


def holders_in(content: Path) -> Iterator[Holder]:
    """Every document that has an index number."""
    number, title = (rows()[name].label for name in (NUMBER, TITLE))
    for path in documents(content):
        fields = fields_in(split(path)[0], (number, title, NUMBER, TITLE))
        written = " ".join(str(fields.get(number) or fields.get(NUMBER) or "").split())
        if written:
            named = " ".join(str(fields.get(title) or fields.get(TITLE) or "").split())
            yield Holder(path.relative_to(content).as_posix(), written, named)
