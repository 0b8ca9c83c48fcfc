"""The engine: from sources to pages. It knows no document kinds, and is the only room that meets Pelican."""

from __future__ import annotations

from pelican.plugins import signals as pelican_signals

from plugins.engine.generator import PortalGenerator


def offer_generator(_pelican: object) -> type[PortalGenerator]:
    """Answer Pelican's question for generators."""
    return PortalGenerator


def register() -> None:
    """Connect to Pelican."""
    pelican_signals.get_generators.connect(offer_generator)
