"""``monitor send-test``: does it reach them?"""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app.trying import send_test as try_channels
from monitor.cli.options import ConfigOption
from monitor.cli.output import console, notes
from monitor.config.load import find_directory, load_config


def send_test(
    subscriber: Annotated[str, typer.Argument(help="Name of the subscriber.")],
    config: ConfigOption = None,
) -> None:
    """Send a test alert over every channel of a subscriber, now and without the outbox."""
    failed = False
    with notes.status("Sending"):
        for tried in try_channels(load_config(find_directory(config)), subscriber):
            failed = failed or tried.error is not None
            verdict = f"failed: {tried.error}" if tried.error else "sent"
            console.print(
                f"{tried.channel} {tried.target}: {verdict}", markup=False, soft_wrap=True
            )
    if failed:
        raise typer.Exit(1)
