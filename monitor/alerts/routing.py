"""Say which of a subscriber's wishes keeps it from being told of an alert."""

from __future__ import annotations

from monitor.domain import RUNG_WORDS, Address, Message, Subscriber
from monitor.text.figures import shown_below

TERMINAL = Subscriber(name="terminal", addresses=(Address("console", "terminal"),))
"""Who is told where nobody is configured."""


def refusal(message: Message, subscriber: Subscriber) -> str | None:
    """Return which wish of a subscriber a message does not meet, or None where it meets all."""
    if subscriber.escalations_only:
        return "it is told only of what others have not acknowledged"
    chosen = (
        ("watch", message.watch, subscriber.watches),
        ("direction", message.direction or "none", subscriber.directions),
        ("language", message.language, subscriber.languages),
        ("outlet", message.outlet.name, subscriber.outlets),
    )
    for what, value, wanted in chosen:
        if wanted and value not in wanted:
            return f"{what} {value} is not among those it wants: {', '.join(wanted)}"
    if message.severity < subscriber.minimum_severity:
        return f"severity {message.severity} is below its minimum {subscriber.minimum_severity}"
    if message.score < subscriber.minimum_score:
        score = shown_below(message.score, subscriber.minimum_score)
        return f"score {score} is below its minimum {subscriber.minimum_score:g}"
    if message.rung < subscriber.minimum_rung:
        return (
            f"it is confirmed by {RUNG_WORDS[message.rung]}; it wants at least"
            f" {RUNG_WORDS[subscriber.minimum_rung]}"
        )
    return None
