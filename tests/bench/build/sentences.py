"""Small grammars: a pen with a random source and a subject writes sentences, lists and tables that hardly repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from tests.bench.build import words
from tests.bench.build.subjects import Subject

T = TypeVar("T")


class Pen:
    """Writes about one subject in one year."""

    def __init__(self, random: Random, subject: Subject, year: int) -> None:
        self.random = random.random
        self.subject = subject
        self.year = year

    def one(self, choices: Sequence[T]) -> T:
        """Any of them."""
        return choices[int(self.random() * len(choices))]

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def term(self) -> str:
        """A word of the subject."""
        return self.one(self.subject.terms)

    def day(self) -> str:
        """A day soon after."""
        return f"{self.year + self.number(0, 1)}年{self.number(1, 12)}月{self.number(1, 28)}日"

    def name(self) -> str:
        """A person's name."""
        return self.one(words.SURNAMES) + self.one(words.GIVEN)

    def sentence(self) -> str:
        """One sentence of any shape."""
        return self.one(SHAPES)(self)

    def paragraph(self) -> str:
        """Two or three sentences."""
        return "".join(self.sentence() for _ in range(self.number(2, 3)))

    def duty(self) -> str:
        """A short clause that can end an item of a list."""
        return f"{self.one(words.WHO)}{self.one(words.MUST)}{self.one(words.ACTS)}"

    def table(self) -> str:
        """Four to eight rows under one of the usual headings."""
        columns = self.one(words.COLUMNS).split("|")
        row = (self._task, self._indicator, self._step, self._standard)[words.COLUMNS.index("|".join(columns))]
        rows = [row(number) for number in range(1, self.number(4, 8) + 1)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * 4, *rows))

    def _task(self, number: int) -> list[str]:
        done = f"{self.year + 1}年{self.number(1, 12)}月底"
        return [str(number), f"{self.term()}{self.one(words.TASKS)}", self.one(words.PLACES), done]

    def _indicator(self, number: int) -> list[str]:
        base = self.number(20, 800)
        unit = self.one(words.UNITS)
        return [str(number), f"{self.one(words.PLACES)}{self.term()}", f"{base}{unit}", f"{base + self.number(5, 200)}{unit}"]

    def _step(self, number: int) -> list[str]:
        step = words.NUMERALS[number - 1]
        return [f"第{step}步", f"{self.term()}{self.one(words.TASKS)}", f"{self.number(1, 20)}个工作日", self.one(words.WHO)]

    def _standard(self, number: int) -> list[str]:
        kind = f"{words.NUMERALS[number - 1]}类"
        return [kind, f"{self.number(1, 99) * 10}{self.one(words.UNITS)}", self.subject.audience, self.one(words.SYSTEMS)]


def _duty(pen: Pen) -> str:
    return f"{pen.duty()}，{pen.one(words.ACTS)}，{pen.one(words.AIMS)}。"


def _deadline(pen: Pen) -> str:
    return f"{pen.day()}前，{pen.one(words.WHO)}完成{pen.term()}的{pen.one(words.TASKS)}，并{pen.one(words.ACTS)}。"


def _share(pen: Pen) -> str:
    place, better = pen.one(words.PLACES), pen.number(60, 99)
    return f"到{pen.year + pen.number(1, 3)}年底，{place}{pen.term()}的覆盖面达到{better}%以上，{pen.one(words.AIMS)}。"


def _case(pen: Pen) -> str:
    case = f"{pen.term()}{pen.one(words.STATES)}"
    return f"对{case}的，由{pen.one(words.WHO)}{pen.one(words.ACTS)}；情况复杂的，可以延长{pen.number(3, 15)}日。"


def _principle(pen: Pen) -> str:
    return f"坚持{pen.one(words.PRINCIPLES)}，{pen.one(words.VERBS)}{pen.subject.name}，{pen.one(words.AIMS)}。"


def _system(pen: Pen) -> str:
    return f"{pen.term()}实行{pen.one(words.SYSTEMS)}，{pen.duty()}。"


def _survey(pen: Pen) -> str:
    count = f"{pen.number(12, 980)}{pen.one(words.UNITS)}"
    where = f"{pen.one(words.PLACES)}、{pen.one(words.PLACES)}"
    return f"据对{where}的抽样，{pen.term()}涉及{count}，仍有{pen.one(words.STATES)}的情形。"


def _report(pen: Pen) -> str:
    day = f"{pen.number(1, 12)}月{pen.number(1, 28)}日"
    return f"**{pen.term()}**的{pen.one(words.REPORTS)}每年{day}前报送{pen.subject.agency}，{pen.one(words.AIMS)}。"


def _receipt(pen: Pen) -> str:
    return f"{pen.one(words.WHO)}收到{pen.term()}方面的申请后，在{pen.number(1, 20)}个工作日内办结，{pen.one(words.ACTS)}。"


SHAPES: tuple[Callable[[Pen], str], ...] = (
    _duty,
    _duty,
    _deadline,
    _share,
    _case,
    _principle,
    _system,
    _survey,
    _report,
    _receipt,
)
