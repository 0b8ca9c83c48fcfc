"""What a new document begins with: the fields of its kind, as text for `inv new` and as snippets for Visual Studio Code.

https://code.visualstudio.com/docs/editing/userdefinedsnippets
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Status
from plugins.catalog.vocabularies import words_of

VSCODE = ".vscode/gongkai.code-snippets"
"""Where Visual Studio Code looks for the snippets of a project."""
FEW = 40
"""The most words a snippet offers to choose from."""
BODY = {Kind.POLICY: "各市、州、县人民政府，省政府各部门：\n\n正文。"}
"""What the text begins with, where it begins in a set way."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field that a new document should have: what is typed before the value, and a sample of it."""

    name: str
    label: str
    sample: str
    choices: tuple[str, ...] = ()


def lines(kind: Kind, noun: type = Record) -> Iterator[Line]:
    """The fields a document of this kind needs, should have or is offered, in the order of the official block.

    What is only offered has no sample: whoever goes on with the tabulator must not have said yes to it.
    """
    for name, row in rows(noun).items():
        if kind in row.needed or ((row.advised or row.offered) and kind in row.kinds):
            words = words_of(row.vocabulary) if row.vocabulary else ()
            yield Line(name, row.label, "" if row.offered else row.sample, words if len(words) <= FEW else ())


def template(kind: Kind, values: Mapping[str, str] | None = None) -> str:
    """A new document as text: the values given by attribute, the other fields empty, and 状态: 草稿 until it is whole.

    An attribute of `values` that the kind does not ask for comes after those it asks for. Values stand as they are given:
    what YAML would misread comes in quotation marks.
    """
    values = dict(values or {})
    asked = {line.name: line.label for line in lines(kind)}
    beside = {name: rows()[name].label for name in values if name not in asked}
    written = (f"{label}: {values.get(name, '')}".rstrip() for name, label in (asked | beside).items())
    status = f"{rows()['status'].label}: {Status.DRAFT.label}"
    return "\n".join(("---", *(line for line in written if not line.startswith(status)), status, "---", "", body(kind), ""))


def body(kind: Kind) -> str:
    """How the text of a document of this kind begins."""
    return BODY.get(kind, "正文。")


def vscode() -> str:
    """The file of snippets: for each kind a whole document, typed as the 中文 label or the folder of the kind."""
    snippets = {
        kind.label: {
            "scope": "markdown",
            "prefix": [kind.label, kind.folder],
            "description": f"新的{kind.label}",
            "body": [
                "---",
                *(_stop(at, line) for at, line in enumerate(lines(kind), 1)),
                "---",
                "",
                "$0",
                *body(kind).split("\n"),
            ],
        }
        for kind in Kind
    }
    return json.dumps(snippets, ensure_ascii=False, indent=2) + "\n"


def _stop(at: int, line: Line) -> str:
    if line.choices:
        return f"{line.label}: ${{{at}|{','.join(_escaped(word, ',|') for word in line.choices)}|}}"
    return f"{line.label}: ${{{at}:{_escaped(line.sample, '')}}}"


def _escaped(text: str, more: str) -> str:
    """As the grammar of snippets asks: `$`, `}` and `\\` behind a backslash, within a choice also `,` and `|`."""
    return "".join(f"\\{char}" if char in "$}\\" + more else char for char in text)
