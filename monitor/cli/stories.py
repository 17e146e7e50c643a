"""``monitor stories``: one event, told by many outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.app import open_store_of, utc_now
from monitor.app.grouping import group_rows
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption, JsonOption, LimitOption, storable
from monitor.cli.output import console, print_json, print_rows
from monitor.cli.standings import standing_as_json, standing_lines
from monitor.errors import MonitorError
from monitor.store import alerts as stored_alerts
from monitor.store import standings, stories
from monitor.store.alerts import StoredAlert
from monitor.store.standings import Standing
from monitor.store.stories import Report

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_stories(
    config: ConfigOption = None,
    minimum_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Only this score or more.")
    ] = 0.0,
    minimum_rung: Annotated[
        int, typer.Option("--min-rung", min=1, max=5, help="Only this rung or more.")
    ] = 1,
    limit: LimitOption = 30,
    as_json: JsonOption = False,
) -> None:
    """Show the stories with the newest reports."""
    with open_store_of(config) as store, store.read() as connection:
        listed = stories.list_stories(connection, limit, minimum_score, minimum_rung)
        known = standings.load_standings(connection, [story.id for story in listed])
        found = [
            (story, stories.reports_of(connection, story.id), known.get(story.id))
            for story in listed
        ]
    if as_json:
        for story, reports, standing in found:
            print_json({**_story_as_json(story, reports), **standing_as_json(standing)})
        return
    rows = [
        (
            story.id,
            story.last_entry_at,
            _score(reports),
            _severity(reports),
            _rung(standing),
            len(reports),
            ", ".join(_distinct(report.feed.outlet.name for report in reports)),
            " ".join(_distinct(report.entry.language for report in reports)),
            story.title,
        )
        for story, reports, standing in found
    ]
    columns = ("id", "last (UTC)", "score", "severity", "rung", "reports", "outlets", "languages",
               "story")  # fmt: skip
    asked = minimum_score > 0 or minimum_rung > 1
    print_rows("Stories", columns, rows, "No story is that high." if asked else "No stories yet.")


@app.command()
def show(
    story: Annotated[
        int, typer.Argument(callback=storable, help="Id of the story; one that was merged will do.")
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who reports a story, in what order, how well it is confirmed, and what was alerted."""
    with open_store_of(config) as store, store.read() as connection:
        found = stories.load_story(connection, story)
        if found is None:
            raise MonitorError(f"there is no story {story}; see 'monitor stories list'")
        reports = stories.reports_of(connection, found.id)
        raised = stored_alerts.alerts_of_story(connection, found.id)
        standing = standings.load_standing(connection, found.id)
        rungs = standings.rungs_of(connection, found.id)
        merged = stories.merged_into(connection, found.id)
    if as_json:
        print_json(
            {
                **_story_as_json(found, reports),
                **standing_as_json(standing, rungs),
                "merged": merged,
                "alerts": [_alert_as_json(item) for item in raised],
            }
        )
        return
    if found.id != story:
        console.print(f"Story {story} turned out to be story {found.id}.")
    console.print(f"Story {found.id}: {found.title}", style="bold", markup=False)
    for line in standing_lines(standing):
        console.print(f"  {line}", markup=False, soft_wrap=True)
    if merged:
        console.print(f"  stories that turned out to be this one: {', '.join(map(str, merged))}")
    rung_rows = [(rung.reached_at, rung.rung, rung.reason) for rung in rungs]
    print_rows("Rungs", ("reached (UTC)", "rung", "why"), rung_rows, "Not judged yet.")
    _show_reports(reports)
    alert_rows = [
        (item.id, item.alert.raised_at, item.alert.watch, item.alert.kind, item.alert.reason)
        for item in raised
    ]
    columns = ("id", "raised (UTC)", "watch", "kind", "why")
    print_rows("Alerts", columns, alert_rows, "No alert was raised for this story.")


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


def _show_reports(reports: Sequence[Report]) -> None:
    rows = [
        (report.entry_id, _time(report)[0], _outlet(report), report.entry.language, report.label,
         report.score, report.entry.title, report.reason)
        for report in sorted(reports, key=_time)
    ]  # fmt: skip
    columns = ("entry", "told (UTC)", "outlet", "lang", "label", "score", "headline", "why here")
    print_rows("Reports", columns, rows, "No reports.")


def _outlet(report: Report) -> str:
    outlet = report.feed.outlet
    facts = [outlet.country, "state-controlled" if outlet.state_controlled else ""]
    told = ", ".join(fact for fact in facts if fact)
    return f"{outlet.name} ({told})" if told else outlet.name


def _time(report: Report) -> tuple[object, int]:
    published = report.entry.published or report.first_seen_at
    return min(published, report.first_seen_at), report.entry_id


def _story_as_json(story: stories.StoredStory, reports: list[Report]) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "opened_at": story.opened_at,
        "last_entry_at": story.last_entry_at,
        "score": _score(reports),
        "severity": _severity(reports),
        "outlets": _distinct(report.feed.outlet.name for report in reports),
        "languages": _distinct(report.entry.language for report in reports),
        "entries": [
            {
                "id": report.entry_id,
                "published": report.entry.published,
                "first_seen": report.first_seen_at,
                "outlet": report.feed.outlet.name,
                "country": report.feed.outlet.country,
                "state_controlled": report.feed.outlet.state_controlled,
                "language": report.entry.language,
                "title": report.entry.title,
                "link": report.entry.link,
                "label": report.label,
                "score": report.score,
                "reason": report.reason,
            }
            for report in sorted(reports, key=_time)
        ],
    }


def _alert_as_json(item: StoredAlert) -> dict[str, object]:
    alert = item.alert
    return {
        "id": item.id,
        "watch": alert.watch,
        "kind": alert.kind,
        "entry": alert.entry_id,
        "severity": alert.severity,
        "reason": alert.reason,
        "raised_at": alert.raised_at,
    }


def _rung(standing: Standing | None) -> str:
    if standing is None:
        return "-"
    marks = [standing.official or "", "state only" if standing.state_controlled_only else ""]
    told = ", ".join(mark for mark in marks if mark)
    return f"{standing.rung} ({told})" if told else str(standing.rung)


def _score(reports: list[Report]) -> float:
    return max((report.score or 0.0 for report in reports), default=0.0)


def _severity(reports: list[Report]) -> int:
    return max((report.severity or 0 for report in reports), default=0)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
