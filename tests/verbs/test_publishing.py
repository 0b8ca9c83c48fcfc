"""What the publish verbs print for a person, and with what they end."""

import shlex
from urllib.parse import urlsplit

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from publish.sandbox.server import Sandbox
from tests.publish.conftest import House, Time
from tests.publish.portal import Document
from verbs import publishing as verbs


@pytest.fixture
def house(tmp_path):
    """A portal and a sandbox."""
    time = Time()
    with Sandbox(tmp_path / "sandbox", clock=time.now) as sandbox:
        yield House(tmp_path, sandbox, time)


@pytest.fixture
def half(house, monkeypatch):
    """A portal that announces on two channels, of which one is set up."""
    weibo_only = {name: value for name, value in house.environment.items() if "WEIBO" in name}
    monkeypatch.setattr(verbs, "step", lambda: house.build(Document(number=1)).step(environment=weibo_only))
    return house


def test_what_is_set_up_is_previewed_though_another_channel_is_not(half, tmp_path, capsys):
    with pytest.raises(Exit) as raised:
        verbs.plan.body(Context(), text=True, html=str(tmp_path / "previews"))
    said = capsys.readouterr().out
    assert raised.value.code == 3 and "微信未配置" in said
    assert "关于第1项工作的通知" in said.partition("微信未配置")[2]
    assert "推送预览：1 条" in (tmp_path / "previews/index.html").read_text("utf-8")


def test_the_sandbox_prints_lines_that_a_shell_takes(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(verbs, "VAR", tmp_path)
    monkeypatch.setattr(verbs, "Event", Interrupted)
    monkeypatch.setattr(verbs, "sandbox_port", lambda: 0)
    verbs.sandbox.body(Context())
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("export ")]
    assert any("GONGKAI_MAIL_FROM" in line for line in lines) and all(len(shlex.split(line)) == 2 for line in lines)


def test_the_listener_says_that_one_variable_alone_is_enough(tmp_path, monkeypatch):
    monkeypatch.setattr(verbs, "VAR", tmp_path)
    for name in ("GONGKAI_WECHAT_APPID", "GONGKAI_WECHAT_CALLBACK_TOKEN", "GONGKAI_MAIL_LEAVE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Exit, match="退订只要 GONGKAI_MAIL_LEAVE") as raised:
        verbs.callbacks.body(Context())
    assert raised.value.code == 3 and "GONGKAI_WECHAT_CALLBACK_TOKEN" in str(raised.value)


class Interrupted:
    """Ctrl-C at once."""

    def wait(self):
        raise KeyboardInterrupt


def test_the_sandbox_takes_posts_that_lead_to_the_portal_whatever_its_address(tmp_path, monkeypatch):
    settings = tmp_path / "pelicanconf.py"
    (tmp_path / "content").mkdir()
    settings.write_text(
        "from plugins.catalog.site import Site\n"
        "SITE = Site(name='门户', url='https://www.portal.example', organizer='示例市人民政府')\n"
        "AS_OF = '2026-11-20 09:00'\n",
        "utf-8",
    )
    monkeypatch.setenv("GONGKAI_SETTINGS", str(settings))
    assert verbs.site_domain() == urlsplit("https://www.portal.example").hostname
    with Sandbox(tmp_path / "sandbox", site_domain=verbs.site_domain()) as sandbox:
        assert sandbox.account.site_domain == "www.portal.example"
