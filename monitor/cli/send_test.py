"""``monitor send-test``: does it reach them?"""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.progress import track

from monitor.app import send_test_messages
from monitor.cli.options import ConfigOption
from monitor.cli.output import console, notes


def send_test(
    subscriber: Annotated[str, typer.Argument(help="Name of the subscriber.")],
    config: ConfigOption = None,
) -> None:
    """Send a test alert over every channel of a subscriber, now and without the outbox."""
    attempts = send_test_messages(config, subscriber)
    failed = False
    for attempt in track(attempts, description="Sending", console=notes, transient=True):
        error = asyncio.run(attempt.send())
        failed = failed or error is not None
        verdict = f"failed: {error}" if error else "sent"
        console.print(f"{attempt.channel} {attempt.target}: {verdict}", markup=False)
    if failed:
        raise typer.Exit(1)
