"""HTML inside a feed: well-formed, harmless, with no address that needs a base."""

from __future__ import annotations

import re
from collections.abc import Iterator

import html5lib
from html5lib.html5parser import ParseError

from tests.plugins.feeds.feed_rules.faults import Fault
from tests.plugins.feeds.feed_rules.values import HTML

RISKY = frozenset(
    "applet base body embed frame frameset head html iframe link meta noscript object param script style title".split()
)
"""Elements that a reader must not run."""
ATTRIBUTES = frozenset(
    "abbr align alt border cellpadding cellspacing cite class clear colspan datetime dir height href hreflang id lang name ping "
    "rel rowspan scope span src srcset start summary target title type valign value width".split()
)
"""Attributes that can do no harm."""
ABSOLUTE = re.compile(r"\w[\w+.-]*:")


def html_faults(html: str, parent: str, element: str) -> Iterator[Fault]:
    """The faults of one piece of HTML."""
    try:
        tree = html5lib.HTMLParser(strict=True).parseFragment(html)
    except ParseError as error:
        yield Fault(name="NotHtml", parent=parent, element=element, value=str(error))
        return
    for node in tree.iter():
        if callable(node.tag) or node.tag == "DOCUMENT_FRAGMENT":
            continue
        tag = node.tag.rpartition("}")[2].lower()
        if tag not in HTML:
            yield Fault(name="NotHtml", parent=parent, element=element, value=tag)
        elif tag in RISKY:
            yield Fault(name="SecurityRisk", parent=parent, element=element, value=tag)
        for attribute, value in node.attrib.items():
            if attribute not in ATTRIBUTES:
                yield Fault(name="SecurityRiskAttr", parent=parent, element=element, attr=attribute, value=value)
            elif attribute in ("href", "src", "srcset") and not ABSOLUTE.match(value.strip()):
                yield Fault(name="ContainsRelRef", parent=parent, element=element, attr=attribute, value=value)
