"""Permanent ids: tag URIs (RFC 4151) under the site's domain.

They are made from what never changes of a document or a feed, and not from titles, dates or texts: a reader takes another
id for another document.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from plugins.catalog.site import Site

SINCE = "2026"
"""The year tag URIs ask for. It is part of every id, says nothing of the document and is never changed."""
SAFE = "/!$&'()*+,;=:@"
"""What the specific part of a tag URI carries as it is (RFC 3986, pchar)."""


def permanent_id(site: Site, key: str) -> str:
    """`tag:www.shili.example,2026:990000017/2026-00100`; a key without an index number is a site path and begins with `/`."""
    host = (urlsplit(site.url).hostname or "").encode("idna").decode()
    return f"tag:{host},{SINCE}:{quote(key, safe=SAFE)}"
