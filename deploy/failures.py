"""What can go wrong on the way from output/ to the readers."""

from __future__ import annotations


class DeployError(Exception):
    """Nothing was switched; `str()` is a 中文 sentence for the operator."""


class SignatureError(Exception):
    """A signature or a key is not what it should be; `str()` is a 中文 sentence."""
