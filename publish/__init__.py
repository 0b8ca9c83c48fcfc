"""Announces what output/manifest/ says is published, on channels outside the portal. Never runs during a build."""
