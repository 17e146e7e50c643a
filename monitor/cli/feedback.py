"""``monitor feedback``: was that right?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.app import open_store_of, utc_now
from monitor.app.verdicts import give_feedback
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, print_json


def feedback(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An alert (12 or alert:12), an entry (entry:34), or a link."
        ),
    ],
    verdict: Annotated[
        str,
        typer.Argument(
            help="relevant, irrelevant, or severity= with the right label (none, context, "
            "cooperation, verbal, coercion, force) or severity (0 to 4)."
        ),
    ],
    note: Annotated[str, typer.Option(help="Why, for others.")] = "",
    name: Annotated[
        str | None, typer.Option("--by", help="Whose verdict it is.", show_default="who runs this")
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether an alert or entry was relevant, or how severe it is, for 'evaluate' to count."""
    with open_store_of(config) as store:
        given = give_feedback(store, subject, verdict, name, note, utc_now())
    if as_json:
        print_json({**asdict(given.feedback), "title": given.title, "replaced": given.replaced})
        return
    said = given.feedback
    about = f"alert {said.alert_id} ({said.watch})" if said.alert_id else f"entry {said.entry_id}"
    console.print(
        f"{said.given_by} says of {about}: {said.verdict}"
        f"{', in place of an earlier verdict' if given.replaced else ''}\n  {given.title}",
        markup=False,
    )
