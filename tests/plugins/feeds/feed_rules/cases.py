"""The validator's own cases: what each expects, and which of them are about something our feeds use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.names import ATOM, name_of

SITE = "http://www.feedvalidator.org/testcases"
EXPECTATION = re.compile(r"Expect:\s*(?P<none>!?)(?P<name>\w+)(?:\{(?P<where>.*?)\})?\s*-->")
ELSEWHERE = {
    "RSS 0.91, RSS 1.0 and RDF": (
        "rss/must/(rss10_|rss91|rdf|invalid_item_rdf|l_permalink|multiple_items|thr_children|valid_ag_all|nodupl_undefined)",
        "rss/should/(modwiki|rss91_plain)",
    ),
    "modules our feeds do not use": (
        "rss/must/(admin_|blogChannel_|invalid_blogChannel|dc_date|dcdate|invalid_dc|multiple_dc(language|rights)|valid_dc_all)",
        "rss/must/(invalid_geo|invalid_slash|slash_|sy_|invalid_sy|rss20_trackback)",
        "rss/should/(dcqualified|duplicate_(item_cc_)?license|duplicate_copyright|duplicate_dcpublisher|duplicate_webmaster)",
        "rss/should/(duplicate_item_(dc)?source|xhtml_body)",
        "rss20/namespace-elements-slash",
        "atom/6.1/(license|rdf|trackback)",
        "atom/6.4/rdf",
    ),
    "elements of RSS our feeds do not write": (
        "rss20/element-channel-(cloud|image|textinput|skip|ttl|webmaster)",
        "rss20/element-channel-item-(author|enclosure|source)",
        "rss20/element-channel/multiple_(copyright|managingEditor|pubDate|webMaster)",
        "rss20/element-channel-item/multiple_item_(author|comments|source)",
        "rss20/data-types-email",
        "rss/must/(ignorable_whitespace|no_blink)",
    ),
    "elements of Atom our feeds do not write: source, rights, icon, logo, email; entry documents": (
        "atom/3/ws-feed-icon",
        "atom/3.2.3/",
        "atom/4.1.1/multiple-(logos|rights)",
        "atom/4.1.2/(multiple-rights|multiple-sources|entry-source-author)",
        "atom/4.2.(5|8|10|11)/",
        "atom/must/(entry|feed)_(author|contributor)_email",
    ),
    "content that is neither HTML nor plain text, content elsewhere, Atom 0.3": (
        "atom/1.1/extensive-nowarn",
        "atom/3.1.1.3/(?!xhtml_named_entity)",
        "atom/4.1.1.1/content-src",
        "atom/4.1.2/content-base64",
        "atom/4.1.3.1/type-xhtml",
        "atom/4.1.3.2/",
        "atom/4.1.3.3/content-(application|jpeg|text-html|xhtml)",
        r"atom/must/entry_content_(is_|not_(escaped|inline|text_plain\.)|type\d?\.)",
        r"atom/must/entry_(summary_(is_inline|type)|title_(is_|not_inline|type\d?\.))",
        "atom/must/(feed_(info|tagline|copyright|title_(is_|not_inline))|invalid_xhtml)",
        "atom/should/content_contains_base64",
    ),
    "xml:base, which our feeds do without": ("atom/2/xml-base", "atom/3/ws-xml-base"),
    "style attributes, of which the sanitiser leaves none": ("atom/8.1/", "rss/should/(safe-style|webbug)"),
}
"""Why a case is about nothing our feeds have, and the beginnings of the paths of such cases."""
STILL_VALID = frozenset({"NonCanonicalURI"})
"""Advice about a value that is accepted."""
WORDLESS = {"core": "element", "ext": "value"}
"""What the validator calls the elements that say the same."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case file and its expectation."""

    path: str
    document: bytes
    found: bool
    """Whether the fault must be found, or must not."""
    name: str
    where: tuple[tuple[str, str], ...]

    @property
    def location(self) -> str:
        """Where the file claims to stand."""
        return f"{SITE}/{self.path}"

    @property
    def elsewhere(self) -> str:
        """Why it is about nothing our feeds have; empty if it applies."""
        reasons = (reason for reason, paths in ELSEWHERE.items() if any(re.match(path, self.path) for path in paths))
        return next(reasons, "")

    def holds(self, faults: list[Fault]) -> bool:
        """Whether the verdict is the expected one. `Valid…` expects that the value there is accepted."""
        where = dict(self.where)
        if self.name.startswith("Valid"):
            there = {key: where[key] for key in ("parent", "element", "attr") if key in where} or {"element": "guid"}
            refused = any(fault.at(**there) and fault.name not in STILL_VALID for fault in faults)
            return self._present(there["element"]) and self.found is not refused
        known = {WORDLESS.get(key, key): value for key, value in where.items() if key not in ("line", "column", "prefix")}
        return self.found is any(fault.is_a(self.name) and fault.at(**known) for fault in faults)

    def _present(self, element: str) -> bool:
        """Whether there is anything to accept."""
        names = {name_of(one, home) for one in etree.fromstring(self.document).iter("*") for home in ("", ATOM)}
        return element == "href" or element in names


def read_cases(folder: Path) -> Iterator[Case]:
    """Every case, by path."""
    for file in sorted(folder.rglob("*.xml")):
        document = file.read_bytes()
        match = EXPECTATION.search(document.decode("utf-8", "replace"))
        assert match, file
        pairs = (pair.strip().split(":", 1) for pair in (match["where"] or "").split(",") if pair)
        where = tuple((key, value) for key, value in pairs)
        yield Case(file.relative_to(folder).as_posix(), document, not match["none"], match["name"], where)
