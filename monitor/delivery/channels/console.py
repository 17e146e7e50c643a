"""Show alerts on the terminal, for when nobody is subscribed yet."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from monitor.delivery.content import Sent, Target
from monitor.delivery.outbox import Pace
from monitor.delivery.wording import Segment, Wording, moment, nothing_to_tell, sparkline, word
from monitor.domain import Content, Delivery, Digest, Message, Notice

COLOURS = ("bright_black", "green", "yellow", "dark_orange", "red")


class ConsoleChannel:
    """Draw each delivery as a panel on ``console``."""

    kind: ClassVar[str] = "console"
    pace = Pace()

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()

    def lane(self, target: Target) -> str:
        """Return the one lane there is."""
        return self.kind

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Print ``delivery``."""
        self._console.print(panel(delivery.message, target.zone))
        return Sent()

    async def close(self) -> None:
        """Do nothing: the terminal stays open."""


def panel(content: Content, zone: str = "UTC") -> Panel:
    """Return ``content`` as something Rich can print. Feed text is never read as Rich's markup."""
    match content:
        case Message():
            return _alert(word(content, zone))
        case Notice():
            title = Text(f"{'Over: ' if content.over else ''}{content.title}", style="bold")
            return Panel(Text(content.body), title=title, title_align="left", border_style="blue")
        case Digest():
            return _digest(content, zone)


def _alert(alert: Wording) -> Panel:
    colour = COLOURS[alert.severity]
    mark = f"{alert.mark} · " if alert.mark else ""
    title = Text(f"{mark}{alert.severity_word.capitalize()} ")
    title.append(f"{alert.severity}/4", style="bold")
    title.append(f"  {alert.direction_word}".rstrip())
    parts = [_marked(alert.headline_parts, "bold")]
    if alert.summary:
        parts.append(_marked(alert.summary_parts, ""))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(alert):
        facts.add_row(name, Text(value))
    return Panel(
        Group(*parts, Padding(facts, (1, 0, 0, 0))),
        title=title,
        title_align="left",
        border_style=colour,
        padding=(0, 1),
    )


def _facts(alert: Wording) -> list[tuple[str, str]]:
    facts = [
        ("Outlet", f"{alert.outlet}, {alert.outlet_kind}, {alert.state_control}"),
        ("Confirmed", alert.confirmed),
        ("Published", alert.published),
        ("Language", alert.language_name),
        ("Score", alert.score),
        ("Watch", alert.watch),
        ("Keywords", ", ".join(alert.keywords)),
        ("Raised by", alert.raised_by),
        ("Also in", ", ".join(alert.also_reported_by)),
        ("Why", alert.reason),
        ("To do", alert.asks),
        ("Link", alert.link),
    ]
    return [(name, value) for name, value in facts if value]


def _marked(segments: tuple[Segment, ...], style: str) -> Text:
    text = Text(style=style)
    for segment in segments:
        text.append(segment.text, style="black on yellow" if segment.hit else None)
    return text


def _digest(digest: Digest, zone: str) -> Panel:
    lines = [Text(f"{moment(digest.since, zone)} to {moment(digest.until, zone)}", style="dim")]
    for group in digest.groups:
        lines += [Text(), Text(f"{group.watch}  {sparkline(group.index)}", style="bold")]
        for alert in (word(message, zone) for message in group.messages):
            line = Text(f"{alert.severity}/4 ", style=COLOURS[alert.severity])
            lines.append(line.append(f"{alert.headline} – {alert.outlet}", style="default"))
    if not digest.groups:
        lines.append(Text(nothing_to_tell(digest)))
    return Panel(Group(*lines), title=Text(digest.title), title_align="left", border_style="blue")
