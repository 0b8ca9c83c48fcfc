"""Where the site goes. `DEPLOY` of the settings file, each of its keys optional::

DEPLOY = {
    "keep": 5,                             # 保留几次部署，供回退
    "live": "https://www.shili.example",   # 读者看到的网址：推送前先看网页是否已上线
    "mirrors": ["oss:portal"],             # 再用 rclone 送到这些地方
    "keys": ["RWQ…"],                      # 验证签名用的公钥；换钥期间写两把
}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from deploy.failures import SignatureError
from deploy.minisign import PublicKey

KEEP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the portal says of its deploys."""

    keep: int = KEEP
    live: str = ""
    """Without a slash at its end; empty where nobody has said."""
    mirrors: tuple[str, ...] = ()
    keys: tuple[PublicKey, ...] = ()


def settings_of(written: object) -> Settings:
    """The settings that `DEPLOY` says. ValueError, in 中文, for a key or a value that cannot be."""
    if not isinstance(written, Mapping):
        raise ValueError("DEPLOY 应是一个字典，写法见 deploy/settings.py")
    read: dict[str, object] = {}
    for name, value in written.items():
        if name not in _READERS:
            raise ValueError(f"DEPLOY 里没有“{name}”这一项，可用：{'、'.join(_READERS)}")
        reader, shape = _READERS[name]
        try:
            read[name] = reader(value)
        except (ValueError, TypeError):
            raise ValueError(f"DEPLOY 的 {name} 读不懂：{value!r}，{shape}") from None
    return Settings(**read)  # type: ignore[arg-type]


def live_address(written: object) -> str:
    """An address of a site, without a slash at its end. ValueError for what is none, or is not https (but on this machine)."""
    parts = urlsplit(str(written))
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _keep(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 2:
        raise ValueError
    return value


def _mirrors(value: object) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(str(one) for one in value)  # type: ignore[attr-defined]
    if any(not one or one.startswith("-") for one in found):
        raise ValueError
    return found


def _keys(value: object) -> tuple[PublicKey, ...]:
    return tuple(map(_key, (value,) if isinstance(value, str) else value))  # type: ignore[call-overload]


def _key(text: str) -> PublicKey:
    try:
        return PublicKey.parse(text)
    except SignatureError as error:
        raise ValueError from error


_READERS: Mapping[str, tuple[Callable[[object], object], str]] = {
    "keep": (_keep, "应是 2 或更大的整数"),
    "live": (lambda value: live_address(value) if value else "", "应形如 https://www.shili.example"),
    "mirrors": (_mirrors, "应形如 ['oss:portal']，rclone 认得的地址"),
    "keys": (_keys, "应是 inv signing-key 印出的公钥"),
}
