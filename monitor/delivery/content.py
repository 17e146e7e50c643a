"""Where sendings go, what comes back, and how they are threaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from monitor.domain import Content, Delivery, Digest, Message, Notice


@dataclass(frozen=True, slots=True)
class Thread:
    """A message that a target has, and what has happened since it was sent."""

    receipt: str
    """What its channel returned of it."""
    delivery: Delivery
    notes: tuple[str, ...] = ()
    """In words, oldest first."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address of one subscriber. Never shows its address, which may be a secret."""

    name: str
    """The key by which ``Delivery.target`` names it."""
    address: str = field(default="", repr=False)
    """Mail address, webhook URL, Slack channel or Apprise URL; "" for the terminal."""
    secret: str = field(default="", repr=False)
    """What a webhook is signed with, or the token of Slack's bot."""
    zone: str = "UTC"
    """IANA time zone in which times are shown besides UTC."""
    thread: Thread | None = None
    """The first delivery of the same story to this target, for an update to be threaded to."""
    unsubscribe_url: str = field(default="", repr=False)
    """Address for one-click unsubscription (RFC 8058), once the monitor has a public one."""

    def fingerprint(self) -> str:
        """Return a short name for the address that does not give it away."""
        return hashlib.sha256(self.address.encode("utf-8", "replace")).hexdigest()[:12]

    def credential(self) -> str:
        """Return a name for the secret that does not give it away; "" where there is none."""
        if not self.secret:
            return ""
        return hashlib.sha256(self.secret.encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Sent:
    """A target took the delivery."""

    receipt: str = ""
    """What an update is threaded to: a Message-ID, Slack's ``channel:ts``, or "" for nothing."""


def thread_key(delivery: Delivery) -> str:
    """Return what all deliveries of one thread to one subscriber share."""
    content: Content = delivery.message
    match content:
        case Message(kind="rise"):
            # It tells of a watch; the story that it quotes has a thread of its own.
            return f"rise-{content.alert_id}-{delivery.subscriber}"
        case Message():
            return f"story-{content.story_id}-{delivery.subscriber}"
        case Notice():
            return f"notice-{content.key}-{delivery.subscriber}"
        case Digest():
            return f"digest-{content.title}-{delivery.subscriber}"
