"""``python -m publish.sandbox --state DIR [--port N]``: serve the sandbox until Ctrl-C."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from publish.sandbox.listener import ADDRESS
from publish.sandbox.server import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; exit 2 when it cannot."""
    parser = argparse.ArgumentParser(prog="python -m publish.sandbox", description="在本机模拟微博和微信的服务器")
    parser.add_argument("--state", type=Path, required=True, metavar="目录", help="保存状态的目录，如 var/sandbox")
    parser.add_argument("--port", type=int, default=0, metavar="端口", help="默认由系统选一个空闲的")
    parser.add_argument("--bind", default=ADDRESS, metavar="地址", help=f"只接受 {ADDRESS}")
    parser.add_argument("--site-domain", default="shili.example", metavar="域名", help="微博的安全域名")
    wanted = parser.parse_args(arguments)
    try:
        sandbox = Sandbox(wanted.state, site_domain=wanted.site_domain, port=wanted.port, bind=wanted.bind)
        with sandbox:
            _serve(sandbox)
    except (OSError, OverflowError, ValueError) as error:
        print(f"沙箱没有启动：{error}", file=sys.stderr)
        return 2
    return 0


def _serve(sandbox: Sandbox) -> None:
    over = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda _number, _frame: over.set())
    print(f"沙箱在 {sandbox.url}/ ，按 Ctrl-C 结束", flush=True)
    for name, value in sandbox.environment().items():
        print(f"{name}={value}", flush=True)
    over.wait()


if __name__ == "__main__":
    sys.exit(main())
