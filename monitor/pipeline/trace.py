"""Follow one entry from its feed to whoever was told of it, with why at each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from monitor.domain import Entry, Label, Match, ScoredEntry, Subscriber
from monitor.feeds.site import site_of
from monitor.pipeline.told import follow
from monitor.pipeline.way import (
    EntryStep,
    FeedStep,
    ReportStep,
    ScoreStep,
    StoryStep,
    Unseen,
    WatchStep,
    Way,
)
from monitor.scoring.explain import WordWeight
from monitor.store import alerts, assessments, entries, feedback, feeds, standings, stories
from monitor.store.entries import StoredEntry
from monitor.store.feeds import StoredFeed
from monitor.store.revisions import revisions_of
from monitor.watches.rules import Verdict


class Witness(Protocol):
    """What the classifier and the watches, as configured now, make of an entry."""

    def weigh(self, entry: Entry) -> tuple[WordWeight, ...]:
        """Return the words that raised an entry's score, the heaviest first."""

    def verdicts(self, entry: Entry) -> tuple[Verdict, ...]:
        """Return what each watch's keywords make of an entry."""

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Return which limit of a watch an entry does not meet, or None where it meets all."""


def trace(
    connection: Connection,
    stored: StoredEntry,
    witness: Witness,
    subscribers: Sequence[Subscriber],
) -> Way:
    """Return the whole way of an entry, as stored and as the configuration in force sees it."""
    scored = assessments.load_scored(connection, stored)
    story = _story(connection, stored)
    raised = {item.id: item for item in alerts.alerts_of_entry(connection, stored.id)}
    if story:
        raised |= {item.id: item for item in alerts.alerts_of_story(connection, story.id)}
    feed = next(item for item in feeds.list_feeds(connection) if item.feed.name == stored.feed.name)
    return Way(
        feed=_feed(feed),
        entry=_entry(connection, stored),
        score=_score(scored, witness) if scored else None,
        watches=_watches(stored, scored, witness, _outcomes(connection, stored, story)),
        story=story,
        alerts=tuple(follow(connection, raised[key], subscribers) for key in sorted(raised)),
        verdicts=tuple(feedback.list_feedback(connection, stored.id)),
    )


def unseen(connection: Connection, link: str) -> Unseen:
    """Return why there may be no entry with a link: what is known of the feeds of its site."""
    site = site_of(link)
    linking = entries.feeds_linking_to(connection, site) if site else set()
    found = tuple(
        _feed(item)
        for item in feeds.list_feeds(connection)
        if item.feed.name in linking or (site and site in (item.site, site_of(item.feed.url)))
    )
    says = [f"no entry has the link {link}"]
    if not site:
        says.append("it is neither a link nor the id or guid of an entry")
    elif not found:
        says.append(f"no feed of {site} is known; see 'monitor feeds list'")
    says += [_last_poll(feed) for feed in found]
    if any(feed.last_success for feed in found):
        says.append("so its feed has not carried it, or carried it under another link")
    return Unseen(link, site, found, tuple(says))


def _last_poll(feed: FeedStep) -> str:
    if not feed.enabled:
        return f"feed {feed.name} is not polled: it is disabled or no longer configured"
    if feed.last_polled is None:
        return (
            f"feed {feed.name} has never been polled; it is due {feed.next_poll:%Y-%m-%d %H:%M} UTC"
        )
    polled = f"feed {feed.name} was last polled at {feed.last_polled:%Y-%m-%d %H:%M} UTC"
    return f"{polled} and answered with an error: {feed.error}" if feed.error else polled


def _feed(stored: StoredFeed) -> FeedStep:
    return FeedStep(
        name=stored.feed.name,
        outlet=stored.feed.outlet.name,
        url=stored.address,
        enabled=stored.enabled,
        last_polled=stored.last_polled_at,
        last_success=stored.last_success_at,
        next_poll=stored.next_poll_at,
        error=stored.last_error,
        gone_since=stored.gone_at,
    )


def _entry(connection: Connection, stored: StoredEntry) -> EntryStep:
    return EntryStep(
        id=stored.id,
        title=stored.entry.title,
        summary=stored.entry.summary,
        link=stored.entry.link,
        language=stored.entry.language,
        published=stored.entry.published,
        first_seen=stored.first_seen_at,
        last_seen=stored.last_seen_at,
        held_back=stored.held_back,
        waiting=stored.assessed_revision < stored.revision,
        revisions=tuple(revisions_of(connection, stored.id)),
    )


def _score(scored: ScoredEntry, witness: Witness) -> ScoreStep:
    score = scored.score
    return ScoreStep(
        label=score.label.value,
        score=score.score,
        severity=score.severity,
        direction=score.direction,
        model=score.model,
        probabilities={
            label.value: value for label, value in zip(Label, score.probabilities, strict=True)
        },
        words=witness.weigh(scored.entry),
    )


def _outcomes(
    connection: Connection, stored: StoredEntry, story: StoryStep | None
) -> dict[str, str]:
    """Return what came of an entry, by watch, in words.

    Why it told nothing counts for more than what it told of a story that it has left since.
    """
    home = {story.id, *stories.merged_into(connection, story.id)} if story else set()
    here, elsewhere = {}, {}
    for item in alerts.alerts_of_entry(connection, stored.id):
        alert = item.alert
        if alert.story_id in home:
            here[alert.watch] = f"alert {item.id}: {alert.reason}"
        else:
            elsewhere[alert.watch] = f"alert {item.id} of story {alert.story_id}: {alert.reason}"
    silent = assessments.load_suppressions(connection, stored.id)
    return elsewhere | {item.watch: item.reason for item in silent} | here


def _watches(
    stored: StoredEntry,
    scored: ScoredEntry | None,
    witness: Witness,
    outcomes: Mapping[str, str],
) -> tuple[WatchStep, ...]:
    """Return every watch that is configured or that matched, those that matched first."""
    matched = {match.watch: match for match in scored.matches} if scored else {}
    verdicts = {verdict.watch: verdict for verdict in witness.verdicts(stored.entry)}
    steps = []
    for name in dict.fromkeys([*matched, *verdicts]):
        verdict, match = verdicts.get(name), matched.get(name)
        limit = witness.refusal(name, scored) if scored and verdict else None
        outcome = outcomes.get(name) or _no_outcome(stored, match, verdict)
        steps.append(_watch(name, match, verdict, limit, outcome))
    return tuple(steps)


def _watch(
    name: str, match: Match | None, verdict: Verdict | None, limit: str | None, outcome: str
) -> WatchStep:
    found = match.hits if match else verdict.hits if verdict and verdict.matched else ()
    return WatchStep(
        watch=name,
        matched=match is not None,
        hits=found,
        matches_now=verdict.matched if verdict else None,
        why_not=verdict.reasons if verdict else (),
        limit=limit,
        outcome=outcome,
    )


def _no_outcome(stored: StoredEntry, match: Match | None, verdict: Verdict | None) -> str:
    if stored.assessed_revision < stored.revision:
        return "the entry waits to be assessed"
    if match:
        return "its keywords matched, and nothing is stored of what was decided"
    if verdict and verdict.matched:
        return "its keywords did not match when the entry was assessed; by now they would"
    return "its keywords do not match"


def _story(connection: Connection, stored: StoredEntry) -> StoryStep | None:
    story_id = stories.story_of(connection, stored.id)
    found = stories.load_story(connection, story_id) if story_id else None
    if found is None:
        return None
    reports = stories.reports_of(connection, found.id)
    return StoryStep(
        id=found.id,
        title=found.title,
        reason=next((item.reason for item in reports if item.entry_id == stored.id), ""),
        standing=standings.load_standing(connection, found.id),
        rungs=tuple(standings.rungs_of(connection, found.id)),
        other_reports=tuple(
            ReportStep(
                entry=item.entry_id,
                outlet=item.feed.outlet.name,
                language=item.entry.language,
                first_seen=item.first_seen_at,
                label=item.label,
                score=item.score,
                title=item.entry.title,
            )
            for item in reports
            if item.entry_id != stored.id
        ),
    )
