"""The search for secrets finds each disguise; what it watches over is every test of this room (see conftest)."""

import pytest

from tests.publish.canary import ENCODINGS, leaks, leaks_in, packed

SECRET = "2.00SecretTokenOfAnAccount+/x"


@pytest.mark.parametrize("name", [name for name in ENCODINGS if name != "compressed"])
@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
def test_a_planted_leak_is_found_in_every_encoding(name, before):
    if name.startswith("base64"):
        from base64 import b64encode, urlsafe_b64encode

        encode = b64encode if name == "base64" else urlsafe_b64encode
        planted = [encode(before + SECRET.encode() + b"more")]
    else:
        planted = [before + form + b"more" for form in ENCODINGS[name](SECRET)]
    for content in planted:
        assert name in leaks(content, [SECRET])


def test_a_planted_leak_is_found_in_what_is_compressed(tmp_path):
    assert leaks(b"noise" + packed(SECRET) + b"noise", [SECRET]) == ["compressed"]
    (tmp_path / "log.gz").write_bytes(packed(SECRET))
    (tmp_path / "sandbox").mkdir()
    (tmp_path / "sandbox" / "state").write_text(SECRET)
    assert leaks_in(tmp_path, [SECRET], besides=["sandbox"]) == ["log.gz: compressed"]


def test_ten_encodings_and_no_false_alarm():
    assert len(ENCODINGS) == 10
    assert leaks(b"2.00Sec retTokenOfAnAccount" * 9, [SECRET]) == []
    with pytest.raises(ValueError, match="too short"):
        leaks(b"", ["short"])
