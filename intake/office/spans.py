"""Numbers named in few words: 1、3—5."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise


def spans(numbers: Sequence[int], write: Callable[[int], str] = str) -> str:
    """1、3—5 for 1, 3, 4, 5; `numbers` ascend and are not empty."""
    starts = [numbers[0], *(two for one, two in pairwise(numbers) if two != one + 1)]
    ends = [*(one for one, two in pairwise(numbers) if two != one + 1), numbers[-1]]
    return "、".join(write(one) if one == two else f"{write(one)}—{write(two)}" for one, two in zip(starts, ends, strict=True))
