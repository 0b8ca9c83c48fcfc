"""JSON Schema of front matter and manifest lines, held against what the parser and the manifest do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plugins.catalog import schema
from plugins.catalog.addresses import kind_of
from plugins.catalog.terms import Kind
from plugins.engine.frontmatter import Split, read_block, split
from tests.conftest import BLOCK, ROOT, write_document

DOCUMENTS = sorted(path.relative_to(ROOT / "content").as_posix() for path in ROOT.glob("content/*/**/*.md"))


def written(text: str) -> dict[str, object]:
    """The block of a text, as its author typed it."""
    parts = split(text, "a.md")
    assert isinstance(parts, Split)
    block, findings = read_block(parts.block, "a.md")
    assert findings == []
    return dict(block.values)


def faults(kind: Kind, block: dict[str, object]) -> list[str]:
    """What is wrong with a block, in the validator's words."""
    return [error.message for error in Draft202012Validator(schema.front_matter(kind)).iter_errors(block)]


@pytest.mark.parametrize("kind", Kind)
def test_a_schema_is_one(kind: Kind) -> None:
    """By the meta-schema of draft 2020-12."""
    Draft202012Validator.check_schema(schema.front_matter(kind, "https://www.shili.example/data/schema/x.json"))


def test_every_document_of_the_demo_keeps_to_the_schema_of_its_kind() -> None:
    """What the parser takes the schema takes."""
    validators = {kind: Draft202012Validator(schema.front_matter(kind)) for kind in Kind}
    assert len(DOCUMENTS) > 50
    for path in DOCUMENTS:
        kind = kind_of(path)
        assert kind
        block = written((ROOT / "content" / path).read_text("utf-8"))
        assert [error.message for error in validators[kind].iter_errors(block)] == [], path


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("发文机构", "示例省人民政府"),
        ("文号", "示政发[2026]100号"),
        ("发文日期", "去年"),
        ("发布日期", "2026-03-02 上午"),
        ("规范性文件", "也许"),
        ("公开环节", "开头"),
        ("解读对象", "[示政发〔2026〕1号]"),
        ("保密审查", "{结论: 可以公开, 审核人: 张三}"),
        ("附件", "{a: b}"),
        ("名称", None),
        ("索引号", None),
    ],
)
def test_what_the_parser_or_the_checks_refuse_the_schema_refuses(label: str, value: str | None) -> None:
    """One fault at a time in a block that is right without it."""
    assert faults(Kind.POLICY, written(write_document())) == []
    assert faults(Kind.POLICY, written(write_document(**{label: value}))) != []


def test_english_names_serve_as_well_and_a_draft_needs_nothing() -> None:
    """As for the parser."""
    block = written(write_document())
    assert faults(Kind.POLICY, {("title" if key == "名称" else key): value for key, value in block.items()}) == []
    assert faults(Kind.POLICY, {"状态": "草稿", "名称": "一件事"}) == []
    assert faults(Kind.POLICY, {"状态": "发布", "名称": "一件事"}) != []
    history = {key: value for key, value in block.items() if key not in ("索引号", "分类", "保密审查")}
    assert faults(Kind.POLICY, history | {"原载": {"日期": "2016-02-27"}}) == []


def test_every_line_of_a_manifest_keeps_to_its_schema(build_site: Callable) -> None:  # type: ignore[type-arg]
    """Documents with everything a line can say; and nothing may be in a line that the schema does not know."""
    validator = Draft202012Validator(schema.release("https://www.shili.example/data/schema/release.json"))
    Draft202012Validator.check_schema(validator.schema)
    more = {
        "更正": "[{日期: 2026-03-05, 说明: 改一字}]",
        "附件": "[media/2026/form.txt]",
        "推送": "[微博]",
        "废止": "[示政发〔2025〕1号]",
        "规范性文件": "否",
        "公开环节": "决策",
    }
    old = {"文号": "示政发〔2025〕1号", "索引号": "990000017/2025-00001", "发文日期": "2025-03-01", "发布日期": "2025-03-02"}
    old |= {"保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2025-03-01}"}
    site = build_site(
        {
            "policies/2026/a.md": write_document("按照示政发〔2025〕1号和《中华人民共和国行政许可法》办理。\n", **more),
            "policies/2025/b.md": write_document(**old),
            "media/2026/form.txt": "表",
        }
    )
    lines = [json.loads(line) for year in (2025, 2026) for line in _lines(site.output, year)]
    assert len(lines) == 2
    for line in lines:
        assert [error.message for error in validator.iter_errors(line)] == []
    assert list(validator.iter_errors(lines[0] | {"author": "李四"}))
    assert "author" not in validator.schema["properties"] and "李四" not in json.dumps(validator.schema, ensure_ascii=False)
    assert BLOCK["作者"] == "李四"


def _lines(output: Path, year: int) -> list[str]:
    return (output / f"manifest/{year}.ndjson").read_text("utf-8").splitlines()
