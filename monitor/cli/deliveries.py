"""``monitor deliveries``: what is owed, what went out, and what could not."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monitor.app import open_store_of, utc_now
from monitor.cli.options import ConfigOption, JsonOption, LimitOption
from monitor.cli.output import console, print_json, print_rows
from monitor.domain import Message
from monitor.errors import MonitorError
from monitor.store import deliveries

app = typer.Typer(no_args_is_help=True)

IdArgument = Annotated[int, typer.Argument(help="Id of the delivery.")]


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
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """Show the newest deliveries with their attempts."""
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
    rows = [
        (
            item.delivery.delivery_id,
            item.created_at,
            item.delivery.subscriber,
            item.delivery.channel,
            item.state,
            len(tries[item.delivery.delivery_id]),
            item.sent_at if item.state == "sent" else item.next_attempt_at,
            _headline(item),
            item.last_error,
        )
        for item in found
    ]
    columns = ("id", "made (UTC)", "subscriber", "channel", "state", "tries", "sent or next (UTC)",
               "headline", "last error")  # fmt: skip
    print_rows("Deliveries", columns, rows, "Nothing is owed and nothing was sent.")


@app.command()
def retry(delivery: IdArgument, config: ConfigOption = None) -> None:
    """Put a dead or dropped delivery back into the outbox."""
    with open_store_of(config) as store, store.write() as connection:
        if not deliveries.revive(connection, delivery, utc_now()):
            raise MonitorError(f"delivery {delivery} is not dead; see 'monitor deliveries list'")
    console.print(f"delivery {delivery} will be tried again")


@app.command()
def drop(delivery: IdArgument, config: ConfigOption = None) -> None:
    """Give a delivery up that has not arrived."""
    with open_store_of(config) as store, store.write() as connection:
        if not deliveries.drop(connection, delivery):
            raise MonitorError(f"delivery {delivery} is not waiting; see 'monitor deliveries list'")
    console.print(f"delivery {delivery} is dropped")


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
        "attempts": [
            {"at": attempt.at, "outcome": attempt.outcome, "error": attempt.error}
            for attempt in tries
        ],
    }


def _headline(item: deliveries.StoredDelivery) -> str:
    content = item.delivery.message
    return content.headline if isinstance(content, Message) else content.title
