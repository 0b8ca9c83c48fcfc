"""Ways out of content/: links of every kind, links of the file system, names of every kind. None is followed, none is made."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from random import Random
from unittest.mock import patch

from plugins.catalog.addresses import address_of, file_of, former_address, number_address
from plugins.catalog.findings import Report
from plugins.catalog.terms import Kind
from plugins.engine.scan import _asset_path
from tests.conftest import Site, write_document

CANARY = "CANARY-51c7"
UP = ("../../../", "%2e%2e/%2E%2e/..%2f", "..%2f..%2f..%2f", "/../", "../../../../../../", "/etc/../../", "./../.././../")
NEARLY_UP = (
    "．．/．．/．．/",
    "{attach}../../../",
    "{static}/../",
    "{filename}../../../",
    "%252e%252e/%252e%252e/%252e%252e/",
    "..;/..;/..;/",
)
FORMS = (
    "[甲]({})",
    "[甲](<{}>)",
    "[甲][n]\n\n[n]: {}",
    "![甲]({})",
    "![甲][n]\n\n[n]: {}",
    '<a href="{}">甲</a>',
    "<img src='{}' alt=甲>",
)
SAFE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")
"""A path that every disk and server takes as it is."""
PIECES = (
    "a A é e\u0301 ﬁ ① ａ ．． ／ . .. ... ~ % %2e%2e %2f "
    "\\ : * ? | < > \" ' ` $ ; & # \n \t \u202e \u200b \u2028 \ufeff CON nul 政 〔2026〕"
).split(" ")


def test_no_link_leads_out(site: Site) -> None:
    """Each is named; and were it built all the same, no byte from outside would be in any file of the site."""
    for name in ("secret.txt", "portal/.git/config", "portal/secret.txt"):
        (site.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (site.folder / name).write_text(CANARY)
    portal = Site(site.folder / "portal")
    ways = [(way, form) for way in (*UP, *NEARLY_UP) for form in FORMS]
    for number, (way, form) in enumerate(ways, 200):
        numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号"}
        targets = (f"{way}secret.txt", f"{way}.git/config")
        body = "\n\n".join(form.format(target).replace("[n]", f"[n{at}]") for at, target in enumerate(targets))
        portal.write({f"policies/2026/{number}.md": write_document(f"{body}\n", **numbers)})
    before = portal.tree(site.folder)
    with patch.object(Report, "failed", False):
        outcome = portal.build()
    named = {finding.path for finding in outcome.report if finding.code in ("LNK001", "LNK002")}
    assert len(named) == len(ways)
    made = {path: content for path, content in portal.tree(site.folder).items() if path not in before}
    assert len(made) > len(ways)
    assert not [path for path, content in made.items() if CANARY.encode() in content]
    assert all(path.startswith(("portal/output/", "portal/cache/")) for path in made)


def test_no_link_of_the_file_system_is_followed(site: Site) -> None:
    """To a file, to a folder, to outside, in a circle, to nothing."""
    (site.folder / "secret.pdf").write_text(CANARY)
    site.write({"policies/2026/a.md": write_document(附件="[media/2026/file.pdf]"), "media/2026/p.txt": "p"})
    links = {
        "media/2026/file.pdf": "../../../secret.pdf",
        "media/2026/circle": ".",
        "media/out": "../..",
        "policies/2026/b.md": "a.md",
        "policies/2026/none.md": "nothing.md",
        "topics": "policies",
    }
    for name, target in links.items():
        os.symlink(target, site.content / name)
    with patch.object(Report, "failed", False):
        outcome = site.build()
    assert {finding.path for finding in outcome.report if finding.code == "SRC014"} == links.keys()
    assert not any(CANARY.encode() in content for content in site.tree().values())


def test_two_thousand_names_give_addresses_that_every_disk_takes() -> None:
    """Or none. What is left of a name never differs by form of characters, so two addresses differ by more than case."""
    random = Random(3)
    for number in range(2000):
        name = "".join(random.choices(PIECES, k=random.randint(1, 6))).replace("/", "／") or "x"
        address = address_of(f"policies/2026/{name}.md", Kind.POLICY, f"990000017/2026-{number:05}")
        former = former_address(f"/{name}/")
        for found in filter(None, (address, former)):
            assert SAFE.fullmatch(file_of(found)), (name, found)
            assert unicodedata.normalize("NFKC", found) == found
        assert SAFE.fullmatch(_asset_path(f"media/2026/{name}.pdf", "0" * 64)), name
        by_number = number_address(name)
        assert by_number is None or not {"..", ".", ""} & set(by_number.strip("/").split("/"))
        assert Path(file_of(by_number or "/x/")).parts[0] != ".."
