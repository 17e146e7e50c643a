"""``monitor templates``: the texts of messages, and how to put others in their place."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app.templating import ListedTemplate, copy_template, list_templates
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, print_json, print_rows

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def show_list(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show every template, whether yours or the shipped one is used, and what is wrong."""
    found = list_templates(config)
    if as_json:
        for item in found:
            print_json({"name": item.name, "used": item.used, "problem": item.problem})
        return
    rows = [(item.name, item.what, _used(item)) for item in found]
    print_rows("Templates", ("name", "renders", "used"), rows, "There are none.")
    for item in found:
        if item.problem:
            console.print(item.problem, style="red", markup=False, soft_wrap=True)


def _used(item: ListedTemplate) -> str:
    return f"{item.used}, yours is refused" if item.problem else item.used


@app.command()
def copy(
    name: Annotated[str, typer.Argument(help="Name, as 'templates list' shows it.")],
    config: ConfigOption = None,
) -> None:
    """Copy a shipped template to templates/ beside monitor.yaml, to be changed there."""
    path = copy_template(config, name)
    console.print(f"wrote {path}; a save takes effect at once", markup=False, soft_wrap=True)
