"""The moments at which a plugin speaks. Receivers are module-level functions: blinker keeps weak references.

==========  ==========================  =============================  ==========================================
signal      sender                      receiver gets                  receiver yields
==========  ==========================  =============================  ==========================================
equipping   `Site`, at the start        `look(site)`                   `Equipment`: what the machine has for its pages
reading     `Document`, in a worker     `read(document)`               `Finding`, `Fact`; the store keeps both
examining   `File`, in a worker         `examine(file)`                `Fact`; the store keeps it by the file's digest
linking     `Catalog`                   `link(catalog)`                `Finding` about references
checking    `Catalog`                   `check(catalog)`               `Finding` about rules
paging      `Catalog`                   `pages(catalog)`               `Page`
==========  ==========================  =============================  ==========================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from blinker import ANY, Signal

from plugins.catalog.editions import Editions
from plugins.catalog.record import Record

equipping = Signal("equipping")
reading = Signal("reading")
examining = Signal("examining")
linking = Signal("linking")
checking = Signal("checking")
paging = Signal("paging")


@dataclass(frozen=True, slots=True)
class Document:
    """One text as plugins see it while it is read: its record, its Markdown body and where that begins."""

    record: Record
    body: str
    body_line: int

    def place(self, text: str) -> tuple[int, int]:
        """Line and column at which a text first stands in the body."""
        return self.at(max(self.body.find(text), 0))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the body."""
        return self.body_line + self.body.count("\n", 0, offset), offset - self.body.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class File:
    """A picture or attachment that documents refer to. What is found in it must rest on its bytes and its ending alone."""

    path: Path
    """Where it lies now."""

    @property
    def suffix(self) -> str:
        """How its name ends, in lower case, with the dot."""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Fact:
    """What a plugin learned from a text: a name of its own and a JSON value."""

    name: str
    value: object


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a plugin found on this machine to make its pages with: programs, fonts."""

    editions: Editions
    lacking: str = ""
    """What is missing and how to get it, in a 中文 sentence that a build says once."""


def silence() -> None:
    """Let every receiver go: each run hears the plugins of its own settings only."""
    for signal in (equipping, reading, examining, linking, checking, paging):
        for receiver in list(signal.receivers_for(ANY)):
            signal.disconnect(receiver)


def ask(signal: Signal, sender: object) -> Iterator[object]:
    """Everything the receivers yield, plugin by plugin in the order of their module names."""
    answers = ((receiver.__module__, answer) for receiver, answer in signal.send(sender))
    for _, answer in sorted(answers, key=lambda pair: pair[0]):
        yield from answer
