"""What the Nu checker says, by a captured sample of its JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspect import nu
from tests.inspect.tools import Unusable

SITE = Path("/site")
SAMPLE = (Path(__file__).parent / "samples" / "nu.json").read_text("utf-8")


def test_errors_count_warnings_do_not_and_false_alarms_are_gone() -> None:
    """A file that could not be read is an error."""
    messages = nu.read(SAMPLE, SITE)
    assert [(message.path, message.error) for message in messages] == [
        ("index.html", True),
        ("bad.css", True),
        ("a.svg", True),
        ("interpretations/问答/index.html", False),
        ("about/index.html", True),
    ]


def test_a_message_names_the_file_the_line_and_the_place() -> None:
    """On one line."""
    said = [str(message) for message in nu.read(SAMPLE, SITE)]
    assert said[1] == "错误 bad.css:1 CSS: “colr”: Property “colr” doesn't exist. … p { colr: red; widt"
    assert said[3].startswith("警告 interpretations/问答/index.html:91 Article lacks heading.")
    assert "\n" not in said[3]


def test_each_sort_of_file_is_a_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches; other files are not handed over."""
    for name in ("index.html", "404.html", "bad.css", "a.svg", "feed.xml"):
        (tmp_path / name).touch()
    handed: list[list[str]] = []

    def java(jar: Path, files: list[Path]) -> str:
        handed.append([file.name for file in files])
        return SAMPLE.replace("/site/", f"{tmp_path}/") if len(handed) == 1 else '{"messages": []}'

    monkeypatch.setattr(nu, "_run", java)
    monkeypatch.setattr(nu, "BATCH", 3)
    found = {measure.check: measure for measure in nu.check(tmp_path, Path(), lambda step, done, total: None)}
    assert handed == [["404.html", "a.svg", "bad.css"], ["index.html"]]
    assert {check: (measure.value, measure.parts["files"]) for check, measure in found.items()} == {
        "nu.html": (2, 2),
        "nu.css": (1, 1),
        "nu.svg": (1, 1),
    }
    assert not any(measure.passed for measure in found.values())


def test_an_old_java_is_a_sentence() -> None:
    """With its own first words."""
    with pytest.raises(Unusable, match=r"Java 17 以上.*LinkageError occurred while loading"):
        nu.read("Error: LinkageError occurred while loading main class\n\tjava.lang.UnsupportedClassVersionError", SITE)
