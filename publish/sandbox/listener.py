"""The sockets of the sandbox: one HTTP server on 127.0.0.1 that can also fail on order."""

import socket
import struct
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from publish.sandbox.clock import Clock
from publish.sandbox.control import ROOT as CONTROL
from publish.sandbox.exchange import Reply, Request
from publish.sandbox.faults import Action, Fault, Faults, Manner

ADDRESS = "127.0.0.1"
BODY_BYTES = 24 * 1024 * 1024
_HTML = b"<!doctype html><html><head><title>Login</title></head><body>Please sign in to the network.</body></html>"


class Listener(ThreadingHTTPServer):
    """Accepts connections, reads requests whole, and gives them to ``answer``."""

    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(
        self,
        port: int,
        *,
        faults: Faults,
        answer: Callable[[Request], Reply],
        refuse: Callable[[str, int, str], Reply],
        clock: Clock,
    ) -> None:
        self.faults, self.answer, self.refuse, self.clock = faults, answer, refuse, clock
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        self._calls: list[str] = []
        super().__init__((ADDRESS, port), _Conversation)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox")

    @property
    def url(self) -> str:
        """The address to reach it at, without a slash at the end."""
        return f"http://{ADDRESS}:{self.server_port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Close every connection, wait for what is being answered, and let go of the port."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._open_lock:
            for connection in self._open:
                _shut(connection)
        self.server_close()

    def calls(self) -> tuple[str, ...]:
        """The path of every call of an API so far, in order of arrival."""
        with self._open_lock:
            return tuple(self._calls)

    def note(self, path: str) -> None:
        """Remember that the path was called."""
        with self._open_lock:
            self._calls.append(path)

    def process_request(self, request: object, client_address: object) -> None:
        """Hand a new connection to a thread, remembering it so that it can be closed."""
        if isinstance(request, socket.socket):
            with self._open_lock:
                self._open.add(request)
            super().process_request(request, client_address)

    def shutdown_request(self, request: object) -> None:
        """Forget a connection that is over."""
        if isinstance(request, socket.socket):
            with self._open_lock:
                self._open.discard(request)
            super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what broke, except that a client went away, which is its right."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60
    server: Listener

    def do_GET(self) -> None:
        self._converse()

    def do_HEAD(self) -> None:
        self._converse()

    def do_POST(self) -> None:
        self._converse()

    def do_DELETE(self) -> None:
        self._converse()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The `Date` of a reply, by the sandbox's clock."""
        return super().date_time_string(self.server.clock().timestamp() if timestamp is None else timestamp)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: request lines carry tokens."""

    def _converse(self) -> None:
        request = self._read()
        if isinstance(request, Reply):
            self.close_connection = True
            self._write(request)
            return
        faults: tuple[Fault, ...] = ()
        if not request.path.startswith(CONTROL):
            self.server.note(request.path)
            faults = self.server.faults.due(request.path)
        if not self._spared([fault for fault in faults if not fault.late], None, request):
            return
        reply = self.server.answer(request)
        if self._spared([fault for fault in faults if fault.late], reply, request):
            self._write(reply)

    def _read(self) -> Request | Reply:
        try:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            return Reply(body=b"bad request", status=400)
        # A page elsewhere must not reach the sandbox through a name that it points at this machine.
        if host not in (ADDRESS, "localhost"):
            return Reply(body=b"unknown host", status=421)
        if "Transfer-Encoding" in self.headers:
            return Reply(body=b"length required", status=411)
        if not 0 <= length <= BODY_BYTES:
            return Reply(body=b"too large", status=413)
        body = self.rfile.read(length)
        if len(body) < length:
            # A client that died while sending has not made a call; half of it must not be acted on.
            raise ConnectionAbortedError
        parts = urlsplit(self.path)
        return Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )

    def _write(self, reply: Reply, *, share: float = 1.0) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[: int(len(reply.body) * share)])

    def _spared(self, faults: list[Fault], reply: Reply | None, request: Request) -> bool:
        for fault in faults:
            match fault.action:
                case Action.DELAY:
                    self.server.stopping.wait(fault.seconds)
                case Action.DUPLICATE_DELIVERY:
                    self.server.answer(request)
                case Action.DROP_BEFORE_COMMIT | Action.DROP_AFTER_COMMIT:
                    self._drop(fault.manner, reply)
                    return False
                case Action.HTTP_STATUS:
                    self._write(Reply(body=fault.body.encode(), status=fault.status, content_type="text/html"))
                    return False
                case Action.HTML200:
                    self._write(Reply(body=_HTML, content_type="text/html"))
                    return False
                case Action.ERRCODE:
                    self._write(self.server.refuse(request.path, fault.errcode, fault.errmsg))
                    return False
        return True

    def _drop(self, manner: Manner, reply: Reply | None) -> None:
        self.close_connection = True
        if manner is Manner.HALF_BODY and reply is not None:
            self._write(reply, share=0.5)
        if manner is Manner.RESET:
            # Lingering for zero seconds makes the close a reset; shut down first, it would be an orderly end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.close(self.connection.detach())


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It was closed from the other end in the meantime.
        return
