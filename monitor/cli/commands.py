"""All commands, gathered from the groups."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from monitor.cli import (
    alerts,
    channels,
    config,
    deliveries,
    doctor,
    entries,
    evaluate,
    explain,
    feedback,
    feeds,
    index,
    keeping,
    replay,
    respond,
    score,
    send_test,
    service,
    stories,
    subscribers,
    templates,
    watches,
)

app = typer.Typer(
    name="monitor",
    help="Watch the news for escalation between states, and be told why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"monitor {version('escalation-monitor')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


app.command("init")(service.init)
app.command("run")(service.run)
app.command("poll")(service.poll)
app.command("score")(score.score)
app.command("replay")(replay.replay)
app.command("send-test")(send_test.send_test)
app.command("doctor")(doctor.doctor)
app.command("explain")(explain.explain)
app.command("feedback")(feedback.feedback)
app.command("evaluate")(evaluate.evaluate)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("retain")(keeping.retain)
app.command("ack")(respond.acknowledge)
app.command("mutes")(respond.list_mutes)
app.command("digest")(subscribers.digest)
app.add_typer(respond.mute_app, name="mute", help="Hear nothing more of a story or watch.")
app.add_typer(respond.unmute_app, name="unmute", help="Hear of a story or watch again.")
app.add_typer(subscribers.app, name="subscribers", help="Subscribers and what waits for them.")
app.add_typer(config.app, name="config", help="The configuration.")
app.add_typer(feeds.app, name="feeds", help="Feeds and their state.")
app.add_typer(entries.app, name="entries", help="Entries as stored.")
app.add_typer(stories.app, name="stories", help="Stories and who tells them.")
app.add_typer(index.app, name="index", help="How much pairs of actors and watches escalate.")
app.add_typer(alerts.app, name="alerts", help="Alerts and why they were raised.")
app.add_typer(deliveries.app, name="deliveries", help="The outbox.")
app.add_typer(templates.app, name="templates", help="The texts of messages.")
app.add_typer(channels.app, name="channels", help="Ways to subscribers, and which are off.")
app.add_typer(watches.app, name="watches", help="Watches and what they match.")
