"""Who is told of alerts, as configured now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.alerts import canary
from monitor.alerts.routing import TERMINAL
from monitor.domain import Subscriber


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told of alerts, as configured now."""

    subscribers: tuple[Subscriber, ...]
    """With nobody, alerts are shown on the terminal."""
    message_domain: str
    """Right-hand side of Message-IDs."""
    operator: Subscriber | None = None
    """Who is told when the monitor itself needs care."""

    def told_of(self, watch: str) -> tuple[Subscriber, ...]:
        """Return who may be told of a watch's alerts: of a canary the operator alone, at once."""
        if watch != canary.NAME:
            return self.subscribers or (TERMINAL,)
        if self.operator is None:
            return ()
        return (Subscriber(self.operator.name, self.operator.addresses),)

    def by_name(self) -> Mapping[str, Subscriber]:
        """Return who is told by name, the terminal where nobody is configured."""
        return {item.name: item for item in self.subscribers or (TERMINAL,)}
