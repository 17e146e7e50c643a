"""``monitor ack``, ``mute``, ``unmute`` and ``mutes``: what a person answers to an alert."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.app import answering
from monitor.cli.options import ConfigOption, JsonOption, storable
from monitor.cli.output import console, print_json, print_rows

mute_app = typer.Typer(no_args_is_help=True)
unmute_app = typer.Typer(no_args_is_help=True)

StoryArgument = Annotated[
    int, typer.Argument(metavar="ID", callback=storable, help="Number of the story.")
]
WatchArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the watch.")]
ForOption = Annotated[
    str | None,
    typer.Option("--for", help="How long: 90s, 5m, 2h, 7d.", show_default="for good"),
]
SubscriberOption = Annotated[
    str | None, typer.Option(help="Only for this subscriber.", show_default="for everybody")
]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Whose answer it is.", show_default="who runs this")
]


def acknowledge(
    alert: Annotated[
        int,
        typer.Argument(
            metavar="ALERT", parser=_alert, callback=storable, help="An alert: 12 or alert:12."
        ),
    ],
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Take an alert and its story on, so that nobody else is told of it."""
    _say(answering.acknowledge(config, alert, by))


@mute_app.command("story")
def mute_story(
    story: StoryArgument,
    length: ForOption = None,
    subscriber: SubscriberOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Hear nothing more of a story; with --for, hear at its end what came meanwhile."""
    _say(answering.mute(config, story, length, subscriber, by))


@mute_app.command("watch")
def mute_watch(
    watch: WatchArgument,
    length: ForOption = None,
    subscriber: SubscriberOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Hear nothing more of a watch; with --for, hear at its end what came meanwhile."""
    _say(answering.mute(config, watch, length, subscriber, by))


@unmute_app.command("story")
def unmute_story(
    story: StoryArgument, subscriber: SubscriberOption = None, config: ConfigOption = None
) -> None:
    """Lift the mute of a story."""
    _say(answering.unmute(config, story, subscriber))


@unmute_app.command("watch")
def unmute_watch(
    watch: WatchArgument, subscriber: SubscriberOption = None, config: ConfigOption = None
) -> None:
    """Lift the mute of a watch."""
    _say(answering.unmute(config, watch, subscriber))


def list_mutes(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show what is muted, for whom, until when, and by whom."""
    found = answering.list_mutes(config)
    if as_json:
        for mute in found:
            print_json({**asdict(mute), "subscriber": mute.subscriber or None})
        return
    rows = [
        (mute.subject, mute.subscriber or "everybody", mute.until or "for good", mute.muted_by,
         mute.muted_at)
        for mute in found
    ]  # fmt: skip
    columns = ("what", "for", "until (UTC)", "by", "since (UTC)")
    print_rows("Mutes", columns, rows, "Nothing is muted.")


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _alert(text: str) -> int:
    try:
        return int(text.removeprefix("alert:"))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no alert; write 12 or alert:12") from None
