"""Text stays text in the services that Apprise reaches."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace

import pytest
import requests

from demo.servers import WebhookSink
from demo.servers.http import Request, Response
from monitor.delivery.channels.apprise import TIMEOUT, AppriseChannel
from monitor.delivery.content import Target
from monitor.delivery.templates import Templates
from monitor.domain import Digest, DigestGroup
from monitor.pipeline.deliver import LEASE
from tests.delivery.examples import CONTENTS, NOW, delivery, message


@pytest.mark.parametrize(
    "address",
    ["mmost://127.0.0.1:{}/token", "ntfy://127.0.0.1:{}/topic", "gotify://127.0.0.1:{}/t"],
)
async def test_hostile_text_is_inert_wherever_apprise_takes_it(
    hook: WebhookSink, templates: Templates, address: str
) -> None:
    channel = AppriseChannel(templates, timeout=5)
    target = Target("apprise-1", address.format(hook.port))
    await channel.send(delivery(CONTENTS["hostile"]), target)
    body = hook.posts[0].body.decode().encode().decode("unicode_escape", "replace")
    assert "channel" in body
    assert not re.search(r"@(here|channel|everyone)", body)
    assert not re.search(r"<[!@#a-zA-Z/]", body)
    assert "](" not in body
    assert "javascript:" not in body


@pytest.mark.parametrize(("limit", "whole"), [(1_500, True), (160, False)])
async def test_what_is_longer_than_a_service_takes_is_divided_or_for_short_messages_cut(
    hook: WebhookSink,
    templates: Templates,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
    whole: bool,
) -> None:
    monkeypatch.setattr("apprise.plugins.mattermost.NotifyMattermost.body_maxlen", limit)
    stories = tuple(message(f"Troops cross at town {place}", forms=()) for place in range(20))
    digest = Digest("Morning", NOW, NOW, (DigestGroup("border", stories, ()),))
    target = Target("apprise-1", f"mmost://127.0.0.1:{hook.port}/token")
    await AppriseChannel(templates, timeout=5).send(delivery(digest), target)
    posted = [json.loads(post.body)["text"] for post in hook.posts]
    assert (len(posted) > 1) is whole
    assert max(map(len, posted)) <= limit
    assert ("town 19" in "".join(posted)) is whole


async def test_a_divided_text_fits_with_the_break_that_a_service_adds(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def post(*_: object, data: str, **__: object) -> requests.Response:
        sent.append(json.loads(data)["content"])
        answer = requests.Response()
        answer.status_code = 204
        return answer

    monkeypatch.setattr("apprise.plugins.discord.requests.post", post)
    address = f"discord://{'1' * 18}/{'a' * 68}"
    await AppriseChannel(templates).send(
        delivery(CONTENTS["longest"]), Target("apprise-1", address)
    )
    assert len(sent) > 1
    assert max(map(len, sent)) <= 2000


async def test_a_slow_service_is_waited_for(
    hook: WebhookSink, templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apprise.plugins.mattermost.NotifyMattermost.socket_read_timeout", 0.2)
    answer = hook.answer

    def slowly(request: Request) -> Response:
        time.sleep(0.4)
        return answer(request)

    monkeypatch.setattr(hook, "answer", slowly)
    target = Target("apprise-1", f"mmost://127.0.0.1:{hook.port}/token")
    await AppriseChannel(templates).send(delivery(), target)
    assert len(hook.posts) == 1


def test_all_parts_have_time_within_a_lease() -> None:
    # A digest of sixty stories is some thirty parts for Teams, 5.5 seconds apart.
    assert 30 * 5.5 < TIMEOUT < LEASE.total_seconds()


async def test_an_address_with_marks_of_markup_still_leads_there(
    hook: WebhookSink, templates: Templates
) -> None:
    told = replace(message("Troops cross", forms=()), link="https://news.example/a_(b)_*c*_d")
    target = Target("apprise-1", f"json://127.0.0.1:{hook.port}/")
    await AppriseChannel(templates, timeout=5).send(delivery(told), target)
    (line,) = [line for line in hook.posts[0].payload["message"].splitlines() if "https" in line]
    assert line == "https://news.example/a_%28b%29_%2Ac%2A_d"
