"""``monitor index``: how much two actors, or a watch, escalate, hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from monitor.app import open_store_of, utc_now
from monitor.app.indexing import IndexView, index_of, list_index
from monitor.app.opening import open_migrated
from monitor.cli.options import ConfigOption, JsonOption, LimitOption
from monitor.cli.output import console, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.stories.index import Bucket, Rise

app = typer.Typer(no_args_is_help=True)

BARS = " ▁▂▃▄▅▆▇█"


@app.command("list")
def list_subjects(
    config: ConfigOption = None, limit: LimitOption = 30, as_json: JsonOption = False
) -> None:
    """Show the watches and pairs of the last 24 hours, the most intense first."""
    with open_store_of(config) as store, store.read() as connection:
        lines = list_index(connection, utc_now(), limit)
    if as_json:
        for line in lines:
            hour = _hour_as_json(line.now) if line.now else None
            day = {"up": line.day.up, "down": line.day.down, "stories": line.day.stories}
            print_json(
                {"subject": line.subject, "day": day, "hour": hour,
                 "rising_since": line.rising_since}
            )  # fmt: skip
        return
    rows = [
        (
            line.subject,
            line.day.up,
            line.day.down,
            line.now.bucket.up if line.now else None,
            _usual(line.now) if line.now else "-",
            f"since {line.rising_since:%Y-%m-%d %H:%M}" if line.rising_since else "",
        )
        for line in lines
    ]
    columns = ("subject", "up, 24 h", "down, 24 h", "this hour", "usual now", "unusual rise (UTC)")
    print_rows("Escalation index", columns, rows, "Nothing has been measured yet.")


@app.command()
def show(
    subject: Annotated[
        str, typer.Argument(metavar="PAIR", help="RU-UA, Russia-Ukraine, a watch's name, or all.")
    ],
    hours: Annotated[int, typer.Option(min=1, max=24 * 56, help="How many hours back.")] = 48,
    days: Annotated[int, typer.Option(min=1, max=56, help="How many days back.")] = 14,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the index of a pair of actors or a watch by hour and day, with what is usual."""
    found = load_config(find_directory(config))
    watches = [watch.name for watch in found.watches]
    with open_migrated(found) as store, store.read() as connection:
        view = index_of(connection, subject, utc_now(), hours, days, watches)
    if as_json:
        print_json(
            {
                "subject": view.subject,
                "rising_since": view.rising_since,
                "hours": [_hour_as_json(one) for one in view.hours],
                "days": [_bucket_as_json(one) for one in view.days],
            }
        )
        return
    _show(view)


def _show(view: IndexView) -> None:
    console.print(f"Escalation index of {view.subject}", style="bold", markup=False)
    if not view.hours and not view.days:
        console.print("Nothing has been measured of it yet.")
        return
    if view.rising_since:
        console.print(f"Unusual rise since {view.rising_since:%Y-%m-%d %H:%M} UTC", style="red")
    _chart(view.hours)
    told = [one for one in view.hours if one.bucket.stories]
    rows = [
        (one.bucket.start, one.bucket.up, one.bucket.down, one.bucket.stories, _usual(one),
         f"{one.deviations:.1f}" if one.baseline.scope != "none" else "-",
         "unusual" if one.unusual else "")
        for one in told
    ]  # fmt: skip
    columns = ("hour (UTC)", "up", "down", "stories", "usual", "deviations", "")
    quiet = f"No story in the {len(view.hours)} hours watched."
    print_rows("Hours with stories", columns, rows, quiet)
    days = [(f"{day.start:%Y-%m-%d}", day.up, day.down, day.stories) for day in view.days]
    print_rows("Days", ("day (UTC)", "up", "down", "stories by hour"), days, "No day yet.")


def _chart(hours: Sequence[Rise]) -> None:
    """Draw an hour a column: hostility above, what is usual below, on one scale."""
    highest = max((max(one.bucket.up, one.baseline.typical) for one in hours), default=0.0)
    if not hours or highest <= 0:
        return
    up, usual = Text("  up     "), Text("  usual  ")
    for one in hours:
        up.append(_bar(one.bucket.up, highest), style="bold red" if one.unusual else None)
        usual.append(_bar(one.baseline.typical, highest), style="dim")
    console.print(up, soft_wrap=True)
    console.print(usual, soft_wrap=True)
    first, last = hours[0].bucket.start, hours[-1].bucket.start
    console.print(
        f"         {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC; "
        f"a full block is {highest:.1f}",
        soft_wrap=True,
    )


def _bar(value: float, highest: float) -> str:
    """Return a block of a height in eighths; what is more than nothing shows."""
    height = round(8 * value / highest)
    return BARS[max(1, height) if value > 0 else 0]


def _usual(one: Rise) -> str:
    usual = one.baseline
    if usual.scope == "none":
        return "unknown yet"
    return f"{usual.typical:.1f} ({usual.low:.1f} to {usual.high:.1f})"


def _hour_as_json(one: Rise) -> dict[str, object]:
    usual = one.baseline
    return {
        **_bucket_as_json(one.bucket),
        "baseline": None
        if usual.scope == "none"
        else {
            "typical": usual.typical,
            "low": usual.low,
            "high": usual.high,
            "hours": usual.periods,
            "scope": usual.scope,
        },
        "deviations": None if usual.scope == "none" else one.deviations,
        "unusual": one.unusual,
    }


def _bucket_as_json(one: Bucket) -> dict[str, object]:
    return {"start": one.start, "up": one.up, "down": one.down, "stories": one.stories}
