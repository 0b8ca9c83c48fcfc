"""Privacy: no number, address or place of a person is published unless a second person says why.

个人信息保护法 articles 4, 13 and 28; 政府信息公开条例 article 15. What is found: `catalog/personal`; in attachments: `inside`.
"""

from __future__ import annotations

from plugins.engine.signals import checking, examining, reading
from plugins.privacy.check import check
from plugins.privacy.examine import examine
from plugins.privacy.read import read


def register() -> None:
    """Connect to the engine's signals."""
    reading.connect(read)
    examining.connect(examine)
    checking.connect(check)
