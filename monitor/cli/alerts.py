"""``monitor alerts``: what was raised, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app import open_store_of
from monitor.cli.options import ConfigOption, JsonOption, LimitOption
from monitor.cli.output import print_json, print_rows
from monitor.store import alerts as stored_alerts
from monitor.store import entries

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``list`` a command of its own."""


@app.command("list")
def list_alerts(
    config: ConfigOption = None,
    watch: Annotated[str | None, typer.Option(help="Only of this watch.")] = None,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """Show the newest alerts."""
    with open_store_of(config) as store, store.read() as connection:
        found = stored_alerts.list_alerts(connection, limit, watch)
        told = entries.entries_by_id(connection, [item.alert.entry_id for item in found])
    rows = []
    for item in found:
        alert, entry = item.alert, told.get(item.alert.entry_id)
        title = entry.entry.title if entry else ""
        outlet = entry.feed.outlet.name if entry else ""
        if as_json:
            print_json(
                {
                    "id": item.id,
                    "raised_at": alert.raised_at,
                    "watch": alert.watch,
                    "kind": alert.kind,
                    "story": alert.story_id,
                    "entry": alert.entry_id,
                    "title": title,
                    "outlet": outlet,
                    "link": entry.entry.link if entry else "",
                    "score": alert.score,
                    "severity": alert.severity,
                    "direction": alert.direction,
                    "reason": alert.reason,
                }
            )
        rows.append(
            (item.id, alert.raised_at, alert.watch, alert.kind, alert.score, alert.severity,
             alert.direction, outlet, title, alert.reason)
        )  # fmt: skip
    if not as_json:
        print_rows(
            "Alerts",
            ("id", "raised (UTC)", "watch", "kind", "score", "severity", "direction", "outlet",
             "headline", "why"),
            rows,
            "No alerts yet." if watch is None else f"No alerts of a watch {watch} yet.",
        )  # fmt: skip
