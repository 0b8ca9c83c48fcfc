"""A stand-in for a mail server that takes messages for sending: EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA (RFC 5321, 4954, 3207).

It delivers nothing: what it has taken is in the state. Faults strike at /smtp/CONNECT, AUTH, MAIL, RCPT/ADDRESS, DATA and at
/smtp/END, the line with the dot: `http_status` answers with that code, a drop cuts the connection before or after it was taken.
"""

import binascii
import hmac
import json
import socket
import socketserver
import ssl
import threading
from base64 import b64decode
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

from publish.sandbox.account import Account
from publish.sandbox.faults import Action, Faults
from publish.sandbox.state import State

ROOT = "/smtp/"
ADDRESS = "127.0.0.1"
SIZE = 10 * 1024 * 1024
LINE = 998
"""Bytes of a line of a message (RFC 5322, 2.1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that was taken."""

    sender: str
    recipient: str
    content: bytes
    """Without the doubled dots."""

    @property
    def message(self) -> EmailMessage:
        """The message as a reader's programme sees it."""
        return message_from_bytes(self.content, policy=SMTP)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes messages for the sandbox's account. With `tls` it offers STARTTLS."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, state: State, faults: Faults, account: Account, tls: ssl.SSLContext | None = None) -> None:
        self.state, self.faults, self.account, self.tls = state, faults, account, tls
        super().__init__((ADDRESS, 0), _Conversation)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox mail")

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """The address that GONGKAI_MAIL_SERVER takes for a sandbox."""
        return f"sandbox://{ADDRESS}:{self.port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the port."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def letters(self) -> tuple[Letter, ...]:
        """What was taken, the oldest first."""
        with self.state.transaction() as rows:
            found = rows.execute("SELECT body FROM message WHERE place = ? ORDER BY seq", (ROOT,)).fetchall()
        kept = (json.loads(row[0]) for row in found)
        return tuple(
            Letter(sender=one["sender"], recipient=one["recipient"], content=one["content"].encode("latin-1")) for one in kept
        )

    def keep(self, sender: str, recipient: str, content: bytes) -> None:
        """Take a message: it is on the disk before the answer leaves."""
        body = json.dumps({"sender": sender, "recipient": recipient, "content": content.decode("latin-1")})
        with self.state.transaction() as rows:
            rows.execute("INSERT INTO message (place, identity, body) VALUES (?, ?, ?)", (ROOT, recipient, body))


class _Cut(Exception):
    """The connection ends here, without a word."""


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer
    timeout = 60
    sender = recipient = ""
    known = False

    def handle(self) -> None:
        try:
            if not self._struck("CONNECT"):
                self._say("220 sandbox")
            while line := self.rfile.readline(4096):
                if not self._answer(line.decode("ascii", "replace").strip()):
                    return
        except (_Cut, OSError):
            return

    def finish(self) -> None:
        """Close what STARTTLS has put in the place of the connection, too."""
        super().finish()
        self.connection.close()

    def _answer(self, line: str) -> bool:
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                offers = ("SIZE " + str(SIZE), "AUTH PLAIN", *(("STARTTLS",) if self.server.tls else ()))
                for offer in ("sandbox", *offers[:-1]):
                    self._say(f"250-{offer}")
                self._say(f"250 {offers[-1]}")
            case "STARTTLS" if self.server.tls:
                self._say("220 2.0.0 go ahead")
                self._encrypt(self.server.tls)
            case "AUTH":
                self._authenticate(rest)
            case "MAIL":
                self._mail(rest)
            case "RCPT":
                self._rcpt(rest)
            case "DATA":
                self._data()
            case "RSET":
                self.sender = self.recipient = ""
                self._say("250 2.0.0 ok")
            case "NOOP":
                self._say("250 2.0.0 ok")
            case "QUIT":
                self._say("221 2.0.0 bye")
                return False
            case _:
                self._say("502 5.5.1 not implemented")
        return True

    def _authenticate(self, rest: str) -> None:
        if self._struck("AUTH"):
            return
        mechanism, _, sealed = rest.partition(" ")
        try:
            _, user, password = b64decode(sealed, validate=True).decode().split("\0")
        except (binascii.Error, ValueError):
            mechanism = user = password = ""
        account = self.server.account
        right = mechanism == "PLAIN" and user == account.mail_user
        self.known = right and hmac.compare_digest(password, account.mail_password)
        self._say("235 2.7.0 ok" if self.known else "535 5.7.8 authentication failed")

    def _mail(self, rest: str) -> None:
        if self._struck("MAIL"):
            return
        if not self.known:
            self._say("530 5.7.0 authentication required")
            return
        self.sender = _address(rest)
        self._say("250 2.1.0 ok" if self.sender else "501 5.1.7 bad sender")

    def _rcpt(self, rest: str) -> None:
        address = _address(rest)
        if self._struck(f"RCPT/{address}"):
            return
        if not self.sender or not address:
            self._say("503 5.5.1 MAIL first")
        elif self.recipient:
            self._say("452 4.5.3 one at a time")
        else:
            self.recipient = address
            self._say("250 2.1.5 ok")

    def _data(self) -> None:
        if self._struck("DATA"):
            return
        if not self.recipient:
            self._say("503 5.5.1 RCPT first")
            return
        self._say("354 go ahead")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Cut
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        sender, recipient, self.sender, self.recipient = self.sender, self.recipient, "", ""
        faults = self.server.faults.due(f"{ROOT}END")
        if any(fault.action is Action.DROP_BEFORE_COMMIT for fault in faults):
            raise _Cut
        for fault in faults:
            if fault.action is Action.HTTP_STATUS:
                self._say(f"{fault.status} said on order")
                return
        if any(not one.endswith(b"\r\n") or len(one) > LINE + 2 for one in lines) or sum(map(len, lines)) > SIZE:
            self._say("554 5.6.0 malformed message")
            return
        self.server.keep(sender, recipient, b"".join(lines))
        if any(fault.action is Action.DROP_AFTER_COMMIT for fault in faults):
            raise _Cut
        self._say("250 2.0.0 taken")

    def _struck(self, place: str) -> bool:
        for fault in self.server.faults.due(f"{ROOT}{place}"):
            if fault.action is Action.HTTP_STATUS:
                self._say(f"{fault.status} {fault.status // 100}.0.0 said on order to {place}")
                return True
            raise _Cut
        return False

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _encrypt(self, tls: ssl.SSLContext) -> None:
        raw = cast(socket.socket, self.connection)
        self.connection = tls.wrap_socket(raw, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)


def _address(rest: str) -> str:
    begin, end = rest.find("<"), rest.find(">")
    return rest[begin + 1 : end] if 0 <= begin < end else ""
