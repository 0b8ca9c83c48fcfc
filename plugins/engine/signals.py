"""The four moments at which a plugin speaks. Receivers are module-level functions: blinker keeps weak references.

==========  ==========================  =============================  ==========================================
signal      sender                      receiver gets                  receiver yields
==========  ==========================  =============================  ==========================================
reading     `Document`, in a worker     `read(document)`               `Finding`, `Fact`; the store keeps both
linking     `Catalog`                   `link(catalog)`                `Finding` about references
checking    `Catalog`                   `check(catalog)`               `Finding` about rules
paging      `Catalog`                   `pages(catalog)`               `Page`
==========  ==========================  =============================  ==========================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blinker import ANY, Signal

reading = Signal("reading")
linking = Signal("linking")
checking = Signal("checking")
paging = Signal("paging")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a plugin learned from a text: a name of its own and a JSON value."""

    name: str
    value: object


def silence() -> None:
    """Let every receiver go: each run hears the plugins of its own settings only."""
    for signal in (reading, linking, checking, paging):
        for receiver in list(signal.receivers_for(ANY)):
            signal.disconnect(receiver)


def ask(signal: Signal, sender: object) -> Iterator[object]:
    """Everything the receivers yield, plugin by plugin in the order of their module names."""
    answers = ((receiver.__module__, answer) for receiver, answer in signal.send(sender))
    for _, answer in sorted(answers, key=lambda pair: pair[0]):
        yield from answer
