"""A story is told once, again when it climbs, and never twice for the same."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain import Address, Label, Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.told import follow
from monitor.store import assessments, deliveries, standings, stories, tellings
from monitor.store.engine import Store
from tests.support.desk import AWAY, FEEDS, HOME, THIRD, PlannedDesk, clear

STRIKE = "Russian troops cross the border of Ukraine near Kharkiv"
AGAIN = "Armoured columns roll towards Kharkiv, witnesses tell us"
DENIAL = "Kremlin denies that troops crossed the border"
CONFIRMATION = "Ukraine confirms that Russian troops crossed the border"


@pytest.fixture
def desk(sqlite_store: Store) -> PlannedDesk:
    return PlannedDesk(sqlite_store)


def kinds(desk: PlannedDesk) -> list[tuple[str, str]]:
    return [(item.alert.kind, item.rung) for item in desk.alerts()]


def reason(desk: PlannedDesk, entry_id: int) -> str:
    with desk.store.read() as connection:
        (found,) = assessments.load_suppressions(connection, entry_id)
    return found.reason


async def test_a_copy_is_repetition_and_independent_word_an_update(store: Store) -> None:
    desk = PlannedDesk(store)
    desk.report(STRIKE)
    await desk.assess()
    copy = desk.report(f"{STRIKE}!", AWAY)
    await desk.assess()
    assert kinds(desk) == [("raise", "first")]
    assert "adds nothing new" in reason(desk, copy)
    desk.report(AGAIN, THIRD)
    (message,) = await desk.assess()
    assert kinds(desk)[1:] == [("update", "rung:3")]
    assert message.reason == "now reported by independent sources"
    assert (message.rung, message.headline, message.kind) == (3, AGAIN, "update")
    assert message.also_reported_by == ("Home", "Away")
    first, update = desk.told()
    assert (first.rung, first.story_id) == (1, update.story_id)


async def test_a_denial_is_told_whatever_watch_it_matches(desk: PlannedDesk) -> None:
    desk.report(STRIKE)
    await desk.assess()
    desk.report(DENIAL, AWAY, label=Label.NONE, score=0.1, watches=())
    (message,) = await desk.assess()
    assert kinds(desk)[1:] == [("update", "denied")]
    assert (message.headline, message.denied_by) == (DENIAL, ("Away",))
    assert (message.severity, message.label, message.score) == (2, Label.VERBAL, 0.9)
    desk.report(f"{DENIAL} again", AWAY, watches=())
    assert await desk.assess() == []


async def test_a_denial_of_what_another_state_confirms_says_who_reports_either(
    desk: PlannedDesk,
) -> None:
    desk.report("Ukraine confirms Russian troops crossed the border near Kharkiv")
    await desk.assess()
    desk.report(DENIAL, AWAY, watches=())
    (message,) = await desk.assess()
    assert message.official == "denied"
    assert (message.confirmed_by, message.denied_by) == (("Home",), ("Away",))
    assert desk.told()[-1].confirmed_by == ("Home",)


async def test_an_official_confirmation_after_an_official_denial_is_told_once(
    desk: PlannedDesk,
) -> None:
    desk.report(STRIKE)
    await desk.assess()
    desk.report(DENIAL, AWAY, watches=())
    await desk.assess()
    desk.report(CONFIRMATION, THIRD, watches=())
    (message,) = await desk.assess()
    assert kinds(desk)[1:] == [("update", "denied"), ("update", "confirmed")]
    assert (message.headline, message.reason) == (CONFIRMATION, "now officially confirmed")
    assert (message.denied_by, message.confirmed_by) == (("Away",), ("Third",))
    desk.restart()
    desk.report(f"{CONFIRMATION}, again", AWAY, watches=())
    assert await desk.assess() == []


async def test_a_severity_that_one_sure_report_gives_is_told_once(desk: PlannedDesk) -> None:
    desk.report(STRIKE)
    await desk.assess()
    desk.report(f"{STRIKE}, one", label=Label.FORCE, score=0.6)
    assert await desk.assess() == []
    desk.report(f"{STRIKE}, two", label=Label.FORCE, score=0.95)
    (message,) = await desk.assess()
    assert message.reason == "severity has risen from 2 to 4"
    assert (message.severity, message.headline) == (4, f"{STRIKE}, two")
    desk.report(f"{STRIKE}, three", label=Label.FORCE, score=0.95)
    assert await desk.assess() == []


async def test_what_a_watch_refuses_raises_no_severity(desk: PlannedDesk) -> None:
    desk.report(STRIKE)
    await desk.assess()
    desk.report(f"{STRIKE}, one", label=Label.FORCE, score=0.4)
    assert await desk.assess() == []


async def test_a_story_that_turns_is_told(desk: PlannedDesk) -> None:
    desk.report(STRIKE)
    await desk.assess()
    desk.report(f"{STRIKE}: ceasefire", label=Label.COOPERATION)
    (message,) = await desk.assess()
    assert message.reason == "turned from escalation to de-escalation"
    assert message.direction == "down"


async def test_old_news_updates_nobody_and_says_why(desk: PlannedDesk) -> None:
    desk.report(STRIKE)
    await desk.assess()
    old = desk.report(AGAIN, THIRD, held_back="published 3 days before")
    assert await desk.assess() == []
    assert reason(desk, old) == "published 3 days before"
    desk.report(f"{STRIKE}.", HOME)
    (message,) = await desk.assess()
    assert message.rung == 3


async def test_two_alerted_stories_that_become_one_are_not_told_again(desk: PlannedDesk) -> None:
    desk.report(STRIKE, story="a")
    desk.report(AGAIN, THIRD, story="b")
    await desk.assess()
    assert [kind for kind, _ in kinds(desk)] == ["raise", "raise"]
    desk.plan.merges.append(("a", "b"))
    desk.report(f"{STRIKE}!", HOME)
    assert await desk.assess() == []
    desk.restart()
    desk.report(f"{AGAIN}!", THIRD)
    assert await desk.assess() == []
    desk.report(DENIAL, AWAY)
    (message,) = await desk.assess()
    assert message.kind == "update"
    with desk.store.read() as connection:
        assert stories.load_story(connection, 2) == stories.load_story(connection, 1)
        assert standings.load_standing(connection, 2) is None
        assert [rung.rung for rung in standings.rungs_of(connection, 1)][:2] == [1, 3]


async def test_an_update_stays_in_the_thread_of_the_first_alert(desk: PlannedDesk) -> None:
    desk.report(AGAIN, THIRD, story="b", watches=())
    await desk.assess()
    desk.report(STRIKE, story="a")
    (first,) = await desk.assess()
    desk.plan.merges.append(("b", "a"))
    desk.report(f"{STRIKE}!", AWAY)
    (update,) = await desk.assess()
    assert (update.kind, update.story_id) == ("update", first.story_id)
    assert desk.alerts()[-1].alert.story_id != first.story_id


async def test_ten_edits_of_a_headline_are_one_entry_and_at_most_one_update(
    desk: PlannedDesk,
) -> None:
    entry_id = desk.report(STRIKE)
    await desk.assess()
    for number in range(10):
        desk.edit(entry_id, f"{STRIKE}, version {number}", label=Label.FORCE)
        await desk.assess()
    assert kinds(desk) == [("raise", "first"), ("update", "severity:4")]


async def test_the_gravest_entry_of_a_poll_is_the_one_that_is_told(desk: PlannedDesk) -> None:
    mild = desk.report(STRIKE)
    desk.report(AGAIN, THIRD, label=Label.FORCE)
    (message,) = await desk.assess()
    assert (message.headline, message.rung) == (AGAIN, 3)
    assert "adds nothing new" in reason(desk, mild)


ALL = Subscriber("all", (Address("email", "e"), Address("slack", "s")))
ONE = Subscriber("one", (Address("email", "e"),), watches=("troops",))


async def test_a_reader_of_several_watches_gets_one_message_that_names_them(
    sqlite_store: Store,
) -> None:
    desk = PlannedDesk(sqlite_store, Audience((ALL, ONE), "monitor.example"))
    desk.report(STRIKE, watches=("talks", "troops"))
    await desk.assess()
    (by_mail, by_slack) = desk.told("all")
    assert by_mail == by_slack
    assert by_mail.watches == ("talks", "troops")
    assert {hit.term for hit in by_mail.keywords} == {"talks", "troops"}
    (narrow,) = desk.told("one")
    assert (narrow.watch, narrow.watches) == ("troops", ())
    with desk.store.read() as connection:
        for alert in desk.alerts():
            assert tellings.delivery_of(connection, alert.id, ("all", "email", "e")) is not None
            way = follow(connection, alert, (ALL, ONE))
            told = ["all", "all"] if alert.alert.watch == "talks" else ["all", "all", "one"]
            assert sorted(step.subscriber for step in way.told) == told
            refused = [] if alert.alert.watch == "troops" else ["watch talks is not among"]
            assert [untold.reason[:24] for untold in way.not_told] == refused


async def test_a_watch_that_a_told_story_passes_later_is_repetition(sqlite_store: Store) -> None:
    desk = PlannedDesk(sqlite_store, Audience((ALL, ONE), "monitor.example"))
    desk.report(STRIKE)
    await desk.assess()
    desk.report(f"{STRIKE}!", watches=("troops",))
    await desk.assess()
    assert [message.watch for message in desk.told("one")] == ["troops"]
    assert len(desk.told("all")) == 2
    talks, troops = desk.alerts()
    with desk.store.read() as connection:
        told = [
            tellings.delivery_of(connection, alert.id, ("all", "email", "e"))
            for alert in (talks, troops)
        ]
        assert told[0] == told[1]
        assert [item.alert_id for item in map(_delivery(connection), told)] == [talks.id] * 2


async def test_a_watch_that_a_told_story_passes_later_and_graver_is_news(
    sqlite_store: Store,
) -> None:
    desk = PlannedDesk(sqlite_store, Audience((ALL, ONE), "monitor.example"))
    desk.report(STRIKE)
    await desk.assess()
    desk.report(f"{STRIKE}!", label=Label.FORCE, score=0.6, watches=("troops",))
    await desk.assess()
    assert [message.severity for message in desk.told("all")] == [2, 2, 4, 4]
    assert len({message.story_id for message in desk.told("all")}) == 1


async def test_a_watch_that_was_removed_tells_nothing_more(desk: PlannedDesk) -> None:
    desk.report(STRIKE, watches=("removed",))
    await desk.assess()
    desk.report(DENIAL, AWAY, watches=())
    assert await desk.assess() == []


async def test_a_headline_edited_into_a_correction_is_told(desk: PlannedDesk) -> None:
    entry_id = desk.report(STRIKE)
    await desk.assess()
    desk.edit(entry_id, "CORRECTION: no troops crossed the border", label=Label.NONE)
    (message,) = await desk.assess()
    assert message.corrected_by == ("Home",)
    assert desk.alerts()[-1].rung == "corrected"


async def test_a_message_that_was_given_up_has_told_nobody(sqlite_store: Store) -> None:
    desk = PlannedDesk(sqlite_store, Audience((ALL, ONE), "monitor.example"))
    desk.report(STRIKE)
    await desk.assess()
    with desk.store.write() as connection:
        for item in deliveries.open_deliveries(connection):
            deliveries.drop(connection, item.delivery.delivery_id)
    desk.report(f"{STRIKE}!", watches=("troops",))
    await desk.assess()
    assert len(desk.told("all")) == 4


def _delivery(connection):  # type: ignore[no-untyped-def]
    found = {
        item.delivery.delivery_id: item.delivery
        for item in deliveries.list_deliveries(connection, 100)
    }
    return lambda number: found[number]


REPORTS = st.tuples(
    st.sampled_from([STRIKE, AGAIN, DENIAL, "CORRECTION: no troops at Kharkiv", "Calm returns"]),
    st.sampled_from(FEEDS),
    st.sampled_from("abc"),
    st.sampled_from(list(Label)),
    st.sampled_from([0.3, 0.6, 0.95]),
    st.sampled_from([("talks",), ("troops",), ("talks", "troops"), ()]),
)
STEPS = st.lists(
    st.one_of(
        REPORTS,
        st.sampled_from([("a", "b"), ("b", "c"), ("c", "a")]),
        st.sampled_from(["assess", "restart"]),
    ),
    max_size=10,
)


@given(STEPS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_is_told_twice_whatever_merges_and_restarts(
    sqlite_store: Store, steps: list[tuple[str, ...] | str]
) -> None:
    clear(sqlite_store)
    desk = PlannedDesk(sqlite_store, Audience((ALL, ONE), "monitor.example"))
    numbers = count()
    for step in [*steps, "assess"]:
        if step == "assess":
            asyncio.run(desk.assess())
        elif step == "restart":
            desk.restart()
        elif len(step) == 2:
            if set(step) <= set(desk.keeper.numbers):
                desk.plan.merges.append(step)
        else:
            title, feed, *rest = step
            desk.report(f"{title} {next(numbers)}", feed, *rest)
    _nothing_twice(desk)
    _every_link_is_valid(desk)


def _nothing_twice(desk: PlannedDesk) -> None:
    told: dict[tuple[str, int], list[str]] = {}
    for item in desk.alerts():
        told.setdefault((item.alert.watch, item.alert.story_id), []).extend(item.rung.split("+"))
    for rungs in told.values():
        assert len(rungs) == len(set(rungs))
    with desk.store.read() as connection:
        made = [
            (item.delivery.alert_id, item.delivery.subscriber, item.delivery.channel)
            for item in deliveries.list_deliveries(connection, 1000)
        ]
    assert len(made) == len(set(made))


def _every_link_is_valid(desk: PlannedDesk) -> None:
    with desk.store.read() as connection:
        for item in desk.alerts():
            assert stories.load_story(connection, item.alert.story_id) is not None
            for subscriber, channel, target in (("all", "email", "e"), ("one", "email", "e")):
                wanted = subscriber == "all" or item.alert.watch == "troops"
                link = tellings.delivery_of(connection, item.id, (subscriber, channel, target))
                assert (link is not None) == wanted
