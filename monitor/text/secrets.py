"""Secrets left out of what people and logs are told."""

from __future__ import annotations

from collections.abc import Iterable


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return the text with ``***`` wherever one of the secrets stands, the longest first."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
