"""The way of one entry is told with why at each step, also for one that never came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from monitor.domain import (
    Address,
    Entry,
    Feed,
    Label,
    Match,
    Outlet,
    Score,
    ScoredEntry,
    Subscriber,
    Suppression,
    TermHit,
)
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.told import NO_SUBSCRIBER_THEN, WOULD_BE_TOLD_NOW
from monitor.pipeline.trace import trace, unseen
from monitor.pipeline.way import Way
from monitor.scoring.explain import WordWeight
from monitor.store import assessments, deliveries, entries, feedback, feeds, stories
from monitor.store.engine import Store
from monitor.store.feedback import Feedback
from monitor.store.tables import routings
from monitor.watches.rules import Verdict
from tests.support.examples import NOW, a_score, an_entry

DESK = Subscriber("desk", (Address("email", "email:1"),))
STRICT = Subscriber("strict", (Address("email", "email:2"),), minimum_severity=4)
FEED = Feed("home", "https://feeds.home.example/rss", Outlet("Home", "GB", "agency"), "en")


class Witness:
    """Score by a number in the summary, match by the word "leaders"; a second watch never does."""

    def score(self, found: Sequence[Entry]) -> list[Score]:
        return [a_score(Label.VERBAL, float(entry.summary)) for entry in found]

    def match(self, entry: Entry) -> tuple[Match, ...]:
        return tuple(Match(item.watch, item.hits) for item in self.verdicts(entry) if item.matched)

    def verdicts(self, entry: Entry) -> tuple[Verdict, ...]:
        at = entry.title.find("leaders")
        hit = TermHit("leader", "leaders", at, at + 7)
        first = Verdict("talks", at >= 0, (hit,) if at >= 0 else (), () if at >= 0 else ("none",))
        return (first, Verdict("strait", False, (), ("none of its terms is found",)))

    def weigh(self, entry: Entry) -> tuple[WordWeight, ...]:
        return (WordWeight("leaders", 4, 11, 0.25),)

    def explain(self, entry: Entry) -> tuple[str, ...]:
        return ("leaders",)

    def knows(self, watch: str) -> bool:
        return watch in ("talks", "strait")

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        return None if scored.score.score >= 0.5 else f"score {scored.score.score:.2f} is below 0.5"


class Desk:
    """A store with one feed, and an assessor at work on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write() as connection:
            feeds.sync_feeds(connection, [(FEED, "home.example", True)], NOW)
            self.feed_id = feeds.list_feeds(connection)[0].id

    def add(self, title: str, score: float = 0.9, held_back: str | None = None) -> int:
        link = f"https://pages.example/{len(title)}"
        entry = replace(an_entry(title, title, NOW), summary=str(score), link=link)
        with self.store.write() as connection:
            keys = entries.Keys("", "", "")
            return entries.add_entry(connection, self.feed_id, entry, keys, NOW, held_back)

    async def assess(self) -> None:
        assessor = Assessor(self.store, lambda: NOW, StoryKeeper(timedelta(hours=72)))
        await assessor.assess(Witness(), Audience((DESK, STRICT), "monitor.example"))

    def way(self, entry_id: int, *subscribers: Subscriber) -> Way:
        with self.store.read() as connection:
            stored = entries.load_entry(connection, entry_id)
            assert stored is not None
            return trace(connection, stored, Witness(), subscribers or (DESK, STRICT))


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    return Desk(sqlite_store)


async def test_an_alert_is_followed_to_every_attempt_and_to_those_not_told(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call")
    await desk.assess()
    later = NOW + timedelta(minutes=1)
    with desk.store.write() as connection:
        (owed,) = deliveries.open_deliveries(connection)
        number = owed.delivery.delivery_id
        deliveries.record_retry(connection, number, NOW, "451 try later", later, True)
        deliveries.record_sent(connection, number, later)
    way = desk.way(entry_id)
    (alert,) = way.alerts
    (told,) = alert.told
    assert (told.subscriber, told.state, told.sent_at) == ("desk", "sent", later)
    assert [(item.outcome, item.error) for item in told.attempts] == [
        ("failed", "451 try later"),
        ("sent", None),
    ]
    (untold,) = alert.not_told
    assert (untold.subscriber, untold.reason) == ("strict", "severity 2 is below its minimum 4")
    assert way.watches[0].outcome == f"alert {alert.id}: first report of this story"
    assert way.story is not None
    assert way.score is not None
    assert way.score.words[0].word == "leaders"
    asdict(way)


async def test_an_alert_of_a_story_that_its_entry_has_left_names_that_story(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call")
    await desk.assess()
    with desk.store.write() as connection:
        stories.open_story(connection, 2, an_entry("Another event"), NOW)
        stories.place_entry(connection, entry_id, 2, "moved", NOW, NOW)
    way = desk.way(entry_id)
    assert way.story is not None
    assert way.story.id == 2
    assert [alert.story for alert in way.alerts] == [1]
    assert way.watches[0].outcome == "alert 1 of story 1: first report of this story"
    silent = Suppression("talks", entry_id, "story 2 was alerted already")
    with desk.store.write() as connection:
        assessments.save_suppressions(connection, entry_id, [silent], NOW)
    assert desk.way(entry_id).watches[0].outcome == silent.reason


async def test_a_subscriber_of_today_is_told_from_one_who_refused(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call")
    await desk.assess()
    newcomer = replace(DESK, name="newcomer")
    milder = replace(STRICT, minimum_severity=0)
    (alert,) = desk.way(entry_id, DESK, milder, newcomer).alerts
    assert [(item.subscriber, item.reason) for item in alert.not_told] == [
        ("strict", "severity 2 is below its minimum 4"),
        ("newcomer", NO_SUBSCRIBER_THEN),
    ]


async def test_an_alert_of_before_decisions_were_stored_is_judged_by_todays_wishes(
    desk: Desk,
) -> None:
    entry_id = desk.add("Two leaders hold a call")
    await desk.assess()
    with desk.store.write() as connection:
        connection.execute(delete(routings))
    newcomer = replace(DESK, name="newcomer")
    (alert,) = desk.way(entry_id, DESK, STRICT, newcomer).alerts
    assert [(item.subscriber, item.reason) for item in alert.not_told] == [
        ("strict", "severity 2 is below its minimum 4"),
        ("newcomer", WOULD_BE_TOLD_NOW),
    ]


@pytest.mark.parametrize(
    ("title", "score", "held_back", "outcome"),
    [
        ("Two leaders yawn", 0.2, None, "score 0.20 is below 0.5"),
        ("Two leaders spoke", 0.9, "published 3 days before", "published 3 days before"),
        ("Nobody speaks", 0.9, None, "its keywords do not match"),
    ],
)
async def test_what_did_not_alert_says_why(
    desk: Desk, title: str, score: float, held_back: str | None, outcome: str
) -> None:
    entry_id = desk.add(title, score, held_back)
    await desk.assess()
    way = desk.way(entry_id)
    assert way.alerts == ()
    talks, strait = way.watches
    assert outcome in talks.outcome
    assert strait.why_not == ("none of its terms is found",)
    assert way.entry.held_back == held_back


def test_an_entry_that_waits_says_so(desk: Desk) -> None:
    way = desk.way(desk.add("Two leaders hold a call"))
    assert way.entry.waiting
    assert way.score is None
    assert {step.outcome for step in way.watches} == {"the entry waits to be assessed"}


async def test_wordings_and_verdicts_are_told(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call")
    given = Feedback(entry_id, "talks", "relevance", "relevant", "ann", NOW)
    edited = replace(an_entry("Two leaders end a call"), summary="0.9")
    with desk.store.write() as connection:
        feedback.save_feedback(connection, given)
        entries.edit_entry(connection, entry_id, edited, entries.Keys("", "", ""), NOW)
    way = desk.way(entry_id)
    assert [item.number for item in way.entry.revisions] == [1, 2]
    assert way.verdicts == (given,)


def test_a_link_that_never_came_names_the_feeds_of_its_site(desk: Desk) -> None:
    with desk.store.write() as connection:
        found = unseen(connection, "https://www.home.example/story/1")
        stranger = unseen(connection, "https://elsewhere.example/1")
        nonsense = unseen(connection, "nonsense")
    assert [feed.name for feed in found.feeds] == ["home"]
    assert found.says[:1] == ("no entry has the link https://www.home.example/story/1",)
    assert found.says[1].startswith("feed home has never been polled; it is due 2021-12-07")
    assert "no feed of elsewhere.example is known" in stranger.says[1]
    assert "neither a link" in nonsense.says[1]


def test_a_feed_that_links_to_another_site_is_found_by_its_entries(desk: Desk) -> None:
    desk.add("Two leaders hold a call")
    outcome = feeds.PollOutcome(NOW, NOW, None, 0, None, None, None, None, None)
    with desk.store.write() as connection:
        feeds.record_poll(connection, desk.feed_id, outcome)
        found = unseen(connection, "https://pages.example/story")
    assert found.says[1] == "feed home was last polled at 2021-12-07 15:30 UTC"
    assert "another link" in found.says[2]
