"""A stand-in for a WebSub hub: takes a publisher's ping for feeds, as the hubs of Google and Superfeedr do, and answers 204.

Source: pubsubhubbub.appspot.com. It fetches nothing: what it was told is in the state.
"""

import json
from urllib.parse import parse_qsl

from publish.sandbox.exchange import Reply, Request
from publish.sandbox.state import State

HUB = "/hub"


class HubServer:
    """Answers pings."""

    def __init__(self, *, state: State) -> None:
        self._state = state

    def told(self) -> tuple[str, ...]:
        """The feeds of every ping, in order of arrival."""
        with self._state.transaction() as rows:
            found = rows.execute("SELECT body FROM message WHERE place = ? ORDER BY seq", (HUB,)).fetchall()
        return tuple(json.loads(row[0]) for row in found)

    def answer(self, request: Request) -> Reply:
        """204 for a ping, which may name several feeds; 400 for anything else."""
        fields = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        topics = [value for name, value in fields if name == "hub.url"]
        right = request.method == "POST" and ("hub.mode", "publish") in fields
        if not right or not topics or not all(one.startswith(("http://", "https://")) for one in topics):
            return self.refusal("hub.mode=publish and hub.url are needed", 400)
        with self._state.transaction() as rows:
            for topic in topics:
                rows.execute("INSERT INTO message (place, identity, body) VALUES (?, ?, ?)", (HUB, topic, json.dumps(topic)))
        return Reply(body=b"", status=204)

    def refusal(self, text: str, status: int) -> Reply:
        """An answer that says no."""
        return Reply(body=text.encode(), status=status)
