"""Signatures in the format of minisign (https://jedisct1.github.io/minisign/): Ed25519 over BLAKE2b-512, and a signed comment.

`minisign -V` verifies them, `minisign -G -W` makes keys that we read. A key with a passphrase is not read: whoever signs at night
is a timer. The arithmetic is the library `cryptography`'s (group `signing`).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from deploy.failures import SignatureError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_KEY, _PREHASHED, _BLAKE2B, _NO_PASSPHRASE = b"Ed", b"ED", b"B2", b"\0\0"
_SECRET_SIZE, _PUBLIC_SIZE, _SIGNATURE_SIZE = 158, 42, 74


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who may sign: the key's number (8 bytes) and the key (32 bytes)."""

    number: bytes
    key: bytes

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """The key of one line of base64, or of a file that ends with it. Raises SignatureError."""
        packed = _unpacked(text.strip().splitlines()[-1] if text.strip() else "", _PUBLIC_SIZE, "公钥")
        if packed[:2] != _KEY:
            raise SignatureError("公钥不是 Ed25519 的。")
        return cls(packed[2:10], packed[10:])

    def __str__(self) -> str:
        return b64encode(_KEY + self.number + self.key).decode()


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs. It does not show itself."""

    number: bytes
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> SigningKey:
        """A key nobody has."""
        return cls(token_bytes(8), token_bytes(32))

    @classmethod
    def read(cls, path: Path) -> SigningKey:
        """The key of a file. Raises SignatureError."""
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SignatureError(f"签名私钥 {path} 读不出来。") from error
        packed = _unpacked(text.strip().splitlines()[-1] if text.strip() else "", _SECRET_SIZE, "签名私钥")
        if packed[:2] != _KEY or packed[4:6] != _BLAKE2B:
            raise SignatureError(f"{path.name} 不是 minisign 的私钥。")
        if packed[2:4] != _NO_PASSPHRASE:
            raise SignatureError(f"{path.name} 有口令，自动部署没有人来输：请用 inv signing-key 或 minisign -G -W 另造一把。")
        key = cls(packed[54:62], packed[62:94])
        if key.public.key != packed[94:126]:
            raise SignatureError(f"签名私钥 {path.name} 已损坏。")
        return key

    @property
    def public(self) -> PublicKey:
        """The key by which others verify."""
        return PublicKey(self.number, self._key.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The file that `read` reads."""
        # Salt, limits and checksum belong to a passphrase: minisign 0.11 leaves them empty, too.
        packed = _KEY + _NO_PASSPHRASE + _BLAKE2B + bytes(48) + self.number + self.seed + self.public.key + bytes(32)
        return f"{_UNTRUSTED}gongkai signing key\n{b64encode(packed).decode()}\n"

    def sign(self, content: bytes, comment: str) -> bytes:
        """The signature file of some bytes and of a comment of one line."""
        signature = self._key.sign(blake2b(content).digest())
        whole = self._key.sign(signature + comment.encode())
        lines = (
            f"{_UNTRUSTED}gongkai deploy",
            b64encode(_PREHASHED + self.number + signature).decode(),
            f"{_TRUSTED}{comment}",
            b64encode(whole).decode(),
        )
        return ("\n".join(lines) + "\n").encode()

    @property
    def _key(self) -> Ed25519PrivateKey:
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ImportError as error:
            raise _missing() from error
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def trusted_comment(content: bytes, signature: bytes, keys: Iterable[PublicKey]) -> str:
    """What the signer says of some bytes, once the signature of one of `keys` has proved both. Raises SignatureError."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise _missing() from error
    lines = signature.decode("utf-8", "replace").splitlines()
    if len(lines) != 4 or not lines[2].startswith(_TRUSTED):
        raise SignatureError("签名文件不是 minisign 的格式。")
    packed, comment = _unpacked(lines[1], _SIGNATURE_SIZE, "签名"), lines[2].removeprefix(_TRUSTED)
    key = next((one for one in keys if one.number == packed[2:10]), None)
    if packed[:2] != _PREHASHED or key is None:
        raise SignatureError("签名用的不是我们信任的公钥。")
    proof = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        proof.verify(packed[10:], blake2b(content).digest())
        proof.verify(_unpacked(lines[3], 64, "签名"), packed[10:] + comment.encode())
    except InvalidSignature as error:
        raise SignatureError("签名与文件清单不符：清单或签名被改动过。") from error
    return comment


def _unpacked(line: str, size: int, what: str) -> bytes:
    try:
        packed = b64decode(line, validate=True)
    except (NotBase64, ValueError) as error:
        raise SignatureError(f"{what}读不懂。") from error
    if len(packed) != size:
        raise SignatureError(f"{what}应有 {size} 字节，这里是 {len(packed)} 字节。")
    return packed


def _missing() -> SignatureError:
    return SignatureError("没有安装 cryptography，不能签名和验证：请安装依赖组 signing（requirements.lock 里有）。")
