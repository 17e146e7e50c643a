"""A bot's alerts: threads, marks on the first message, and buttons, against a real sink."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from demo.servers import Reply, SlackSink
from monitor.app.responding import RESPONSES
from monitor.delivery.buttons import Action, presses
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Target
from monitor.delivery.templates import Templates
from monitor.errors import MonitorError
from monitor.pipeline.deliver import Postman, Reach
from monitor.pipeline.press import Pressed, respond
from monitor.store import escalations, feedback, mutes
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store
from tests.support.examples import NOW
from tests.support.outbox import Clock, listed, owe, reach_of, rounds, states

DESK = ("desk", "slack", "slack:1")
OTHER = ("other", "slack", "slack:2")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def postman(sqlite_store: Store, clock: Clock) -> Postman:
    return Postman(sqlite_store, clock, jitter=lambda: 0.5)


@pytest.fixture
async def reach(slack: SlackSink) -> AsyncIterator[Reach]:
    offered = frozenset(Action)
    channels = open_channels(
        ChannelSettings(Templates(), slack_offered=offered, slack_api=slack.api)
    )
    targets = {
        DESK: Target("slack:1", "#alerts", slack.token),
        OTHER: Target("slack:2", "#closed", slack.token),
    }
    yield reach_of(channels, targets)
    for channel in channels.values():
        await channel.close()


def shown(message: dict[str, Any]) -> str:
    return str(message["blocks"])


async def press(
    slack: SlackSink, postman: Postman, reach: Reach, action: str, number: int = -1
) -> None:
    """Press a button as Slack would report it, without the socket between."""
    sent: list[Any] = []
    slack.socket.send = lambda payload, **_: sent.append(payload) or ""  # type: ignore[method-assign, assignment, func-returns-value]
    slack.press(action, number)
    for pressed in presses(sent[0]):
        await respond(postman.store, reach, RESPONSES, pressed, postman.clock())


async def test_an_update_goes_into_the_thread_and_marks_the_first_message(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    owe(postman.store, DESK, story=story, now=clock.now, reason="confirmed by <!channel> agencies")
    await rounds(postman, reach, clock)
    (first_key, first), (_, update) = slack.messages.items()
    assert update["thread_ts"] == first_key[1]
    assert update["channel"] == "CALERTS"
    assert update["reply_broadcast"] is False
    assert "16:30 UTC Update, severity 1 of 4: confirmed by &lt;!channel&gt; agencies" in shown(
        first
    )
    assert "Story 1, alert 1" in shown(first)
    assert states(postman.store) == ["sent", "sent"]


async def test_a_graver_update_is_shown_in_the_channel_too(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK, severity=2)
    await rounds(postman, reach, clock)
    owe(postman.store, DESK, story=story, severity=4, now=clock.now)
    await rounds(postman, reach, clock)
    assert list(slack.messages.values())[1]["reply_broadcast"] is True


async def test_a_thread_that_was_deleted_does_not_keep_an_update_back(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    slack.messages.clear()
    owe(postman.store, DESK, story=story, now=clock.now)
    await rounds(postman, reach, clock)
    (update,) = slack.messages.values()
    assert "thread_ts" not in update
    assert states(postman.store) == ["sent", "sent"]


async def test_a_channel_archived_and_made_anew_gets_the_update(
    slack: SlackSink,
    postman: Postman,
    reach: Reach,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    ((old, _),) = slack.messages
    post = slack._post

    def archived(payload: dict[str, Any]) -> Reply:
        if payload["channel"] == old:
            return Reply(200, '{"ok": false, "error": "is_archived"}')
        return post(payload)

    monkeypatch.setattr(slack, "_post", archived)
    owe(postman.store, DESK, story=story, now=clock.now)
    await rounds(postman, reach, clock)
    assert states(postman.store) == ["sent", "sent"]
    with postman.store.read() as connection:
        assert load_disabled(connection) == {}


async def test_a_first_message_that_cannot_be_marked_costs_nothing(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    owe(postman.store, DESK, story=story, now=clock.now)
    slack.fail_method("chat.update", Reply(500))
    await rounds(postman, reach, clock, 2)
    assert states(postman.store) == ["sent", "sent"]
    assert [len(item.notes) for item in listed(postman.store)] == [1, 0]
    assert len(slack.messages) == 2


async def test_a_closed_channel_is_disabled_and_others_are_served(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, DESK, OTHER)
    await rounds(postman, reach, clock)
    assert states(postman.store) == ["dead", "sent"]
    with postman.store.read() as connection:
        assert "the bot invited" in load_disabled(connection)[OTHER]


async def test_a_repeat_after_a_crash_carries_the_same_name(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, DESK)
    (owed,) = listed(postman.store)
    for _ in range(2):
        await reach.channels["slack"].send(owed.delivery, reach.targets[DESK])
    names = {str(message["metadata"]) for message in slack.messages.values()}
    assert len(slack.messages) == 2
    assert len(names) == 1
    assert owed.delivery.message_id in names.pop()


async def test_a_verdict_is_stored_and_shown_under_the_alert(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    await press(slack, postman, reach, "irrelevant")
    await press(slack, postman, reach, "irrelevant")
    with postman.store.read() as connection:
        (given,) = feedback.list_feedback(connection)
    assert (given.verdict, given.given_by, given.alert_id) == ("irrelevant", "slack:ann", 1)
    (message,) = slack.messages.values()
    assert shown(message).count("Judged not relevant by ann") == 1


async def test_a_press_under_an_update_is_shown_on_the_first_message_too(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    owe(postman.store, DESK, story=story, now=clock.now)
    await rounds(postman, reach, clock)
    await press(slack, postman, reach, "relevant")
    assert all("Judged relevant by ann" in shown(item) for item in slack.messages.values())
    with postman.store.read() as connection:
        (given,) = feedback.list_feedback(connection)
    assert given.alert_id == 2


async def test_a_button_that_cannot_do_its_work_says_so_to_who_pressed(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise MonitorError("this story <!here> is gone")

    owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    monkeypatch.setattr("tests.pipeline.test_slack_bot.RESPONSES", {Action.RELEVANT: refuse})
    for action in ("relevant", "acknowledge"):
        await press(slack, postman, reach, action)
    assert [whisper["user"] for whisper in slack.whispers] == ["UANN", "UANN"]
    assert "&lt;!here&gt; is gone" in slack.whispers[0]["text"]
    assert "not in use" in slack.whispers[1]["text"]


async def test_what_a_response_is_given(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def mute(_connection: object, pressed: Pressed, now: object) -> str:
        given.append((pressed, now))
        return "Muted"

    monkeypatch.setattr("tests.pipeline.test_slack_bot.RESPONSES", {Action.MUTE: mute})
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    await press(slack, postman, reach, "mute_story")
    assert given == [(Pressed(1, story, "desk", "ann"), NOW + timedelta(hours=1))]


async def test_acknowledging_and_muting_are_done_and_shown(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    story = owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    await press(slack, postman, reach, "acknowledge")
    await press(slack, postman, reach, "mute_story")
    (message,) = slack.messages.values()
    assert "Alert 1 is acknowledged by slack:ann" in shown(message)
    assert f"Story {story} is muted for desk until 2021-12-08 16:30 UTC" in shown(message)
    with postman.store.read() as connection:
        found = escalations.acknowledgement_of(connection, 1)
        (muted,) = mutes.active_mutes(connection, clock.now)
    assert found is not None
    assert found.by == muted.muted_by == "slack:ann"
    assert (muted.story_id, muted.subscriber) == (story, "desk")


async def test_a_button_still_works_where_the_subscriber_was_renamed(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    renamed = replace(reach, targets={("night", *DESK[1:]): reach.targets[DESK]})
    await press(slack, postman, renamed, "acknowledge")
    await press(slack, postman, renamed, "mute_story")
    with postman.store.read() as connection:
        found = escalations.acknowledgement_of(connection, 1)
        assert mutes.active_mutes(connection, clock.now) == []
    assert found is not None
    done, refused = (whisper["text"] for whisper in slack.whispers)
    assert done.startswith("Alert 1 is acknowledged by slack:ann")
    assert "desk is no subscriber any more" in refused


async def test_a_message_of_another_database_is_nobodys(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    (message,) = slack.messages.values()
    for block in message["blocks"]:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            element["value"] = "<other@example.org>"
    await press(slack, postman, reach, "relevant")
    with postman.store.read() as connection:
        assert feedback.list_feedback(connection) == []


async def test_a_fault_of_ours_is_told_to_who_pressed(
    slack: SlackSink, postman: Postman, reach: Reach, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise ValueError("s3cret")

    owe(postman.store, DESK)
    await rounds(postman, reach, clock)
    monkeypatch.setattr("tests.pipeline.test_slack_bot.RESPONSES", {Action.RELEVANT: fail})
    with pytest.raises(ValueError, match="s3cret"):
        await press(slack, postman, reach, "relevant")
    (whisper,) = slack.whispers
    assert "failed" in whisper["text"]
    assert "s3cret" not in whisper["text"]
