"""Reports as code forges take them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from urllib.parse import unquote

from plugins.catalog.findings import Report
from plugins.catalog.forges import code_quality, sarif
from plugins.catalog.rules import BAD_DOCUMENT_NUMBER, FORMER_BEYOND

PATH = "policies/2026/公文 1.md"


def report() -> Report:
    """Two errors that read the same, and a warning."""
    made = Report()
    made.add(BAD_DOCUMENT_NUMBER.at(PATH, line, 5, value="12号", mend="写作 示政发〔2026〕12号") for line in (4, 9))
    made.add([FORMER_BEYOND.at(PATH, 7, 1, value="/a?b", count=1)])
    return made


def test_sarif_holds_what_its_schema_asks_for() -> None:
    """SARIF 2.1.0: §3.13 log, §3.14 run, §3.19 driver, §3.27 result, §3.30 region; as GitHub's code scanning reads it."""
    log = json.loads(json.dumps(sarif(report())))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert set(run) <= {"tool", "results", "columnKind"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"] == "gongkai"
    identifiers = [rule["id"] for rule in driver["rules"]]
    assert identifiers == sorted(set(identifiers)) == ["ADR006", "DIS012"]
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "help", "defaultConfiguration"}
        assert rule["shortDescription"]["text"] and rule["help"]["text"]
    assert len(run["results"]) == 3
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"}
        assert identifiers[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        artifact, region = location["physicalLocation"]["artifactLocation"], location["physicalLocation"]["region"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", artifact["uri"])
        assert unquote(artifact["uri"]) == f"content/{PATH}"
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert region["startLine"] >= 1 <= region["startColumn"]


def test_code_quality_holds_what_gitlab_asks_for() -> None:
    """description, check_name, fingerprint, severity, location.path, location.lines.begin."""
    issues = code_quality(report())
    assert [set(issue) for issue in issues] == [{"description", "check_name", "fingerprint", "severity", "location"}] * 3
    assert [issue["severity"] for issue in issues] == ["major", "minor", "major"]
    assert issues[0]["location"] == {"path": f"content/{PATH}", "lines": {"begin": 4}}


def test_a_fingerprint_is_one_findings_own_and_stays_when_lines_move() -> None:
    """A forge knows again what it has already shown."""
    before = [issue["fingerprint"] for issue in code_quality(report())]
    moved = Report()
    moved.add(BAD_DOCUMENT_NUMBER.at(PATH, line, 5, value="12号", mend="写作 示政发〔2026〕12号") for line in (14, 19))
    assert len(set(before)) == len(before)
    assert {issue["fingerprint"] for issue in code_quality(moved)} < set(before)
    assert all(first != second for first, second in pairwise(before))


def test_nothing_to_say_is_a_log_without_results() -> None:
    """A forge then closes what it had shown."""
    assert code_quality(Report()) == []
    assert sarif(Report())["runs"][0]["results"] == []  # type: ignore[index]
