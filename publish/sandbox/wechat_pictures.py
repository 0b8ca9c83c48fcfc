"""WeChat's two doors for pictures: those inside articles, and permanent material for covers.

Source: developers.weixin.qq.com/doc/service/api/material/permanent/{api_uploadimage,api_addmaterial}
"""

import secrets
import sqlite3

from publish.sandbox.clock import Clock
from publish.sandbox.exchange import JsonObject, MalformedBody, Request, Upload
from publish.sandbox.picture import Picture, PictureType, recognise
from publish.sandbox.state import State
from publish.sandbox.wechat_refusal import WechatRefusal

HOST = "mmbiz.qpic.cn"
INLINE_BYTES = 1024 * 1024
"""A picture inside an article must be smaller."""
MATERIAL_BYTES = 10 * 1024 * 1024


class Pictures:
    """The picture store of the account."""

    def __init__(self, state: State, clock: Clock) -> None:
        self._state, self._clock = state, clock

    def upload_inline(self, request: Request) -> JsonObject:
        """POST /cgi-bin/media/uploadimg: jpg or png below 1 MB; gives the address to use in an article."""
        upload = _upload(request)
        kind = recognise(upload.content)
        if kind not in (PictureType.PNG, PictureType.JPEG):
            raise WechatRefusal(40005)
        if len(upload.content) >= INLINE_BYTES:
            raise WechatRefusal(40009)
        picture = self._keep(upload, kind, permanent=False)
        return {"url": _address(picture), "errcode": 0, "errmsg": "ok"}

    def add_material(self, request: Request) -> JsonObject:
        """POST /cgi-bin/material/add_material?type=image: up to 10 MB; gives the permanent media_id."""
        if request.query.get("type") != "image":
            raise WechatRefusal(40004)
        upload = _upload(request)
        kind = recognise(upload.content)
        if kind is None:
            raise WechatRefusal(40005)
        if len(upload.content) > MATERIAL_BYTES:
            raise WechatRefusal(40009)
        picture = self._keep(upload, kind, permanent=True)
        return {"media_id": picture.key, "url": _address(picture), "item": []}

    def picture(self, key: str) -> Picture | None:
        """The stored picture of that key, if there is one."""
        with self._state.transaction() as rows:
            row = rows.execute("SELECT * FROM picture WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        return Picture(key=str(row["key"]), type=PictureType(row["type"]), content=bytes(row["content"]))

    def _keep(self, upload: Upload, kind: PictureType, *, permanent: bool) -> Picture:
        key = secrets.token_urlsafe(48)
        with self._state.transaction() as rows:
            rows.execute(
                "INSERT INTO picture VALUES (?, ?, ?, ?, ?, ?)",
                (key, permanent, upload.filename, kind.value, upload.content, self._clock().timestamp()),
            )
        return Picture(key=key, type=kind, content=upload.content)


def is_permanent(rows: sqlite3.Connection, media_id: str) -> bool:
    """Whether that is a permanent material, good for a cover."""
    found = rows.execute("SELECT 1 FROM picture WHERE key = ? AND permanent = 1", (media_id,)).fetchone()
    return found is not None


def _address(picture: Picture) -> str:
    # Plain http is what the platform answers; clients are expected to write https themselves.
    return f"http://{HOST}/mmbiz_{picture.type.short}/{picture.key}/0?wx_fmt={picture.type.short}"


def _upload(request: Request) -> Upload:
    try:
        upload = request.form().uploads.get("media") if request.is_multipart else None
    except MalformedBody as error:
        raise WechatRefusal(41005) from error
    if upload is None or not upload.filename:
        raise WechatRefusal(41005)
    if not upload.content:
        raise WechatRefusal(44001)
    return upload
