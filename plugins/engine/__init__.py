"""The engine: from sources to pages. It knows no document kinds, and is the only room that meets Pelican.

Pelican and the generator are imported when they are asked for: who needs one module of the room does not wait for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.engine.generator import PortalGenerator


def offer_generator(_pelican: object) -> type[PortalGenerator]:
    """Answer Pelican's question for generators."""
    from plugins.engine.generator import PortalGenerator

    return PortalGenerator


def register() -> None:
    """Connect to Pelican."""
    from pelican.plugins import signals as pelican_signals

    pelican_signals.get_generators.connect(offer_generator)
