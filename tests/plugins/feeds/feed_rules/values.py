"""The values that feeds are made of: dates, URIs, media types, languages, plain text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html.entities import name2codepoint
from unicodedata import normalize
from urllib.parse import quote, unquote

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
ZONES = "UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT"
RFC2822 = re.compile(rf"(?:(?P<day>{DAYS}), )?\d{{1,2}} (?:{MONTHS}) \d{{4}} \d\d:\d\d(?::\d\d)? (?:[+-]\d\d[0-5]\d|{ZONES}|Z)")
RFC822 = re.compile(
    rf"(?:(?:{DAYS})\s*,\s*)?\d{{1,2}}\s+(?:{MONTHS})\s+(?:\d\d){{1,2}}\s+\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{{4}}|{ZONES}|[a-ik-z])",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\([^()]*\)")
EARLIEST = 1990

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
SCHEMES = frozenset("http https ftp mailto tel tag urn data news nntp file about".split())
TAG = re.compile(r"tag:(?:[a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w;/?:@&=+$.!~*'(),%#-]*", re.ASCII)
URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:(?:[a-z0-9()+,.:=@;$_!*'-]|%[0-9a-f]{2})+", re.IGNORECASE)
URI_CHARACTERS = re.compile(r"(?:[\w;/?:@&=+$.!~*'()%,#-]|[^\x00-\x7f])*", re.ASCII)
IPV6 = re.compile(r"(?<=//)\[[0-9A-Fa-f:]+\]")
PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?")
PORTS = {"http": "80", "https": "443", "ftp": "21"}
SAFE = "/-._~!$&'()*+,;=:@?#"

TOKEN = r'[^\s()<>,;:\\"/[\]?=]+'
MIME = re.compile(rf'{TOKEN}/{TOKEN}(?:\s*;\s*{TOKEN}=(?:"[^"]*"|{TOKEN}))*')
LANGUAGE = re.compile(r"(?:[a-z]{2,3}|[ix])(?:-[a-z0-9]{1,8})*", re.IGNORECASE)

HTML = frozenset(
    "a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption center "
    "cite code col colgroup dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame "
    "frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark menu meta "
    "meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section select "
    "small source span strike strong style sub summary sup table tbody td template textarea tfoot th thead time title tr track "
    "tt u ul var video wbr".split()
)
END_TAG = re.compile(r"</(\w+)>")
ENTITY = re.compile(r"&(?!#x(?:26|3C);)(#?\w+)")
"""A reference in plain text; `&#x26;` and `&#x3C;` are what the RSS Advisory Board's profile asks for."""
BAD_CHARACTER = re.compile("[\x80-\x9f\ufffd]")


def rfc3339_fault(value: str, now: datetime) -> str:
    """What is wrong with an Atom date; empty if nothing is."""
    if not RFC3339.fullmatch(value):
        return "InvalidRFC3339Date"
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", value))
    except ValueError:
        return "InvalidRFC3339Date"
    return _implausible(moment, now)


def rfc2822_fault(value: str, now: datetime) -> str:
    """What is wrong with an RSS date: RFC 822 with a year of four digits; older forms are understood but problematical."""
    modern = RFC2822.fullmatch(value)
    if not modern:
        plain = COMMENT.sub(" ", value).strip()
        return "ProblematicalRFC822Date" if RFC822.fullmatch(plain) else "InvalidRFC2822Date"
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return "InvalidRFC2822Date"
    if modern["day"] and moment.strftime("%w") != str((DAYS.split("|").index(modern["day"]) + 1) % 7):
        return "InvalidRFC2822Date"
    return _implausible(moment.replace(tzinfo=moment.tzinfo or now.tzinfo), now)


def uri_fault(value: str, *, full: bool) -> str:
    """What is wrong with a URI or IRI; `full` asks for a scheme."""
    scheme = (SCHEME.match(value) or [""])[0].lower()
    if scheme == "tag":
        return "" if TAG.fullmatch(value) else "InvalidTAG"
    if scheme == "urn":
        return "" if URN.fullmatch(value) else "InvalidURN"
    if not URI_CHARACTERS.fullmatch(IPV6.sub("", value)):
        return "InvalidUriChar"
    if full and not scheme:
        return "InvalidFullLink"
    if scheme in PORTS and not re.match(r"\w+://[^/]", value):
        return "InvalidLink"
    return "SchemeNotIANARegistered" if scheme and scheme not in SCHEMES else ""


def canonical(uri: str) -> str:
    """The form in which equal URIs are equal strings (RFC 3986, 6.2)."""
    match = PARTS.fullmatch(uri)
    assert match
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    scheme = scheme.lower()
    if match[2] is not None:
        user, _, host = authority.rpartition("@")
        host = host.lower().removesuffix(f":{PORTS.get(scheme, '')}")
        authority = f"//{user}@{host}" if user else f"//{host}"
    if authority or path.startswith("/"):
        path = _without_dots(path) or "/"
    return f"{scheme}:{authority}" + "".join(map(_encoded, (path, query, fragment)))


def contains_html(text: str) -> bool:
    """Whether plain text would be taken for HTML: a closing tag, or a reference."""
    references = (name for name in ENTITY.findall(text) if name in name2codepoint or name == "apos" or not name.isalpha())
    return any(tag.lower() in HTML for tag in END_TAG.findall(text)) or any(references)


def _implausible(moment: datetime, now: datetime) -> str:
    return "ImplausibleDate" if moment.year < EARLIEST or moment > now + timedelta(minutes=10) else ""


def _without_dots(path: str) -> str:
    kept: list[str] = []
    steps = path.split("/")
    for step in steps:
        if step == ".." and len(kept) > 1:
            kept.pop()
        elif step not in (".", ".."):
            kept.append(step)
    return "/".join(kept) + ("/" if steps[-1] in (".", "..") else "")


def _encoded(part: str) -> str:
    """Escapes in upper case, and only where they are needed; an escaped delimiter stays escaped."""
    pieces = re.split(r"(%(?:2F|3F|23|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D|5B|5D))", part, flags=re.IGNORECASE)
    return "".join(
        piece.upper() if at % 2 else quote(normalize("NFC", unquote(piece)), safe=SAFE) for at, piece in enumerate(pieces)
    )
