"""Our signatures are those of minisign, both ways; what was changed by one byte is refused."""

import shutil
import subprocess

import pytest

from deploy.failures import SignatureError
from deploy.minisign import PublicKey, SigningKey, trusted_comment
from tests.deploy.portal import KEY

CONTENT, COMMENT = b"SHA256 (index.html) = 00\n" * 1000, "serial:1 at:2026-11-20T01:00:00+00:00 deploy:x"
needs_minisign = pytest.mark.skipif(
    shutil.which("minisign") is None, reason="no minisign on this machine (apt-get install minisign)"
)


def minisign(folder, *words):
    return subprocess.run(["minisign", *words], cwd=folder, capture_output=True, text=True, check=False)


@needs_minisign
def test_the_tool_verifies_what_we_sign(tmp_path):
    """And prints the comment that we signed; not any more once a byte differs."""
    (tmp_path / "list").write_bytes(CONTENT)
    (tmp_path / "list.minisig").write_bytes(KEY.sign(CONTENT, COMMENT))
    done = minisign(tmp_path, "-Vm", "list", "-P", str(KEY.public))
    assert done.returncode == 0, done.stderr
    assert COMMENT in done.stdout
    (tmp_path / "list").write_bytes(CONTENT[:-1])
    assert minisign(tmp_path, "-Vm", "list", "-P", str(KEY.public)).returncode == 1


@needs_minisign
def test_the_tool_signs_with_our_key_and_we_verify_it(tmp_path):
    """The file of our key is one of its own."""
    (tmp_path / "key").write_text(KEY.text)
    (tmp_path / "list").write_bytes(CONTENT)
    done = minisign(tmp_path, "-Sm", "list", "-s", "key", "-t", COMMENT)
    assert done.returncode == 0, done.stderr
    assert trusted_comment(CONTENT, (tmp_path / "list.minisig").read_bytes(), [KEY.public]) == COMMENT


@needs_minisign
def test_we_sign_with_a_key_of_the_tool(tmp_path):
    """One without a passphrase; its public key is read from its file."""
    done = minisign(tmp_path, "-G", "-W", "-s", "key", "-p", "key.pub")
    assert done.returncode == 0, done.stderr
    key = SigningKey.read(tmp_path / "key")
    assert key.public == PublicKey.parse((tmp_path / "key.pub").read_text())


def test_a_key_comes_back_from_its_file_and_does_not_show_itself(tmp_path):
    """Neither in a repr; a damaged or foreign file is a sentence."""
    path = tmp_path / "key"
    path.write_text(KEY.text)
    assert SigningKey.read(path) == KEY
    assert KEY.seed.hex() not in repr(KEY) and str(KEY.seed) not in repr(KEY)
    damaged = KEY.text[:130] + ("A" if KEY.text[130] != "A" else "B") + KEY.text[131:]
    for text, said in ((KEY.text[:-9], "签名私钥"), (damaged, "已损坏"), ("", "158 字节")):
        path.write_text(text)
        with pytest.raises(SignatureError, match=said):
            SigningKey.read(path)


def test_any_changed_byte_is_refused():
    """Of the content, the signature, the comment; and so is another key."""
    signature = KEY.sign(CONTENT, COMMENT)
    assert trusted_comment(CONTENT, signature, [SigningKey.new().public, KEY.public]) == COMMENT
    for changed in (signature.replace(b"serial:1", b"serial:2"), signature[:60] + b"A" + signature[61:], signature[:-20], b""):
        assert changed != signature
        with pytest.raises(SignatureError):
            trusted_comment(CONTENT, changed, [KEY.public])
    with pytest.raises(SignatureError, match="被改动过"):
        trusted_comment(CONTENT + b"\n", signature, [KEY.public])
    with pytest.raises(SignatureError, match="不是我们信任的公钥"):
        trusted_comment(CONTENT, signature, [SigningKey.new().public])
