"""``monitor watches``: what keywords match, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from monitor.app.matching import RowMatcher
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption
from monitor.errors import MonitorError

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
    matcher = RowMatcher(config)
    jsonl.process(lambda rows: [_answer(matcher, row) for row in rows])


def _answer(matcher: RowMatcher, row: Mapping[str, Any]) -> dict[str, Any]:
    title, summary, lang = (jsonl.text_of(row, key) for key in ("title", "summary", "lang"))
    try:
        found = matcher.match(title, summary, lang, row.get("keywords"))
    except MonitorError as error:
        return {"id": row.get("id"), "matched": False, "matches": [], "error": str(error)}
    matches = [
        {
            "watch": match.watch,
            "term": hit.term,
            "form": hit.form,
            "start": hit.start,
            "end": hit.end,
        }
        for match in found
        for hit in match.hits
    ]
    return {"id": row.get("id"), "matched": bool(found), "matches": matches}
