"""Forges: a report in the forms that GitHub, GitLab and Gitea show beside the lines of a change.

SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/) for code scanning; Code Quality for GitLab
(https://docs.gitlab.com/ci/testing/code_quality/), which takes no SARIF in its free edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote

from plugins.catalog.findings import Finding, Level, Report
from plugins.catalog.handbook import all_rules, explained, worded

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor"}
"""The words of Code Quality for our two levels."""


class Format(StrEnum):
    """How `inv check` says what it found."""

    TEXT = "text"
    JSON = "json"
    """One object a line."""
    SARIF = "sarif"
    CODEQUALITY = "codequality"


def sarif(report: Report) -> dict[str, object]:
    """The report as a SARIF log of one run, ready for JSON; paths are relative to the folder that holds content/."""
    found = {finding.code for finding in report}
    rules = [rule for code, rule in all_rules().items() if code in found]
    places = {rule.code: place for place, rule in enumerate(rules)}
    driver = {
        "name": "gongkai",
        "rules": [
            {
                "id": rule.code,
                "shortDescription": {"text": worded(rule.message)},
                "help": {"text": explained(rule)},
                "defaultConfiguration": {"level": rule.level.value},
            }
            for rule in rules
        ],
    }
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": places[finding.code],
            "level": finding.level.value,
            "message": {"text": _sentence(finding)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(report.path(finding)), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
            "partialFingerprints": {"gongkai/v1": fingerprint},
        }
        for finding, fingerprint in _fingerprints(report)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def code_quality(report: Report) -> list[dict[str, object]]:
    """The report as GitLab's Code Quality takes it, ready for JSON."""
    return [
        {
            "description": _sentence(finding),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.level],
            "location": {"path": report.path(finding), "lines": {"begin": finding.line}},
        }
        for finding, fingerprint in _fingerprints(report)
    ]


def _sentence(finding: Finding) -> str:
    return f"{finding.message}。{finding.hint}" if finding.hint else finding.message


def _fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """Every finding with what it is known by from run to run: it stays the same where lines before it come or go."""
    seen = Counter[str]()
    for finding in report:
        words = "\0".join((finding.path, finding.code, finding.message))
        seen[words] += 1
        yield finding, sha256(f"{words}\0{seen[words]}".encode()).hexdigest()
