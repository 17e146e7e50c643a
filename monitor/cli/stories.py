"""``monitor stories``: one event, told by many outlets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from monitor.app import open_store_of, utc_now
from monitor.app.grouping import group_rows
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption, JsonOption, LimitOption
from monitor.cli.output import console, print_json, print_rows
from monitor.errors import MonitorError
from monitor.store import alerts as stored_alerts
from monitor.store import stories
from monitor.store.stories import Report

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_stories(
    config: ConfigOption = None,
    minimum_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Only this score or more.")
    ] = 0.0,
    limit: LimitOption = 30,
    as_json: JsonOption = False,
) -> None:
    """Show the stories with the newest reports."""
    with open_store_of(config) as store, store.read() as connection:
        found = [
            (story, stories.reports_of(connection, story.id))
            for story in stories.list_stories(connection, limit)
        ]
    found = [(story, reports) for story, reports in found if _score(reports) >= minimum_score]
    if as_json:
        for story, reports in found:
            print_json(_story_as_json(story, reports))
        return
    rows = [
        (
            story.id,
            story.last_entry_at,
            _score(reports),
            max((report.severity or 0 for report in reports), default=0),
            len(reports),
            ", ".join(_distinct(report.feed.outlet.name for report in reports)),
            " ".join(_distinct(report.entry.language for report in reports)),
            story.title,
        )
        for story, reports in found
    ]
    columns = ("id", "last (UTC)", "score", "severity", "reports", "outlets", "languages", "story")
    print_rows("Stories", columns, rows, "No stories yet.")


@app.command()
def show(
    story: Annotated[int, typer.Argument(help="Id of the story.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who reports a story, in what order, and what was alerted of it."""
    with open_store_of(config) as store, store.read() as connection:
        found = stories.load_story(connection, story)
        if found is None:
            raise MonitorError(f"there is no story {story}; see 'monitor stories list'")
        reports = stories.reports_of(connection, found.id)
        raised = stored_alerts.alerts_of_story(connection, found.id)
    if as_json:
        alerts = [{"id": item.id, "watch": item.alert.watch, "reason": item.alert.reason,
                   "raised_at": item.alert.raised_at} for item in raised]  # fmt: skip
        print_json({**_story_as_json(found, reports), "alerts": alerts})
        return
    console.print(f"Story {found.id}: {found.title}", style="bold", markup=False)
    rows = [
        (report.entry_id, report.first_seen_at, report.feed.outlet.name, report.entry.language,
         report.label, report.score, report.entry.title, report.reason)
        for report in reports
    ]  # fmt: skip
    columns = ("entry", "seen (UTC)", "outlet", "lang", "label", "score", "headline", "why here")
    print_rows("Reports", columns, rows, "No reports.")
    rows_of_alerts = [
        (item.id, item.alert.raised_at, item.alert.watch, item.alert.kind, item.alert.reason)
        for item in raised
    ]
    print_rows("Alerts", ("id", "raised (UTC)", "watch", "kind", "why"), rows_of_alerts,
               "No alert was raised for this story.")  # fmt: skip


@app.command()
def cluster(
    file: Annotated[
        Path | None, typer.Argument(help="Where the objects are; standard input without it.")
    ] = None,
    from_jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help="Read objects with id, published, lang, outlet, title and summary, one a line in "
            "order of publication; write one with id and story a line, in order.",
        ),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Group entries into stories, as the service would; nothing is kept."""
    if not from_jsonl:
        raise typer.BadParameter("give --jsonl, and objects in a file or on standard input")
    jsonl.process_whole(lambda rows: group_rows(config, rows, utc_now()), file)


def _story_as_json(story: stories.StoredStory, reports: list[Report]) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "opened_at": story.opened_at,
        "last_entry_at": story.last_entry_at,
        "score": _score(reports),
        "severity": max((report.severity or 0 for report in reports), default=0),
        "outlets": _distinct(report.feed.outlet.name for report in reports),
        "languages": _distinct(report.entry.language for report in reports),
        "entries": [
            {
                "id": report.entry_id,
                "outlet": report.feed.outlet.name,
                "language": report.entry.language,
                "title": report.entry.title,
                "link": report.entry.link,
                "label": report.label,
                "score": report.score,
                "reason": report.reason,
            }
            for report in reports
        ],
    }


def _score(reports: list[Report]) -> float:
    return max((report.score or 0.0 for report in reports), default=0.0)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
