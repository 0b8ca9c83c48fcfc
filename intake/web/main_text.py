"""Where on a page its text stands, and what stands around it that is no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from intake import rules
from intake.reading import Reading
from intake.shapes import organs_in
from intake.web.blocks import FILE
from intake.web.elements import UNREAD
from plugins.catalog.date_forms import read_date

SELECTORS = (
    "#UCAP-CONTENT",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    ".Custom_UnionStyle",
    "#zoom",
    "#zoomcon",
    "#fontzoom",
    "#Zoom",
    "#article_content",
    "#articleContent",
    "#artibody",
    "#content_body",
    "#vsb_content",
    ".v_news_content",
    ".article_content",
    ".article-content",
    ".pages_content",
    ".news_content",
    ".newscontent",
    ".detail_content",
    ".detail-content",
    ".bt-content",
    ".xxgk_content",
    "#js_content",
    ".t_f",
    ".entry-content",
    ".arc_cont",
    ".wenzhang",
    "#content",
    ".content",
    "article",
)
"""Where the systems of government portals put a text: gov.cn's own, TRS, jcms, VSB, and the names their themes share."""
SHARE = 0.4
"""Share of a page's prose that such a place must hold to be believed."""
MOST = 0.85
"""Share of the prose that the smallest element must hold where no such place is found."""
STRAY = 80
"""Characters of prose outside the text that a person should see."""
PROSE = re.compile("[，。；]")
PLACED = frozenset({"p", "span", "font", "b", "strong", "h1", "h2", "h3", "h4", "u", "tr", "tbody", "ul", "ol", "li", "pre"})
"""Elements too small, or too much of something else, to be the place of a text."""
CHROME = {
    "评论": "comments comments-area comment-respond pcb-rate",
    "分享栏": "share sharedaddy bdshare bdsharebuttonbox jiathis jiathis_style social-share",
    "打印和关闭": "print dayin toolbar tools gongju close",
    "导航": "nav navi breadcrumb breadcrumbs crumb crumbs dqwz weizhi menu topnav position",
    "页脚": "footer foot copyright banquan",
    "上一篇和下一篇": "prevnext pagination pager page_nav pagenav",
    "相关链接": "related relate xgwz xglj xgxx relevant",
    "二维码": "qrcode ewm erweima",
    "字号工具": "fontsize zoomtool fontzoomtool",
}
CHROME_NAMES = {name: what for what, names in CHROME.items() for name in names.split()}
CHROME_TAGS = {"nav": "导航", "footer": "页脚", "aside": "相关链接", "script": "脚本", "form": "表单"}
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?![.\d])", re.I
)
HIDDEN_SHOWN = 20
"""Characters of hidden words that a finding quotes."""
OPEN = frozenset({"active", "show", "current", "on"})
"""Classes of the tab that is open."""
SHOWN_BY_SCRIPT = frozenset({"js_content"})
"""Places of a text that a script shows as soon as it runs: articles of WeChat."""
SMALL = 0.3
"""Share of the text above which an element with such a name is not taken for a bar."""


def main_text(page: BeautifulSoup, reading: Reading) -> tuple[Tag, bool]:
    """The element that holds the text, and whether its place was only inferred."""
    body = page.body or page
    total = _prose(body)
    for selector in SELECTORS:
        found = max(page.select(selector), key=_prose, default=None)
        if found is not None and (_prose(found) >= total * SHARE or (not total and found.get_text(strip=True))):
            return _whole(found, page), False
    return _smallest(body, total), True


def reveal(page: BeautifulSoup, reading: Reading) -> None:
    """Take out what a reader of the page does not see."""
    hidden = list(filter(_is_hidden, page.find_all(True)))
    said = " ".join(" ".join(element.get_text(" ").split()) for element in hidden if not element.find_parent(_is_hidden)).strip()
    for element in hidden:
        if not element.decomposed:
            element.decompose()
    if said:
        reading.doubt(rules.LEFT_OUT, what=f"隐藏的文字（{len(said)} 字，“{said[:HIDDEN_SHOWN]}……”）")


def _is_hidden(element: Tag) -> bool:
    """Whether a reader does not see it: by its style, or because another tab beside it is open."""
    if HIDDEN.search(str(element.get("style", ""))) or element.has_attr("hidden"):
        return element.get("id") not in SHOWN_BY_SCRIPT
    if element.name == "marquee" and "1" in (element.get("height"), element.get("width")):
        return True
    names = set(element.get("class") or ())
    tab = "tab-pane" in names or element.get("role") == "tabpanel"
    return (
        tab
        and not names & OPEN
        and any(set(one.get("class") or ()) & OPEN for one in element.find_next_siblings() + element.find_previous_siblings())
    )


def clear(root: Tag, reading: Reading) -> None:
    """Take out of the text what is no part of it: bars, navigation, hidden words; they are named in one finding."""
    size = len(root.get_text())
    left_out = dict[str, None]()
    for element in root.find_all(True):
        if element.decomposed or element is root:
            continue
        what = _chrome(element)
        if what and (what == "脚本" or (len(element.get_text()) <= max(40, size * SMALL) and not _belongs(element))):
            if element.get_text(strip=True) and what != "脚本":
                left_out[what] = None
            element.decompose()
    if left_out:
        reading.doubt(rules.LEFT_OUT, what="、".join(left_out))


def _belongs(element: Tag) -> bool:
    """Whether something with the name of a bar is part of the text all the same: it holds a file, a date, or who signed."""
    if element.find("a", href=FILE):
        return True
    return any(read_date(text) or (organs_in(text) and len(text) > 4) for text in element.stripped_strings if len(text) <= 40)


def stray(page: BeautifulSoup, root: Tag, reading: Reading) -> None:
    """Say where there is prose outside the text."""
    body = page.body or page
    outside = [text for text in _proses(body, root) if len(text) > 15]
    if sum(map(len, outside)) > STRAY:
        reading.doubt(rules.STRAY_TEXT, count=sum(map(len, outside)), sample=max(outside, key=len)[:30])


def _whole(found: Tag, page: BeautifulSoup) -> Tag:
    """The place, or the one around it where a text was pasted in several pieces side by side."""
    twins = (
        [one for one in page.select(f".{'.'.join(found.get('class') or ())}") if one is not found] if found.get("class") else []
    )
    beside = [one for one in twins if one.parent is found.parent and _prose(one)]
    return found.parent if beside and isinstance(found.parent, Tag) else found


def _smallest(body: Tag, total: int) -> Tag:
    """The smallest element that holds most of the prose."""
    place, root = body, body
    while True:
        inner = max((child for child in place.children if isinstance(child, Tag)), key=_prose, default=None)
        if inner is None or _prose(inner) < total * MOST or not total:
            return root
        place = inner
        if inner.name not in PLACED and inner.name != "table":
            root = inner


def _prose(element: Tag) -> int:
    return sum(map(len, _proses(element)))


def _proses(element: Tag, skip: Tag | None = None) -> Iterator[str]:
    """Strings of running text: with marks of a sentence, not in a link."""
    for node in element.descendants:
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and PROSE.search(node):
            above = {parent.name for parent in node.parents}
            if not above & {"a", *UNREAD} and not (skip is not None and any(parent is skip for parent in node.parents)):
                yield " ".join(node.split())


def _chrome(element: Tag) -> str:
    """What an element is beside a text; empty where it is text."""
    if element.name in CHROME_TAGS:
        return CHROME_TAGS[element.name]
    names = [str(name).lower() for name in (*(element.get("class") or ()), str(element.get("id", "")))]
    return next((CHROME_NAMES[name] for name in names if name in CHROME_NAMES), "")
