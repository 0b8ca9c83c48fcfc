"""The total deadline of one HTTP exchange, and the knowledge whether its connection ever stood.

The timeouts of requests begin anew with every byte received, so a server that trickles holds a caller for ever.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool

if TYPE_CHECKING:
    from requests.models import PreparedRequest
    from urllib3.connectionpool import ConnectionPool


class Watch:
    """The total deadline of one exchange: cuts the socket off when it passes, and knows whether it ever stood."""

    def __init__(self, total: float) -> None:
        """Begin to count `total` seconds."""
        self._end = time.monotonic() + total
        self._socket: socket.socket | None = None
        self.connected = False
        self._timer = threading.Timer(total, self._cut)
        self._timer.daemon = True
        self._timer.start()

    @property
    def expired(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self._end

    def check(self) -> None:
        """Raise TimeoutError once the deadline has passed."""
        if self.expired:
            raise TimeoutError

    def attach(self, connected: socket.socket) -> None:
        """Take note that the connection stands, before anything is sent on it."""
        # Name resolution obeys no timeout: what comes out of it too late must not be sent any more.
        self.check()
        self._socket = connected
        self.connected = True

    def stop(self) -> None:
        """The exchange is over."""
        self._timer.cancel()

    def _cut(self) -> None:
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class WatchedAdapter(HTTPAdapter):
    """An adapter for one exchange whose connection reports to a watch."""

    def __init__(self, watch: Watch) -> None:
        """Every connection of this adapter attaches itself to `watch`."""
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._watch = watch

    def get_connection_with_tls_context(
        self,
        request: PreparedRequest,
        verify: bool | str | None,
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> ConnectionPool:
        """The pool, its connections made to attach themselves to the watch once they stand."""
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        if not isinstance(pool, HTTPConnectionPool):
            raise TypeError(f"a pool without connections: {pool!r}")
        watch = self._watch
        plain = pool.ConnectionCls

        class Watched(plain):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                super().connect()
                watch.attach(self.sock)

        pool.ConnectionCls = Watched
        return pool
