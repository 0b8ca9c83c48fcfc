"""What a year of the gazette takes in print: 24 issues with 300 documents, each document as a PDF, each issue as PDF and EPUB.

`python -m tests.bench.editions [DOCUMENTS]`. The same portal is built without and with `plugins.editions`; what it costs is the
difference, by the pages of the PDFs. Then one document is corrected.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from console import screen
from plugins.catalog.terms import Kind
from tests.bench.build.corpus import Corpus
from tests.bench.build.document import AS_OF, Document
from tests.bench.build.forms import put
from tests.bench.build.measure import Taken, take
from tests.conftest import ROOT, write_document

DOCUMENTS, ISSUES = 300, 24
OFF = "\nPLUGINS.remove('plugins.editions')\n"


def main(documents: int = DOCUMENTS) -> None:
    """Measure and print."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        first = _write(folder / "content", documents)
        plain = _build(folder, "without", OFF)
        printed = _build(folder, "with", "")
        pages = sum(len(PdfReader(path).pages) for path in _pdfs(folder / "with"))
        spent = printed.cpu - plain.cpu
        screen.print(f"{documents} 份文件，{ISSUES} 期公报，PDF {len(_pdfs(folder / 'with'))} 个，共 {pages} 页")
        screen.print(f"不印：{_said(plain)}")
        screen.print(f"印：　{_said(printed)}")
        screen.print(
            f"每页 {1000 * spent / pages:.1f} 毫秒（处理器），{1000 * (printed.wall - plain.wall) / pages:.1f} 毫秒（等待）"
        )
        first.write_text(first.read_text("utf-8") + "\n另起一段。\n", "utf-8")
        again = _build(folder, "with", "")
        made = json.loads((folder / "profile.json").read_text("utf-8"))["made"]
        screen.print(f"更正一份：{_said(again)}，做了 {made} 页")


def _write(content: Path, documents: int) -> Path:
    """The documents, in the issues in order; the file of one."""
    corpus = Corpus()
    policies: list[Document] = []
    while len(policies) < documents:
        corpus.grow(len(corpus.documents) + documents)
        policies = [one for one in corpus.documents if one.kind is Kind.POLICY][:documents]
    put(corpus, policies, {"gongkai": content})
    for issue in range(ISSUES):
        carried = policies[issue * documents // ISSUES : (issue + 1) * documents // ISSUES]
        file = content / f"gazettes/{AS_OF.year}/{issue + 1:02}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_issue(issue + 1, [one.document_number for one in carried]), "utf-8")
    return content / f"{policies[0].path}.md"


def _issue(number: int, carried: Sequence[str]) -> str:
    values = {
        "名称": f"示例省人民政府公报（{AS_OF.year}年第{number}期）",
        "索引号": f"990000025/{AS_OF.year}-{90000 + number}",
        "文号": None,
        "分类": None,
        "发文日期": None,
        "发布日期": f"{AS_OF.year}-10-30 09:{number:02}",
        "期号": f"{AS_OF.year}年第{number}期",
        "总期号": str(1200 + number),
        "收录": f"[{', '.join(carried)}]",
    }
    return write_document("本期刊登的文件见目录。\n", **values)


def _build(folder: Path, name: str, settings: str) -> Taken:
    """One build into a folder of its own."""
    file = folder / "pelicanconf.py"
    file.write_text((ROOT / "pelicanconf.py").read_text("utf-8") + settings, "utf-8")
    if not (folder / "theme").exists():
        shutil.copytree(ROOT / "theme", folder / "theme")
    output = folder / name
    words = ["--content", folder / "content", "--output", output, "--cache", output.with_suffix(".cache")]
    words += ["--profile", folder / "profile.json", "--as-of", AS_OF]
    command = [sys.executable, "-m", "invoke", "build", *map(str, words)]
    return take(command, ROOT, folder / "log", {"GONGKAI_SETTINGS": str(file)})


def _pdfs(output: Path) -> list[Path]:
    return sorted(output.rglob("*.pdf"))


def _said(taken: Taken) -> str:
    return f"{taken.wall:.1f} 秒，处理器 {taken.cpu:.1f} 秒，内存 {taken.memory:.0f} MiB"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
