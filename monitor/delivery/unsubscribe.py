"""The address in a mail by which its reader unsubscribes with one click (RFC 8058).

It names the recipient and carries a signature, so that nobody can unsubscribe another. It stays
valid: a mail may be read, and its reader have enough of it, years later.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

Recipient = tuple[str, str, str]

PATH = "/unsubscribe/"
_SIGNATURE_BYTES = 16


def unsubscribe_url(public_url: str, key: bytes, recipient: Recipient) -> str:
    """Return the address for ``recipient`` (subscriber, channel, target) below ``public_url``."""
    return f"{public_url.rstrip('/')}{PATH}{token_of(key, recipient)}"


def token_of(key: bytes, recipient: Recipient) -> str:
    """Return a token that names ``recipient``, in characters that an address may hold."""
    named = json.dumps(recipient, ensure_ascii=False, separators=(",", ":")).encode()
    return _text(_signature(key, named) + named)


def read_token(key: bytes, token: str) -> Recipient | None:
    """Return whom a token names, or None where we did not sign it."""
    try:
        data = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    given, named = data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:]
    if _text(data) != token or not hmac.compare_digest(given, _signature(key, named)):
        return None
    subscriber, channel, target = json.loads(named)
    return subscriber, channel, target


def _signature(key: bytes, named: bytes) -> bytes:
    return hmac.digest(key, b"unsubscribe\0" + named, hashlib.sha256)[:_SIGNATURE_BYTES]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
