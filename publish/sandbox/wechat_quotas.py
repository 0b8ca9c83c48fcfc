"""WeChat's daily quotas, counted from midnight to midnight in China.

Source: developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html
"""

import sqlite3
from collections.abc import Mapping

DAILY: Mapping[str, int] = {
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/media/uploadimg": 100_000,
    "/cgi-bin/material/add_material": 100_000,
    "/cgi-bin/draft/add": 1000,
    "/cgi-bin/draft/update": 1000,
    "/cgi-bin/draft/get": 500,
    "/cgi-bin/draft/delete": 1000,
    "/cgi-bin/draft/count": 1000,
    "/cgi-bin/draft/batchget": 1000,
    "/cgi-bin/freepublish/submit": 100,
    "/cgi-bin/freepublish/get": 100,
    "/cgi-bin/freepublish/delete": 10,
    "/cgi-bin/freepublish/getarticle": 100,
    "/cgi-bin/freepublish/batchget": 100,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/get": 100,
    "/cgi-bin/message/mass/delete": 100,
}
"""Calls a day of a new account, by API path."""


def spend(rows: sqlite3.Connection, name: str, period: str, limit: int) -> bool:
    """Count one use of ``name`` in ``period``; False, and nothing counted, when the limit is reached."""
    row = rows.execute("SELECT used FROM quota WHERE name = ? AND period = ?", (name, period)).fetchone()
    if (int(row["used"]) if row else 0) >= limit:
        return False
    rows.execute(
        "INSERT INTO quota VALUES (?, ?, 1) ON CONFLICT (name, period) DO UPDATE SET used = used + 1",
        (name, period),
    )
    return True
