"""Slack's limits and answers, text that stays inert there, and a bot's threads."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from demo.servers import Reply, SlackSink
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack import SlackChannel
from monitor.delivery.content import Target, Thread
from monitor.delivery.retry import LaneUnavailableError
from monitor.delivery.templates import Templates
from monitor.domain import Message
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import CONTENTS, LONGEST, delivery, message


async def test_slack_limits_hold_for_the_longest(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    channel = SlackChannel(poster, templates)
    long_rtl = message(
        "القوات تحتشد على الحدود & " * 2000, "هجوم <وشيك> " * 3000, (), language="ar"
    )
    for content in (LONGEST, long_rtl):
        await channel.send(delivery(content), Target("slack-1", slack.url))
    assert slack.last_problems == []
    assert len(slack.accepted) == 2


async def test_hostile_text_is_inert_in_slack(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    await SlackChannel(poster, templates).send(
        delivery(CONTENTS["hostile"]), Target("slack-1", slack.url)
    )
    body = slack.posts[0].body.decode()
    assert not re.search(r"<(?!https?://news\.example\.org)", body)
    assert "javascript:" not in body
    assert not re.search(r"@(here|channel|everyone)", body)


async def test_slack_asks_to_wait(slack: SlackSink, poster: Poster, templates: Templates) -> None:
    slack.reply_next(Reply(429, "rate_limited", {"Retry-After": "30"}))
    with pytest.raises(LaneUnavailableError) as caught:
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))
    assert caught.value.retry_after == 30


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_redirect_for_a_while_switches_nothing_off(
    slack: SlackSink, poster: Poster, templates: Templates, status: int
) -> None:
    slack.reply_next(Reply(status, "", {"Location": "http://127.0.0.1:9/login"}))
    with pytest.raises(TransientDeliveryError, match="redirects are not followed"):
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))
    assert len(slack.posts) == 1


@pytest.mark.parametrize(
    ("status", "body", "disabled"),
    [
        (404, "no_service", True),
        (404, "channel_not_found", True),
        (410, "channel_is_archived", True),
        (403, "action_prohibited", True),
        (400, "invalid_token", True),
        (308, "", True),
        (400, "invalid_payload", False),
        (400, "invalid_blocks", False),
        (413, "", False),
    ],
)
async def test_slack_refuses_for_good(
    slack: SlackSink, poster: Poster, templates: Templates, status: int, body: str, disabled: bool
) -> None:
    slack.reply_next(Reply(status, body, {"Location": "http://127.0.0.1:9/"}))
    with pytest.raises(PermanentDeliveryError) as caught:
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))
    assert caught.value.disable is disabled
    assert len(slack.posts) == 1


async def test_a_bot_threads_an_update(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    channel = SlackChannel(poster, templates, api=slack.api)
    target = Target("slack-1", "C123", slack.token)
    first = await channel.send(delivery(), target)
    threaded = replace(target, thread=Thread(first.receipt, delivery()))
    await channel.send(delivery(CONTENTS["force"]), threaded)
    ts = first.receipt.partition(":")[2]
    assert [post.payload.get("thread_ts") for post in slack.posts] == [None, ts]
    assert ts


async def test_an_update_that_others_left_unanswered_is_shown_in_the_channel(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    channel = SlackChannel(poster, templates, api=slack.api)
    target = Target("slack-1", "C123", slack.token)
    update = CONTENTS["force"]
    assert isinstance(update, Message)
    first = await channel.send(delivery(update), target)
    threaded = replace(target, thread=Thread(first.receipt, delivery(update)))
    for escalated in (False, True):
        await channel.send(delivery(replace(update, escalated=escalated)), threaded)
    shown = [post.payload.get("reply_broadcast") for post in slack.posts]
    assert shown == [None, False, True]


@pytest.mark.parametrize("page", ["<html>Log in to the network</html>", "", "[]", '{"o'])
async def test_an_answer_that_is_none_of_slacks_kills_no_message(
    slack: SlackSink, poster: Poster, templates: Templates, page: str
) -> None:
    slack.fail_method("chat.postMessage", Reply(200, page))
    channel = SlackChannel(poster, templates, api=slack.api)
    with pytest.raises(TransientDeliveryError, match="cannot be read"):
        await channel.send(delivery(), Target("slack-1", "C123", slack.token))


PAGE = "\n<!DOCTYPE html><html><body>Log in to the guest network</body></html>"


@pytest.mark.parametrize("status", [200, 400, 403, 404, 502])
async def test_a_page_in_slacks_place_neither_takes_a_message_nor_refuses_it(
    slack: SlackSink, poster: Poster, templates: Templates, status: int
) -> None:
    slack.reply_next(Reply(status, PAGE))
    with pytest.raises(TransientDeliveryError, match=f"a page answered for Slack .{status}"):
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))


async def test_a_page_that_asks_to_wait_is_obeyed(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    slack.reply_next(Reply(429, PAGE, {"Retry-After": "30"}))
    with pytest.raises(LaneUnavailableError) as caught:
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))
    assert caught.value.retry_after == 30


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("no_service", PermanentDeliveryError),
        ("ratelimited", LaneUnavailableError),
        ("internal_error", TransientDeliveryError),
    ],
)
async def test_a_webhook_that_says_no_has_taken_nothing(
    slack: SlackSink, poster: Poster, templates: Templates, code: str, error: type[Exception]
) -> None:
    slack.reply_next(Reply(200, f'{{"ok": false, "error": "{code}"}}'))
    with pytest.raises(error, match=code):
        await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))


@pytest.mark.parametrize("body", ["ok", '{"ok": true}', '{"success": true}', ""])
async def test_a_webhook_says_yes_in_several_ways(
    slack: SlackSink, poster: Poster, templates: Templates, body: str
) -> None:
    slack.reply_next(Reply(200, body))
    await SlackChannel(poster, templates).send(delivery(), Target("slack-1", slack.url))


@pytest.mark.parametrize("token", ["xoxb-wrong", ""])
async def test_a_bot_without_a_valid_token_is_disabled(
    slack: SlackSink, poster: Poster, templates: Templates, token: str
) -> None:
    channel = SlackChannel(poster, templates, api=slack.api)
    with pytest.raises(PermanentDeliveryError) as caught:
        await channel.send(delivery(), Target("slack-1", "C123", token))
    assert caught.value.disable
