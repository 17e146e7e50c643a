"""``monitor watches``: what keywords match, why, and what a change of them would do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from monitor.app import classifier_of, open_store_of
from monitor.app.compiling import LineAnswerer
from monitor.app.editing import examine_text, try_watch, warn
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption
from monitor.cli.output import console, notes, print_rows
from monitor.config.load import find_directory, load_config
from monitor.domain import TermHit
from monitor.errors import MonitorError
from monitor.watches import DefinitionError, Sample, forms_of

app = typer.Typer(no_args_is_help=True)

MOST_SHOWN = 40


@app.command()
def check(
    each: Annotated[
        bool, typer.Option("--each", help="Name every term that adds nothing, however many.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Say what is wrong in watches, and warn of terms that cannot match, add nothing, or flood."""
    found = load_config(find_directory(config))
    with (
        open_store_of(config) as store,
        store.read() as connection,
        notes.status("Reading what is stored"),
    ):
        warnings = warn(found, connection, each=each)
    for warning in warnings:
        console.print(warning, style="yellow", markup=False, soft_wrap=True)
    console.print(f"{len(found.watches)} watches are right, {len(warnings)} warnings")


@app.command()
def forms(
    term: Annotated[str, typer.Argument(help="A term as it stands in a watch.")],
    language: Annotated[str, typer.Option("--lang", help="Its language, or any.")] = "any",
) -> None:
    """Show every form of a term that will match."""
    try:
        found = forms_of(term, language)
    except DefinitionError as error:
        raise MonitorError(f"{term}: {error.message}") from error
    for form in found:
        console.print(form, markup=False, soft_wrap=True)


@app.command("test")
def examine(
    text: Annotated[str, typer.Argument(help="A headline.")],
    summary: Annotated[str, typer.Option(help="Its summary.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Its language; found if absent.")] = "",
    config: ConfigOption = None,
) -> None:
    """Show what each watch makes of a text, and why it would not alert."""
    found = load_config(find_directory(config))
    with notes.status("Scoring"):
        spoken, score, tested = examine_text(found, classifier_of(config), text, summary, language)
    whole = f"{text}\n{summary}" if summary else text
    hits = tuple(hit for item in tested for hit in item.hits)
    console.print(_highlighted(whole, hits))
    console.print(f"language {spoken}, score {score:.2f}")
    rows = [
        (
            item.watch,
            item.alerts,
            ", ".join(dict.fromkeys(f"{hit.term} ({hit.form})" for hit in item.hits)),
            "; ".join(item.reasons),
        )
        for item in tested
    ]
    print_rows("Watches", ("watch", "alerts", "terms (forms)", "why not"), rows, "No watches.")


@app.command("try")
def try_(
    file: Annotated[Path, typer.Argument(help="A changed watch, not yet in watches/.")],
    since: Annotated[str, typer.Option(help="How far back, such as 30d.")] = "30d",
    config: ConfigOption = None,
) -> None:
    """Run a changed watch over what is stored: alerts gained and lost, and how many a day."""
    found = load_config(find_directory(config))
    with (
        open_store_of(config) as store,
        store.read() as connection,
        notes.status("Reading what is stored"),
    ):
        result = try_watch(found, connection, file, since)
    _show_samples("Gained", result.gained)
    _show_samples("Lost", result.lost)
    days = [(day.isoformat(), count) for day, count in result.per_day]
    print_rows("A day", ("day (UTC)", "entries"), days, "The changed watch lets nothing through.")
    console.print(
        f"{result.watch}: {len(result.gained)} gained, {len(result.lost)} lost, {result.kept} kept"
    )


@app.command()
def match(
    from_jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help="Read objects with id, title, and perhaps summary, lang and keywords, one a line "
            "from standard input; write one a line, in order.",
        ),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Match texts against their own keywords, or against the configured watches."""
    if not from_jsonl:
        raise typer.BadParameter("give --jsonl and objects on standard input")
    answerer = LineAnswerer(config)
    jsonl.process(lambda rows: [answerer.answer(row) for row in rows])


def _show_samples(title: str, samples: tuple[Sample, ...]) -> None:
    rows = [
        (item.identity, item.time, item.facts.outlet, item.language, item.facts.score, item.title)
        for item in samples[:MOST_SHOWN]
    ]
    columns = ("entry", "seen (UTC)", "outlet", "lang", "score", "headline")
    print_rows(title, columns, rows, f"{title}: nothing")
    if len(samples) > MOST_SHOWN:
        console.print(f"and {len(samples) - MOST_SHOWN} more")


def _highlighted(text: str, hits: tuple[TermHit, ...]) -> str:
    """Return a text in Rich's markup with the forms that were found in bold yellow."""
    marked, at = "", 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start >= at:
            form = escape(text[hit.start : hit.end])
            marked += f"{escape(text[at : hit.start])}[bold yellow]{form}[/]"
            at = hit.end
    return marked + escape(text[at:])
