"""What the demo shows at its end: stories, one mail, one Slack message, and the counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from demo.daemon import DaemonProcess
from demo.servers import SlackSink, SmtpSink
from demo.servers.smtp import Mail

Record = dict[str, Any]
LABELS = ("none", "context", "cooperation", "verbal", "coercion", "force")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the daemon knows when all is done."""

    entries: list[Record]
    stories: list[Record]
    alerts: list[Record]

    @classmethod
    def of(cls, daemon: DaemonProcess) -> Outcome:
        """Ask the command line."""
        return cls(
            *daemon.ask(
                "entries list --limit 1000", "stories list --limit 1000", "alerts list --limit 1000"
            )
        )


def show(console: Console, outcome: Outcome, mail: SmtpSink, slack: SlackSink) -> None:
    """Print everything."""
    console.print(_stories(outcome))
    founding = _widest(outcome)
    if founding is not None:
        console.print(_mail(_about(_titles(founding["entries"]), mail.mails)))
    english = _titles(entry for entry in outcome.entries if entry["language"] == "en")
    console.print(_slack(_payload(english, slack)))
    console.print(_counts(outcome, mail, slack))


def _titles(entries: Iterable[Record]) -> list[str]:
    return [entry["title"] for entry in entries]


def _stories(outcome: Outcome) -> Table:
    watches: dict[int, list[str]] = defaultdict(list)
    for alert in outcome.alerts:
        watches[alert["story"]].append(alert["watch"])
    table = Table(title="Stories that alerted", title_style="bold", row_styles=["", "dim"])
    table.add_column("Score", justify="right")
    for name in ("Label", "Story", "Outlets", "Languages", "Watches"):
        table.add_column(name, overflow="fold")
    alerted = [story for story in outcome.stories if story["id"] in watches]
    for story in sorted(alerted, key=lambda story: len(story["entries"]), reverse=True):
        table.add_row(
            f"{story['score']:.2f}",
            _label(story),
            Text(_headline(story)),
            Text(", ".join(story["outlets"])),
            " ".join(story["languages"]),
            "\n".join(dict.fromkeys(watches[story["id"]])),
        )
    return table


def _label(story: Record) -> str:
    """Return the gravest label of a story's reports."""
    return max((str(entry["label"]) for entry in story["entries"]), key=LABELS.index)


def _headline(story: Record) -> str:
    """Return the first headline in English, which most readers of a demo read, or the first."""
    titles = [entry["title"] for entry in story["entries"] if entry["language"] == "en"]
    return str(next(iter(titles), story["title"]))


def _widest(outcome: Outcome) -> Record | None:
    """Return the alerted story that most languages tell."""
    alerted = {alert["story"] for alert in outcome.alerts}
    stories = [story for story in outcome.stories if story["id"] in alerted]
    return max(stories, key=lambda story: len(story["languages"]), default=None)


def _about(titles: list[str], mails: list[Mail]) -> Mail:
    """Return the mail that speaks of one of these headlines, or the first of all."""
    return next((mail for mail in mails if any(t in _text(mail) for t in titles)), mails[0])


def _payload(titles: list[str], slack: SlackSink) -> Record:
    """Return the message that speaks of one of these headlines, or the first of all."""
    payloads: list[Record] = [post.payload for post in slack.accepted]
    return next((p for p in payloads if any(t in _said(p) for t in titles)), payloads[0])


def _text(mail: Mail) -> str:
    part = mail.message.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _mail(mail: Mail) -> Panel:
    message = mail.message
    heads = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Subject"))
    body = Group(Text(heads, style="cyan"), Text("\n" + _text(mail).strip()))
    return Panel(body, title="The e-mail that went out (its text part)", title_align="left")


def _slack(payload: Record) -> Panel:
    return Panel(Text(_said(payload)), title="The Slack message that went out", title_align="left")


def _said(payload: Record) -> str:
    """Return the text of a message's blocks, one paragraph a block."""
    blocks = payload.get("blocks", [])
    return "\n\n".join(filter(None, map(_block, blocks))) or str(payload.get("text", ""))


def _block(block: Record) -> str:
    texts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
    return "\n".join(
        text["text"].replace("*\n", ": ").lstrip("*")
        if text in block.get("fields", [])
        else text["text"]
        for text in texts
        if isinstance(text, dict) and isinstance(text.get("text"), str)
    )


def _counts(outcome: Outcome, mail: SmtpSink, slack: SlackSink) -> Text:
    labels = Counter(entry["label"] for entry in outcome.entries)
    related = sum(labels[label] for label in LABELS[2:])
    by_label = ", ".join(f"{labels[label]} {label}" for label in LABELS)
    languages = {entry["language"] for entry in outcome.entries}
    return Text.from_markup(
        f"[bold]{len(outcome.entries)} entries[/bold] in {len(languages)} languages ({by_label})\n"
        f"  → {related} escalation-related → {len(outcome.stories)} stories in all\n"
        f"  → [bold]{len(outcome.alerts)} alerts[/bold]"
        f" → {len(mail.mails)} e-mails and {len(slack.accepted)} Slack messages"
    )
