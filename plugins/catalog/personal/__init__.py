"""Personal information in a text: what of it may not be published, where it stands, how it is masked.

个人信息保护法 articles 4 and 28, 政府信息公开条例 article 15. This room only finds; `plugins/privacy` judges.
"""

from __future__ import annotations

from plugins.catalog.personal.hits import Hit, Personal

__all__ = ["Hit", "Personal", "find_personal", "veiled"]


def find_personal(text: str) -> list[Hit]:
    """Everything personal in a text, in the order in which it stands. Time grows with the length of the text."""
    # A run that reads nothing new waits for none of the patterns.
    from plugins.catalog.personal.finding import find

    return find(text)


def veiled(text: str) -> str:
    """A sentence of ours that may quote an editor's words: whatever surely is personal in it is masked."""
    for hit in reversed(find_personal(text)):
        for start, end in reversed(hit.hidden if hit.certain else ()):
            text = f"{text[:start]}*{text[end:]}"
    return text
