"""Local stand-ins for the Weibo and WeChat servers, with a page that shows what followers see."""

from publish.sandbox.behaviour import (
    AccountProfile,
    Behaviour,
    CallbackManner,
    CallbackMode,
    DraftLeaves,
    LinkPolicy,
    PublishStatus,
)
from publish.sandbox.faults import Action, Fault, Faults, Manner
from publish.sandbox.server import Sandbox, WechatArticle, WeiboPost

__all__ = [
    "AccountProfile",
    "Action",
    "Behaviour",
    "CallbackManner",
    "CallbackMode",
    "DraftLeaves",
    "Fault",
    "Faults",
    "LinkPolicy",
    "Manner",
    "PublishStatus",
    "Sandbox",
    "WechatArticle",
    "WeiboPost",
]
