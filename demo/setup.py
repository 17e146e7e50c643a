"""A configuration of the daemon that points at the demo's servers."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from demo.newsroom import Newsroom
from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.resources import bundled

DESK = "desk@newsroom.example"


def write_config(
    directory: Path,
    newsrooms: Iterable[Newsroom],
    feeds: FeedServer,
    mail: SmtpSink,
    slack: SlackSink,
) -> None:
    """Write ``directory``: the shipped watches, the demo's feeds, and two subscribers."""
    shipped = bundled("config")
    for name in ("watches", "terms"):
        shutil.copytree(shipped / name, directory / name)
    _write(directory / "monitor.yaml", _settings(mail))
    _write(directory / "feeds.yaml", {"outlets": [_outlet(room, feeds) for room in newsrooms]})
    _write(directory / "subscribers.yaml", {"subscribers": _subscribers(slack)})


def _settings(mail: SmtpSink) -> dict[str, Any]:
    return {
        "poll": {"interval": "10s", "allow_private_addresses": True},
        "email": {
            "host": mail.host,
            "port": mail.port,
            "security": "none",
            "sender": "Escalation Monitor <monitor@newsroom.example>",
        },
        "log": {"format": "json"},
    }


def _subscribers(slack: SlackSink) -> list[dict[str, Any]]:
    return [
        {"name": "duty-desk", "channels": [{"email": DESK}]},
        {
            "name": "ukraine-room",
            "watches": ["russia-ukraine"],
            "channels": [{"slack": slack.url}],
        },
    ]


def _outlet(newsroom: Newsroom, feeds: FeedServer) -> dict[str, Any]:
    return {
        "name": newsroom.outlet,
        "country": newsroom.country,
        "kind": newsroom.kind,
        "state_controlled": newsroom.state_controlled,
        "feeds": [
            {"name": newsroom.feed, "url": feeds.url(newsroom.path), "language": newsroom.language}
        ],
    }


def _write(file: Path, value: object) -> None:
    file.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
