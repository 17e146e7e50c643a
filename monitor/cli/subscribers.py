"""``monitor subscribers`` and ``monitor digest``: who is told what, when, and what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.app import subscribing
from monitor.app.subscribing import Subscription
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.store.routings import StoredRouting

app = typer.Typer(no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the subscriber.")]


@app.command("list")
def list_subscribers(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show every subscriber, whether it is quiet now, and how much waits for it."""
    found = subscribing.list_subscriptions(load_config(find_directory(config)))
    if as_json:
        for one in found:
            print_json(_as_json(one))
        return
    rows = [
        (
            one.name,
            ", ".join(one.channels),
            _local(one.quiet_until, one.zone),
            _local(one.next_digest, one.zone),
            len(one.waiting),
        )
        for one in found
    ]
    columns = ("name", "channels", "quiet until", "next digest", "waits")
    print_rows("Subscribers", columns, rows, "Nobody is configured; alerts go to the terminal.")


@app.command()
def show(name: NameArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show what a subscriber gets, whether it is quiet, its next digest, and what waits for it."""
    found = subscribing.subscription_of(load_config(find_directory(config)), name)
    if as_json:
        print_json(_as_json(found))
        return
    console.print(f"{found.name} by {', '.join(found.channels)}", style="bold", markup=False)
    for wish in found.wants or ("everything at once",):
        console.print(f"  {wish}", markup=False)
    _show_now(found)
    rows = [
        (item.alert_id, _headline(item), item.decision, _local(item.release_at, found.zone),
         item.reason)
        for item in found.waiting
    ]  # fmt: skip
    columns = ("alert", "headline", "held by", "told", "why")
    print_rows("Waiting", columns, rows, "Nothing waits.")


def digest(
    name: NameArgument,
    now: Annotated[
        bool,
        typer.Option("--now/--preview", help="Send it now, or show what it would say."),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Show, or send, all that waits for a subscriber as one digest."""
    loaded = load_config(find_directory(config))
    do = subscribing.send_digest_now if now else subscribing.preview_digest
    console.print(do(loaded, name), markup=False, soft_wrap=True)


def _show_now(found: Subscription) -> None:
    quiet = f"until {_local(found.quiet_until, found.zone)}" if found.quiet_until else "no"
    console.print(f"Quiet now: {quiet}", markup=False)
    if found.next_digest:
        console.print(f"Next digest: {_local(found.next_digest, found.zone)}", markup=False)
    if found.cap_used is not None:
        console.print(f"Messages that count against its cap now: {found.cap_used}", markup=False)
    for mute in found.mutes:
        until = f"until {_local(mute.until, found.zone)}" if mute.until else "for good"
        console.print(f"Muted: {mute.subject} {until}, by {mute.muted_by}", markup=False)


def _as_json(one: Subscription) -> dict[str, object]:
    return {
        "name": one.name,
        "channels": one.channels,
        "wants": one.wants,
        "time_zone": one.zone,
        "quiet_until": one.quiet_until,
        "next_digest": one.next_digest,
        "cap_used": one.cap_used,
        "mutes": [mute.subject for mute in one.mutes],
        "waiting": [
            {
                "alert": item.alert_id,
                "headline": _headline(item),
                "held_by": item.decision,
                "release_at": item.release_at,
                "reason": item.reason,
            }
            for item in one.waiting
        ],
    }


def _headline(item: StoredRouting) -> str:
    return item.message.headline if item.message else ""


def _local(moment: datetime | None, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" if moment else "-"
