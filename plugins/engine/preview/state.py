"""State: what every open page is told about the latest build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.catalog.findings import Finding, Level, Report, printed


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One sentence, whether the pages had to stay as they were, and every finding, errors before warnings."""

    status: str
    failed: bool = False
    findings: tuple[Finding, ...] = ()
    folder: str = "content"
    """The name of the content folder; it stands before every shown path."""

    def event(self) -> bytes:
        """The JSON that the script of the page reads."""
        return json.dumps(
            {"status": self.status, "failed": self.failed, "findings": list(self._rows())}, ensure_ascii=False
        ).encode()

    def _rows(self) -> Iterable[dict[str, str]]:
        for finding in sorted(self.findings, key=lambda finding: finding.level is not Level.ERROR):
            yield {
                "source": finding.path,
                "place": f"{printed(f'{self.folder}/{finding.path}')}:{finding.line}:{finding.column}",
                "level": finding.level.value,
                "code": finding.code,
                "message": finding.message,
                "hint": finding.hint,
            }


def built(report: Report) -> State:
    """The state after a build that came to its end, with or without findings."""
    counts = f"{report.errors} 个错误，{report.warnings} 个警告" if len(report) else "没有问题"
    kept = "。改正错误之前，页面保持原样" if report.failed else ""
    return State(status=f"{counts}{kept}。", failed=report.failed, findings=tuple(report), folder=report.folder)


def stuck(problem: str) -> State:
    """The state where no document is at fault; `problem` is a sentence."""
    return State(status=f"预览没有更新：{problem}", failed=True)
