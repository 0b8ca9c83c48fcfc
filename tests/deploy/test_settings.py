"""DEPLOY of a settings file: read, or refused with the key and the shape it should have."""

import pytest

from deploy.settings import Settings, settings_of
from tests.deploy.portal import KEY


def test_it_reads_every_key():
    """And nothing is the default."""
    assert settings_of({}) == Settings()
    written = {"keep": 3, "live": "https://www.shili.example/", "mirrors": ["oss:portal"], "keys": [str(KEY.public)]}
    assert settings_of(written) == Settings(keep=3, live="https://www.shili.example", mirrors=("oss:portal",), keys=(KEY.public,))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "应是一个字典"),
        ({"kept": 3}, "没有“kept”这一项"),
        ({"keep": 1}, "应是 2 或更大的整数"),
        ({"keep": True}, "应是 2 或更大的整数"),
        ({"live": "http://www.shili.example"}, "应形如 https://"),
        ({"live": "https://user@www.shili.example"}, "应形如 https://"),
        ({"mirrors": ["--config=x"]}, "rclone"),
        ({"keys": ["RWQ"]}, "inv signing-key"),
    ],
)
def test_what_cannot_be_is_refused(written, said):
    """With the key named."""
    with pytest.raises(ValueError, match=said):
        settings_of(written)
