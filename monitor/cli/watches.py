"""``monitor watches``: what keywords match, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app.compiling import LineAnswerer
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``match`` a command of its own."""


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
