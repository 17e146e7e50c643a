"""``monitor channels``: by what subscribers are reached, and what is off."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.app.reaching import enable_channels, list_channels
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.config.subscribers import ChannelKind

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def show_list(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show every channel of every subscriber, whether it is off and why, and what went over it."""
    found = list_channels(load_config(find_directory(config)))
    if as_json:
        for item in found:
            print_json(asdict(item))
        return
    columns = ("subscriber", "channel", "address", "state", "sent", "pending", "dead")
    rows = [
        (item.subscriber, item.channel, item.shown, "off" if item.off_because else "on",
         item.sent, item.pending, item.dead)
        for item in found
    ]  # fmt: skip
    print_rows("Channels", columns, rows, "There are none.")
    for item in found:
        if item.off_because:
            console.print(
                f"{item.subscriber}'s {item.channel} {item.shown} is off since "
                f"{item.off_since:%Y-%m-%d %H:%M} UTC: {item.off_because}",
                style="red", markup=False, soft_wrap=True,
            )  # fmt: skip


@app.command()
def enable(
    subscriber: Annotated[str, typer.Argument(help="Name of the subscriber.")],
    channel: Annotated[ChannelKind | None, typer.Option(help="Only channels of this kind.")] = None,
    config: ConfigOption = None,
) -> None:
    """Send over a subscriber's channels again that were switched off."""
    for kind in enable_channels(load_config(find_directory(config)), subscriber, channel):
        console.print(
            f"{subscriber}'s {kind} is on again; 'monitor deliveries retry --all' sends what died"
        )
