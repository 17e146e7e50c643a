"""``monitor entries``: what was read, and how it scored."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app import open_store_of
from monitor.cli.options import ConfigOption, JsonOption, LimitOption
from monitor.cli.output import print_json, print_rows
from monitor.store import entries

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``list`` a command of its own."""


@app.command("list")
def list_entries(
    config: ConfigOption = None,
    feed: Annotated[str | None, typer.Option(help="Only of this feed.")] = None,
    minimum_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Only this score or more.")
    ] = 0.0,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """Show the newest entries."""
    with open_store_of(config) as store, store.read() as connection:
        found = entries.list_entries(connection, limit, feed, minimum_score)
    if as_json:
        for stored, assessment in found:
            print_json(
                {
                    "id": stored.id,
                    "feed": stored.feed.name,
                    "outlet": stored.feed.outlet.name,
                    "title": stored.entry.title,
                    "summary": stored.entry.summary,
                    "link": stored.entry.link,
                    "language": stored.entry.language,
                    "published": stored.entry.published,
                    "first_seen": stored.first_seen_at,
                    "revision": stored.revision,
                    "held_back": stored.held_back,
                    **(assessment or {"label": None, "score": None}),
                }
            )
        return
    rows = [
        (
            stored.id,
            stored.first_seen_at,
            stored.feed.outlet.name,
            stored.entry.language,
            assessment["label"] if assessment else "waiting",
            assessment["score"] if assessment else None,
            stored.held_back,
            stored.entry.title,
        )
        for stored, assessment in found
    ]
    columns = ("id", "seen (UTC)", "outlet", "lang", "label", "score", "held back", "headline")
    asked = feed is not None or minimum_score > 0
    print_rows("Entries", columns, rows, "No such entries." if asked else "No entries yet.")
