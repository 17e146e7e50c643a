"""Run ``python -m demo``: the real daemon on loopback servers, from first poll to alert."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from demo.daemon import DaemonProcess, DemoError
from demo.newsroom import read_newsrooms
from demo.report import Outcome, show
from demo.servers import FeedServer, SlackSink, SmtpSink
from demo.setup import write_config
from demo.stage import Progress, Stage

ROUNDS = (
    ("The run-up: troops at a border, warnings, denials", (1,)),
    ("7 December 2021: two presidents begin a video call, and end it", (2, 3)),
)


def main() -> int:
    """Return 0 only if alerts arrived by e-mail and by Slack and the daemon stopped as told."""
    console = Console()
    try:
        with tempfile.TemporaryDirectory(prefix="escalation-monitor-demo-") as folder:
            return _perform(console, Path(folder))
    except DemoError as error:
        console.print(f"The demo failed: {error}", style="red", markup=False)
        return 1


def _perform(console: Console, folder: Path) -> int:
    newsrooms = read_newsrooms()
    languages = {room.language for room in newsrooms}
    console.print(
        f"[bold]Escalation Monitor[/bold] on {len(newsrooms)} invented outlets in "
        f"{len(languages)} languages, with a mail server and a Slack webhook, all on this machine."
    )
    started = time.monotonic()
    with FeedServer() as feeds, SmtpSink() as mail, SlackSink() as slack:
        stage = Stage(newsrooms, feeds, mail, slack)
        config = folder / "config"
        config.mkdir()
        write_config(config, newsrooms, feeds, mail, slack)
        stage.publish(ROUNDS[0][1])
        with DaemonProcess(config) as daemon:
            for number, (title, waves) in enumerate(ROUNDS):
                if number:
                    stage.publish(waves)
                _watch(console, title, stage, partial(stage.wait_until_read, daemon))
            _watch(
                console, "All assessed and delivered", stage, partial(stage.wait_until_done, daemon)
            )
            outcome = Outcome.of(daemon)
            status = daemon.stop()
        if not (mail.mails and slack.accepted and outcome.alerts):
            raise DemoError("no alert arrived")
        show(console, outcome, mail, slack)
    seconds = time.monotonic() - started
    console.print(f"The daemon stopped with exit status {status}, {seconds:.0f} s after the start.")
    return 0 if status == 0 else 1


def _watch(
    console: Console, title: str, stage: Stage, wait: Callable[[Callable[[Progress], None]], None]
) -> None:
    """Show progress while ``wait`` lasts, and one line of it when it is over."""
    started = time.monotonic()
    spinner = Spinner("dots")

    def line(progress: Progress) -> str:
        return (
            f"{title}: {progress.fetched} of {len(stage.newsrooms)} feeds read, "
            f"{progress.mails} e-mails, {progress.slack_messages} Slack messages "
            f"({time.monotonic() - started:.0f} s)"
        )

    with Live(spinner, console=console, transient=True, refresh_per_second=8):
        wait(lambda progress: spinner.update(text=line(progress)))
    console.print(f"[green]✓[/green] {line(stage.progress())}")


if __name__ == "__main__":
    sys.exit(main())
