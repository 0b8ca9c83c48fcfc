"""The one Weibo account and the one WeChat account that live in the sandbox.

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

    def environment(self, base: str) -> dict[str, str]:
        """The variables that lead the real clients to the sandbox at ``base``."""
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
        }
