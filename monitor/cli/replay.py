"""``monitor replay``: what would have alerted?"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from monitor.app.replaying import Replayed, read_recordings
from monitor.app.replaying import replay as play
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.domain import Message


def replay(
    files: Annotated[
        list[Path], typer.Argument(help="Feed documents, or .jsonl files of entries.")
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play recorded documents through the watches, at their own time; nothing is sent or kept."""
    found = load_config(find_directory(config))
    recordings = read_recordings(files)
    steps = play(found, recordings)
    shown = track(steps, "Replaying", total=len(recordings), console=notes, transient=True)
    result = deque(shown, maxlen=1).pop() if recordings else Replayed()
    if as_json:
        for at, message in result.messages:
            print_json(_as_json(at, message))
        return
    rows = [
        (at, message.watch, message.score, message.severity, message.outlet.name,
         message.headline, message.reason)
        for at, message in result.messages
    ]  # fmt: skip
    columns = ("at (UTC)", "watch", "score", "severity", "outlet", "headline", "why")
    print_rows("Alerts", columns, rows, "Nothing would have alerted.")
    console.print(
        f"{len(recordings)} documents, {result.entries} entries, {result.stories} stories, "
        f"{len(result.messages)} alerts"
    )


def _as_json(at: datetime, message: Message) -> dict[str, object]:
    return {
        "at": at,
        "watch": message.watch,
        "kind": message.kind,
        "story": message.story_id,
        "title": message.headline,
        "outlet": message.outlet.name,
        "language": message.language,
        "link": message.link,
        "published": message.published,
        "label": message.label.value,
        "score": message.score,
        "severity": message.severity,
        "direction": message.direction,
        "keywords": [hit.form for hit in message.keywords],
        "reason": message.reason,
    }
