"""JSON Schema (draft 2020-12) of what editors write and of what the manifest says, from the rows of `Record`.

Pydantic tells the types: those an editor may type, and those that are written out. The labels, what is needed and what is
public are the rows'. https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import TypeAdapter

from plugins.catalog.blocks import Row
from plugins.catalog.manifest import Release
from plugins.catalog.record import Record, nested, rows
from plugins.catalog.terms import Kind, Status
from plugins.catalog.vocabularies import words_of

Node = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RELEASE_LABELS: Mapping[str, str] = {
    "path": "源文件",
    "kind": "栏目",
    "address": "网址路径",
    "url": "网址",
    "page": "网页文件",
    "page_digest": "网页文件的SHA-256",
    "revision": "内容的摘要，内容变了就变",
    "validity": "有效性",
    "relations": "与其他文件的关系",
    "pictures": "正文里的图片",
    "attachments": "附件",
    "citations": "正文引用的文件：标题、文号，本站已公开的还有源文件",
}
"""What a line of the manifest says beside the public fields."""
ALWAYS = ("path", "kind", "address", "title", "url", "page", "page_digest", "revision", "relations")
"""What every line has."""


def front_matter(kind: Kind, identity: str = "") -> Node:
    """What the block of a document of this kind may hold; `identity` is the URL the schema is published at.

    Keys are the 中文 labels or their English names; a draft needs nothing yet.
    """
    told = TypeAdapter(Record).json_schema(mode="validation")
    carried = {name: row for name, row in rows().items() if kind in row.kinds}
    defined = {name: _field(_told(told, "properties", name), row) for name, row in carried.items()}
    blocks = {noun.__name__: _block(_told(told, "$defs", noun.__name__), noun) for _, noun in nested()}
    draft = _choice(rows()["status"], "status", [Status.DRAFT.label, Status.DRAFT.value])
    return {
        **_headed(f"{kind.label}的目录信息", identity),
        "type": "object",
        "properties": _under_both_names(carried),
        "additionalProperties": False,
        "if": draft,
        "else": {"allOf": [_needed(name, row) for name, row in carried.items() if kind in row.needed]},
        "$defs": defined | blocks,
    }


def release(identity: str = "") -> Node:
    """A line of the manifest: the public fields of a released document, and what is said beside them."""
    told = TypeAdapter(Release).json_schema(mode="serialization")
    defined: dict[str, Node] = told["$defs"]
    known = {name: row for name, row in rows().items() if row.public}
    written = defined.pop("Record")["properties"] | told["properties"]
    properties = {name: _field(_without_null(written[name]), row) for name, row in known.items()}
    beside = {name: {**_bare(written[name]), "title": label} for name, label in RELEASE_LABELS.items()}
    used = _mentioned([properties, beside], defined)
    return {
        **_headed("发布清单的一行", identity),
        "type": "object",
        "properties": properties | beside,
        "required": list(ALWAYS),
        "additionalProperties": False,
        "$defs": {name: _bare(defined[name]) for name in sorted(used)},
    }


def _headed(title: str, identity: str) -> Node:
    return {"$schema": DIALECT, **({"$id": identity} if identity else {}), "title": title}


def _told(told: Mapping[str, Mapping[str, Node]], part: str, name: str) -> Node:
    return _without_null(told[part][name])


def _field(told: Node, row: Row) -> Node:
    """One field: its label, what to write, the rule it rests on, a sample and the words of its vocabulary."""
    said = "。".join(filter(None, (str(told.get("description", "")), row.basis and f"依据：{row.basis}")))
    words = dict.fromkeys((row.sample, *(words_of(row.vocabulary) if row.vocabulary else ())))
    # The schema is public: a sample of what is not would stand there as if somebody had said it.
    return {**_bare(told), "title": row.label, "description": said, **({"examples": list(words)} if row.public else {})}


def _block(told: Node, noun: type) -> Node:
    """A block within the block: each of its parts under label or name."""
    inner = rows(noun)
    written: Mapping[str, Node] = told["properties"]  # type: ignore[assignment]
    parts = {name: {**_bare(written[name]), "title": row.label} for name, row in inner.items()}
    both = {row.label: parts[name] for name, row in inner.items()} | parts
    return {"type": "object", "properties": both, "additionalProperties": False}


def _under_both_names(carried: Mapping[str, Row]) -> Node:
    return {key: {"$ref": f"#/$defs/{name}"} for name, row in carried.items() for key in (row.label, name)}


def _needed(name: str, row: Row) -> Node:
    """The field under one of its names; what imported history may lack, 原载 stands in for."""
    keys = [row.label, name]
    if row.spared:
        keys += [rows()["first_published"].label, "first_published"]
    return {"anyOf": [{"required": [key]} for key in keys]}


def _choice(row: Row, name: str, values: list[str]) -> Node:
    return {"anyOf": [{"required": [key], "properties": {key: {"enum": values}}} for key in (row.label, name)]}


def _without_null(told: Node) -> Node:
    """An empty value is left out, never written."""
    others = [one for one in told.get("anyOf", ()) if one != {"type": "null"}]  # type: ignore[attr-defined]
    if len(others) != 1:
        return told
    return {**{key: value for key, value in told.items() if key != "anyOf"}, **others[0]}


def _bare(told: Node) -> Node:
    """A type without the names and docstrings of the code."""
    bare = {key: value for key, value in told.items() if key not in ("title", "description", "default")}
    if isinstance(inner := bare.get("properties"), dict):
        bare["properties"] = {name: _bare(part) for name, part in inner.items()}
    return bare


def _mentioned(nodes: Iterable[object], defined: Mapping[str, Node]) -> set[str]:
    """The definitions that these nodes lead to."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found:
                found.add(name)
                waiting.append(defined[name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return found
