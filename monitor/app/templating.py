"""List the templates of messages, and copy shipped ones to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from monitor.config.load import find_directory
from monitor.config.wording import nearest, quoted
from monitor.delivery.templates import Templates, shipped_names, shipped_source
from monitor.errors import MonitorError

_PARTS = {
    "subject.txt.j2": "subject of the mail, title elsewhere",
    "slack.txt.j2": "Slack's notification",
    "txt.j2": "text of the mail, and what Apprise sends",
    "html.j2": "HTML of the mail",
}


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """One template, and which of it is used."""

    name: str
    what: str
    """What it renders."""
    used: Literal["shipped", "own"]
    problem: str | None


def list_templates(path: Path | None) -> list[ListedTemplate]:
    """Return every shipped template and every one in the user's folder. Raises ConfigError."""
    folder = find_directory(path) / "templates"
    templates = Templates(folder)
    shipped = shipped_names()
    names = sorted({*shipped, *(file.name for file in folder.glob("*.j2"))})
    return [
        ListedTemplate(
            name=name,
            what=_what(name) if name in shipped else "what others include",
            used="own" if name in templates.own else "shipped",
            problem=next(
                (line for line in templates.problems if line.startswith(str(folder / name))), None
            ),
        )
        for name in names
    ]


def copy_template(path: Path | None, name: str) -> Path:
    """Write a shipped template into the user's folder and return the file.

    Raises MonitorError where there is no such template, or the file exists already.
    """
    folder = find_directory(path) / "templates"
    if name not in shipped_names():
        raise MonitorError(
            f"no template is called {quoted(name)}; {nearest(name, shipped_names())}"
        )
    target = folder / name
    if target.exists():
        raise MonitorError(f"{target} exists already; delete it to go back to the shipped one")
    folder.mkdir(exist_ok=True)
    target.write_text(shipped_source(name), "utf-8")
    return target


def _what(name: str) -> str:
    content, _, part = name.partition(".")
    if content.startswith("_"):
        return "what others include"
    return f"{content}: {_PARTS[part]}"
