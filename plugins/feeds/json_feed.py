"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from plugins.catalog.site import Site
from plugins.feeds.entries import Entry, FeedItem, content
from plugins.feeds.identity import permanent_id
from plugins.feeds.subjects import Subject
from plugins.frame.views import FeedFormat

VERSION = "https://jsonfeed.org/version/1.1"
ABOUT = "/feeds/#harvest"
"""Where the page of subscriptions explains the extension."""

Node = dict[str, object]


def json_feed(site: Site, subject: Subject, entries: tuple[Entry, ...]) -> bytes:
    """The maker of JSON Feed."""
    feed: Node = {
        "version": VERSION,
        "title": subject.title(site),
        "home_page_url": site.absolute(subject.home),
        "feed_url": site.absolute(subject.feed.address(FeedFormat.JSON)),
        "description": subject.description or site.description or site.name,
        "language": site.language,
        "authors": [{"name": site.organizer or site.name, "url": site.absolute("/")}],
        **({"hubs": [{"type": "WebSub", "url": site.hub}]} if site.hub else {}),
        "items": [_item(site, item, text) for item, text in entries],
    }
    return (json.dumps(feed, ensure_ascii=False) + "\n").encode()


def _item(site: Site, item: FeedItem, text: str) -> Node:
    return _written(
        {
            "id": permanent_id(site, item.key),
            "url": site.absolute(item.address),
            "title": item.title,
            "content_html": content(site, item, text),
            "summary": item.summary,
            "date_published": item.published_at.isoformat(),
            "date_modified": item.updated_at.isoformat(),
            "authors": [{"name": agency} for agency in item.agencies],
            "tags": list(dict.fromkeys((*item.categories, *item.terms))),
            "attachments": [
                {
                    "url": site.absolute(file.address),
                    "mime_type": file.media_type,
                    "title": file.name,
                    "size_in_bytes": file.size,
                }
                for file in item.enclosures
            ],
            "_gongkai": _written(
                {
                    "about": site.absolute(ABOUT),
                    "document_number": item.document_number,
                    "index_number": item.index_number,
                    "issuing_agencies": list(item.agencies),
                    "validity": item.validity.value if item.validity else "",
                    "withdrawn_on": item.withdrawn_on.isoformat() if item.withdrawn_on else "",
                }
            ),
        },
        always=("content_html",),
    )


def _written(node: Node, always: tuple[str, ...] = ()) -> Node:
    """Without what is empty."""
    return {name: value for name, value in node.items() if name in always or value not in ("", [])}
