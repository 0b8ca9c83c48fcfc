"""Findings: whatever they quote, no number of a person is repeated."""

from __future__ import annotations

from plugins.catalog.findings import Level, Report, Rule, printed

ID, MASKED = "42010619000101102X", "420106********102X"
QUOTING = Rule("TST001", Level.ERROR, "写的是“{value}”", "改为 {value}", mend=None)


def test_what_a_finding_quotes_is_masked() -> None:
    """In its message, its hint and its path, in every form of a report; what it would put in its place is not printed."""
    report = Report()
    report.add([QUOTING.at(f"media/2026/{ID}.csv", value=f"张三{ID}，13800003000", written=ID, meant="甲")])
    told = "\n".join((*report.text(), *report.json_lines()))
    assert told.count(MASKED) == 6
    assert ID not in told and "13800003000" not in told
    assert next(iter(report)).path == f"media/2026/{ID}.csv"


def test_words_that_quote_nothing_stay_as_they_are() -> None:
    """A sample in a rule is no person."""
    rule = Rule("TST002", Level.ERROR, f"例如 {ID}", "")
    assert rule.at("a.md").message == f"例如 {ID}"
    assert printed("content/../registers/a.ndjson") == "registers/a.ndjson"
