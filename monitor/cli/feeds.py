"""``monitor feeds``: the state of feeds, and documents looked at one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from monitor.app import open_store_of
from monitor.app.looking import check_feeds, chosen_feeds, parse_file
from monitor.app.opml import export_opml, import_opml
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.ops.logs import set_up_logs
from monitor.store import feeds as stored_feeds
from monitor.store.feeds import StoredFeed

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_feeds(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show every feed, when it was polled, when it is next, and what is wrong with it."""
    with open_store_of(config) as store, store.read() as connection:
        found = stored_feeds.list_feeds(connection)
    if as_json:
        for stored in found:
            print_json(_as_json(stored))
        return
    rows = [
        (
            stored.feed.name,
            stored.feed.outlet.name,
            stored.feed.language,
            _state(stored),
            stored.last_success_at,
            stored.next_poll_at if stored.enabled and not stored.gone_at else None,
            stored.last_error,
        )
        for stored in found
    ]
    columns = ("feed", "outlet", "lang", "state", "last success (UTC)", "next poll (UTC)", "error")
    print_rows("Feeds", columns, rows, "No feeds yet; they appear when the monitor first runs.")


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of feeds; all unless given.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Fetch and parse feeds now, store nothing, and say what each holds or what is wrong."""
    found = load_config(find_directory(config))
    set_up_logs("warning", found.settings.log.format, found.secret_values)
    chosen = chosen_feeds(found, names or [])
    with Progress(console=notes, transient=True) as progress:
        task = progress.add_task("Checking", total=len(chosen))
        checked = check_feeds(found, chosen, lambda: progress.advance(task))
    rows = [(item.feed, item.entries, item.newest, item.error) for item in checked]
    print_rows("Feeds", ("feed", "entries", "newest (UTC)", "error"), rows, "No feeds.")
    if any(item.error for item in checked):
        raise typer.Exit(1)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="OPML file of another reader.")],
    config: ConfigOption = None,
) -> None:
    """Add the feeds of an OPML file to feeds.yaml; those that are there already stay."""
    result = import_opml(load_config(find_directory(config)), file)
    console.print(
        f"{result.added} feeds added to {result.file}, {result.known} were there", markup=False
    )
    for added, configured in result.related:
        notes.print(
            f"{added!r} has the site of {configured!r}: if it is the same outlet, put its feeds "
            f"there, or the two will confirm each other",
            markup=False,
            soft_wrap=True,
        )
    for said in result.refused:
        notes.print(said, style="red", markup=False, soft_wrap=True)
    if result.refused:
        raise typer.Exit(1)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="OPML file to write.")],
    config: ConfigOption = None,
) -> None:
    """Write the configured feeds as OPML, for another reader."""
    count = export_opml(load_config(find_directory(config)), file)
    console.print(f"{count} feeds written to {file}", markup=False)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="A feed document.")],
    language: Annotated[str, typer.Option("--lang", help="Language that the feed declares.")] = "",
    url: Annotated[str, typer.Option(help="Address that the document came from.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show what a document holds, as the monitor would store it."""
    parsed = parse_file(file, url, language)
    for warning in parsed.warnings:
        notes.print(f"{file}: {warning}", style="yellow", markup=False)
    if as_json:
        for entry in parsed.entries:
            print_json(
                {
                    "title": entry.title,
                    "summary": entry.summary,
                    "link": entry.link,
                    "guid": entry.guid,
                    "published": entry.published,
                    "language": entry.language,
                }
            )
        return
    rows = [(entry.published, entry.language, entry.title, entry.link) for entry in parsed.entries]
    title = f"{parsed.title or file.name} ({parsed.kind})"
    columns = ("published (UTC)", "lang", "headline", "link")
    print_rows(title, columns, rows, f"{title}: no entries")


def _state(stored: StoredFeed) -> str:
    if stored.gone_at:
        return "gone"
    if not stored.enabled:
        return "disabled"
    if stored.last_polled_at is None:
        return "new"
    return f"failing ({stored.failures})" if stored.failures else "ok"


def _as_json(stored: StoredFeed) -> dict[str, object]:
    outlet = stored.feed.outlet
    return {
        "name": stored.feed.name,
        "url": stored.feed.url,
        "address": stored.address,
        "outlet": outlet.name,
        "country": outlet.country,
        "kind": outlet.kind,
        "state_controlled": outlet.state_controlled,
        "language": stored.feed.language,
        "state": _state(stored),
        "failures": stored.failures,
        "error": stored.last_error,
        "last_polled_at": stored.last_polled_at,
        "last_success_at": stored.last_success_at,
        "next_poll_at": stored.next_poll_at,
    }
