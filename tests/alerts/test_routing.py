"""Subscribers get what they asked for, and it is said why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.alerts.routing import refusal
from monitor.domain import Address, Subscriber
from tests.support.examples import a_message

DESK = Subscriber("desk", (Address("email", "desk@example.org"),))


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({}, None),
        ({"watches": ("talks",)}, None),
        ({"watches": ("strikes",)}, "watch talks is not among those it wants: strikes"),
        ({"directions": ("up",)}, "direction down is not among those it wants: up"),
        ({"languages": ("ru", "uk")}, "language en is not among those it wants: ru, uk"),
        ({"outlets": ("TASS",)}, "outlet Example Wire is not among those it wants: TASS"),
        ({"minimum_severity": 2}, "severity 1 is below its minimum 2"),
        ({"minimum_rung": 1}, None),
        (
            {"minimum_rung": 3},
            "it is confirmed by one outlet alone; it wants at least independent sources",
        ),
        ({"escalations_only": True}, "it is told only of what others have not acknowledged"),
        ({"minimum_score": 0.95}, "score 0.90 is below its minimum 0.95"),
        ({"minimum_score": 0.904}, "score 0.90 is below its minimum 0.904"),
    ],
)
def test_each_wish_is_kept(wish: dict[str, object], reason: str | None) -> None:
    assert refusal(a_message(), replace(DESK, **wish)) == reason  # type: ignore[arg-type]
