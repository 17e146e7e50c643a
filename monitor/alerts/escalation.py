"""Escalation: who is told next of an alert that nobody has acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.timing import Chain, Escalation


@dataclass(frozen=True, slots=True)
class Turn:
    """A contact's turn, and what comes of it."""

    step: int
    """Counts from 1."""
    contact: str
    refusal: str | None
    """Why the contact is passed over; None where it is told."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a chain does now."""

    turns: tuple[Turn, ...]
    """Contacts passed over, and at most one that is told, as the last."""
    next_at: datetime | None
    """When it moves again; None where it has ended."""


def opens(escalation: Escalation | None, severity: int) -> bool:
    """Return whether an alert that a subscriber is told of begins a chain."""
    return escalation is not None and severity >= escalation.minimum_severity


def advance(chain: Chain, refusals: Mapping[str, str], now: datetime) -> Move:
    """Return what a chain does at ``now``: nothing before its time.

    ``refusals`` say why a contact cannot be told (not configured any more, muted, unreachable, told
    by another chain already); it is passed over at once, since nobody waits for its answer. A
    contact that is told has the whole time to acknowledge from now on, however late its turn came.
    """
    if now < chain.next_at:
        return Move((), chain.next_at)
    turns: list[Turn] = []
    for step, contact in enumerate(chain.contacts[chain.step :], chain.step + 1):
        refusal = refusals.get(contact)
        turns.append(Turn(step, contact, refusal))
        if refusal is None:
            return Move(tuple(turns), now + chain.after)
    return Move(tuple(turns), None)


def asked(chain: Chain) -> str:
    """Return what the reader of an alert is asked to do, in words; "" where nobody is next."""
    if chain.step >= len(chain.contacts):
        return "Acknowledge it; nobody is told after you."
    return (
        f"Acknowledge it by {chain.next_at:%H:%M} UTC, or {chain.contacts[chain.step]} is told next"
        f" (monitor ack {chain.alert_id})."
    )
