"""``monitor deliveries``: what is owed, what went out, and what could not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from monitor.app import open_store_of, utc_now
from monitor.app.convert import targets_of
from monitor.app.opening import open_migrated
from monitor.app.reviving import Reviving, existing, recipient_of
from monitor.cli.options import ConfigOption, JsonOption, LimitOption, storable
from monitor.cli.output import console, print_json, print_rows, shown
from monitor.config.load import find_directory, load_config
from monitor.domain import Message
from monitor.errors import MonitorError
from monitor.store import deliveries
from monitor.store.disabled import load_disabled

app = typer.Typer(no_args_is_help=True)

IdArgument = Annotated[int, typer.Argument(callback=storable, help="Id of the delivery.")]
IdsArgument = Annotated[list[int], typer.Argument(callback=storable, help="Ids of deliveries.")]

NOTHING = "Nothing is owed and nothing was sent."
ATTEMPT_COLUMNS = ("id", "subscriber", "channel", "state", "at (UTC)", "outcome", "error")


class State(StrEnum):
    """How far a delivery has got."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@app.command("list")
def list_deliveries(
    config: ConfigOption = None,
    state: Annotated[State | None, typer.Option(help="Only in this state.")] = None,
    attempts: Annotated[
        bool, typer.Option("--attempts", "-a", help="Every attempt, a line each.")
    ] = False,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """Show the newest deliveries, and with --attempts every attempt at each."""
    with open_store_of(config) as store, store.read() as connection:
        found = deliveries.list_deliveries(connection, limit, state.value if state else None)
        tries = {
            item.delivery.delivery_id: deliveries.attempts_of(connection, item.delivery.delivery_id)
            for item in found
        }
    if as_json:
        for item in found:
            print_json(_as_json(item, tries[item.delivery.delivery_id]))
        return
    nothing = f"No delivery is {state.value}." if state else NOTHING
    if attempts:
        print_rows("Attempts", ATTEMPT_COLUMNS, _attempt_rows(found, tries), nothing)
        return
    rows = [
        (
            item.delivery.delivery_id,
            item.created_at,
            item.delivery.subscriber,
            item.delivery.channel,
            item.state,
            len(tries[item.delivery.delivery_id]),
            _sent_or_next(item),
            _headline(item),
            item.last_error,
        )
        for item in found
    ]
    columns = ("id", "made (UTC)", "subscriber", "channel", "state", "tries", "sent or next (UTC)",
               "headline", "last error")  # fmt: skip
    print_rows("Deliveries", columns, rows, nothing)


@app.command()
def show(delivery: IdArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show one delivery with every attempt, and what happened to the message since."""
    with open_store_of(config) as store, store.read() as connection:
        item = existing(connection, delivery)
        tries = deliveries.attempts_of(connection, delivery)
        reason = load_disabled(connection).get(recipient_of(item))
    if as_json:
        print_json(_as_json(item, tries))
        return
    content = item.delivery
    facts = {
        "headline": _headline(item),
        "alert": content.alert_id,
        "story": item.story_id,
        "to": f"{content.subscriber}, {content.channel} ({content.target})",
        "message id": content.message_id,
        "state": item.state,
        "made": item.created_at,
        "put back": item.revived_at,
        "sent": item.sent_at,
        "next attempt": item.next_attempt_at if item.state == "pending" else None,
        "channel is off": reason,
    }
    for name, value in facts.items():
        if value is not None:
            console.print(f"{name + ':':<16}{shown(value)}", markup=False, soft_wrap=True)
    for note in item.notes:
        console.print(f"{'since:':<16}{note}", markup=False, soft_wrap=True)
    rows = [(number, item.at, item.outcome, item.error) for number, item in enumerate(tries, 1)]
    print_rows("Attempts", ("", "at (UTC)", "outcome", "error"), rows, "Nothing was tried yet.")


@app.command()
def retry(
    ids: Annotated[
        list[int] | None, typer.Argument(callback=storable, help="Ids of deliveries.")
    ] = None,
    config: ConfigOption = None,
    every: Annotated[bool, typer.Option("--all", help="Every dead letter.")] = False,
    readdress: Annotated[
        bool,
        typer.Option(
            help="Send what was owed to an address that is gone to the subscriber's other address "
            "of that channel."
        ),
    ] = False,
) -> None:
    """Put dead or dropped deliveries back into the outbox."""
    if bool(ids) == every:
        raise MonitorError("name the deliveries, or write --all for every dead letter")
    said = []
    loaded = load_config(find_directory(config))
    with open_migrated(loaded) as store, store.write() as connection:
        named = dict.fromkeys(ids or [])
        chosen = deliveries.ids_in_state(connection, "dead") if every else list(named)
        off = load_disabled(connection)
        reviving = Reviving(targets_of(loaded), off, utc_now(), readdress)
        for delivery in chosen:
            try:
                reviving.put_back(connection, delivery)
            except MonitorError as error:
                if not every:
                    raise
                said.append(str(error))
            else:
                said.append(f"delivery {delivery} will be tried again")
    for line in said:
        console.print(line, markup=False, soft_wrap=True)
    if not chosen:
        console.print("There is no dead letter.")


@app.command()
def drop(ids: IdsArgument, config: ConfigOption = None) -> None:
    """Give deliveries up that have not arrived."""
    chosen = dict.fromkeys(ids)
    with open_store_of(config) as store, store.write() as connection:
        for delivery in chosen:
            item = existing(connection, delivery)
            if not deliveries.drop(connection, delivery):
                raise MonitorError(
                    f"delivery {delivery} is {item.state}; only what is pending or dead can be "
                    "dropped"
                )
    for delivery in chosen:
        console.print(f"delivery {delivery} is dropped")


def _sent_or_next(item: deliveries.StoredDelivery) -> datetime | None:
    return {"sent": item.sent_at, "pending": item.next_attempt_at}.get(item.state)


def _attempt_rows(
    found: list[deliveries.StoredDelivery], tries: dict[int, list[deliveries.Attempt]]
) -> Iterator[tuple[object, ...]]:
    for item in found:
        delivery = item.delivery
        start = (delivery.delivery_id, delivery.subscriber, delivery.channel, item.state)
        attempts = tries[delivery.delivery_id]
        for attempt in attempts:
            yield (*start, attempt.at, attempt.outcome, attempt.error)
        if not attempts:
            yield (*start, None, "not tried yet", None)


def _as_json(item: deliveries.StoredDelivery, tries: list[deliveries.Attempt]) -> dict[str, object]:
    return {
        "id": item.delivery.delivery_id,
        "alert": item.delivery.alert_id,
        "story": item.story_id,
        "subscriber": item.delivery.subscriber,
        "channel": item.delivery.channel,
        "target": item.delivery.target,
        "message_id": item.delivery.message_id,
        "state": item.state,
        "created_at": item.created_at,
        "next_attempt_at": item.next_attempt_at if item.state == "pending" else None,
        "sent_at": item.sent_at,
        "last_error": item.last_error,
        "headline": _headline(item),
        "notes": list(item.notes),
        "attempts": [
            {"at": attempt.at, "outcome": attempt.outcome, "error": attempt.error}
            for attempt in tries
        ],
    }


def _headline(item: deliveries.StoredDelivery) -> str:
    content = item.delivery.message
    return content.headline if isinstance(content, Message) else content.title
