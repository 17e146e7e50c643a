"""Where sendings go, what comes back, and how they are threaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from monitor.domain import Content, Delivery, Digest, Message, Notice


@dataclass(frozen=True, slots=True)
class Target:
    """One address of one subscriber. Never shows its address, which may be a secret."""

    name: str
    """The key by which ``Delivery.target`` names it."""
    address: str = field(default="", repr=False)
    """Mail address, webhook URL, Slack channel or Apprise URL; "" for the terminal."""
    secret: str = field(default="", repr=False)
    """Signing secret of a webhook."""
    zone: str = "UTC"
    """IANA time zone in which times are shown besides UTC."""
    thread: str = ""
    """Receipt of the first delivery of the same story to this target, to thread an update to it."""
    unsubscribe_url: str = field(default="", repr=False)
    """Address for one-click unsubscription (RFC 8058), once the monitor has a public one."""

    def fingerprint(self) -> str:
        """Return a short name for the address that does not give it away."""
        return hashlib.sha256(self.address.encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Sent:
    """A target took the delivery."""

    receipt: str = ""
    """What a later update is threaded to: a Message-ID, Slack's ``ts``, or "" for nothing."""


def thread_key(delivery: Delivery) -> str:
    """Return what all deliveries of one thread to one subscriber share."""
    content: Content = delivery.message
    match content:
        case Message():
            return f"story-{content.story_id}-{delivery.subscriber}"
        case Notice():
            return f"notice-{content.key}-{delivery.subscriber}"
        case Digest():
            return f"digest-{content.title}-{delivery.subscriber}"
