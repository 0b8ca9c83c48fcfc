"""The accounts that live in the sandbox, one on each platform.

These values open nothing but the sandbox; they are printed and committed freely.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a client must know to post to the sandbox."""

    name: str = "示例省人民政府"
    """The name followers see."""
    site_domain: str = "shili.example"
    """Weibo's 安全域名: every link of a post must be on it or under it."""
    weibo_token: str = "2.00SandboxShiliExampleTokenA1"
    weibo_uid: str = "7000000001"
    weibo_appkey: str = "1000000001"
    weibo_rip: str = "203.0.113.7"
    """A public address to give as the operating user's; from the range kept for documents (RFC 5737)."""
    wechat_appid: str = "wx0000sandbox00001"
    wechat_secret: str = "5a0db0c5000000000000000000000001"
    wechat_origin: str = "gh_0000sandbox1"
    """The account's name among its messages (原始ID)."""
    wechat_callback_token: str = "SandboxShiliCallbackToken01"
    wechat_callback_key: str = "SandboxShiliCallbackKey000000000000000000A1"
    """EncodingAESKey, 43 characters."""
    wecom_key: str = "00000000-5a0d-b0c5-0000-000000000001"
    dingtalk_token: str = "5a0db0c50000000000000000000000000000000000000000000000000000d1a6"
    dingtalk_secret: str = "SEC5a0db0c5000000000000000000000001"
    feishu_hook: str = "00000000-5a0d-b0c5-0000-000000000002"
    feishu_secret: str = "5a0db0c5SandboxFeishu1"
    webhook_secret: str = "5a0db0c5SandboxWebhook"
    mail_from: str = "示例省人民政府 <digest@shili.example>"
    mail_user: str = "digest"
    mail_password: str = "5a0db0c5SandboxMail1"
    mail_leave: str = "http://127.0.0.1:8766/mail/leave/"
    """Where `inv callbacks` serves the leave addresses on this machine."""

    def environment(self, base: str, mail: str) -> dict[str, str]:
        """The variables that lead the real clients to the sandbox at ``base``, its mail server at ``mail``."""
        return {
            "GONGKAI_WEIBO_BASE": base,
            "GONGKAI_WEIBO_TOKEN": self.weibo_token,
            "GONGKAI_WEIBO_UID": self.weibo_uid,
            "GONGKAI_WEIBO_RIP": self.weibo_rip,
            "GONGKAI_WECHAT_BASE": base,
            "GONGKAI_WECHAT_APPID": self.wechat_appid,
            "GONGKAI_WECHAT_SECRET": self.wechat_secret,
            "GONGKAI_WECHAT_CALLBACK_TOKEN": self.wechat_callback_token,
            "GONGKAI_WECHAT_CALLBACK_KEY": self.wechat_callback_key,
            "GONGKAI_WECOM_BASE": base,
            "GONGKAI_WECOM_KEY": self.wecom_key,
            "GONGKAI_DINGTALK_BASE": base,
            "GONGKAI_DINGTALK_TOKEN": self.dingtalk_token,
            "GONGKAI_DINGTALK_SECRET": self.dingtalk_secret,
            "GONGKAI_FEISHU_BASE": base,
            "GONGKAI_FEISHU_HOOK": self.feishu_hook,
            "GONGKAI_FEISHU_SECRET": self.feishu_secret,
            "GONGKAI_WEBHOOK_URL": f"{base}/webhook",
            "GONGKAI_WEBHOOK_SECRET": self.webhook_secret,
            "GONGKAI_MAIL_SERVER": mail,
            "GONGKAI_MAIL_FROM": self.mail_from,
            "GONGKAI_MAIL_LEAVE": self.mail_leave,
            "GONGKAI_MAIL_USER": self.mail_user,
            "GONGKAI_MAIL_PASSWORD": self.mail_password,
        }
