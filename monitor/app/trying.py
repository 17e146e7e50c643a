"""Try the way to a subscriber, without the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.app import convert
from monitor.app.house import utc_now
from monitor.config.load import Config
from monitor.delivery.channels import open_channels
from monitor.delivery.content import Target
from monitor.domain import Delivery, Label, Message, Outlet, TermHit
from monitor.errors import DeliveryError, MonitorError

HEADLINE = "Test: two presidents begin a video call"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one channel."""

    channel: str
    target: str
    """What people know it by."""
    error: str | None


def send_test(config: Config, name: str) -> Iterator[Tried]:
    """Send a test alert over each channel of a subscriber, one after the other.

    Raises MonitorError where no such subscriber is configured.
    """
    subscriber = convert.subscriber_named(config, name)
    if subscriber is None:
        known = ", ".join(item.name for item in config.subscribers) or "nobody yet"
        raise MonitorError(f"no subscriber is called {name}; subscribers.yaml has {known}")
    for channel in subscriber.channels:
        target = convert.target_of(channel, config.settings)
        error = asyncio.run(_send(config, _delivery(name, channel.kind, target), target))
        yield Tried(channel.kind, channel.shown, error)


async def _send(config: Config, delivery: Delivery, target: Target) -> str | None:
    channels = open_channels(convert.channel_settings_of(config))
    try:
        await channels[delivery.channel].send(delivery, target)
    except DeliveryError as error:
        return str(error)
    finally:
        for channel in channels.values():
            await channel.close()
    return None


def _delivery(subscriber: str, channel: str, target: Target) -> Delivery:
    now = utc_now()
    message = Message(
        headline=HEADLINE,
        summary="This is a test of the way to you. Nothing has happened.",
        link="",
        outlet=Outlet("Escalation Monitor", "", "other"),
        language="en",
        published=now,
        watch="test",
        label=Label.COOPERATION,
        score=1.0,
        severity=1,
        direction="down",
        keywords=(TermHit("president", "presidents", 10, 20),),
        reason="somebody ran 'monitor send-test'",
        story_id=0,
        alert_id=0,
    )
    message_id = f"<test-{now.timestamp():.6f}@escalation-monitor.invalid>"
    return Delivery(0, 0, subscriber, channel, target.name, message_id, 0, message)
