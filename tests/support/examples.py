"""Ready-made values for tests that care about one thing only."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.domain import (
    Alert,
    Entry,
    Feed,
    Label,
    Match,
    Message,
    Outlet,
    Score,
    ScoredEntry,
    TermHit,
)

NOW = datetime(2021, 12, 7, 15, 30, tzinfo=UTC)
OUTLET = Outlet("Example Wire", "GB", "agency", False)
FEED = Feed("wire-en", "https://wire.example/rss", OUTLET, "en")
HIT = TermHit("leader", "leaders", 4, 11)


def an_entry(
    title: str = "Two leaders talk", identity: str = "a", published: datetime | None = None
) -> Entry:
    """Return an entry; its summary and link are always the same."""
    return Entry(identity, title, "By video.", "https://wire.example/1", "g1", published, "en")


def a_score(label: Label = Label.COOPERATION, probability: float = 0.9) -> Score:
    """Return a score with one probability on a label and the rest on ``none``."""
    probabilities = [0.0] * len(Label)
    probabilities[0] = 1 - probability
    probabilities[list(Label).index(label)] += probability
    return Score(label, tuple(probabilities), "test@1")


def a_scored_entry(
    entry: Entry | None = None, score: Score | None = None, entry_id: int = 1
) -> ScoredEntry:
    """Return an entry of ``FEED`` that matches the watch ``talks``."""
    match = Match("talks", (HIT,))
    return ScoredEntry(entry_id, FEED, entry or an_entry(), score or a_score(), (match,), NOW)


def an_alert(kind: str = "raise", raised_at: datetime = NOW) -> Alert:
    """Return an alert of the watch ``talks`` on story 1."""
    assert kind in ("raise", "update")
    return Alert("talks", 1, "raise" if kind == "raise" else "update", "first report of this story",
                 1, 1, 0.9, "down", raised_at)  # fmt: skip


def a_message(alert_id: int = 1) -> Message:
    """Return what subscribers are told of ``an_alert``."""
    return Message(
        headline="Two leaders talk",
        summary="By video.",
        link="https://wire.example/1",
        outlet=OUTLET,
        language="en",
        published=None,
        watch="talks",
        label=Label.COOPERATION,
        score=0.9,
        severity=1,
        direction="down",
        keywords=(HIT,),
        reason="first report of this story",
        story_id=1,
        alert_id=alert_id,
    )
