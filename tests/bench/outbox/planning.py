"""How long a large plan takes: every entry planned, and its post composed for the person who approves."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.publish.portal import SINCE, Document, build

BODY = "".join(
    f"<p>第{number}条　各级行政机关应当及时、准确地公开本条所列的政府信息，并做好解读和回应。</p>" for number in range(1, 21)
)


def planned(entries: int) -> tuple[int, float]:
    """So many entries, half on each channel: how many there were, and the seconds."""
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox") as sandbox:
        output = Path(name) / "output"
        build(output, [Document(number=number, body=BODY) for number in range(1, entries // 2 + 1)])
        step = open_step(output, Path(name) / "var", sandbox.environment(), SINCE)
        begun = time.perf_counter()
        previews = step.previews()
        return len(previews), time.perf_counter() - begun
