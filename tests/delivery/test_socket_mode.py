"""Buttons are heard over a real WebSocket, whatever Slack's end does."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from websockets import State
from websockets.asyncio.client import ClientConnection

from demo.servers import Reply, SlackSink
from monitor.delivery import socket_mode
from monitor.delivery.buttons import Action, actions, presses
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack_api import SlackApi
from monitor.delivery.socket_mode import SocketMode

PAYLOAD = {"type": "block_actions", "n": 1}


class Ear:
    """What was heard and told."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self.told: list[str | None] = []
        self.failure: Exception | None = None

    async def handle(self, payload: Mapping[str, Any]) -> None:
        self.heard.append(payload)
        if self.failure:
            raise self.failure

    async def tell(self, wrong: str | None) -> None:
        self.told.append(wrong)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_mode, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(socket_mode, "SHORT_LIFE_SECONDS", 0.0)
    monkeypatch.setattr(socket_mode, "OPEN_SECONDS", 1.0)
    monkeypatch.setattr(socket_mode, "REFUSED_WAIT_SECONDS", 0.05)


@asynccontextmanager
async def listening(
    slack: SlackSink, poster: Poster, token: str = SlackSink.app_token
) -> AsyncIterator[Ear]:
    ear = Ear()
    mode = SocketMode(SlackApi(poster, root=slack.api), token, ear.handle, ear.tell, lambda: 0.5)
    task = asyncio.create_task(mode.run())
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()


async def until(condition: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_every_envelope_is_acknowledged_and_handled_once(
    slack: SlackSink, poster: Poster
) -> None:
    async with listening(slack, poster) as ear:
        await until(lambda: ear.told == [None])
        first = slack.socket.send(PAYLOAD)
        slack.socket.resend(first, PAYLOAD)
        other = slack.socket.send({"n": 2}, kind="slash_commands")
        await until(lambda: slack.socket.acknowledged == [first, first, other])
        assert ear.heard == [PAYLOAD]


async def test_a_fault_in_one_press_spares_the_next(slack: SlackSink, poster: Poster) -> None:
    async with listening(slack, poster) as ear:
        await until(lambda: ear.told)
        ear.failure = ValueError("ours")
        slack.socket.send(PAYLOAD)
        await until(lambda: ear.heard)
        slack.socket.send(PAYLOAD)
        await until(lambda: len(ear.heard) == 2)


async def test_a_refreshed_connection_overlaps_the_old_one(
    slack: SlackSink, poster: Poster
) -> None:
    async with listening(slack, poster) as ear:
        await until(lambda: ear.told)
        slack.socket.announce_end("refresh_requested")
        await until(lambda: len(slack.socket.open) == 2)
        for number in (0, 1):
            slack.socket.send({**PAYLOAD, "n": number}, on=number)
        await until(lambda: len(ear.heard) == 2)
        slack.socket.drop(on=0)
        await until(lambda: len(slack.socket.open) == 1)
        await asyncio.sleep(0.1)
        assert slack.socket.connected == 2


async def test_a_lost_connection_is_opened_again(slack: SlackSink, poster: Poster) -> None:
    async with listening(slack, poster) as ear:
        for number in (1, 2, 3):
            await until(lambda number=number: len(ear.told) == number)
            slack.socket.drop()
        await until(lambda: len(ear.told) == 4)
        slack.socket.send(PAYLOAD)
        await until(lambda: ear.heard)


async def test_slack_being_away_is_waited_out(slack: SlackSink, poster: Poster) -> None:
    slack.reply_next(Reply(503), Reply(200, "<html>"), Reply(429, "", {"Retry-After": "1"}))
    async with listening(slack, poster) as ear:
        await until(lambda: None in ear.told)
        assert len(slack.posts) == 4


async def test_a_connection_without_hello_is_given_up(
    slack: SlackSink, poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "OPEN_SECONDS", 0.2)
    slack.socket.silent = True
    async with listening(slack, poster) as ear:
        await until(lambda: slack.socket.connected >= 2)
        assert ear.told == []
        slack.socket.silent = False
        await until(lambda: ear.told)


async def test_a_connection_that_ends_at_once_is_not_opened_in_a_hot_loop(
    slack: SlackSink, poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "FIRST_WAIT_SECONDS", 0.3)
    monkeypatch.setattr(socket_mode, "SHORT_LIFE_SECONDS", 10.0)
    async with listening(slack, poster) as ear:
        await until(lambda: ear.told)
        slack.socket.drop()
        await asyncio.sleep(0.1)
        assert slack.socket.connected == 1
        await until(lambda: slack.socket.connected == 2)


async def test_a_wrong_token_is_told_with_the_mend(slack: SlackSink, poster: Poster) -> None:
    async with listening(slack, poster, "xapp-wrong") as ear:
        await until(lambda: len(ear.told) >= 2)
    assert "invalid_auth" in str(ear.told[0])
    assert "monitor.yaml" in str(ear.told[0])


async def test_a_goodbye_cut_short_leaves_no_connection_open(
    slack: SlackSink, poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[ClientConnection] = []

    class Watched(ClientConnection):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            opened.append(self)

    connecting = partial(socket_mode.connect, create_connection=Watched)
    monkeypatch.setattr(socket_mode, "connect", connecting)
    async with listening(slack, poster) as ear:
        await until(lambda: ear.told)
        (task,) = (one for one in asyncio.all_tasks() if "SocketMode.run" in repr(one))
        task.cancel()
        while opened[0].state is State.OPEN:  # noqa: ASYNC110
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert opened[0].transport.is_closing()


async def test_neither_token_nor_ticket_is_logged(slack: SlackSink, poster: Poster) -> None:
    root, stream = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        async with listening(slack, poster) as ear:
            await until(lambda: ear.told)
            slack.socket.drop()
            await until(lambda: len(ear.told) == 2)
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
    assert slack.app_token not in stream.getvalue()
    assert "s3cr3t-ticket" not in stream.getvalue()


def test_only_what_is_offered_is_drawn() -> None:
    drawn = actions("<a@example.org>", {Action.RELEVANT, Action.ACKNOWLEDGE})
    assert drawn
    assert [element["action_id"] for element in drawn["elements"]] == ["acknowledge", "relevant"]
    assert actions("<a@example.org>", set()) is None


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "view_submission"},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": "x"},
        {"type": "block_actions", "actions": [None, {}, {"action_id": "other_apps"}]},
    ],
)
def test_what_is_no_press_of_ours_is_none(payload: dict[str, Any]) -> None:
    assert presses(payload) == []


def test_a_press_without_a_name_or_with_a_bad_one_is_somebodys() -> None:
    pressed = {"action_id": "relevant", "value": "<a@b>"}
    payload = {"type": "block_actions", "actions": [pressed], "user": {"name": "a\n\u202eb" * 90}}
    (press,) = presses(payload)
    assert "\n" not in press.person
    assert "\u202e" not in press.person
    assert len(press.person) <= 80
    (nameless,) = presses({"type": "block_actions", "actions": [pressed]})
    assert nameless.person == "somebody"
