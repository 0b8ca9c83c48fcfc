"""Lighthouse on the home page, a list and the heaviest document, as a phone and as a desktop; the median of three runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory
from typing import Any

from plugins.catalog.terms import Term
from plugins.engine.session import Progress
from tests.browser.readers import FLAGS
from tests.inspect.measure import Measure
from tests.inspect.tools import CHROMIUM, NODE, Unusable, last_words

CLI = Path("lighthouse/cli/index.js")
RUNS = 3
"""Scores tremble on a shared machine."""
SECONDS = 180
"""What one run may take; it usually takes ten."""
NODES = 5
"""Elements quoted for one problem."""


class Category(Term):
    """What Lighthouse scores."""

    PERFORMANCE = "performance", "性能"
    ACCESSIBILITY = "accessibility", "无障碍"
    BEST_PRACTICES = "best-practices", "最佳做法"
    SEO = "seo", "搜索引擎"

    @property
    def goal(self) -> int:
        """The least score of a hundred."""
        return 99 if self is Category.PERFORMANCE else 100


class Device(Term):
    """The form factors; simulated throttling in both, as is Lighthouse's default."""

    MOBILE = "mobile", "手机"
    DESKTOP = "desktop", "桌面"

    @property
    def options(self) -> tuple[str, ...]:
        """The words on Lighthouse's command line."""
        return ("--preset=desktop",) if self is Device.DESKTOP else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One run: points out of a hundred, and what cost points."""

    points: Mapping[Category, int]
    problems: Mapping[Category, tuple[str, ...]]


def check(server: str, addresses: Sequence[str], packages: Path, reports: Path, progress: Progress) -> Iterator[Measure]:
    """Measures for pages of a server by their addresses; Lighthouse's own reports are kept. Raises Unusable."""
    done, total = 0, len(addresses) * len(Device) * RUNS
    for address in addresses:
        for device in Device:
            runs = []
            for number in range(1, RUNS + 1):
                progress("Lighthouse", done, total)
                report = reports / f"{address.strip('/').replace('/', '-') or 'home'}-{device}-{number}"
                runs.append(read(_run(server + address, device, packages / CLI, report)))
                done += 1
            yield from measures(address, device, runs)
    progress("Lighthouse", total, total)


def measures(page: str, device: Device, runs: Sequence[Scores]) -> Iterator[Measure]:
    """One for each category: the median, the spread, and what cost points in the worst run."""
    for category in Category:
        points = [run.points[category] for run in runs]
        worst = runs[points.index(min(points))]
        yield Measure(
            check=f"lighthouse.{category}.{device}",
            label=f"Lighthouse {category.label} {device.label}",
            page=page,
            value=median_low(points),
            at_least=category.goal,
            spread=(min(points), max(points)),
            problems=worst.problems[category],
        )


def read(report: Mapping[str, Any]) -> Scores:
    """The scores of Lighthouse's JSON; a category it could not work out has none. Raises Unusable."""
    failure = report.get("runtimeError")
    if failure:
        raise Unusable(f"Lighthouse 没有测成 {report.get('requestedUrl', '')}：{failure.get('message', failure.get('code'))}")
    categories = {category: report["categories"][category.value] for category in Category}
    return Scores(
        points={category: round(100 * (found["score"] or 0)) for category, found in categories.items()},
        problems={category: tuple(_problems(found, report["audits"])) for category, found in categories.items()},
    )


def _problems(category: Mapping[str, Any], audits: Mapping[str, Any]) -> Iterator[str]:
    """Every audit that has weight and was not passed whole, where the category as a whole lost points."""
    for reference in category["auditRefs"] if category["score"] != 1 else ():
        audit = audits[reference["id"]]
        failed = audit["scoreDisplayMode"] == "error"
        if reference["weight"] and (failed or (audit["score"] is not None and audit["score"] < 1)):
            said = [audit.get(key) for key in ("displayValue", "explanation", "errorMessage")]
            where = list(_where(audit.get("details", {}).get("items", ())))
            yield "：".join([f"{audit['title']}（{reference['id']}）", *(word for word in (*said, *where[:NODES]) if word)])


def _where(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Elements, addresses or lines an audit points at, in the audit's own words."""
    for item in items:
        node, source = item.get("node") or {}, item.get("sourceLocation") or {}
        told = [node.get("snippet"), node.get("explanation"), item.get("description"), source.get("url"), item.get("url")]
        told += [item.get("href"), item.get("line"), item.get("message")]
        words = " ".join(word for word in told if isinstance(word, str))
        if words:
            yield " ".join(words.split())


def _run(url: str, device: Device, program: Path, report: Path) -> dict[str, Any]:
    """One run; leaves `report`.report.html and .json. Raises Unusable."""
    report.parent.mkdir(parents=True, exist_ok=True)
    written = report.with_name(f"{report.name}.report.json")
    written.unlink(missing_ok=True)
    command = [
        *(NODE.find() or "node", str(program), url, "--quiet", "--locale=zh", "--no-enable-error-reporting"),
        *("--output=json", "--output=html", f"--output-path={report}", *device.options),
        f"--chrome-flags=--headless {' '.join(FLAGS)}",
    ]
    said = _attended(command, url)
    if not written.is_file():
        raise Unusable(f"Lighthouse 没有测成 {url}：{last_words(said)}")
    found: dict[str, Any] = json.loads(written.read_bytes())
    return found


def _attended(command: Sequence[str], url: str) -> str:
    """Run Lighthouse with a browser of its own and an empty profile; what it complained of. Raises Unusable."""
    with TemporaryDirectory(prefix="gk-", ignore_cleanup_errors=True) as folder:
        # The profile and all else the browser leaves behind go with the folder.
        environment = os.environ | {"CHROME_PATH": CHROMIUM.find() or "", "TMPDIR": folder}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
            try:
                return running.communicate(timeout=SECONDS)[1]
            except subprocess.TimeoutExpired:
                raise Unusable(f"Lighthouse 测 {url} 超过 {SECONDS} 秒，已中止。") from None
            finally:
                if running.poll() is None:
                    running.send_signal(signal.SIGINT)  # It takes its browser with it.
