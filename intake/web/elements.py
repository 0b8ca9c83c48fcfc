"""Elements of HTML: which begin a paragraph, which nobody reads, what number a browser draws before an item."""

from __future__ import annotations

import re

from bs4 import Tag

PARTS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
"""Elements that begin a paragraph of their own."""
UNREAD = frozenset(
    "script style template noscript head title select button input textarea iframe object embed svg video audio map".split()
)
STRUCK = frozenset({"s", "strike", "del"})
MARKS = frozenset({"a", "b", "strong", "em", "i", "sub", "sup"}) | STRUCK
"""Elements that say something of the words within them."""
WHOLE = re.compile(r"-?\d{1,6}")


def numbered(root: Tag) -> None:
    """Write into each item of the numbered lists the number a browser draws before it."""
    for element in (root, *root.find_all("ol")):
        if element.name == "ol":
            number = _whole(element, "start", 1)
            for item in element.find_all("li", recursive=False):
                number = _whole(item, "value", number)
                item["value"] = str(number)
                number += 1


def number_of(item: Tag) -> str:
    """The number of an item, 3 of 3.; empty where its list has none."""
    return str(item.get("value", "")) if item.parent is not None and item.parent.name == "ol" else ""


def is_in_sequence(element: Tag) -> bool:
    """Whether the items of a list count on one by one, as Markdown counts."""
    numbers = [int(number) for item in element.find_all("li", recursive=False) if (number := number_of(item))]
    return not numbers or (numbers[0] >= 0 and numbers == list(range(numbers[0], numbers[0] + len(numbers))))


def _whole(element: Tag, name: str, otherwise: int) -> int:
    written = str(element.get(name, "")).strip()
    return int(written) if WHOLE.fullmatch(written) else otherwise
