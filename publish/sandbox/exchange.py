"""One HTTP exchange as the stand-ins see it: a request that was read whole, and the reply to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from urllib.parse import parse_qsl

JsonObject = dict[str, object]


class MalformedBody(Exception):
    """The body of a request is not what its Content-Type says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart form."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields and files of a form."""

    fields: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: path without query, query decoded, header names in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_multipart(self) -> bool:
        """Whether the body is multipart/form-data."""
        return self.headers.get("content-type", "").lower().startswith("multipart/form-data")

    def form(self) -> Form:
        """The form in the body, of either encoding; raises MalformedBody."""
        if self.is_multipart:
            return _multipart(self.headers["content-type"], self.body)
        try:
            return Form(fields=dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True)))
        except UnicodeDecodeError as error:
            raise MalformedBody("the form is not UTF-8") from error

    def json(self) -> object:
        """The JSON in the body; raises MalformedBody."""
        try:
            value: object = json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise MalformedBody("the body is not UTF-8 JSON") from error
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back: a status, a body and its type, further headers."""

    body: bytes
    status: int = 200
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_json(cls, value: object, *, status: int = 200, content_type: str = "application/json") -> "Reply":
        """A reply with a JSON body in raw UTF-8."""
        body = json.dumps(value, ensure_ascii=False).encode("utf-8")
        return cls(body=body, status=status, content_type=f"{content_type}; charset=utf-8")

    @classmethod
    def of_html(cls, text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> "Reply":
        """A reply with a page."""
        body = text.encode("utf-8")
        return cls(body=body, status=status, content_type="text/html; charset=utf-8", headers=headers or {})


def _multipart(content_type: str, body: bytes) -> Form:
    holder = Message()
    holder["Content-Type"] = content_type
    boundary = holder.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise MalformedBody("multipart without a boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise MalformedBody("multipart without its end")
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for piece in pieces[1:-1]:
        head, gap, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = HeaderParser().parsestr(head.decode("utf-8", "replace"))
        name = disposition.get_param("name", header="content-disposition")
        if not gap or not isinstance(name, str):
            raise MalformedBody("a part has no name")
        filename = disposition.get_filename()
        if filename is None:
            fields[name] = content.decode("utf-8", "replace")
        else:
            uploads[name] = Upload(filename=filename, content=content)
    return Form(fields=fields, uploads=uploads)
